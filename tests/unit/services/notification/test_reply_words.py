"""Nothing that we ask people to write is a word that telephone companies take for themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.safety import listen
from services.answers import read_answer
from services.notification.reply_words import CARRIER_WORDS, ReplyWord, for_text_message, read_reply

ROOT = Path(__file__).parents[4]
_ASKED = re.compile(
    r"\b(?:reply|replying|answer|write|text|send|press|say|type)(?:\s+back)?(?:\s+with)?(?:\s+the\s+words?)?\s+"
    r"[\"'`“]?(?P<word>[A-Z]{3,}|\w+(?=[\"'`”]))",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("taken", ReplyWord.TAKEN),
        (" Done! ", ReplyWord.TAKEN),
        ("1.", ReplyWord.TAKEN),
        ("2", ReplyWord.LATER),
        ("Skip", ReplyWord.SKIP),
        ("repeat", ReplyWord.REPEAT),
        ("I have taken it", None),
        ("12", None),
        ("", None),
    ],
)
def test_one_word_or_number_is_an_answer(said: str, word: ReplyWord | None) -> None:
    assert read_reply(said) is word


def test_no_reply_word_is_a_word_of_the_carriers() -> None:
    assert CARRIER_WORDS.isdisjoint(ReplyWord)
    assert all(read_reply(word) is None for word in CARRIER_WORDS)


def test_no_text_asks_for_a_word_of_the_carriers() -> None:
    asked = [(path, word) for path, text in texts() for word in words_asked_for(for_text_message(text))]
    assert [each for each in asked if each[1].upper() in CARRIER_WORDS] == []


@pytest.mark.parametrize("text", ["Reply STOP to end", 'Answer "yes"', "text CANCEL", "Reply with 'help'"])
def test_a_text_that_does_is_found(text: str) -> None:
    assert CARRIER_WORDS & {word.upper() for word in words_asked_for(text)}


def test_words_instead_are_understood_the_same() -> None:
    assert for_text_message("Please say yes or no: Shall I?") == "Please reply OK or no: Shall I?"
    assert read_answer("OK") is read_answer("yes")
    assert read_answer("NEVER MIND") is read_answer("stop")
    assert listen("EMERGENCY").alarm is not None


def words_asked_for(text: str) -> Iterator[str]:
    return (found["word"] for found in _ASKED.finditer(text))


def texts() -> Iterator[tuple[str, str]]:
    """Every string literal of what speaks to people."""
    for folder in ("services", "core"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield str(path.relative_to(ROOT)), node.value
