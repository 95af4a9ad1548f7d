"""Nobody's mailbox is flooded with invitations, and nobody who looks after somebody is kept from inviting."""

import asyncio
from collections import Counter

import httpx2
import pytest
from sqlalchemy import text

from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.login_mail import LoginMail, MailNotSentError
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import Json, add_person, as_member, join, mails

__all__ = ["mails"]

STRANGER = "stranger@example.net"
Mails = list[tuple[str, str]]


async def ask(
    api: httpx2.AsyncClient, *people: str, email: str = STRANGER, role: str = "family", headers: Json | None = None
) -> httpx2.Response:
    body = {"email": email, "role": role, "user_ids": people, "consent": "person"}
    return await api.post("/v1/auth/invitations", json=body, headers=headers)


async def take_back(api: httpx2.AsyncClient, made: httpx2.Response) -> None:
    assert (await api.delete(f"/v1/auth/invitations/{made.json()['id']}")).status_code == 204


async def test_no_second_mail_goes_out_while_an_invitation_is_open(
    api: httpx2.AsyncClient, mails: Mails, database: Database
) -> None:
    """Of those at once neither, whatever the role or the letters; what was taken back, accepted or is over is not open."""
    rose, edna = await add_person(api), await add_person(api, "Edna")
    carer = as_member(await join(api, rose, role="carer-manager"))
    mails.clear()
    at_once = await asyncio.gather(*(ask(api, rose) for _ in range(5)))
    assert Counter(each.status_code for each in at_once) == {201: 1, 409: 4}
    [first] = [each for each in at_once if each.status_code == 201]
    for email, role, headers in ((STRANGER, "family", carer), ("Stranger@Example.net", "carer-viewer", None)):
        refused = await ask(api, rose, email=email, role=role, headers=headers)
        assert_problem(refused, 409, "already-invited")
        assert f"DELETE /v1/auth/invitations/{first.json()['id']}" in refused.json()["detail"]
    assert len(mails) == 1
    assert (await ask(api, edna, rose)).status_code == 201, "another invitation: for one person more"
    await take_back(api, first)
    assert (await ask(api, rose)).status_code == 201
    async with database.transaction() as session:
        await session.execute(text("UPDATE single_use_tokens SET expires_at = now() WHERE kind = 'invitation'"))
        await session.execute(text("DELETE FROM login_attempts"))
    assert (await ask(api, rose)).status_code == 201
    assert len(mails) == 4


async def test_address_is_mailed_three_invitations_a_day_whoever_invites(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, database: Database, mails: Mails
) -> None:
    _, key = await add_account(unit_of_work, services)
    theirs = {"Authorization": f"Bearer {key}"}
    rose, edna = await add_person(api), await add_person(api, "Edna")
    elsewhere = await ask(api, email="Stranger+news@example.net", role="admin", headers=theirs)
    assert elsewhere.status_code == 201, elsewhere.text
    for _ in range(2):
        made = await ask(api, rose)
        await take_back(api, made)
    for again in (await ask(api, rose), await ask(api, edna), await ask(api, role="staff", headers=theirs)):
        assert_problem(again, 429, "too-many-invitations")
        assert again.headers["Retry-After"] == "86400"
    assert len(mails) == 3
    assert (await ask(api, rose, email="somebody.else@example.net")).status_code == 201
    async with database.transaction() as session:
        await session.execute(text("UPDATE login_attempts SET began_at = began_at - interval '24 hours 1 minute'"))
    assert (await ask(api, rose)).status_code == 201


@pytest.mark.parametrize(("may_have_arrived", "expected"), [(False, 201), (True, 429)])
async def test_mail_that_was_not_taken_does_not_count_unless_it_may_have_arrived(
    api: httpx2.AsyncClient, mails: Mails, monkeypatch: pytest.MonkeyPatch, may_have_arrived: bool, expected: int
) -> None:
    rose = await add_person(api)

    async def send(self: LoginMail, email: str, secret: str) -> None:
        raise MailNotSentError("It is away.", may_have_arrived=may_have_arrived)

    with monkeypatch.context() as away:
        away.setattr(LoginMail, "send_invitation", send)
        for _ in range(3):
            assert_problem(await ask(api, rose), 503, "mail-not-sent")
    assert (await ask(api, rose)).status_code == expected


async def test_where_no_mail_is_sent_a_lost_link_is_made_anew(api: httpx2.AsyncClient) -> None:
    rose = await add_person(api)
    assert [(await ask(api, rose)).status_code for _ in range(5)] == [201] * 5
