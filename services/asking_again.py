"""How a question goes on after replies that were not understood, up to somebody who helps."""

from collections.abc import Sequence
from dataclasses import replace

from core.ability import SlotSpec
from core.clock import Clock
from core.domain import Message, Problem, Question, Repeat, Settlement, Task, TaskStatus, WorkKind
from core.errors import PROBLEM_PREFIX
from core.new_notification import new_notification
from core.queue import Ring
from core.when import to_local
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.asking import OFFERED, UNHELPFUL, ask_anew, ask_yes_or_no, count_failed, find_helper, offer_help
from services.task_service import ANSWER_WITHIN

TOPIC = "help"
_MOST_FAILED = 2
"""After so many replies that were not understood somebody else is needed."""


class AskingAgain:
    """What is asked next."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def after_unhelpful(self, task: Task, *, asked: SlotSpec | None) -> Settlement:
        """The task with the question as it is asked next."""
        question = task.question or Question(text="")
        async with self._unit_of_work() as unit:
            failed = count_failed(await unit.tasks.list_events(task.id)) + 1
            contacts = await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)
        if task.status is TaskStatus.AWAITING_CONFIRMATION:
            return _asks(task, ask_yes_or_no(question, failed=failed), reason=UNHELPFUL)
        helper = find_helper(contacts) if failed > _MOST_FAILED else None
        if helper is not None:
            return _asks(task, offer_help(question, helper), reason=OFFERED)
        today = to_local(self._clock.now() + task.clock_offset, task.timezone).date()
        return _asks(task, ask_anew(question, failed=failed, asked=asked, today=today), reason=UNHELPFUL)

    async def hand_over(self, unit: UnitOfWork, task: Task) -> tuple[Settlement, Sequence[Ring]]:
        """The task in the hands of the helper who was offered, and their message to be sent after the commit.

        They hear that help is wanted, and not what for.
        """
        contacts = await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)
        helper = find_helper(contacts)
        if helper is None:
            return _needs_person(task, "There is nobody that I may ask any more."), []
        name = (await unit.users.get(task.user_id, account_id=task.account_id)).known_name
        who = name or "The person you look after"
        message = Message(
            key=f"task:{task.id}:{TOPIC}:{helper.id}",
            to=helper.name,
            contact_id=helper.id,
            channels=helper.channels,
            subject=f"{who} would like your help",
            text=f"{who} asked me for something that I could not understand, and would like your help. Please get in touch.",
            topic=TOPIC,
            repeat=Repeat.NEVER,
        )
        notice = new_notification(message, account_id=task.account_id, user_id=task.user_id)
        added = await unit.notifications.add_many([notice])
        settlement = _needs_person(task, f"I have asked {helper.name} to help you with this.")
        return settlement, [Ring.of(WorkKind.NOTIFICATION, each) for each in added]


def _asks(task: Task, question: Question, *, reason: str) -> Settlement:
    settlement = Settlement(id=task.id, epoch=task.epoch, status=task.status, reason=reason)
    return replace(settlement, question=question, expires_in=ANSWER_WITHIN)


def _needs_person(task: Task, said: str) -> Settlement:
    problem = Problem(type=PROBLEM_PREFIX + "help-asked", title="Somebody was asked to help", detail=said)
    return Settlement(
        id=task.id, epoch=task.epoch, status=TaskStatus.NEEDS_PERSON, reason="help was asked for", error=problem
    )


def leaves_open(task: Task, settlement: Settlement) -> bool:
    """Whether the reply has said nothing that was not known, so that the same would be asked in the same words."""
    asked, asks = task.question, settlement.question
    if asked is None or asks is None or settlement.status is not TaskStatus.NEEDS_INPUT:
        return False
    return (asks.slot, asks.options, settlement.details) == (asked.slot, asked.options, task.details)
