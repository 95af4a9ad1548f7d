"""What every process of these tests has logged, searched for what is personal when the last test is over.

Whoever starts a process hands its log over (`LOGS.keep`). Searched for are the words below, and whatever the tests' own clients
have sent or been told meanwhile (`LOGS.listen`): so a new sentence of a new test is looked for without anybody's doing.
"""

import json
import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import httpx2

WORDS = (
    "Rose",
    "Anna",
    "Ruth",
    "aspirin",
    "blood pressure pills",
    "vitamin tablets",
    "heart pills",
    "Olive Garden",
    "Golden Lotus",
    "Silver Scissors",
    "Bella Salon",
    "The Big Hall",
    "mailto:",
    "@example.org",
    "I'm fine",
    "cake number",
    "walk in the park",
    "can't get up",
    "tell my daughter",
    "Book a table",
    "Book me a table",
    "Remind me",
    "tidings",
    "the outing",
    "errand",
)
"""Of the tests, of the demonstration and of the chaos run, whose callers are processes of their own."""

PERSONAL = frozenset(
    {
        *("text", "name", "subject", "medicine", "message", "recipient", "item", "note", "plants", "body"),
        *("phone", "email", "address", "channels", "question", "summary", "display_name", "special_requests"),
    }
)
"""What is personal in what is sent to the API and answered by it, by its name."""

_EXAMPLE = """-d '{"text": "Book me a table for 4 at Olive Garden tomorrow 7pm."}'"""
"""What the API prints for whoever starts it; nobody has said it."""

_SHORTEST = 4
"""Shorter ones ("8pm") are in anything."""


class Logs:
    """The logs of one test process, and what must not be in them."""

    def __init__(self, words: tuple[str, ...] = WORDS) -> None:
        self._words = set(words)
        self._kept: list[tuple[str, str]] = []

    def keep(self, log: Path, *, start: int = 0, of: str = "") -> None:
        """Take what a process has written, whose log begins at `start`."""
        test = os.environ.get("PYTEST_CURRENT_TEST", "").partition(" ")[0]
        text = log.read_bytes()[start:].decode(errors="replace").replace(_EXAMPLE, "") if log.exists() else ""
        self._kept.append((f"{of or log.name} of {test or 'a fixture'}", text))

    def keep_all(self, folder: Path) -> None:
        """Take every log in a folder."""
        for log in sorted(folder.glob("*.log")):
            self.keep(log)

    def remember(self, said: Any) -> None:
        """From here on what is personal in this JSON must be in no log."""
        self._words.update(_personal(said, is_personal=False))

    @contextmanager
    def listen(self) -> Generator[None]:
        """Remember what clients in this process send, and what they are answered."""
        send = httpx2.Client.send

        def send_heard(client: httpx2.Client, request: httpx2.Request, **options: Any) -> httpx2.Response:
            self.remember(_read(request.headers, lambda: request.content))
            answer = send(client, request, **options)
            if not options.get("stream"):
                self.remember(_read(answer.headers, lambda: answer.content))
            return answer

        with patch.object(httpx2.Client, "send", send_heard):
            yield

    def find_personal(self) -> Iterator[str]:
        """Each line that tells something, with whose it is and what it tells."""
        forms = {form: word for word in self._words for form in _forms(word)}
        for whose, text in self._kept:
            for form in forms:
                if form in text:
                    yield from _lines(text, form, f"{whose} tells {forms[form]!r}")


def _lines(text: str, form: str, where: str) -> Iterator[str]:
    whole = re.compile(rf"(?<!\w){re.escape(form)}(?!\w)" if form[-1:].isalnum() else re.escape(form))
    yield from (f"{where}: {line.strip()}" for line in text.splitlines() if form in line and whole.search(line))


def _forms(word: str) -> set[str]:
    """As it is, as it stands in JSON, in an address, and in a Python text."""
    return {word, json.dumps(word)[1:-1], quote(word), repr(word)[1:-1]}


def _read(headers: httpx2.Headers, content: Any) -> Any:
    if not headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        return json.loads(content())
    except (ValueError, httpx2.RequestNotRead):
        return None


def _personal(said: Any, *, is_personal: bool) -> Iterator[str]:
    match said:
        case dict():
            for name, value in said.items():  # pyright: ignore[reportUnknownVariableType] - whatever JSON has
                yield from _personal(value, is_personal=name in PERSONAL)
        case list():
            for value in said:  # pyright: ignore[reportUnknownVariableType] - as above
                yield from _personal(value, is_personal=is_personal)
        case str() if is_personal and len(said) >= _SHORTEST:
            yield said
        case _:
            pass


LOGS = Logs()
"""Of this test process."""
