"""Answers that a model has just given, so that the same words said again need no second call.

An answer holds what people say. So it stays in the memory of this process alone, for minutes, and no longer than that
even if nobody asks again; what it is found by is a digest under a key that dies with the process.
"""

import asyncio
import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from hashlib import blake2b

from pydantic import JsonValue

from providers.spans.wire import WireAnswer

KEPT_FOR = timedelta(minutes=10)
MOST_ANSWERS = 1_000


class AnswerCache:
    """At most `most` answers, each for `kept_for`; what is too much makes the oldest go."""

    def __init__(self, *, kept_for: timedelta = KEPT_FOR, most: int = MOST_ANSWERS) -> None:
        self._kept_for = kept_for
        self._most = most
        self._secret = secrets.token_bytes(32)
        self._answers: dict[bytes, tuple[WireAnswer, asyncio.TimerHandle]] = {}

    def __len__(self) -> int:
        return len(self._answers)

    def digest(self, asked: Sequence[JsonValue]) -> bytes:
        """What an answer is found by, of all that it depends on."""
        return blake2b(json.dumps(asked).encode(), key=self._secret, digest_size=32).digest()

    def find(self, digest: bytes) -> WireAnswer | None:
        """The answer that was given to exactly this; None where there was none of late."""
        found = self._answers.get(digest)
        return found[0] if found else None

    def keep(self, digest: bytes, answer: WireAnswer) -> None:
        """Remember an answer for its time, in the loop that is running."""
        self._forget(digest)
        while len(self._answers) >= self._most:
            self._forget(next(iter(self._answers)))
        timer = asyncio.get_running_loop().call_later(self._kept_for.total_seconds(), self._forget, digest)
        self._answers[digest] = (answer, timer)

    def clear(self) -> None:
        """Forget everything."""
        for digest in [*self._answers]:
            self._forget(digest)

    def _forget(self, digest: bytes) -> None:
        kept = self._answers.pop(digest, None)
        if kept:
            kept[1].cancel()
