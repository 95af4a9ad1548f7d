"""What every process of these tests has logged, searched for what is personal when the last test of a file is over.

Whoever starts a process hands its log over (`LOGS.keep`). Searched for are the words below, and whatever the tests' own clients
have sent or been told meanwhile (`LOGS.listen`): so a new sentence of a new test is looked for without anybody's doing.
Not looked for is what logs are made of: the names of their fields, and a word that is the API's or the logs' own.
"""

import json
import os
import re
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from functools import cache
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
    "Pass on the tidings",
    "the tidings of task",
    "Arrange the outing",
    "the red errand",
    "the blue errand",
    "the green errand",
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

_ROUTES = "/v1/"
"""Where people's data is; the API's document, which has names of parameters and events in it, is elsewhere."""

_CHECKOUT = Path(__file__).parents[2]
_LOGGING = ("api", "core", "providers", "repositories", "services", "workers")
_MESSAGE = re.compile(r"""\blog(?:ger)?\.\w+\(\s*"([^"]+)\"""")


class Logs:
    """The logs of one test process, and what must not be in them."""

    def __init__(self, words: tuple[str, ...] = WORDS) -> None:
        self._always = words
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
        self._words.update(word for word in _personal(said, is_personal=False) if word not in _vocabulary())

    def forget(self) -> None:
        """Start anew, with the words that are always looked for."""
        self._words = set(self._always)
        self._kept.clear()

    @contextmanager
    def listen(self) -> Generator[None]:
        """Remember what clients in this process send, and what they are answered."""
        send = httpx2.Client.send

        def send_heard(client: httpx2.Client, request: httpx2.Request, **options: Any) -> httpx2.Response:
            is_heard = request.url.path.startswith(_ROUTES)
            if is_heard:
                self.remember(_read(request.headers, lambda: request.content))
            answer = send(client, request, **options)
            if is_heard and not options.get("stream"):
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
    yield from (
        f"{where}: {line.strip()}" for line in text.splitlines() if form in line and whole.search(_values(line))
    )


def _values(line: str) -> str:
    """A line without the names of its fields, which are the program's."""
    try:
        said = json.loads(line)
    except ValueError:
        return line
    for name in said if isinstance(said, dict) else ():  # pyright: ignore[reportUnknownVariableType] - whatever JSON has
        line = line.replace(f"{json.dumps(name)}:", "")
    return line


@cache
def _vocabulary() -> frozenset[str]:
    """The words that the API has for itself (its fields, parameters, kinds, statuses), and those of the logs' messages."""
    document = json.loads((_CHECKOUT / "docs" / "openapi.json").read_text(encoding="utf-8"))
    files = (file for folder in _LOGGING for file in (_CHECKOUT / folder).rglob("*.py"))
    messages = (said for file in files for said in _MESSAGE.findall(file.read_text(encoding="utf-8")))
    return frozenset({*_own_words(document), *(word for said in messages for word in said.split())})


def _own_words(schema: Any) -> Iterator[str]:
    """Names of properties and parameters, and the values that a field may have."""
    match schema:
        case dict():
            yield from schema.get("properties", ())  # pyright: ignore[reportUnknownMemberType] - whatever JSON has
            values: list[Any] = [schema.get("const"), *schema.get("enum", ())]  # pyright: ignore[reportUnknownMemberType] - as above
            values += [schema["name"]] if "in" in schema and "name" in schema else []
            yield from (value for value in values if isinstance(value, str))
            for inner in schema.values():  # pyright: ignore[reportUnknownVariableType] - as above
                yield from _own_words(inner)
        case list():
            for inner in schema:  # pyright: ignore[reportUnknownVariableType] - as above
                yield from _own_words(inner)
        case _:
            pass


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
