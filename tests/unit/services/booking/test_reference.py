from services.booking.adapters.local import make_reference


def test_reference_is_short_and_has_no_lookalikes() -> None:
    references = {make_reference(f"task:{number}:book") for number in range(500)}
    assert len(references) == 500
    assert all(len(each) == 6 and not set(each) & set("0O1IL5S2Z8BU") for each in references)


def test_same_key_gives_the_same_reference() -> None:
    assert make_reference("task:1:book") == make_reference("task:1:book")
