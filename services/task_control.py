"""What callers do to a task: look, reply, confirm, cancel, redrive, resolve.

Every verb reads the task, decides by its state, and moves it only if nobody has moved it meanwhile.
"""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from core.ability import SlotKind, SlotSpec
from core.clock import Clock
from core.domain import (
    ConfirmPolicy,
    Question,
    Queue,
    Settlement,
    Task,
    TaskEvent,
    TaskFilter,
    TaskStatus,
    WorkKind,
)
from core.queue import Ring
from core.safety import Heard, listen
from core.safety.scripts import NO_ADVICE
from core.task_request import TaskRequest
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.admission import admit, read_words_back
from services.answers import STALE_AFTER, Answer, is_doubtful, read_answer, says_nothing
from services.asking import ASKED_BACK, LATE, OFFER_SLOT, UNHELPFUL, offers_help, plain_text, read_choice
from services.asking_again import AskingAgain, leaves_open
from services.booking.settled import settle_bookings
from services.durable_work import DurableWork
from services.first_tasks import add_tasks, make_again, make_tasks
from services.intent_processor import IntentProcessor, Understanding
from services.notification.telling import NOT_FOUND_OUT
from services.resolution import Resolution, settlement_of
from services.safety import confirm_doubt, words_of_doubt
from services.surroundings import Situation
from services.taking_up import TakingUp
from services.task_refusals import (
    TaskBusyError,
    TaskNeedsNoPersonError,
    TaskNeedsPersonError,
    TaskNotAskingError,
    TaskNotFailedError,
    TaskRedrivenError,
    check_asks,
    check_not_final,
)
from services.task_router import TaskRouter
from services.task_service import ANSWER_WITHIN
from services.webhook.outbox import WebhookOutbox

_CANCELLING = "_cancel"
_PASSED_ON = frozenset({"message"})
_PEOPLE = frozenset({"recipient", "share_with"})
_NO = frozenset({Answer.NO, Answer.NEVER_MIND})
_NOTHING_FURTHER = Understanding([])


class TaskControl:
    """Tasks, for callers."""

    def __init__(
        self,
        *,
        processor: IntentProcessor,
        router: TaskRouter,
        unit_of_work: UnitOfWorkFactory,
        outbox: WebhookOutbox,
        clock: Clock,
        work: DurableWork,
    ) -> None:
        self._processor = processor
        self._router = router
        self._unit_of_work = unit_of_work
        self._outbox = outbox
        self._clock = clock
        self._work = work
        self._taking_up = TakingUp(router=router, unit_of_work=unit_of_work, outbox=outbox, clock=clock, work=work)
        self._asking = AskingAgain(unit_of_work=unit_of_work, clock=clock)

    async def get(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Raises NotFoundError where the account has no such task."""
        async with self._unit_of_work.reading() as unit:
            return await unit.tasks.get(task_id, account_id=account_id)

    async def list_page(self, narrowed: TaskFilter, *, account_id: UUID, before: UUID | None, limit: int) -> list[Task]:
        """Tasks of the account, newest first."""
        async with self._unit_of_work.reading() as unit:
            return await unit.tasks.list_page(narrowed, account_id=account_id, before=before, limit=limit)

    async def list_events(self, task_id: UUID, *, account_id: UUID, after: int = 0) -> tuple[Task, list[TaskEvent]]:
        """The task and its moves behind `after`."""
        async with self._unit_of_work() as unit:
            task = await unit.tasks.get(task_id, account_id=account_id)
            return task, await unit.tasks.list_events(task_id, after=after)

    async def reply(self, task_id: UUID, text: str, *, account_id: UUID) -> Task:
        """Answer the task's question, or its read-back with yes, no or a correction.

        What is wished besides ("yes, and remind me at six to get dressed") becomes further tasks of the same request,
        stored with the answer; whoever only wishes something else is asked the question again. Who says that they are in
        danger answers no question: the task stays as it is, and what comes back is the task of the emergency, whatever
        state this one is in; so it is with a yes where it was asked whether somebody is. "No" to a message to the family that
        still waits for its time takes it back. Who replies to what a finished task offers gets the task that takes it up.

        Raises:
            TaskFinishedError, TaskNotAskingError: there is no open question.
        """
        task = await self.get(task_id, account_id=account_id)
        heard = listen(text)
        if heard.alarm is not None:
            return await self._raise_alarm(task, text, heard)
        doubted = confirm_doubt(task)
        if doubted.alarm is not None and read_answer(text) is Answer.YES:
            return await self._raise_alarm(task, words_of_doubt(task), doubted)
        taken_up = await self._taking_up.find(task)
        if taken_up is not None:
            return await self.reply(taken_up.id, text, account_id=account_id)
        if task.status is TaskStatus.SCHEDULED and self._takes_no(task) and read_answer(text) in _NO:
            return await self.cancel(task_id, account_id=account_id)
        check_asks(task, TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION)
        if heard.advice or not self._router.knows(task.intent):
            return await self._answer(task, text, heard, further=_NOTHING_FURTHER)
        situation = self._situation_of(task)
        said, rest = await self._processor.split_reply(text, task=task, situation=situation)
        further = _NOTHING_FURTHER
        if rest:
            further = await self._processor.understand(rest, situation=situation, beside=task)
        if rest and says_nothing(said):
            return await self._move(task, _asked_again(task, reason="something else was wished"), further=further)
        return await self._answer(task, said, heard, further=further)

    def _takes_no(self, task: Task) -> bool:
        return self._router.knows(task.intent) and self._router.route(task.intent).waits_for_no

    async def _answer(self, task: Task, text: str, heard: Heard, *, further: Understanding) -> Task:
        """Settle what a reply amounts to, and store what else was wished in the same transaction."""
        answer = read_answer(text, of_cancelling=task.intent.endswith(_CANCELLING))
        reads_back = task.status is TaskStatus.AWAITING_CONFIRMATION
        wants_words = self._wants_words(task)
        may_decline = reads_back or wants_words or (task.question is not None and task.question.slot == OFFER_SLOT)
        if answer is Answer.NEVER_MIND or (answer is Answer.NO and may_decline):
            stopped = _plain(task, TaskStatus.CANCELLED, reason="the person said no")
            return await self._stop(task, stopped, further=further)
        if offers_help(task.question) and answer in {Answer.YES, Answer.NO}:
            return await self._answer_offer(task, is_wanted=answer is Answer.YES, further=further)
        if answer is Answer.YES and reads_back:
            is_late = self._clock.now() - task.updated_at > STALE_AFTER
            late = _asked_again(task, reason="the yes came late", lead=LATE)
            return await self._move(task, late if is_late else _confirmed(task), further=further)
        if answer is Answer.ASKS_BACK:
            return await self._move(task, _asked_again(task, reason=ASKED_BACK), further=further)
        if answer is Answer.YES and wants_words:
            return await self._move(task, await self._ask_anew(task), further=further)
        if answer is Answer.NO and (plain := self._without_proposal(task)):
            return await self._move(task, plain, further=further)
        settlement = await self._understand_reply(task, text, is_for_advice=bool(heard.advice) and not wants_words)
        move = self._stop if settlement.status is TaskStatus.CANCELLED else self._move
        return await move(task, settlement, further=further)

    async def confirm(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Say yes to a read-back.

        Raises:
            TaskFinishedError, TaskNotAskingError: nothing waits for a yes.
        """
        task = await self.get(task_id, account_id=account_id)
        check_asks(task, TaskStatus.AWAITING_CONFIRMATION)
        return await self._move(task, _confirmed(task))

    async def cancel(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Stop a task before anything was done for it; a cancelled one stays cancelled.

        Raises:
            TaskFinishedError: it is over.
            TaskNeedsPersonError: POST …/resolve instead.
            TaskBusyError: an effect has begun or is done; wait for the task's end.
        """
        async with self._unit_of_work() as unit:
            task = await unit.tasks.get_locked(task_id, account_id=account_id)
            if task.status is TaskStatus.CANCELLED:
                return task
            check_not_final(task)
            if task.status is TaskStatus.NEEDS_PERSON:
                raise TaskNeedsPersonError("A person has to settle this task: POST …/resolve.")
            # The row is locked: no effect can begin between this look and the move.
            if await unit.effects.has_any(task.id) or not await unit.notifications.cancel_of_task(task.id):
                raise TaskBusyError("Something is being done for this task just now. Look again in a moment.")
            moved, rings = await self._move_within(
                unit, task, _plain(task, TaskStatus.CANCELLED, reason="cancelled by the caller")
            )
        await self._work.publish(rings)
        return moved

    async def redrive(self, task_id: UUID, *, account_id: UUID) -> Task:
        """Make a new task from a failed one.

        Raises:
            TaskNotFailedError: it has not failed.
            TaskRedrivenError: it was redriven before.
        """
        async with self._unit_of_work() as unit:
            failed = await unit.tasks.get_locked(task_id, account_id=account_id)
            if failed.status is not TaskStatus.FAILED:
                raise TaskNotFailedError(f"Only a failed task can be redriven; this one is {failed.status}.")
            newer = await unit.tasks.find_redrive(failed.id)
            if newer is not None:
                raise TaskRedrivenError(f"This task was redriven already, as {newer.id}.")
            [task] = await unit.tasks.add_many([make_again(failed)])
        await self._work.publish([Ring.of(WorkKind.TASK, task)])
        return task

    async def resolve(self, task_id: UUID, found: Resolution, *, account_id: UUID) -> Task:
        """Settle a task whose outcome only a person could find out, and what it has booked.

        Raises:
            TaskFinishedError, TaskNeedsNoPersonError: it does not need a person.
        """
        task = await self.get(task_id, account_id=account_id)
        check_not_final(task)
        if task.status is not TaskStatus.NEEDS_PERSON:
            raise TaskNeedsNoPersonError(f"Only a task that needs a person can be resolved; this one is {task.status}.")
        async with self._unit_of_work() as unit:
            moved, rings = await self._move_within(unit, task, settlement_of(task, found))
            await settle_bookings(unit, moved, found.agreed)
        await self._work.publish(rings)
        return moved

    # -------------------------------------------------------------- inside

    def _find_asked(self, task: Task) -> SlotSpec | None:
        """The detail that the task asks for."""
        if task.question is None or task.question.slot is None or not self._router.knows(task.intent):
            return None
        slots = self._router.route(task.intent).spec().slots
        return next((spec for spec in slots if spec.name == task.question.slot), None)

    def _wants_words(self, task: Task) -> bool:
        """Whether free words are asked for, and nothing that can be answered with yes or no."""
        asked = self._find_asked(task)
        if asked is None or task.question is None or asked.slot.kind is not SlotKind.TEXT or task.question.options:
            return False
        return plain_text(task.question) == asked.slot.ask

    def _without_proposal(self, task: Task) -> Settlement | None:
        """The question without the only answer that was proposed, for who did not want it."""
        asked = self._find_asked(task)
        if asked is None or task.question is None or len(task.question.options) != 1:
            return None
        plain = _plain(task, task.status, reason="the proposal was not wanted")
        question = self._router.route(task.intent).question_for(asked.name)
        return replace(plain, question=question, expires_in=ANSWER_WITHIN)

    def _situation_of(self, task: Task) -> Situation:
        now = self._clock.now() + task.clock_offset
        return Situation(account_id=task.account_id, user_id=task.user_id, now=now, timezone=task.timezone)

    async def _raise_alarm(self, task: Task, text: str, heard: Heard) -> Task:
        """Store what a new request would have become as further tasks of the same one; the first is the emergency."""
        understood = await self._processor.understand(text, situation=self._situation_of(task), heard=heard)
        async with self._unit_of_work() as unit:
            request = await unit.requests.get(task.request_id, account_id=task.account_id)
            first = make_tasks(request, understood.wishes, router=self._router)
            stored, rings = await add_tasks(unit, [first], outbox=self._outbox)
        await self._work.publish(rings)
        return stored[0]

    async def _understand_reply(self, task: Task, text: str, *, is_for_advice: bool) -> Settlement:
        if is_for_advice:
            return _asked_again(task, reason="asked for advice", lead=f"{NO_ADVICE} ")
        if not self._router.knows(task.intent):
            raise TaskNotAskingError(f"The ability {task.intent!r} is not installed here any more; cancel the task.")
        said = read_choice(task.question, text) if task.question else text
        wish = await self._processor.understand_reply(said, task=task, situation=self._situation_of(task))
        settlement = self._after_reply(task, wish, said) if wish is not None else None
        if settlement is not None and not leaves_open(task, settlement):
            return settlement
        return _nobody_meant(task) if await self._is_in_vain(task) else await self._ask_anew(task)

    async def _ask_anew(self, task: Task) -> Settlement:
        return await self._asking.after_unhelpful(task, asked=self._find_asked(task))

    async def _answer_offer(self, task: Task, *, is_wanted: bool, further: Understanding) -> Task:
        """Hand the task to the helper who was offered, or ask once more for what is missing."""
        if not is_wanted:
            slot = task.question.slot if task.question else None
            plain = _plain(task, task.status, reason="help was not wanted")
            asked = self._router.route(task.intent).question_for(slot or "")
            plain = replace(plain, question=asked, expires_in=ANSWER_WITHIN)
            return await self._move(task, plain, further=further)
        async with self._unit_of_work() as unit:
            settlement, told = await self._asking.hand_over(unit, task)
            moved, rings = await self._move_within(unit, task, settlement, further=further)
        await self._work.publish([*rings, *told])
        return moved

    async def _is_in_vain(self, task: Task) -> bool:
        """Whether it was asked before which of several people is meant, and the answer did not help either."""
        if task.question is None or task.question.slot not in _PEOPLE or not task.question.options:
            return False
        async with self._unit_of_work() as unit:
            events = await unit.tasks.list_events(task.id)
        return events[-1].reason == UNHELPFUL

    def _after_reply(self, task: Task, wish: TaskRequest, text: str) -> Settlement:
        service = self._router.route(task.intent)
        doubtful = self._find_doubtful(task, wish, text)
        if doubtful is not None:
            wish = replace(wish, inferred=(*wish.inferred, doubtful))
        # Who has corrected a read-back hears what has become of it.
        hears_it = doubtful is not None or task.status is TaskStatus.AWAITING_CONFIRMATION
        first = admit(wish, service=service, confirm=ConfirmPolicy.ALWAYS if hears_it else task.confirm)
        if doubtful is not None and first.status is TaskStatus.QUEUED and not service.reads_back_itself:
            first = read_words_back(wish, doubtful)
        settlement = _plain(task, first.status, reason="replied")
        return replace(
            settlement,
            question=first.question,
            details=wish.details,
            inferred=wish.inferred,
            confirmed=False,
            scheduled_for=wish.scheduled_for,
            clears_schedule=wish.scheduled_for is None,
            expires_in=first.expires_in,
        )

    def _find_doubtful(self, task: Task, wish: TaskRequest, text: str) -> str | None:
        """The detail of free words that may be no answer but something said to the assistant."""
        asked = self._find_asked(task)
        if asked is None or asked.slot.kind is not SlotKind.TEXT or asked.name not in wish.details:
            return None
        if task.question is not None and wish.details[asked.name] in task.question.options:
            return None
        names = [value for value in task.details.values() if isinstance(value, str)]
        return asked.name if is_doubtful(text, is_passed_on=asked.name in _PASSED_ON, names=names) else None

    async def _stop(self, task: Task, settlement: Settlement, *, further: Understanding) -> Task:
        """Cancel, unless an earlier attempt may have done something: a person has to see to that."""
        async with self._unit_of_work() as unit:
            if await unit.tasks.may_have_effect(task.id):
                settlement = replace(settlement, status=TaskStatus.NEEDS_PERSON)
            moved, rings = await self._move_within(unit, task, settlement, further=further)
        await self._work.publish(rings)
        return moved

    async def _move(self, task: Task, settlement: Settlement, *, further: Understanding = _NOTHING_FURTHER) -> Task:
        async with self._unit_of_work() as unit:
            moved, rings = await self._move_within(unit, task, settlement, further=further)
        await self._work.publish(rings)
        return moved

    async def _move_within(
        self, unit: UnitOfWork, task: Task, settlement: Settlement, *, further: Understanding = _NOTHING_FURTHER
    ) -> tuple[Task, Sequence[Ring]]:
        moved = await unit.tasks.move_seen(task, settlement)
        if moved is None:
            raise TaskBusyError("The task moved while this was being decided. Look at it again.")
        await unit.tasks.hasten_about(moved)
        if moved.status is TaskStatus.CANCELLED and moved.queue is Queue.BOOKING:
            await unit.holds.remove_unasked(moved.user_id)
        rings = await self._outbox.tell(unit, [moved])
        if moved.status is TaskStatus.QUEUED:
            rings = [*rings, Ring.of(WorkKind.TASK, moved)]
        return moved, [*rings, *await self._add_further(unit, task, further)]

    async def _add_further(self, unit: UnitOfWork, task: Task, further: Understanding) -> Sequence[Ring]:
        """Store what was wished besides as tasks of the same request, and what it took to understand it."""
        if not further.wishes:
            return []
        request = await unit.requests.get(task.request_id, account_id=task.account_id)
        first = make_tasks(request, further.wishes, router=self._router)
        _, rings = await add_tasks(unit, [first], outbox=self._outbox)
        if further.calls:
            await unit.requests.add_usage(task.request_id, further.usage)
        return rings


def _plain(task: Task, status: TaskStatus, *, reason: str) -> Settlement:
    return Settlement(id=task.id, epoch=task.epoch, status=status, reason=reason)


def _confirmed(task: Task) -> Settlement:
    return replace(_plain(task, TaskStatus.QUEUED, reason="confirmed"), confirmed=True)


def _asked_again(task: Task, *, reason: str, lead: str = "") -> Settlement:
    """The same question once more, for who asked back."""
    asked = task.question or Question(text="")
    again = replace(asked, text=lead + plain_text(asked))
    return replace(_plain(task, task.status, reason=reason), question=again, expires_in=ANSWER_WITHIN)


def _nobody_meant(task: Task) -> Settlement:
    settlement = _plain(task, TaskStatus.CANCELLED, reason="nobody could be found out")
    return replace(settlement, error=NOT_FOUND_OUT)
