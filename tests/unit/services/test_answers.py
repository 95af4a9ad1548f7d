import pytest

from services.answers import Answer, read_answer


@pytest.mark.parametrize(
    "text", ["yes", "Yes please.", "OK", "um, yes, go ahead", "that's right", "Yes, thank you dear"]
)
def test_yes_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.YES


@pytest.mark.parametrize("text", ["no", "No thank you", "nope!", "oh, no, no"])
def test_no_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.NO


@pytest.mark.parametrize("text", ["never mind", "no, forget it", "cancel", "Stop.", "I've changed my mind"])
def test_never_mind_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.NEVER_MIND


@pytest.mark.parametrize("text", ["yes, but make it eight", "no, for two", "nobody", "four", "", "okra", "yes " * 500])
def test_anything_more_is_left_to_the_provider(text: str) -> None:
    assert read_answer(text) is None
