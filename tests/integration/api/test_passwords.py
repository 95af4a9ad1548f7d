"""A password that a thief has set, or that is forgotten, is not for ever."""

import asyncio
from collections.abc import Awaitable, Callable

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from core.tenancy import unconfined
from repositories.database import Database
from services.access import login_service
from services.access.login_mail import LoginMail, MailNotSentError
from services.services import Services
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import PASSWORD, Json, add_person, as_member, invite, join, log_in

pytestmark = pytest.mark.usefixtures("hashings")

THIEFS = "the thief has this one"
OWNERS = "a new one of my own"
MailedLink = Callable[[], Awaitable[str]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """There is a mail server; whom it took a notice of a new password to."""
    sent: list[str] = []

    async def tell(self: LoginMail, email: str) -> None:
        sent.append(email)

    async def invite_by_mail(self: LoginMail, email: str, secret: str) -> None:
        pass

    monkeypatch.setattr(LoginMail, "can_send", True)
    monkeypatch.setattr(LoginMail, "tell_of_password", tell)
    monkeypatch.setattr(LoginMail, "send_invitation", invite_by_mail)
    return sent


@pytest.fixture
def mailed_link(services: Services) -> MailedLink:
    """Has Anna sent a link, and opens her mail."""

    async def ask() -> str:
        sent: list[str] = []

        async def send(email: str, secret: str) -> None:
            assert email == "anna@example.org"
            sent.append(secret)

        with unconfined():
            await services.access.logins.ask_for_link("anna@example.org", send)
            await services.access.logins.wait_for_mail()
        return sent[0]

    return ask


async def follow(api: httpx2.AsyncClient, link: str) -> httpx2.Response:
    return await api.post("/v1/auth/magic-link/follow", json={"token": link})


async def set_password(api: httpx2.AsyncClient, login: Json, password: str, **more: str) -> httpx2.Response:
    return await api.put("/v1/auth/password", json={"password": password, **more}, headers=as_member(login))


async def until_told(told: list[str], times: int) -> None:
    """Mails go out beside the call."""
    for _ in range(1000):
        if len(told) >= times:
            break
        await asyncio.sleep(0.001)
    assert told == ["anna@example.org"] * times


async def make_older(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(text("UPDATE login_sessions SET created_at = created_at - interval '16 minutes'"))


async def test_copied_token_sets_no_password_and_a_link_from_the_mail_does(
    api: httpx2.AsyncClient, database: Database, told: list[str], mailed_link: MailedLink
) -> None:
    """Whether there is a password already, a thief's or one that was forgotten, or none."""
    token = await invite(api, await add_person(api))
    copied = (await api.post("/v1/auth/invitations/accept", json={"token": token})).json()
    await make_older(database)
    refused = await set_password(api, copied, THIEFS)
    assert_problem(refused, 403, "forbidden")
    assert "link from your mail first" in refused.json()["detail"]
    assert_problem(await set_password(api, copied, THIEFS, current_password="x"), 403, "forbidden")
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT password_hash FROM members")) is None
    assert told == []
    by_link = (await follow(api, await mailed_link())).json()
    for password in (THIEFS, OWNERS):
        assert (await set_password(api, by_link, password)).status_code == 204
    await until_told(told, 2)
    assert_problem(await log_in(api, password=THIEFS), 401, "unauthorized")
    again = await log_in(api, password=OWNERS)
    assert len(told) == 2, "one for each change"
    assert_problem(await set_password(api, again.json(), THIEFS), 403, "forbidden")
    await make_older(database)
    assert_problem(await set_password(api, by_link, THIEFS), 403, "forbidden")


async def test_however_often_a_link_is_asked_for_one_mail_goes_out_and_the_answer_is_the_same(
    api: httpx2.AsyncClient, database: Database, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def send(self: LoginMail, email: str, secret: str) -> None:
        told.append(email)
        links.append(secret)

    async def ask(times: int) -> None:
        asked = (api.post("/v1/auth/magic-link", json={"email": "anna@example.org"}) for _ in range(times))
        assert {each.status_code for each in await asyncio.gather(*asked)} == {202}

    links: list[str] = []
    monkeypatch.setattr(LoginMail, "send_link", send)
    token = await invite(api, await add_person(api))
    assert (await api.post("/v1/auth/invitations/accept", json={"token": token})).status_code == 200
    await ask(12)  # at once, and more than were allowed an address
    await until_told(told, 1)
    assert (await follow(api, links[0])).status_code == 200
    await ask(1)
    await until_told(told, 2)  # the one before was used
    await ask(1)
    async with database.transaction() as session:
        older = "UPDATE single_use_tokens SET created_at = created_at - interval '6 minutes' WHERE kind = 'magic_link'"
        await session.execute(text(older))
    await ask(1)
    await until_told(told, 3)


async def test_new_password_uses_up_links_that_are_open_and_ends_what_the_thief_opened(
    api: httpx2.AsyncClient, mailed_link: MailedLink
) -> None:
    login = await join(api, await add_person(api))
    link = await mailed_link()
    thiefs = (await log_in(api)).json()
    assert (await set_password(api, login, OWNERS, current_password=PASSWORD)).status_code == 204
    assert_problem(await follow(api, link), 401, "unauthorized")
    assert_problem(await api.get("/v1/auth/me", headers=as_member(thiefs)), 401, "unauthorized")


async def test_who_came_by_an_invitation_without_a_password_sets_one_at_once(api: httpx2.AsyncClient) -> None:
    """Where no mail is sent this is how; a password that went with it is not replaced by a copied token."""
    token = await invite(api, await add_person(api))
    login = (await api.post("/v1/auth/invitations/accept", json={"token": token})).json()
    assert (await set_password(api, login, OWNERS)).status_code == 204
    other = await join(api, await add_person(api, "Bob"), email="bert@example.org")
    assert_problem(await set_password(api, other, THIEFS), 403, "forbidden")


async def test_forgotten_password_without_mail_is_mended_by_an_invitation_anew(api: httpx2.AsyncClient) -> None:
    rose = await add_person(api)
    await join(api, rose)
    token = await invite(api, rose)
    refused = await api.post("/v1/auth/invitations/accept", json={"token": token, "password": OWNERS})
    assert_problem(refused, 401, "unauthorized")
    assert "DELETE /v1/auth/members/{id}" in refused.json()["detail"]
    [member] = (await api.get("/v1/auth/members")).json()["items"]
    assert (await api.delete(f"/v1/auth/members/{member['id']}")).status_code == 204
    assert (await api.post("/v1/auth/invitations/accept", json={"token": token, "password": OWNERS})).status_code == 200
    assert (await log_in(api, password=OWNERS)).status_code == 200


async def test_notice_is_sent_again_where_it_is_not_taken_and_holds_nobody_up(
    api: httpx2.AsyncClient, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tell(self: LoginMail, email: str) -> None:
        told.append(email)
        if len(told) == 1:
            raise MailNotSentError("It is full.")

    monkeypatch.setattr(LoginMail, "tell_of_password", tell)
    monkeypatch.setattr(login_service, "AGAIN_AFTER_SECONDS", (0.0,))
    login = await join(api, await add_person(api))
    assert (await set_password(api, login, OWNERS, current_password=PASSWORD)).status_code == 204
    await until_told(told, 2)


async def test_invitation_of_somebody_who_is_there_goes_to_their_own_mailbox(
    api: httpx2.AsyncClient, settings: Settings, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    invited: list[str] = []

    async def send(self: LoginMail, email: str, secret: str) -> None:
        invited.append(email)

    monkeypatch.setattr(LoginMail, "send_invitation", send)
    await join(api, await add_person(api), email="mark@example.org")
    body = {"email": "mar\u212a@example.org", "role": "carer-viewer", "consent": "person"}
    answer = await api.post("/v1/auth/invitations", json=body | {"user_ids": [await add_person(api, "Bob")]})
    assert answer.json()["email"] == "mark@example.org"
    assert invited == ["mark@example.org"] * 2


async def test_first_password_of_somebody_who_is_there_is_told_and_ends_their_other_logins(
    api: httpx2.AsyncClient, told: list[str], mailed_link: MailedLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when they set it themselves: whoever is logged in as them, or has a link, is out. Who is new is told nothing."""
    secrets: list[str] = []

    async def send(self: LoginMail, email: str, secret: str) -> None:
        secrets.append(secret)

    async def accept(password: str | None) -> Json:
        answer = await api.post("/v1/auth/invitations/accept", json={"token": secrets[-1], "password": password})
        assert answer.status_code == 200, answer.text
        return answer.json()

    monkeypatch.setattr(LoginMail, "send_invitation", send)
    await invite(api, await add_person(api))
    before, link = await accept(None), await mailed_link()
    body = {"email": "anna@example.org", "role": "carer-viewer", "consent": "person"}
    for name, password in (("Bob", OWNERS), ("Cy", THIEFS)):
        await api.post("/v1/auth/invitations", json=body | {"user_ids": [await add_person(api, name)]})
        after = await accept(password)
        await until_told(told, 1)  # the second sets none: they have one
    assert_problem(await api.get("/v1/auth/me", headers=as_member(before)), 401, "unauthorized")
    assert_problem(await follow(api, link), 401, "unauthorized")
    assert (await api.get("/v1/auth/me", headers=as_member(after))).status_code == 200
    assert (await log_in(api, password=OWNERS)).status_code == 200
    await join(api, await add_person(api, "Dee"), email="dee@example.org")
    await asyncio.sleep(0)
    await until_told(told, 1)
