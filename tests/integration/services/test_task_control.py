"""What two callers, or a caller and a worker, do to one task at the same time; and how replies add up."""

import asyncio
from datetime import timedelta

import pytest

from core.domain import ConfirmPolicy, Repeat, Task, TaskStatus, WorkKind
from core.ids import make_id
from core.notification import NotificationFilter
from core.people import Account, NewContact
from repositories.unit_of_work import UnitOfWorkFactory
from services.effect_ledger import Response, TaskEffects
from services.request_service import Submission
from services.services import Services
from services.task_refusals import TaskBusyError, TaskNotAskingError

WHOLE = "Book me a table for 4 at Olive Garden tomorrow 7pm."


@pytest.fixture
async def account(services: Services) -> Account:
    return await services.accounts.ensure_default()


async def say(services: Services, account: Account, text: str, *, confirm: ConfirmPolicy = ConfirmPolicy.AUTO) -> Task:
    submission = Submission(text=text, confirm=confirm, metadata={})
    state = await services.requests.submit(submission, account=account)
    return state.tasks[0]


async def add_contact(
    unit_of_work: UnitOfWorkFactory, account: Account, name: str, *, channel: str = "mailto:x@example.org"
) -> None:
    async with unit_of_work() as unit:
        await unit.contacts.add(
            NewContact(
                id=make_id(),
                account_id=account.id,
                user_id=account.default_user_id,
                name=name,
                relation=None,
                channels=(channel,),
                topics=(),
                consent_source="test",
            )
        )


@pytest.fixture
async def telling(services: Services, account: Account, unit_of_work: UnitOfWorkFactory) -> Task:
    """Tom is to be told, and nobody has said what."""
    await add_contact(unit_of_work, account, "Tom")
    task = await say(services, account, "Tell Tom")
    assert task.question is not None
    assert task.question.text == "What shall I tell them?"
    return task


async def claim(unit_of_work: UnitOfWorkFactory, task: Task) -> Task:
    async with unit_of_work() as unit:
        return (await unit.tasks.claim_many([task.id], owner="test", lease=timedelta(minutes=5)))[0]


async def test_whole_sentence_runs_at_once(services: Services, account: Account) -> None:
    assert (await say(services, account, WHOLE)).status is TaskStatus.QUEUED


async def test_read_back_is_asked_for_when_something_was_inferred(services: Services, account: Account) -> None:
    task = await say(services, account, "Book me a table for 4 at Olive Garden tomorrow at 7.")
    assert task.status is TaskStatus.AWAITING_CONFIRMATION
    assert task.question is not None
    assert "7 in the evening" in task.question.text


async def test_caller_who_has_confirmed_gets_no_read_back(services: Services, account: Account) -> None:
    text = "Book me a table for 4 at Olive Garden tomorrow at 7."
    assert (await say(services, account, text, confirm=ConfirmPolicy.NEVER)).status is TaskStatus.QUEUED


async def test_correction_of_a_read_back_is_read_back_or_done(services: Services, account: Account) -> None:
    task = await say(services, account, WHOLE, confirm=ConfirmPolicy.ALWAYS)
    moved = await services.tasks.reply(task.id, "no, make it for six people", account_id=account.id)
    assert moved.status is TaskStatus.AWAITING_CONFIRMATION
    assert moved.details["party_size"] == 6
    assert moved.question is not None
    assert "6" in moved.question.text


async def test_guess_in_one_reply_is_still_read_back_after_the_next(services: Services, account: Account) -> None:
    task = await say(services, account, "Book a table at Olive Garden tomorrow")
    task = await services.tasks.reply(task.id, "at 7", account_id=account.id)
    assert (task.status, task.question and task.question.slot) == (TaskStatus.NEEDS_INPUT, "party_size")
    task = await services.tasks.reply(task.id, "four", account_id=account.id)
    assert task.status is TaskStatus.AWAITING_CONFIRMATION
    task = await services.tasks.reply(task.id, "Yes please.", account_id=account.id)
    assert (task.status, task.details["time"]) == (TaskStatus.QUEUED, "19:00")


async def mumble(services: Services, account: Account, *, times: int) -> Task:
    """A table whose hour is asked for, after so many replies that say nothing."""
    task = await say(services, account, "Book a table for two at Olive Garden tomorrow")
    for _ in range(times):
        task = await services.tasks.reply(task.id, "the weather is lovely", account_id=account.id)
    return task


@pytest.mark.parametrize(
    ("times", "asked"),
    [
        (1, "Sorry, I didn't understand that. At what time?"),
        (2, "Sorry, I still don't understand. At what time? Please say a number: 1 for 9 in the morning"),
    ],
)
async def test_reply_that_says_nothing_is_asked_again_in_other_words(
    services: Services, account: Account, times: int, asked: str
) -> None:
    task = await mumble(services, account, times=times)
    assert task.status is TaskStatus.NEEDS_INPUT
    assert task.question is not None
    assert task.question.text.startswith(asked)


async def test_number_picks_one_of_the_choices(services: Services, account: Account) -> None:
    task = await mumble(services, account, times=2)
    task = await services.tasks.reply(task.id, "three", account_id=account.id)
    assert task.details["time"] == "18:00"


async def test_who_is_not_understood_is_offered_a_helper_who_hears_of_it(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    await add_contact(unit_of_work, account, "Anna")
    task = await mumble(services, account, times=3)
    assert task.question is not None
    assert task.question.text == "I'm sorry, I don't understand. Shall I ask Anna to help you with this?"
    task = await services.tasks.reply(task.id, "yes please", account_id=account.id)
    assert (task.status, task.error and task.error.detail) == (
        TaskStatus.NEEDS_PERSON,
        "I have asked Anna to help you with this.",
    )
    async with unit_of_work() as unit:
        page = await unit.notifications.list_page(NotificationFilter(), account_id=account.id, before=None, limit=10)
    assert [(each.recipient, each.topic) for each in page] == [("Anna", "help")]


@pytest.mark.parametrize(("text", "asked"), [("no", "At what time?"), ("at 7 pm", None)])
async def test_offered_help_can_be_refused_or_the_question_answered(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory, text: str, asked: str | None
) -> None:
    await add_contact(unit_of_work, account, "Anna")
    task = await mumble(services, account, times=3)
    task = await services.tasks.reply(task.id, text, account_id=account.id)
    assert (task.question.text if task.question else None) == asked


async def test_never_mind_cancels(services: Services, account: Account) -> None:
    task = await say(services, account, "Book a table for two at Olive Garden tomorrow")
    assert (await services.tasks.reply(task.id, "Never mind.", account_id=account.id)).status is TaskStatus.CANCELLED


async def test_two_replies_at_once_are_one_reply(services: Services, account: Account) -> None:
    task = await say(services, account, "Book a table for two at Olive Garden tomorrow")
    replies = [services.tasks.reply(task.id, f"{hour} pm", account_id=account.id) for hour in (6, 7, 8)]
    ended = await asyncio.gather(*replies, return_exceptions=True)
    won = [each for each in ended if isinstance(each, Task)]
    assert len(won) == 1
    assert all(isinstance(each, (Task, TaskBusyError, TaskNotAskingError)) for each in ended)
    assert (await services.tasks.get(task.id, account_id=account.id)).details == won[0].details


async def test_confirming_twice_at_once_queues_once(services: Services, account: Account) -> None:
    task = await say(services, account, WHOLE, confirm=ConfirmPolicy.ALWAYS)
    confirmations = [services.tasks.confirm(task.id, account_id=account.id) for _ in range(4)]
    ended = await asyncio.gather(*confirmations, return_exceptions=True)
    assert sum(isinstance(each, Task) for each in ended) == 1
    _, events = await services.tasks.list_events(task.id, account_id=account.id)
    assert [event.to_status for event in events].count(TaskStatus.QUEUED) == 1


@pytest.mark.parametrize("crashes", [False, True])
async def test_task_with_an_effect_is_not_cancelled(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory, *, crashes: bool
) -> None:
    task = await claim(unit_of_work, await say(services, account, WHOLE))
    effects = TaskEffects(unit_of_work=unit_of_work, task_id=task.id, epoch=task.epoch)

    async def book(_: str) -> Response:
        if crashes:
            raise ConnectionResetError
        return {}

    try:
        await effects.once("book", book, find=None, repeat=Repeat.NEVER)
    except ConnectionResetError:
        assert crashes
    with pytest.raises(TaskBusyError):
        await services.tasks.cancel(task.id, account_id=account.id)


async def test_running_task_without_effect_is_cancelled_and_its_worker_does_nothing(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    task = await claim(unit_of_work, await say(services, account, WHOLE))
    cancelled = await services.tasks.cancel(task.id, account_id=account.id)
    assert cancelled.status is TaskStatus.CANCELLED
    async with unit_of_work() as unit:
        assert not await unit.effects.is_held(task.id, epoch=task.epoch)


@pytest.mark.parametrize(
    "text", ["no", "I changed my mind", "actually cancel that", "don't tell him anything", "forget it", "nothing"]
)
async def test_message_that_is_taken_back_is_cancelled(
    services: Services, account: Account, telling: Task, text: str
) -> None:
    moved = await services.tasks.reply(telling.id, text, account_id=account.id)
    assert (moved.status, moved.details) == (TaskStatus.CANCELLED, {"recipient": "Tom"})


async def test_taking_back_what_may_have_been_done_is_a_matter_for_a_person(
    services: Services, account: Account, telling: Task, unit_of_work: UnitOfWorkFactory
) -> None:
    async with unit_of_work() as unit:
        await unit.effects.add_intent("task:tell", task_id=telling.id, epoch=telling.epoch)
    moved = await services.tasks.reply(telling.id, "never mind", account_id=account.id)
    assert moved.status is TaskStatus.NEEDS_PERSON


@pytest.mark.parametrize("text", ["What was the question?", "what do you mean?", "who?"])
async def test_question_back_repeats_the_question(
    services: Services, account: Account, telling: Task, text: str
) -> None:
    moved = await services.tasks.reply(telling.id, text, account_id=account.id)
    assert (moved.status, moved.question) == (TaskStatus.NEEDS_INPUT, telling.question)


@pytest.mark.parametrize("text", ["yes", "OK."])
async def test_bare_yes_is_no_message(services: Services, account: Account, telling: Task, text: str) -> None:
    moved = await services.tasks.reply(telling.id, text, account_id=account.id)
    assert (moved.status, moved.details) == (TaskStatus.NEEDS_INPUT, {"recipient": "Tom"})
    assert moved.question is not None
    assert moved.question.text == "Sorry, I didn't understand that. What shall I tell them?"


@pytest.mark.parametrize(
    ("text", "read_back"),
    [
        ("never mind, tell Anna I am fine", 'Shall I tell Tom: "Never mind, tell Anna I am fine"?'),
        ("tell Anna I am fine", 'Shall I tell Tom: "I am fine"?'),
        ("No, I'm not coming", 'Shall I tell Tom: "No, I\'m not coming"?'),
        ("When are you coming?", 'Shall I tell Tom: "When are you coming?"?'),
        ("book a table for two", 'Shall I tell Tom: "Book a table for two"?'),
    ],
)
async def test_doubtful_message_is_read_back(
    services: Services, account: Account, telling: Task, text: str, read_back: str
) -> None:
    moved = await services.tasks.reply(telling.id, text, account_id=account.id)
    assert moved.status is TaskStatus.AWAITING_CONFIRMATION
    assert moved.question is not None
    assert moved.question.text == read_back


async def test_doubtful_message_is_told_after_a_yes(services: Services, account: Account, telling: Task) -> None:
    await services.tasks.reply(telling.id, "No, I'm not coming", account_id=account.id)
    moved = await services.tasks.reply(telling.id, "yes", account_id=account.id)
    assert (moved.status, moved.confirmed) == (TaskStatus.QUEUED, True)


@pytest.mark.parametrize("text", ["I'm fine", "tell him I'm fine", "Tell Tom I'm fine"])
async def test_plain_message_is_told_at_once(services: Services, account: Account, telling: Task, text: str) -> None:
    moved = await services.tasks.reply(telling.id, text, account_id=account.id)
    assert (moved.status, moved.details["message"]) == (TaskStatus.QUEUED, "I'm fine")


async def test_doubtful_message_is_read_back_though_the_caller_confirms_nothing(
    services: Services, account: Account, unit_of_work: UnitOfWorkFactory
) -> None:
    await add_contact(unit_of_work, account, "Tom")
    task = await say(services, account, "Tell Tom", confirm=ConfirmPolicy.NEVER)
    moved = await services.tasks.reply(task.id, "cancel the milk", account_id=account.id)
    assert moved.status is TaskStatus.AWAITING_CONFIRMATION


@pytest.mark.parametrize("text", ["Set a reminder for tomorrow at 9am", "Add something to my shopping list"])
async def test_words_to_keep_are_taken_back_too(services: Services, account: Account, text: str) -> None:
    task = await say(services, account, text)
    assert task.status is TaskStatus.NEEDS_INPUT
    assert (await services.tasks.reply(task.id, "no", account_id=account.id)).status is TaskStatus.CANCELLED


async def test_doubtful_subject_is_read_back(services: Services, account: Account) -> None:
    task = await say(services, account, "Set a reminder for tomorrow at 9am")
    moved = await services.tasks.reply(task.id, "never mind, cancel the milk", account_id=account.id)
    assert moved.status is TaskStatus.AWAITING_CONFIRMATION
    assert moved.question is not None
    assert moved.question.text == 'Did you mean "Never mind, cancel the milk"?'


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        (f"{WHOLE} {WHOLE}", ["restaurant_booking"]),
        ("tell Tom I'm fine and tell Tom I'm fine", ["family_notification"]),
        (f"{WHOLE} {WHOLE} Tell Tom I'm fine.", ["restaurant_booking", "family_notification"]),
        ("tell Tom I'm fine and tell Ruth I'm fine", ["family_notification", "family_notification"]),
    ],
)
async def test_same_wish_said_twice_is_one(services: Services, account: Account, text: str, intents: list[str]) -> None:
    submission = Submission(text=text, metadata={})
    state = await services.requests.submit(submission, account=account)
    assert [task.intent for task in state.tasks] == intents


@pytest.mark.parametrize(
    ("text", "read_back"),
    [
        ("no, make it eight", "at 8 in the evening"),
        ("no, four o'clock", "at 4 in the afternoon"),
        ("no, for five people", "for 5"),
        ("yes, but for five", "for 5"),
    ],
)
@pytest.mark.parametrize("confirm", [ConfirmPolicy.ALWAYS, ConfirmPolicy.AUTO])
async def test_corrected_read_back_is_read_back_again(
    services: Services, account: Account, text: str, read_back: str, confirm: ConfirmPolicy
) -> None:
    task = await say(services, account, "Book me a table for 4 at Olive Garden tomorrow at 7.", confirm=confirm)
    moved = await services.tasks.reply(task.id, text, account_id=account.id)
    assert moved.status is TaskStatus.AWAITING_CONFIRMATION
    assert moved.question is not None
    assert read_back in moved.question.text


@pytest.fixture
async def namesakes(services: Services, account: Account, unit_of_work: UnitOfWorkFactory) -> Task:
    """Anna is to be told, and there are two of them."""
    for box in "ab":
        await add_contact(unit_of_work, account, "Anna", channel=f"mailto:{box}@example.org")
    task = await say(services, account, "Tell Anna I'm fine")
    [(kind, claimed)] = await services.work.claim({WorkKind.TASK: [task.id]})
    done = await services.work.run(kind, claimed)
    assert done is not None
    await services.work.settle([done])
    return await services.tasks.get(task.id, account_id=account.id)


async def test_one_of_two_namesakes_is_chosen_by_number(services: Services, account: Account, namesakes: Task) -> None:
    moved = await services.tasks.reply(namesakes.id, "the second one", account_id=account.id)
    assert (moved.status, moved.details["recipient"]) == (TaskStatus.QUEUED, "Anna (b…@example.org)")


async def test_people_are_not_asked_about_for_ever(services: Services, account: Account, namesakes: Task) -> None:
    first = await services.tasks.reply(namesakes.id, "the one in London", account_id=account.id)
    assert first.status is TaskStatus.NEEDS_INPUT
    second = await services.tasks.reply(namesakes.id, "the one in London", account_id=account.id)
    assert (second.status, second.error and second.error.detail) == (
        TaskStatus.CANCELLED,
        "I still don't know whom you mean, so I have told nobody.",
    )
