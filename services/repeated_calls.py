"""Calls that come again under their Idempotency-Key: carried out once, answered as the first time.

A key is taken before the call is carried out, sealed in the transaction of its effect, and kept with the answer; of a call
that was refused or went wrong before it had an effect nothing is kept, so that it can be sent again. Answers are encrypted: some show secrets. Of keys
and of what calls say there are digests alone, which tell nothing without SECRET_KEY: some say passwords, or medicines.
"""

import asyncio
import json
from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from core.access_record import unnoted
from core.blind_index import BlindIndex
from core.encryption import Cipher
from core.errors import AnswerLostError, IdempotencyMismatchError, InFlightError
from core.idempotency import GuardedCall, IdempotencyKey, KeptAnswer, unguarded
from core.ids import make_id
from repositories.unit_of_work import UnitOfWorkFactory

OPEN_FOR = timedelta(seconds=90)
"""Longer than any call may take."""
_FIRST_LOOK_SECONDS, _LONGEST_PAUSE_SECONDS = 0.02, 0.5


class RepeatedCalls:
    """The keys of calls whose whole answer is kept."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher, index: BlindIndex) -> None:
        self._unit_of_work = unit_of_work
        self._cipher = cipher
        self._index = index

    def to_key(self, key: str, *, account_id: UUID, who: str, scope: str, said: str) -> IdempotencyKey:
        """A caller's key as it is stored.

        Args:
            key: as the caller sent it.
            account_id: whose data the call is about.
            who: equal for those who may hear what the first was answered (`Caller.repeats_as`).
            scope: method and path.
            said: equal for calls that say the same.
        """
        stored = self._index.of("idempotency key", f"{who}\0{key}")
        fingerprint = self._index.of("idempotent call", f"{scope}\0{stored}\0{said}")
        return IdempotencyKey(account_id=account_id, scope=scope, key=stored, fingerprint=fingerprint, former=key)

    async def begin(self, key: IdempotencyKey, *, patience: timedelta | None) -> GuardedCall | KeptAnswer:
        """The call that is to be carried out now, or what the first one under this key was answered.

        Where the first one is still being carried out, its answer is waited for as long as `patience` says.

        Raises:
            IdempotencyMismatchError: the key was used with another body.
            InFlightError: the first call is still being carried out.
            AnswerLostError: it had its effect, and its answer is lost.
        """
        until = asyncio.get_running_loop().time() + (patience.total_seconds() if patience else 0.0)
        pause = _FIRST_LOOK_SECONDS
        while True:
            found = await self._look(key)
            if found is not None:
                return found
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                raise InFlightError("The first request with this Idempotency-Key is not finished; try again.")
            await asyncio.sleep(min(pause, left))
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    async def finish(self, call: GuardedCall, answer: KeptAnswer) -> None:
        """Keep what the call is answered."""
        text = json.dumps({"status": answer.status, "headers": answer.headers, "body": answer.body})
        with _by_itself():
            async with self._unit_of_work() as unit:
                await unit.idempotency.keep(call, self._cipher.encrypt(text))

    async def release(self, call: GuardedCall) -> None:
        """The call was refused or went wrong: it may be sent again. One whose effect is committed may not: its answer is lost."""
        with _by_itself():
            async with self._unit_of_work() as unit:
                await unit.idempotency.release(call)

    async def _look(self, key: IdempotencyKey) -> GuardedCall | KeptAnswer | None:
        """None: the first call is still being carried out."""
        call = GuardedCall(key=key, token=make_id())
        with _by_itself():
            async with self._unit_of_work() as unit:
                kept = await unit.idempotency.open(call, lease=OPEN_FOR)
        if kept is None:
            return call
        if kept.fingerprint != key.fingerprint:
            raise IdempotencyMismatchError(
                "This Idempotency-Key was used before with another body. Use a new key for a new request."
            )
        if kept.answer is not None:
            found = json.loads(self._cipher.decrypt(kept.answer))
            headers = tuple((name, value) for name, value in found["headers"])
            return KeptAnswer(status=found["status"], headers=headers, body=found["body"])
        if kept.is_over:
            raise AnswerLostError
        return None


@contextmanager
def _by_itself() -> Generator[None]:
    """What is written of keys is no effect of the call: neither the key nor the record of the access is committed with it."""
    with unguarded(), unnoted():
        yield
