"""Passwords: argon2id, a few at a time, in threads: hashing one takes tens of milliseconds and 64 MB on purpose."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from pwdlib import PasswordHash

from core.errors import FieldProblem, InvalidFieldError, OverloadedError

SHORTEST: Final = 10
LONGEST: Final = 200
_AT_ONCE: Final = 2
_MOST_WAITING: Final = 16
_RETRY_SECONDS: Final = 5.0

T = TypeVar("T")


class Passwords:
    """Hashes and checks; takes as long where there is nothing to check against.

    Both raise OverloadedError at once where too many wait already: somebody floods, and nobody else is held up by it.
    """

    def __init__(self) -> None:
        self._hasher = PasswordHash.recommended()
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="passwords")
        self._under_way = 0
        self._nobodys: str | None = None

    async def hash(self, password: str) -> str:
        """What is stored of a password.

        Raises:
            InvalidFieldError: it is one of a kind that is guessed at once.
        """
        if len(set(password)) < SHORTEST // 2:
            wrong = "This password repeats a few characters; take another, a sentence of several words for instance."
            raise InvalidFieldError(wrong, [FieldProblem("/password", wrong)])
        return await self._do(lambda: self._hasher.hash(password))

    async def check(self, password: str, hashed: str | None) -> bool:
        """Whether it is that password; False where there is none, and no sooner."""
        if self._nobodys is None:
            self._nobodys = await self.hash("nobody has this password")
        against = hashed or self._nobodys
        return await self._do(lambda: self._hasher.verify(password, against)) and hashed is not None

    async def _do(self, work: Callable[[], T]) -> T:
        if self._under_way >= _AT_ONCE + _MOST_WAITING:
            raise OverloadedError("Too many people are logging in at this moment.", retry_after=_RETRY_SECONDS)
        self._under_way += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._under_way -= 1
