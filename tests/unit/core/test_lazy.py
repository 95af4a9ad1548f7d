"""An attribute is worked out once for each object."""

from core.lazy import Lazy


class _Counted:
    def __init__(self) -> None:
        self.asked = 0

    @Lazy
    def size(self) -> int:
        """How big it is."""
        self.asked += 1
        return 42


def test_an_attribute_is_worked_out_once_for_each_object() -> None:
    one, other = _Counted(), _Counted()
    assert (one.size, one.size, one.asked, other.asked) == (42, 42, 1, 0)


def test_a_class_still_says_what_the_attribute_promises() -> None:
    assert _Counted.size.__doc__ == "How big it is."
