import pytest

from services.answers import Answer, is_doubtful, read_answer


@pytest.mark.parametrize(
    "text", ["yes", "Yes please.", "OK", "um, yes, go ahead", "that's right", "Yes, thank you dear"]
)
def test_yes_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.YES


@pytest.mark.parametrize("text", ["no", "No thank you", "nope!", "oh, no, no"])
def test_no_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "never mind",
        "no, forget it",
        "cancel",
        "Stop.",
        "I've changed my mind",
        "I changed my mind",
        "actually cancel that",
        "um, actually, no, leave it be, please",
        "don't tell him anything",
        "Please don’t tell Tom anything about it",
        "I don't want to any more",
        "OK, forget what I said then",
        "on second thoughts, let's not do that",
    ],
)
def test_never_mind_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.NEVER_MIND


@pytest.mark.parametrize(
    "text",
    [
        "yes, but make it eight",
        "no, for two",
        "nobody",
        "four",
        "",
        "okra",
        "yes " * 500,
        "yes and no",
        "don't call me",
        "don't worry",
    ],
)
def test_anything_more_is_left_to_the_provider(text: str) -> None:
    assert read_answer(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "What was the question?",
        "what do you mean",
        "Who?",
        "Sorry?",
        "Pardon?",
        "I don't understand.",
        "Say that again, please",
    ],
)
def test_question_back_is_understood(text: str) -> None:
    assert read_answer(text) is Answer.ASKS_BACK


def test_cancelling_is_a_yes_where_it_was_asked_for() -> None:
    assert read_answer("Yes, cancel it.", of_cancelling=True) is Answer.YES
    assert read_answer("never mind", of_cancelling=True) is Answer.NEVER_MIND
    assert read_answer("don't cancel it", of_cancelling=True) is Answer.NEVER_MIND


@pytest.mark.parametrize(
    "text",
    [
        "never mind, tell Anna I am fine",
        "um, no, I'm not coming",
        "don't tell Tom that I fell",
        "Book a table for two",
        "could you call a taxi",
        "tell Anna I'm fine",
        "When is he coming?",
        "why not",
    ],
)
def test_words_that_may_be_for_the_assistant_are_doubtful(text: str) -> None:
    assert is_doubtful(text, is_passed_on=True, names=["Tom"])


@pytest.mark.parametrize(
    "text",
    ["I'm fine", "tell her I'm fine", "Tell Tom I'm fine", "Don't worry", "Don't forget the milk", "Nora is here"],
)
def test_words_for_somebody_else_are_not_doubtful(text: str) -> None:
    assert not is_doubtful(text, is_passed_on=True, names=["Tom"])


def test_order_is_a_plain_answer_where_words_are_kept() -> None:
    assert not is_doubtful("call Anna", is_passed_on=False)
    assert is_doubtful("cancel that, call Anna", is_passed_on=False)
