"""Answers at once what must not wait to be understood: emergencies, and questions that only a doctor may answer.

The words are fixed (`core/safety/scripts.py`); no provider sees them first, none writes them, and no worker is waited for.
The family is told by messages that are stored with the task.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.domain import Message, Repeat, Task
from core.ids import make_id
from core.outcome import Completed
from core.people import Contact, User
from core.safety import Alarm, Danger, Heard
from core.safety.numbers import emergency_number, find_country
from core.safety.remainder import without_parts
from core.safety.scripts import KEPT_PRIVATE, NO_ADVICE, ask_in_doubt, describe_danger, describe_number, script_for
from core.task_request import TaskRequest
from core.when import describe_day, describe_time, to_local
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.recipients import can_be_told
from services.notification.telling import quote, spoken
from services.surroundings import Situation

EMERGENCY, ADVICE = "emergency", "other"
BY = "rules"
TOPIC = "emergency"
_CALL_YOURSELF = "I can't make that call for you."
_BARE_CALL = re.compile(r"\W*(?:please\W+)?help(?:\W+please)?\W*")
"""A word that may as well ask what there is to choose from (ADR 0023)."""
_AGAIN_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered at once, and what is left of the text to be understood; "" where nothing is."""

    wish: TaskRequest
    rest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """Who is in danger, where, and who could be told. `has_called`: whether there was an emergency of theirs just now."""

    user: User
    people: Sequence[Contact]
    country: str | None
    has_called: bool


class Safety:
    """One per process."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def answer(self, text: str, heard: Heard, *, situation: Situation) -> Answered | None:
        """The wish as it will be stored, completed; None where nothing was heard that is answered so.

        Raises:
            NotFoundError: the account has no such user.
        """
        if heard.alarm is not None:
            about = await self._find_about(situation)
            is_asked = heard.alarm.danger is Danger.HELP and _BARE_CALL.fullmatch(text.casefold()) is not None
            if is_asked and not about.has_called:
                return Answered(_ask_what_happened(text, about), "")
            wish = _to_emergency(text, heard.alarm, about, situation)
            return Answered(wish, without_parts(text, heard.alarm.spans))
        if heard.advice:
            return Answered(_wish(ADVICE, Completed(summary=NO_ADVICE)), without_parts(text, heard.advice))
        return None

    async def ask(self, text: str, *, situation: Situation) -> TaskRequest:
        """The wish, completed, that asks whether somebody is in danger and says what to do then; nobody is told.

        Raises:
            NotFoundError: the account has no such user.
        """
        about = await self._find_about(situation)
        done = Completed(
            summary=ask_in_doubt(country=about.country),
            data={"danger": None, "number": emergency_number(about.country), "telling": []},
        )
        return _wish(EMERGENCY, done, details={"danger": Danger.HELP.value, "message": text})

    async def _find_about(self, situation: Situation) -> _About:
        async with self._unit_of_work() as unit:
            user = await unit.users.get(situation.user_id, account_id=situation.account_id)
            contacts = await unit.contacts.list_of_user(user.id, account_id=user.account_id)
            has_called = await unit.tasks.has_recent(user.id, EMERGENCY, within=_AGAIN_WITHIN)
        return _About(
            user=user,
            people=[each for each in contacts if can_be_told(each)],
            country=find_country(timezone=situation.timezone, locale=user.locale),
            has_called=has_called,
        )


def confirm_doubt(task: Task) -> Heard:
    """What to make of a yes to `Safety.ask`: that its words were a call for help; nothing heard for any other task."""
    if task.intent != EMERGENCY or (task.result or {}).get("danger", EMERGENCY) is not None:
        return Heard()
    return Heard(Alarm(Danger.HELP, ((0, len(words_of_doubt(task))),)))


def words_of_doubt(task: Task) -> str:
    """The words in which danger was doubtful."""
    return str(task.details.get("message", ""))


def _to_emergency(text: str, alarm: Alarm, about: _About, situation: Situation) -> TaskRequest:
    told: Sequence[Contact] = () if alarm.danger in KEPT_PRIVATE else about.people
    news = _news(text, alarm.danger, about, situation)
    number = emergency_number(about.country)
    done = Completed(
        summary=f"{script_for(alarm.danger, country=about.country)} {_CALL_YOURSELF} {_who_is_told(alarm.danger, told)}",
        data={"danger": alarm.danger.value, "number": number, "telling": [each.name for each in told]},
    )
    messages = tuple(_to(each, subject=_subject(about.user), text=news) for each in told)
    return _wish(EMERGENCY, done, details={"danger": alarm.danger.value, "message": text}, messages=messages)


def _ask_what_happened(text: str, about: _About) -> TaskRequest:
    """To a word alone: the number, and how to have the family told, who are not alarmed by it yet."""
    number = emergency_number(about.country)
    known = spoken([each.name for each in about.people])
    told = f"and I let {known} know at once" if known else "so that I know. There is nobody I could tell for you"
    summary = (
        f"If you are hurt or in danger, please call {number} now. {_CALL_YOURSELF} Tell me what has happened, or say help "
        f"once more, {told}. For anything else, just say what you would like."
    )
    done = Completed(summary=summary, data={"danger": Danger.HELP.value, "number": number, "telling": []})
    return _wish(EMERGENCY, done, details={"danger": Danger.HELP.value, "message": text})


def _wish(
    intent: str, done: Completed, *, details: dict[str, str] | None = None, messages: tuple[Message, ...] = ()
) -> TaskRequest:
    return TaskRequest(
        intent=intent, details=dict(details or {}), confidence=1.0, provider=BY, done=done, messages=messages
    )


def _who_is_told(danger: Danger, told: Sequence[Contact]) -> str:
    if danger in KEPT_PRIVATE:
        return "I have told nobody; if you want somebody told, say whom."
    if not told:
        return "There is nobody I could tell for you."
    return f"I am letting {spoken([each.name for each in told])} know, but please don't wait for that."


def _subject(user: User) -> str:
    return f"Urgent: {user.known_name or 'the person you look after'} may need help"


def _news(text: str, danger: Danger, about: _About, situation: Situation) -> str:
    """Who said what and when, what I answered, and that nobody was called."""
    name = about.user.known_name or "The person you look after"
    local = to_local(situation.now, situation.timezone)
    when = f"on {describe_day(local.date(), local.date())} at {describe_time(local.time())} ({situation.timezone})"
    number = describe_number(about.country)
    return (
        f"{name} said to me {when}: {quote(text)} This may be about {describe_danger(danger)}. I answered to call {number}. "
        f"I have NOT called for help myself. Please get in touch at once, and call {number} if there is any doubt."
    )


def _to(contact: Contact, *, subject: str, text: str) -> Message:
    return Message(
        key=f"emergency:{make_id()}",
        to=contact.name,
        contact_id=contact.id,
        channels=contact.channels,
        subject=subject,
        text=text,
        topic=TOPIC,
        repeat=Repeat.NEVER,
    )
