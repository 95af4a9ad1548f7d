"""Store first: with a remote provider, whoever dies, the request is understood in the end."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from core.ability import AbilitySpec
from core.config import Settings
from core.domain import RequestStatus, TaskStatus
from core.errors import ContendedError, NotFoundError, TransientError, UnavailableError
from core.ids import make_id
from core.people import Account, NewUser
from providers.base import ParseContext, ParsedTask, Parsing
from repositories.database import Database
from services import durable_work
from services.factory import open_services
from services.request_service import Submission
from services.services import Services
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker

SAID = Submission(text="Hello there", metadata={"yours": [1, {"deep": True}]})


class RemoteProvider:
    """A provider that counts as remote and does what a test says."""

    name = "scripted"
    is_remote = True

    def __init__(self) -> None:
        self.error: BaseException | None = None
        self.calls = 0
        self.tasks: tuple[ParsedTask, ...] = (ParsedTask(intent="smalltalk", details={}, confidence=0.9),)

    async def parse(self, text: str, *, context: ParseContext, abilities: Sequence[AbilitySpec]) -> Parsing:
        self.calls += 1
        if self.error is not None:
            raise self.error
        return Parsing(tasks=self.tasks, provider=self.name)


@pytest.fixture
def provider() -> RemoteProvider:
    return RemoteProvider()


@pytest.fixture
async def services(settings: Settings, provider: RemoteProvider) -> AsyncGenerator[Services]:
    async with open_services(settings, owner="api", provider=provider) as opened:
        yield opened


@pytest.fixture
async def account(services: Services) -> Account:
    return await services.accounts.ensure_default()


async def test_remote_understanding_is_in_the_answer(services: Services, account: Account) -> None:
    state = await services.requests.submit(SAID, account=account)
    assert (state.status, [task.intent for task in state.tasks]) == (RequestStatus.OPEN, ["smalltalk"])
    assert state.tasks[0].metadata == {"yours": [1, {"deep": True}]}


async def test_failing_model_leaves_a_stored_request(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    provider.error = TransientError("The model is away.", retry_after=0.01)
    state = await services.requests.submit(SAID, account=account)
    assert (state.status, list(state.tasks)) == (RequestStatus.UNDERSTANDING, [])


async def test_worker_finishes_what_the_model_refused_at_first(
    services: Services, account: Account, provider: RemoteProvider, settings: Settings
) -> None:
    provider.error = TransientError("The model is away.", retry_after=0.01)
    state = await services.requests.submit(SAID, account=account)
    provider.error = None
    async with running_worker(services, settings):
        done = await services.requests.wait_for_rest(state, patience=timedelta(seconds=20))
    assert (done.status, len(done.tasks)) == (RequestStatus.DONE, 1)


async def test_worker_finishes_what_a_dead_api_held(
    services: Services, account: Account, provider: RemoteProvider, settings: Settings, database: Database
) -> None:
    provider.error = KeyboardInterrupt()  # as good as a kill: nothing is settled
    with pytest.raises(KeyboardInterrupt):
        await services.requests.submit(SAID, account=account)
    provider.error = None
    async with database.transaction() as session:
        await session.execute(text("UPDATE requests SET lease_until = now() - interval '1 s'"))

    async with running_worker(services, settings):

        async def find_done() -> bool:
            async with database.transaction() as session:
                return bool(await session.scalar(text("SELECT count(*) FROM tasks WHERE status = 'completed'")))

        await eventually(find_done)
    assert provider.calls == 2


async def test_request_committed_but_never_claimed_is_swept(
    services: Services,
    account: Account,
    settings: Settings,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(durable_work, "LOST_DISPATCH_AFTER", timedelta(0))

    async def die(*_: object) -> list[object]:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(services.work, "claim", die)
        with pytest.raises(KeyboardInterrupt):
            await services.requests.submit(SAID, account=account)
    async with running_worker(services, settings):

        async def find_done() -> bool:
            async with database.transaction() as session:
                return bool(await session.scalar(text("SELECT count(*) FROM tasks WHERE status = 'completed'")))

        await eventually(find_done)


async def test_outage_while_waiting_hides_no_accepted_request(
    services: Services, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = await services.requests.submit(SAID, account=account)

    async def be_away(*_: object, **__: object) -> None:
        raise UnavailableError("Away.")

    monkeypatch.setattr(services.requests, "get", be_away)
    assert await services.requests.wait_for_rest(state, patience=timedelta(seconds=0.1)) == state


async def test_sentence_that_can_not_be_understood_at_once_is_accepted_all_the_same(
    services: Services, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def be_in_the_way(*_: object) -> None:
        raise ContendedError("Others hold it.")

    for step in ("claim", "settle"):
        with monkeypatch.context() as patched:
            patched.setattr(services.work, step, be_in_the_way)
            state = await services.requests.submit(SAID, account=account)
        assert (state.status, list(state.tasks)) == (RequestStatus.UNDERSTANDING, [])


async def test_erasing_a_user_while_they_speak_is_either_or(services: Services, account: Account) -> None:
    for _ in range(10):
        new = NewUser(id=make_id(), account_id=account.id, name="Rose", timezone="Europe/London", preferences={})
        user = await services.people.add_user(new, key=None)
        said = [services.requests.submit(replace(SAID, user_id=user.id), account=account) for _ in range(3)]
        ended = await asyncio.gather(
            *said, services.access.erasure.erase(user.id, account_id=account.id), return_exceptions=True
        )
        bad = [each for each in ended if isinstance(each, Exception) and not isinstance(each, NotFoundError)]
        assert bad == []


async def test_what_is_said_for_a_default_user_just_erased_is_understood_for_the_next(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    await services.access.erasure.erase(account.default_user_id, account_id=account.id)
    state = await services.requests.submit(SAID, account=account)
    latest = await services.accounts.ensure_default()
    assert [state.request.user_id, *(task.user_id for task in state.tasks)] == [latest.default_user_id] * 2
    assert provider.calls == 1


@pytest.mark.parametrize("intent", ["launch_missiles", ""])
async def test_intent_that_is_not_allowed_becomes_other(
    services: Services, account: Account, provider: RemoteProvider, intent: str
) -> None:
    provider.tasks = (ParsedTask(intent=intent, details={"target": "x"}, confidence=1.0),)
    state = await services.requests.submit(SAID, account=account)
    assert [(task.intent, dict(task.details)) for task in state.tasks] == [("other", {})]


async def test_detail_that_nobody_said_is_dropped_and_asked_for(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    details = {"venue": "The Ritz", "party_size": 2, "date": "2030-01-02", "time": "19:00"}
    provider.tasks = (ParsedTask(intent="restaurant_booking", details=details, confidence=1.0),)
    submission = Submission(text="a table for two on 2 January 2030 at 7pm", metadata={})
    state = await services.requests.submit(submission, account=account)
    task = state.tasks[0]
    assert (task.status, task.question and task.question.slot) == (TaskStatus.NEEDS_INPUT, "venue")
    assert "venue" not in task.details


async def test_invalid_value_is_dropped_and_asked_for(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    details = {"venue": "Olive Garden", "party_size": "lots", "date": "someday", "time": "19:00", "extra": 1}
    provider.tasks = (ParsedTask(intent="restaurant_booking", details=details, confidence=1.0),)
    submission = Submission(text="Olive Garden someday, lots of us", metadata={})
    state = await services.requests.submit(submission, account=account)
    assert state.tasks[0].details == {"venue": "Olive Garden", "time": "19:00"}


async def test_no_more_than_three_wishes_are_taken(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    provider.tasks = tuple(
        ParsedTask(intent="restaurant_booking", details={"party_size": size}, confidence=0.9) for size in range(2, 9)
    )
    state = await services.requests.submit(SAID, account=account)
    assert len(state.tasks) == 3


async def test_words_that_are_too_much_are_told_behind_three_wishes(
    services: Services, account: Account, provider: RemoteProvider
) -> None:
    wishes = [
        ParsedTask(intent="restaurant_booking", details={"party_size": size}, confidence=0.9) for size in range(2, 6)
    ]
    provider.tasks = (*wishes, ParsedTask(intent="other", details={"unheard": "buy milk"}, confidence=0.0))
    state = await services.requests.submit(SAID, account=account)
    assert [task.intent for task in state.tasks] == ["restaurant_booking"] * 3 + ["other"]
    assert state.tasks[-1].details == {"unheard": "buy milk"}
