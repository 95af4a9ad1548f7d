"""Tell, then report: what abilities share that send messages to the person's family.

A task says what it wants told (`Tells`) and is performed again when all its messages have ended; then it reads here what
became of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import JsonValue

from core.domain import Message, Problem, Question, Repeat, Task, TaskStatus
from core.errors import PROBLEM_PREFIX, OutcomeUnknownError
from core.notification import REACHED, Notification, NotificationStatus
from core.outcome import Tells
from core.people import Contact
from core.profile import read_profile
from core.quiet_hours import quiet_until
from core.reply import Reply
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.wording import join_spoken
from services.notification.recipients import (
    Heard,
    Recipients,
    add_exclusion,
    ask_if_led_out,
    ask_if_somebody_elses,
    can_be_told,
    choose_recipients,
    hear_exclusion,
)

STILL_TELLING = Tells(messages=())
"""For a task that looks before its messages have ended: there is nothing to add, the last of them rings for it."""
_HAS_ASKED = (TaskStatus.RUNNING, TaskStatus.NEEDS_INPUT)
_MOST_ASKED = 2
NOT_FOUND_OUT = Problem(
    type=PROBLEM_PREFIX + "nobody-meant",
    title="It is not clear who is meant",
    detail="I still don't know whom you mean, so I have told nobody.",
)
_SPOKEN = 200
_MARKS = frozenset('"“”')


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What is told, and why: the same to everybody."""

    topic: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a task's messages."""

    notifications: Sequence[Notification]
    replies: Sequence[Reply] = ()

    @property
    def reached(self) -> tuple[str, ...]:
        """Whom a channel took the message for."""
        return self._names(*REACHED)

    @property
    def missed(self) -> tuple[str, ...]:
        """Who surely did not get it."""
        return self._names(NotificationStatus.FAILED, NotificationStatus.CANCELLED)

    @property
    def unsure(self) -> tuple[str, ...]:
        """Who may have got it."""
        return self._names(NotificationStatus.UNKNOWN)

    @property
    def is_under_way(self) -> bool:
        """Whether some of them have not ended."""
        return bool(self._names(NotificationStatus.QUEUED))

    @property
    def data(self) -> dict[str, JsonValue]:
        """What became of each, and what was answered by now, for programs."""
        became: list[JsonValue] = [
            {"recipient": each.recipient, "channel": each.channel, "status": each.outcome.value}
            for each in self.notifications
        ]
        answered: list[JsonValue] = [reply_view(each) for each in self.replies]
        return {"notifications": became, **({"replies": answered} if answered else {})}

    def _names(self, *outcomes: NotificationStatus) -> tuple[str, ...]:
        return tuple(each.recipient for each in self.notifications if each.outcome in outcomes)


class Teller:
    """Finds out who is meant, puts messages out, and what became of them."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def find_told(self, task: Task) -> Told | None:
        """What became of the messages that the task put out; None where it has put out none yet."""
        async with self._unit_of_work() as unit:
            found = await unit.notifications.list_of_task(task.id)
            replies = await unit.replies.list_of_task(task.id) if found else ()
        return Told(found, replies) if found else None

    async def find_recipients(self, said: str, *, task: Task, slot: str) -> Recipients | Question | Problem:
        """Whom the person means, without whom they left out in the same breath; see `choose_recipients`.

        After two answers that have not told, it is no question any more but an honest end.
        """
        contacts = await self._contacts(task)
        async with self._unit_of_work() as unit:
            text = (await unit.requests.get(task.request_id, account_id=task.account_id)).text
            events = await unit.tasks.list_events(task.id)
        asked = sum((event.from_status, event.to_status) == _HAS_ASKED for event in events)
        found = choose_recipients(add_exclusion(said, text, contacts), contacts, slot=slot)
        if not asked and isinstance(found, Recipients):
            found = (
                ask_if_led_out(said, text, contacts, slot=slot)
                or ask_if_somebody_elses(said, text, contacts, slot=slot)
                or found
            )
        return NOT_FOUND_OUT if isinstance(found, Question) and asked >= _MOST_ASKED else found

    async def hear(self, recipient: str, message: str, *, task: Task) -> Heard | None:
        """Who is told what, where the message begins with who is not; see `hear_exclusion`."""
        return hear_exclusion(recipient, message, await self._contacts(task))

    async def find_interested(self, topic: str, *, task: Task) -> Recipients:
        """Who wants to hear of this topic whenever there is something: the topic is one of theirs."""
        wanted = [each for each in await self._contacts(task) if topic in each.heard_topics]
        return Recipients(people=tuple(each for each in wanted if can_be_told(each)))

    async def find_quiet(self, task: Task, *, now: datetime) -> datetime | None:
        """When the family's quiet hours are over, if it is in them now."""
        async with self._unit_of_work() as unit:
            user = await unit.users.get(task.user_id, account_id=task.account_id)
        return quiet_until(now, read_profile(user.preferences).quiet_hours, timezone=task.timezone)

    async def find_sender(self, task: Task) -> str | None:
        """The person's name, where it is known."""
        async with self._unit_of_work() as unit:
            return (await unit.users.get(task.user_id, account_id=task.account_id)).known_name

    async def _contacts(self, task: Task) -> Sequence[Contact]:
        async with self._unit_of_work() as unit:
            return await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)


def tell(news: News, people: Sequence[Contact], *, task: Task) -> Tells:
    """The messages as an outcome. Nobody is told twice: their keys are made of task and contact."""
    return Tells(
        messages=tuple(
            Message(
                key=f"task:{task.id}:{contact.id}",
                to=contact.name,
                contact_id=contact.id,
                channels=contact.channels,
                subject=news.subject,
                text=news.text,
                topic=news.topic,
                repeat=Repeat.NEVER,
            )
            for contact in people
        )
    )


def check_known(told: Told) -> None:
    """Raises OutcomeUnknownError where nobody can say whether a message arrived, so that a person finds it out."""
    if told.unsure:
        sure = f"I told {spoken(told.reached)}. " if told.reached else ""
        raise OutcomeUnknownError(f"{sure}I don't know whether my message reached {spoken(told.unsure)}.")


def nobody_reached(told: Told, *, lead: str = "") -> Problem:
    """Why a wish to tell somebody has failed."""
    return Problem(
        type=PROBLEM_PREFIX + "nobody-reached",
        title="Nobody was reached",
        detail=f"{lead}I could not reach {spoken(told.missed)}. {_reason_of(told)}".strip(),
    )


def reply_view(reply: Reply) -> dict[str, JsonValue]:
    """A reply in the result of the task whose message it answers."""
    return {
        "id": str(reply.id),
        "from": reply.sender,
        "text": reply.text,
        "received_at": reply.received_at.isoformat().replace("+00:00", "Z"),
    }


def spoken(names: Sequence[str]) -> str:
    """Names as in "Anna, Tom and Ruth"."""
    return join_spoken(names, last="and")


def quote(said: str, *, end: str = ".") -> str:
    """The person's own words in quotation marks, ended like a sentence."""
    words = said.strip()
    if len(words) > 1 and words[0] in _MARKS and words[-1] in _MARKS:
        words = words[1:-1].strip()
    words = words.replace('"', "'")
    ended = words if words[-1:] in {".", "!", "?", "…"} else f"{words}{end}"
    return f'"{ended[:1].upper()}{ended[1:]}"'


def quote_shortly(said: str, *, end: str = ".") -> str:
    """As `quote`, for reading aloud."""
    words = " ".join(said.split())
    return quote(words if len(words) <= _SPOKEN else words[:_SPOKEN].rsplit(" ", 1)[0] + " …", end=end)


def _reason_of(told: Told) -> str:
    """The reason they have in common, if there is one."""
    reasons = {each.error.detail for each in told.notifications if each.error}
    return reasons.pop() if len(reasons) == 1 else ""
