"""Sends messages to people, on the same mechanism as tasks: the first of a person's channels that takes one is enough."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from pydantic import JsonValue

from core.clock import Clock
from core.domain import FINAL, Problem, Queue, Repeat, Settlement, TaskStatus, WorkKind
from core.errors import AttemptError, LeaseLostError, NoRoomError, UnavailableError
from core.grouping import Grouping
from core.letter import Urgency
from core.new_notification import Noted, Sending, SentBy
from core.notification import Notification, NotificationStatus
from core.queue import Ring
from core.reach import is_text, plain_address
from repositories.notification import NotificationRepository
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.bulkheads import Bulkheads
from services.durable_work import Finished
from services.judging import let_others_go_first
from services.notification.channels import Channels, scheme_of, system_of
from services.notification.consent_links import ConsentLinks
from services.notification.delivery import go_on
from services.notification.holding import Held, Holding, digest, was_held
from services.notification.late_failure import tell_sender
from services.notification.news import tell_failed
from services.notification.opt_outs import stop_texts
from services.notification.ports import (
    ChannelNotReachedError,
    ChannelOptedOutError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)
from services.notification.tries import Try, TryOutcome, goes_on_at_once, next_channel
from services.retry import TryAgain, judge

logger = structlog.stdlib.get_logger(__name__)

_MOST_AT_ONCE = 100
_ENDED = FINAL | {TaskStatus.NEEDS_PERSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of an attempt: who took the message, and which of its channels that is, and all tries that came to nothing."""

    sent: SentBy | None = None
    position: int | None = None
    tried: tuple[Try, ...] = ()


class NotificationService:
    """The handler of messages to people in the one mechanism of `services/durable_work.py`.

    `sending` stands in the row from right before a channel gets a message until it is certain that it did not take it.
    Whoever claims a row in which it still stands knows that the message may have gone out.
    """

    kind = WorkKind.NOTIFICATION
    queues = (Queue.NOTIFICATION,)

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        channels: Channels,
        clock: Clock,
        bulkheads: Bulkheads,
        links: ConsentLinks | None = None,
        holding: Holding | None = None,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._channels = channels
        self._clock = clock
        self._bulkheads = bulkheads
        self._links = links
        self._holding = holding
        # Asked and written for all who send at the same time together: at eight in the morning those are a great many.
        self._refusals: Grouping[UUID, str | None] = Grouping(self._find_refusals, most=_MOST_AT_ONCE)
        self._stopped: Grouping[str, bool] = Grouping(self._find_stopped, most=_MOST_AT_ONCE)
        self._begun: Grouping[Sending, bool] = Grouping(self._mark_sending, most=_MOST_AT_ONCE)

    def repository(self, unit: UnitOfWork) -> NotificationRepository:
        return unit.notifications

    async def perform(self, work: Notification) -> Finished[Tried]:
        """Try channels until one takes it, all have refused it, or it is time for a pause.

        What a channel has said meanwhile about an attempt of which we knew nothing counts: nothing is sent then.
        """
        if work.undelivered_at is not None:
            return Finished(_settle(work, TaskStatus.FAILED, ChannelRefusedError(_why(work))), Tried(tried=work.tried))
        if work.provider_id is not None:
            sent = SentBy(channel=work.sending or scheme_of(work.channels[0]), provider_id=work.provider_id)
            return Finished(_settle(work, TaskStatus.COMPLETED), Tried(sent=sent, tried=work.tried))
        if work.sending is not None and work.repeat is Repeat.NEVER:
            unknown = ChannelUnknownError(f"A worker was lost while the message to {work.recipient} was on its way.")
            return Finished(_settle(work, TaskStatus.NEEDS_PERSON, unknown), Tried(tried=work.tried))
        if refusal := await self._find_refusal(work):
            return Finished(_settle(work, TaskStatus.FAILED, refusal), Tried(tried=work.tried))
        held = await self._holding.consider(work) if self._holding else ()
        if isinstance(held, Held):
            settlement = replace(_settle(work, TaskStatus.SCHEDULED), due_at=held.until, keeps_attempt=False)
            return Finished(settlement, Tried(tried=work.tried))
        return await self._try_channels(digest(work, held))

    async def review(self, unit: UnitOfWork, settlements: Sequence[Settlement]) -> Sequence[Settlement]:
        """Hold the tasks of what ends here; call nothing failed that may have gone out."""
        await unit.notifications.hold_tasks_of([each.id for each in settlements if each.status in _ENDED])
        failed = [each.id for each in settlements if each.status is TaskStatus.FAILED]
        uncertain = await unit.notifications.list_uncertain(failed) if failed else set[UUID]()
        return [replace(each, status=TaskStatus.NEEDS_PERSON) if each.id in uncertain else each for each in settlements]

    async def record(self, unit: UnitOfWork, moved: Sequence[tuple[Notification, Tried | None]]) -> Iterable[Ring]:
        """Write what was tried beside the messages, and wake the tasks whose messages have all come to an end."""
        rings: list[Ring] = []
        for work, _ in moved:
            logger.info("message tried", **work.log_fields, status=str(work.outcome))
        await unit.notifications.note_outcomes([self._note(work, extra) for work, extra in moved])
        failed = [work.id for work, _ in moved if work.outcome is NotificationStatus.FAILED]
        for work, extra in moved:
            # Its channel may have said already that it could not deliver it.
            if work.undelivered_at is not None and work.status in _ENDED:
                further = await go_on(unit, work, position=extra and extra.position)
                rings += further
                failed = [each for each in failed if not further or each != work.id]
        failed += await self._end_carried(unit, [work for work, _ in moved if was_held(work) and work.status in _ENDED])
        await tell_failed(unit, failed, now=self._clock.now())
        await tell_sender(unit, failed)
        ended = {work.task_id for work, _ in moved if work.task_id is not None and work.status in _ENDED}
        if ended:
            told = await unit.notifications.list_tasks_told(ended)
            rings += [Ring.of(WorkKind.TASK, task) for task in await unit.tasks.wake_many(told)]
        return rings

    # -------------------------------------------------------------- inside

    async def _find_refusal(self, work: Notification) -> AttemptError | None:
        if refusal := await self._refusals.do(work.id):
            return ChannelRefusedError(refusal)
        return None if work.channels else ChannelRefusedError(f"There is no way to reach {work.recipient}.")

    async def _find_refusals(self, ids: Sequence[UUID]) -> Sequence[str | None]:
        async with self._unit_of_work.reading() as unit:
            found = await unit.notifications.list_refusals(ids)
        return [found.get(each, "The message is gone.") for each in ids]

    async def _find_stopped(self, addresses: Sequence[str]) -> Sequence[bool]:
        async with self._unit_of_work.reading() as unit:
            stopped = await unit.opt_outs.list_among(set(addresses))
        return [each in stopped for each in addresses]

    async def _mark_sending(self, begun: Sequence[Sending]) -> Sequence[bool]:
        async with self._unit_of_work() as unit:
            ours = await unit.notifications.mark_sending(begun)
        return [each.id in ours for each in begun]

    async def _try_channels(self, work: Notification) -> Finished[Tried]:
        """A channel that hangs is passed over, for a message waits for a slow channel, not for a dead one."""
        tried, error = work.tried, ChannelRefusedError("Every channel has refused the message.")
        hanging: dict[int, NoRoomError] = {}
        while (position := next_channel(len(work.channels), tried, without=hanging)) is not None:
            try:
                failure = await self._try(work, position)
            except NoRoomError as busy:
                hanging[position] = busy
                if self._bulkheads.is_silent(system_of(work.channels[position])):
                    continue
                break
            if isinstance(failure, Receipt):
                return Finished(_settle(work, TaskStatus.COMPLETED), _sent(work, position, failure, tried))
            tried, error = (*tried, self._to_try(work, position, failure)), failure
            if isinstance(failure, ChannelUnknownError) and work.repeat is Repeat.NEVER:
                return Finished(_judge(work, error, tried), Tried(tried=tried))
            await self._save(work, tried)
            is_over = next_channel(len(work.channels), tried, without=hanging) is None
            if not is_over and not goes_on_at_once(len(work.channels), tried, without=hanging):
                return Finished(_judge(work, error, tried), Tried(tried=tried))
        if hanging:
            return Finished(let_others_go_first(work, next(iter(hanging.values()))), Tried(tried=tried))
        return Finished(_judge(work, error, tried), Tried(tried=tried))

    async def _try(self, work: Notification, position: int) -> AttemptError | Receipt:
        """What went wrong on one channel, or its receipt. Raises NoRoomError before anything is tried."""
        address = work.channels[position]
        if is_text(address) and await self._stopped.do(plain_address(address) or address):
            return ChannelRefusedError(f"{work.recipient} no longer receives texts.")

        async def begin() -> None:
            if not await self._begun.do(Sending(id=work.id, epoch=work.epoch, channel=scheme_of(address))):
                raise LeaseLostError("The message is no longer ours.")

        try:
            channel = self._channels.find(address)
            async with self._bulkheads.call(system_of(address)):
                return await channel.send(self._letter_of(work), address, key=str(work.id), begin=begin)
        except ChannelOptedOutError as error:
            async with self._unit_of_work() as unit:
                await stop_texts(unit, plain_address(address) or address, source="carrier", wording=None)
            return error
        except (ChannelNotReachedError, ChannelUnknownError, ChannelRefusedError) as error:
            return error

    async def _end_carried(self, unit: UnitOfWork, leaders: Sequence[Notification]) -> list[UUID]:
        """What went along with a message has ended as it did; answers what has failed by that."""
        failed: list[UUID] = []
        for leader in leaders:
            entry: dict[str, JsonValue] = {
                "state": leader.outcome.value,
                "at": self._clock.now().isoformat(),
                "reason": "together with another message",
            }
            failed += await unit.notifications.end_carried([leader.id], entry=entry)
        return failed

    def _letter_of(self, work: Notification) -> Letter:
        """With a way to have no more of it, where it is for a contact and no emergency."""
        letter = letter_of(work)
        if self._links is None or work.contact_id is None or work.urgency is Urgency.CRITICAL:
            return letter
        return replace(letter, unsubscribe_url=self._links.url_for(work.contact_id))

    def _note(self, work: Notification, extra: Tried | None) -> Noted:
        state = work.outcome
        entry: dict[str, JsonValue] | None = None
        sent = extra.sent if extra else None
        is_again = state is NotificationStatus.HELD and was_held(work)
        if state is not NotificationStatus.QUEUED and not is_again:
            entry = {"state": state.value, "at": self._clock.now().isoformat()}
            if extra and sent:
                entry |= {"state": NotificationStatus.SENT.value, "channel": sent.channel, "position": extra.position}
            elif work.error:
                entry["reason"] = work.error.detail
        return Noted(
            id=work.id,
            entry=[entry] if entry else None,
            tried=list(extra.tried) if extra and extra.tried != work.tried else None,
            channel=sent and sent.channel,
            provider_id=sent and sent.provider_id,
            is_delivered=bool(sent and sent.is_delivered),
        )

    def _to_try(self, work: Notification, position: int, error: AttemptError) -> Try:
        return {
            "channel": scheme_of(work.channels[position]),
            "position": position,
            "outcome": _outcome_of(error).value,
            "reason": error.detail,
            "at": self._clock.now().isoformat(),
        }

    async def _save(self, work: Notification, tried: Sequence[Try]) -> None:
        """Write down at once that this channel does not have it, so that a crash leaves no doubt."""
        try:
            async with self._unit_of_work() as unit:
                is_ours = await unit.notifications.save_tries(work.id, tried, epoch=work.epoch)
        except UnavailableError:
            return  # the settlement writes it too, when the database is back
        if not is_ours:
            raise LeaseLostError("The message is no longer ours.")


def _why(work: Notification) -> str:
    return work.error.detail if work.error else "The channel could not deliver it."


def letter_of(work: Notification) -> Letter:
    """What goes out: the messages about one due time are a thread, and so are those of a topic to one contact."""
    thread = f"{work.contact_id}.{work.topic}" if work.contact_id else None
    return Letter(
        recipient=work.recipient,
        subject=work.subject,
        text=work.text,
        topic=work.topic,
        urgency=work.urgency,
        actions=work.actions,
        thread=str(work.occurrence_id) if work.occurrence_id else thread,
    )


def _sent(work: Notification, position: int, receipt: Receipt, tried: tuple[Try, ...]) -> Tried:
    channel = scheme_of(work.channels[position])
    sent = SentBy(channel=channel, provider_id=receipt.provider_id, is_delivered=receipt.is_delivered)
    return Tried(sent=sent, position=position, tried=tried)


def _outcome_of(error: AttemptError) -> TryOutcome:
    if isinstance(error, ChannelRefusedError):
        return TryOutcome.REFUSED
    return TryOutcome.UNKNOWN if isinstance(error, ChannelUnknownError) else TryOutcome.NOT_REACHED


def _judge(work: Notification, error: AttemptError, tried: Sequence[Try]) -> Settlement:
    """After a pause again, or never. What may have arrived on one channel is not called failed for the others' sake."""
    may_repeat = isinstance(error, ChannelUnknownError) and work.repeat is Repeat.SAME_ID
    cause = ChannelNotReachedError(error.detail) if may_repeat else error
    chance = random.random()  # noqa: S311 - spreads load, hides nothing
    verdict = judge(cause, attempt=work.attempt, max_attempts=work.max_attempts, chance=chance)
    left = next_channel(len(work.channels), tried) is not None
    if isinstance(verdict, TryAgain) and left:
        return replace(_settle(work, TaskStatus.RETRYING, error), delay=verdict.delay)
    is_unknown = any(each["outcome"] == TryOutcome.UNKNOWN for each in tried)
    return _settle(work, TaskStatus.NEEDS_PERSON if is_unknown else TaskStatus.FAILED, error)


def _settle(work: Notification, status: TaskStatus, error: AttemptError | None = None) -> Settlement:
    problem = error and Problem(type=error.type, title=error.title, detail=error.detail, retryable=error.retryable)
    return Settlement(
        id=work.id, epoch=work.epoch, status=status, error=problem, reason=problem.type if problem else None
    )
