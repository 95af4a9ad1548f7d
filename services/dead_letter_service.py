"""Dead letters, for operators: look at them, and have failed tasks done again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from core.access_record import changing
from core.clock import Clock
from core.dead_letter import DeadLetter, DeadLetterFilter, Postmortem
from core.delivery import Delivery
from core.domain import Task, TaskStatus, WorkKind
from core.errors import ConflictError, NotFoundError, RefusedError
from repositories.unit_of_work import UnitOfWorkFactory
from services.task_control import TaskControl
from services.task_refusals import TaskNotFailedError
from services.webhook.schedule import MAX_ATTEMPTS

MOST_AT_ONCE = 500


class NotRedrivableError(ConflictError):
    """Tasks and webhook messages are done again, nothing else."""

    name = "not-redrivable"
    title = "This can't be redriven"


class MessageRedrivenError(ConflictError):
    """It is being sent anew already, or has got through meanwhile."""

    name = "message-redriven"
    title = "This message was redriven before"


@dataclass(frozen=True, slots=True)
class Redriven:
    """A failed task and the one that does it again, or a webhook message that is being sent anew."""

    id: UUID
    task_id: UUID | None


@dataclass(frozen=True, slots=True)
class NotRedriven:
    """What was left as it is, and why."""

    id: UUID
    type: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrive:
    """What came of redriving many. `more`: there are more of the kind, so ask again with the same `until`."""

    redriven: Sequence[Redriven]
    left: Sequence[NotRedriven]
    more: bool
    until: datetime


class DeadLetterService:
    """Work of all accounts that has died."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, tasks: TaskControl, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._tasks = tasks
        self._clock = clock

    async def list_page(self, narrowed: DeadLetterFilter, *, before: UUID | None, limit: int) -> list[DeadLetter]:
        """Those that fit, newest first."""
        async with self._unit_of_work() as unit:
            return await unit.dead_letters.list_page(narrowed, before=before, limit=limit)

    async def get(self, letter_id: UUID) -> Postmortem:
        """One of them, with what it was about and what happened.

        Raises:
            NotFoundError: nothing dead has this id.
        """
        letter = await self._find(letter_id)
        async with self._unit_of_work() as unit:
            is_task = letter.kind is WorkKind.TASK
            return Postmortem(
                letter=letter,
                payload=await unit.dead_letters.get_payload(letter),
                events=await unit.tasks.list_events(letter_id) if is_task else (),
                effects=await unit.dead_letters.list_effects(letter_id) if is_task else (),
            )

    async def redrive(self, letter_id: UUID) -> Task | Delivery:
        """Make a new task from a failed one; send a webhook message that was given up anew, with the whole schedule.

        Raises:
            NotFoundError: nothing dead has this id.
            NotRedrivableError: it is something else.
            TaskNotFailedError, TaskRedrivenError, MessageRedrivenError: it has not failed, or was redriven before.
        """
        return await self._redrive(await self._find(letter_id))

    async def redrive_many(self, ids: Sequence[UUID]) -> Redrive:
        """Make new tasks from these, each on its own: one that can't be keeps no other from it."""
        async with self._unit_of_work() as unit:
            letters = await unit.dead_letters.find_many(ids)
        return await self._redrive_each(dict.fromkeys(ids), letters, more=False, until=self._clock.now())

    async def redrive_all(self, narrowed: DeadLetterFilter) -> Redrive:
        """Make new tasks from the failed ones that fit, oldest first, up to MOST_AT_ONCE.

        What dies again meanwhile is left out: everything is as of now, where `until` says nothing else.
        """
        until = narrowed.until or self._clock.now()
        async with self._unit_of_work() as unit:
            found = await unit.dead_letters.list_redrivable(replace(narrowed, until=until), limit=MOST_AT_ONCE + 1)
        letters = {letter.id: letter for letter in found[:MOST_AT_ONCE]}
        return await self._redrive_each(letters, letters, more=len(found) > MOST_AT_ONCE, until=until)

    # -------------------------------------------------------------- inside

    async def _find(self, letter_id: UUID) -> DeadLetter:
        async with self._unit_of_work() as unit:
            found = await unit.dead_letters.find_many([letter_id])
        if letter_id not in found:
            raise NotFoundError(f"There is no dead letter {letter_id}.")
        return found[letter_id]

    async def _redrive(self, letter: DeadLetter) -> Task | Delivery:
        if letter.kind is WorkKind.WEBHOOK:
            return await self._send_anew(letter.id)
        _check(letter)
        return await self._tasks.redrive(letter.id, account_id=letter.account_id)

    async def _send_anew(self, message_id: UUID) -> Delivery:
        async with self._unit_of_work() as unit:
            if not await unit.deliveries.hold_dead(message_id):
                raise MessageRedrivenError("It is on its way, or has got through.")
            await unit.deliveries.send_again([message_id], max_attempts=MAX_ATTEMPTS)
            return await unit.deliveries.get(message_id)

    async def _redrive_each(
        self, ids: Mapping[UUID, object], letters: Mapping[UUID, DeadLetter], *, more: bool, until: datetime
    ) -> Redrive:
        redriven: list[Redriven] = []
        left: list[NotRedriven] = []
        for each in ids:
            try:
                if each not in letters:
                    raise NotFoundError(f"There is no dead letter {each}.")
                with changing(letters[each].owner, thing_kind="letter", thing_id=each):
                    made = await self._redrive(letters[each])
                redriven.append(Redriven(each, made.id if isinstance(made, Task) else None))
            except RefusedError as error:
                left.append(NotRedriven(each, error.type, error.detail))
        return Redrive(redriven=redriven, left=left, more=more, until=until)


def _check(letter: DeadLetter) -> None:
    if letter.kind is not WorkKind.TASK:
        raise NotRedrivableError(f"Only tasks and webhook messages can be redriven; this is a {letter.kind}.")
    if letter.status is TaskStatus.NEEDS_PERSON:
        raise TaskNotFailedError("A person has to settle this task first: POST /v1/tasks/{id}/resolve.")
