"""What went wrong after its effect is not done again under its Idempotency-Key; what came to nothing may be sent again."""

from collections.abc import AsyncGenerator
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from core.errors import ConflictError, InFlightError, NotFoundError, UnavailableError
from core.idempotency import GuardedCall, IdempotencyKey
from core.ids import make_id
from core.tenancy import unconfined
from repositories.database import Database
from services.access import login_service
from services.access.login_mail import MailNotSentError
from services.repeated_calls import RepeatedCalls
from services.services import Services
from services.webhook.deliveries import Deliveries
from tests.integration.api.calling import calling
from tests.integration.api.promises import assert_problem
from tests.integration.api.rows import count_rows
from tests.integration.api.test_logins import PASSWORD, add_person, as_member, join
from tests.integration.services.notification.mail_server import MailServer, mail_server

HOOK = {"url": "https://example.org/hook"}


def under(key: object) -> dict[str, str]:
    return {"Idempotency-Key": str(key)}


@pytest.mark.parametrize(
    ("error", "status", "again", "problem"),
    [
        (UnavailableError("It is away."), 503, 409, "idempotent-answer-lost"),
        (InFlightError("Come again."), 409, 409, "idempotent-answer-lost"),
        (RuntimeError("a fault of ours"), 500, 409, "idempotent-answer-lost"),
        (NotFoundError("It is gone."), 404, 409, "idempotent-answer-lost"),
        (ConflictError("It is too late."), 409, 409, "conflict"),
    ],
    ids=["away", "come again", "crash", "not there", "refused"],
)
async def test_effect_before_an_error_is_not_made_again(
    api: httpx2.AsyncClient,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    again: int,
    problem: str,
) -> None:
    path, key = f"/v1/webhooks/{(await api.post('/v1/webhooks', json=HOOK)).json()['id']}/test", make_id()
    send_test = Deliveries.send_test

    async def send_and_fail(self: Deliveries, *args: Any, **given: Any) -> None:
        await send_test(self, *args, **given)
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Deliveries, "send_test", send_and_fail)
        assert (await api.post(path, headers=under(key))).status_code == status
    rows = await count_rows(database)
    for _ in range(2):
        repeated = await api.post(path, headers=under(key))
        assert_problem(repeated, again, problem)
        assert ("Idempotent-Replayed" in repeated.headers) is (problem == "conflict")
    assert await count_rows(database) == rows


async def test_answer_that_can_not_be_kept_is_given_all_the_same(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: Any) -> None:
        raise RuntimeError("deadlock detected")

    path, key = f"/v1/webhooks/{(await api.post('/v1/webhooks', json=HOOK)).json()['id']}/test", make_id()
    with monkeypatch.context() as patched:
        patched.setattr(RepeatedCalls, "finish", fail)
        assert (await api.post(path, headers=under(key))).status_code == 202
    assert (await api.post(path, headers=under(key))).status_code == 409, "it is done, and not done again"


async def test_effect_whose_commit_was_not_heard_of_is_not_made_again(
    api: httpx2.AsyncClient, services: Services, database: Database
) -> None:
    """The database has committed, and the connection broke before it could say so."""
    path = f"/v1/webhooks/{(await api.post('/v1/webhooks', json=HOOK)).json()['id']}/test"
    assert (await api.post(path, headers=under("k"))).status_code == 202
    async with database.transaction() as session:
        [row] = (await session.execute(text("SELECT * FROM idempotency_keys WHERE answer IS NOT NULL"))).mappings()
        await session.execute(
            text("UPDATE idempotency_keys SET answer = NULL, open_until = now() + interval '1 minute'")
        )
    key = IdempotencyKey(account_id=row["account_id"], scope=row["scope"], key=row["key"])
    await services.repeated_calls.release(GuardedCall(key=key, token=row["resource_id"]))
    assert_problem(await api.post(path, headers=under("k")), 409, "idempotent-answer-lost")


async def test_password_that_was_wrong_uses_up_no_key(api: httpx2.AsyncClient) -> None:
    login, key = await join(api, await add_person(api)), make_id()
    for current, status in (("wrong", 401), (PASSWORD, 204)):
        body = {"password": "a long new pass phrase", "current_password": current}
        answer = await api.put("/v1/auth/password", json=body, headers={**as_member(login), **under(key)})
        assert answer.status_code == status, answer.text


@pytest.fixture
async def post_office() -> AsyncGenerator[MailServer]:
    async with mail_server() as server:
        yield server


async def test_invitation_whose_mail_is_not_taken_is_none_and_may_be_sent_again(
    settings: Settings, database: Database, post_office: MailServer
) -> None:
    by_mail = {"smtp_url": post_office.url, "mail_from": "Grandma <grandma@example.org>"}
    async with calling(settings.model_copy(update=by_mail)) as api:
        rose, key = await add_person(api), make_id()
        body = {"email": "bob@example.org", "role": "carer-viewer", "user_ids": [rose], "consent": "person"}
        post_office.at_envelope = ["451 Not now", "550 Nobody here"]
        away = await api.post("/v1/auth/invitations", json=body, headers=under(key))
        assert_problem(away, 503, "mail-not-sent")
        assert int(away.headers["Retry-After"]) >= 10
        assert_problem(await api.post("/v1/auth/invitations", json=body, headers=under(key)), 409, "conflict")
        assert (await api.get("/v1/auth/invitations")).json()["items"] == []
        assert post_office.letters == []
        sent, again = [await api.post("/v1/auth/invitations", json=body, headers=under(key)) for _ in range(2)]
        assert (sent.status_code, again.json()) == (201, sent.json())
        assert [letter["To"].addresses[0].addr_spec for letter in post_office.letters] == ["bob@example.org"]
        assert len((await api.get("/v1/auth/invitations")).json()["items"]) == 1


@pytest.mark.parametrize(("failures", "tries"), [(2, 3), (9, 3)])
async def test_link_whose_mail_is_not_taken_at_once_is_sent_again(
    api: httpx2.AsyncClient, services: Services, monkeypatch: pytest.MonkeyPatch, failures: int, tries: int
) -> None:
    monkeypatch.setattr(login_service, "AGAIN_AFTER_SECONDS", (0.0, 0.0))
    await join(api, await add_person(api))
    sent: list[str] = []

    async def send(email: str, secret: str) -> None:
        sent.append(f"{email} {secret}")
        if len(sent) <= failures:
            raise MailNotSentError("The mail server is away.")

    with unconfined():
        await services.access.logins.ask_for_link("anna@example.org", send)
        await services.access.logins.wait_for_mail()
        assert len(sent) == tries
        assert len(set(sent)) == 1
        await services.access.logins.ask_for_link("anna@example.org", send)
        await services.access.logins.wait_for_mail()
    assert len(set(sent)) == (1 if failures < tries else 2), "who got none may ask at once"


async def test_link_that_can_never_be_mailed_is_tried_once(api: httpx2.AsyncClient, services: Services) -> None:
    await join(api, await add_person(api))
    sent: list[str] = []

    async def send(email: str, secret: str) -> None:
        sent.append(f"{email} {secret}")
        raise ConflictError("There is nobody.")

    with unconfined():
        await services.access.logins.ask_for_link("anna@example.org", send)
        await services.access.logins.wait_for_mail()
    assert len(sent) == 1


async def test_invitation_whose_mail_may_have_arrived_opens_nothing(
    settings: Settings, post_office: MailServer
) -> None:
    by_mail = {"smtp_url": post_office.url, "mail_from": "Grandma <grandma@example.org>"}
    async with calling(settings.model_copy(update=by_mail)) as api:
        post_office.drops = True
        body: dict[str, Any] = {"email": "bob@example.org", "role": "staff", "user_ids": [], "consent": "person"}
        assert_problem(await api.post("/v1/auth/invitations", json=body), 503, "mail-not-sent")
        [letter] = post_office.letters
        token = letter.get_content().partition("token=")[2].split()[0]
        assert_problem(await api.post("/v1/auth/invitations/accept", json={"token": token}), 401, "unauthorized")
