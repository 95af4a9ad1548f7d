"""Passwords: argon2id, a few at a time, in a thread: hashing one takes tens of milliseconds and 64 MB on purpose."""

import asyncio
from typing import Final

from pwdlib import PasswordHash

from core.errors import FieldProblem, InvalidFieldError

SHORTEST: Final = 10
LONGEST: Final = 200
_AT_ONCE: Final = 2


class Passwords:
    """Hashes and checks; takes as long where there is nothing to check against."""

    def __init__(self) -> None:
        self._hasher = PasswordHash.recommended()
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """What is stored of a password.

        Raises:
            InvalidFieldError: it is one of a kind that is guessed at once.
        """
        if len(set(password)) < SHORTEST // 2:
            wrong = "This password repeats a few characters; take another, a sentence of several words for instance."
            raise InvalidFieldError(wrong, [FieldProblem("/password", wrong)])
        async with self._room:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def check(self, password: str, hashed: str | None) -> bool:
        """Whether it is that password; False where there is none, and no sooner."""
        if self._nobodys is None:
            self._nobodys = await self.hash("nobody has this password")
        async with self._room:
            fits = await asyncio.to_thread(self._hasher.verify, password, hashed or self._nobodys)
        return fits and hashed is not None
