"""Hashing takes long on purpose: a few at a time, a few wait, the others are told to come back at once."""

import asyncio
from threading import Event

import pytest
from pwdlib import PasswordHash

from core.errors import OverloadedError
from services.access.passwords import Passwords

PASSWORD = "seven green umbrellas"
ROOM = 18
"""Two at work, sixteen waiting."""


async def test_flood_is_refused_at_once_and_keeps_no_room_for_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = Event()

    def hash_slowly(self: PasswordHash, password: str) -> str:
        go_on.wait(60)
        return "hashed"

    monkeypatch.setattr(PasswordHash, "hash", hash_slowly)
    passwords = Passwords()
    flood = [asyncio.create_task(passwords.hash(PASSWORD)) for _ in range(ROOM + 30)]
    refused, let_in = await asyncio.wait(flood, return_when=asyncio.FIRST_COMPLETED)
    errors = [each.exception() for each in refused]
    assert (len(refused), len(let_in)) == (30, ROOM)
    assert all(isinstance(each, OverloadedError) and each.retry_after == 5 for each in errors)
    gone = let_in.pop()
    gone.cancel()
    await asyncio.wait([gone])
    again = asyncio.create_task(passwords.hash(PASSWORD))
    go_on.set()
    assert await asyncio.gather(*let_in, again) == ["hashed"] * ROOM


async def test_right_password_fits_and_none_never_does() -> None:
    passwords = Passwords()
    hashed = await passwords.hash(PASSWORD)
    checks = (passwords.check(PASSWORD, hashed), passwords.check("wrong", hashed), passwords.check(PASSWORD, None))
    assert await asyncio.gather(*checks) == [True, False, False]
