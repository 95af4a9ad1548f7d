"""People log in, stay logged in, log out; are invited, and see those whom they look after."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import jwt
import pytest
from pwdlib import PasswordHash
from sqlalchemy import text

from api.app import revoke_logins
from core.clock import SystemClock
from core.config import Settings
from core.ids import make_id
from core.roles import MATRIX, Permission, Role
from core.tenancy import unconfined
from repositories.database import Database
from repositories.login import LoginRepository
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.access_tokens import AccessTokens
from services.access.login_mail import LoginMail
from services.connections import cipher_of
from services.services import Services
from tests.integration.api.calling import NOBODYS_ID
from tests.integration.api.promises import assert_problem

Json = dict[str, Any]
PASSWORD = "seven green umbrellas"


@pytest.fixture
def mails(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """There is a mail server: whom invitations were sent, and the secret in each."""
    sent: list[tuple[str, str]] = []

    async def send(self: LoginMail, email: str, secret: str) -> None:
        sent.append((email, secret))

    monkeypatch.setattr(LoginMail, "can_send", True)
    monkeypatch.setattr(LoginMail, "send_invitation", send)
    return sent


async def add_person(api: httpx2.AsyncClient, name: str = "Rose") -> str:
    return (await api.post("/v1/users", json={"name": name, "timezone": "Europe/London"})).json()["id"]


async def invite(
    api: httpx2.AsyncClient, *people: str, role: str = "carer-viewer", email: str = "anna@example.org"
) -> str:
    body = {"email": email, "role": role, "user_ids": people, "consent": "person"}
    answer = await api.post("/v1/auth/invitations", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()["url"].rpartition("token=")[2]


async def join(
    api: httpx2.AsyncClient, *people: str, role: str = "carer-viewer", email: str = "anna@example.org"
) -> Json:
    token = await invite(api, *people, role=role, email=email)
    answer = await api.post(
        "/v1/auth/invitations/accept", json={"token": token, "password": PASSWORD}, headers={"Authorization": ""}
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def as_member(login: Json) -> dict[str, str]:
    return {"Authorization": f"Bearer {login['access_token']}"}


async def log_in(api: httpx2.AsyncClient, email: str = "anna@example.org", password: str = PASSWORD) -> httpx2.Response:
    body = {"email": email, "password": password}
    return await api.post("/v1/auth/login", json=body, headers={"Authorization": ""})


async def refresh(api: httpx2.AsyncClient, token: str) -> httpx2.Response:
    return await api.post("/v1/auth/refresh", json={"refresh_token": token}, headers={"Authorization": ""})


async def test_member_logs_in_and_is_who_they_were_invited_as(api: httpx2.AsyncClient, database: Database) -> None:
    rose = await add_person(api)
    await join(api, rose)
    login = await log_in(api, "Anna@Example.org")
    assert login.headers["Cache-Control"] == "no-store"
    me = (await api.get("/v1/auth/me", headers=as_member(login.json()))).json()
    assert (me["role"], me["user_ids"]) == ("carer-viewer", [rose])
    claims = jwt.decode(login.json()["access_token"], options={"verify_signature": False})
    assert claims.keys() == {"iss", "aud", "sub", "sid", "iat", "exp"}
    assert claims["exp"] - claims["iat"] == 900
    async with database.transaction() as session:
        stored = str((await session.execute(text("SELECT * FROM members, single_use_tokens, signing_keys"))).all())
    for secret in (PASSWORD, "anna@example.org", login.json()["refresh_token"], "PRIVATE KEY"):
        assert secret not in stored
    assert "$argon2id$" in stored


async def test_wrong_password_and_unknown_address_are_told_alike_and_not_too_often(api: httpx2.AsyncClient) -> None:
    await join(api, await add_person(api))
    answers = [await log_in(api, password="wrong"), await log_in(api, "nobody@example.org")]
    documents = [{**answer.json(), "instance": ""} for answer in answers]
    assert documents[0] == documents[1]
    assert_problem(answers[0], 401, "unauthorized")
    for _ in range(9):
        await log_in(api, password="wrong")
    refused = await log_in(api)
    assert_problem(refused, 429, "rate-limited")
    assert int(refused.headers["Retry-After"]) > 60


async def test_unknown_address_costs_a_hash_as_well(api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []
    verify = PasswordHash.verify

    def verify_noting(self: PasswordHash, password: str, hashed: str) -> bool:
        checked.append(password)
        return verify(self, password, hashed)

    monkeypatch.setattr(PasswordHash, "verify", verify_noting)
    await log_in(api, "nobody@example.org", "first try")
    assert checked == ["first try"]


async def test_refresh_token_works_once_and_a_copy_ends_the_login(api: httpx2.AsyncClient) -> None:
    login = await join(api, await add_person(api))
    second = (await refresh(api, login["refresh_token"])).json()
    assert (await api.get("/v1/auth/me", headers=as_member(second))).status_code == 200
    assert_problem(await refresh(api, login["refresh_token"]), 401, "unauthorized")
    assert_problem(await refresh(api, second["refresh_token"]), 401, "unauthorized")
    assert_problem(await api.get("/v1/auth/me", headers=as_member(second)), 401, "unauthorized")


async def test_after_a_leak_all_logins_end_at_once_and_keys_are_new(
    api: httpx2.AsyncClient, settings: Settings, database: Database
) -> None:
    login = await join(api, await add_person(api))
    assert await revoke_logins(settings) == 1
    assert_problem(await api.get("/v1/auth/me", headers=as_member(login)), 401, "unauthorized")
    assert_problem(await refresh(api, login["refresh_token"]), 401, "unauthorized")
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM signing_keys")) == 0
    again = (await log_in(api)).json()
    assert (await api.get("/v1/auth/me", headers=as_member(again))).status_code == 200
    assert await revoke_logins(settings) == 1


async def test_of_two_refreshes_at_once_at_most_one_wins(api: httpx2.AsyncClient) -> None:
    login = await join(api, await add_person(api))
    answers = await asyncio.gather(*(refresh(api, login["refresh_token"]) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]


async def test_logout_counts_at_once_and_everywhere_means_everywhere(api: httpx2.AsyncClient) -> None:
    first = await join(api, await add_person(api))
    second, third = (await log_in(api)).json(), (await log_in(api)).json()
    assert (await api.post("/v1/auth/logout", headers=as_member(first))).status_code == 204
    assert_problem(await api.get("/v1/auth/me", headers=as_member(first)), 401, "unauthorized")
    assert_problem(await refresh(api, first["refresh_token"]), 401, "unauthorized")
    assert (await api.get("/v1/auth/me", headers=as_member(second))).status_code == 200
    await api.post("/v1/auth/logout", json={"everywhere": True}, headers=as_member(second))
    assert_problem(await api.get("/v1/auth/me", headers=as_member(third)), 401, "unauthorized")


async def test_new_password_ends_other_logins_and_needs_the_current_one(api: httpx2.AsyncClient) -> None:
    other = await join(api, await add_person(api))
    login = (await log_in(api)).json()
    wrong = {"password": "a brand new sentence", "current_password": "nonsense"}
    assert_problem(await api.put("/v1/auth/password", json=wrong, headers=as_member(login)), 401, "unauthorized")
    right = wrong | {"current_password": PASSWORD}
    assert (await api.put("/v1/auth/password", json=right, headers=as_member(login))).status_code == 204
    assert_problem(await api.get("/v1/auth/me", headers=as_member(other)), 401, "unauthorized")
    assert (await api.get("/v1/auth/me", headers=as_member(login))).status_code == 200
    assert (await log_in(api, password="a brand new sentence")).status_code == 200


def change_signature(token: str) -> str:
    return token[:-6] + ("AAAAAA" if token[-6:] != "AAAAAA" else "BBBBBB")


def drop_signature(token: str) -> str:
    return jwt.encode(jwt.decode(token, options={"verify_signature": False}), "", algorithm="none")


def sign_by_another_algorithm(token: str) -> str:
    kid = {"kid": jwt.get_unverified_header(token)["kid"]}
    claims = jwt.decode(token, options={"verify_signature": False})
    return jwt.encode(claims, "k" * 32, algorithm="HS256", headers=kid)


def make_up(token: str) -> str:
    return "eyJ.eyJ.x"


@pytest.mark.parametrize("forge", [change_signature, drop_signature, sign_by_another_algorithm, make_up])
async def test_forged_token_opens_nothing(api: httpx2.AsyncClient, forge: Callable[[str], str]) -> None:
    login = await join(api, await add_person(api))
    forged = {"access_token": forge(login["access_token"])}
    assert_problem(await api.get("/v1/auth/me", headers=as_member(forged)), 401, "unauthorized")


async def test_token_is_over_after_a_quarter_of_an_hour(
    api: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    login = await join(api, await add_person(api))
    later = datetime.now().astimezone() + timedelta(minutes=16)

    def at_last(self: SystemClock) -> datetime:
        return later

    monkeypatch.setattr(SystemClock, "now", at_last)
    refused = await api.get("/v1/auth/me", headers=as_member(login))
    assert_problem(refused, 401, "unauthorized")
    assert "/v1/auth/refresh" in refused.json()["detail"]


async def test_signing_key_changes_by_itself_and_the_one_before_still_reads(
    unit_of_work: UnitOfWorkFactory, settings: Settings, database: Database
) -> None:
    def make() -> AccessTokens:
        return AccessTokens(unit_of_work=unit_of_work, cipher=cipher_of(settings), clock=SystemClock())

    session_id = make_id()
    before = await make().issue(member_id=make_id(), session_id=session_id)
    async with database.transaction() as session:
        await session.execute(text("UPDATE signing_keys SET created_at = now() - interval '30 days 1 hour'"))
    after = await make().issue(member_id=make_id(), session_id=session_id)
    assert jwt.get_unverified_header(before)["kid"] != jwt.get_unverified_header(after)["kid"]
    for token in (before, after):
        assert (await make().read(token)).session_id == session_id


async def test_invitation_works_once_and_a_page_behind_a_link_does_nothing(api: httpx2.AsyncClient) -> None:
    rose = await add_person(api)
    token = await invite(api, rose)
    page = await api.get("/v1/auth/invitations/accept", params={"token": token}, headers={"Authorization": ""})
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    accept = {"token": token, "password": PASSWORD}
    assert (await api.post("/v1/auth/invitations/accept", json=accept)).status_code == 200
    assert_problem(await api.post("/v1/auth/invitations/accept", json=accept), 401, "unauthorized")
    taken_back = await invite(api, rose, email="bob@example.org")
    [open_one] = [each for each in (await api.get("/v1/auth/invitations")).json()["items"] if not each["accepted_at"]]
    assert (await api.delete(f"/v1/auth/invitations/{open_one['id']}")).status_code == 204
    assert_problem(await api.post("/v1/auth/invitations/accept", json={"token": taken_back}), 401, "unauthorized")


async def test_link_that_is_ended_counts_at_once(api: httpx2.AsyncClient) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    login = await join(api, rose, edna)
    assert (await api.get(f"/v1/users/{rose}", headers=as_member(login))).status_code == 200
    ended = await api.delete(f"/v1/auth/members/{login['member_id']}/people/{rose}")
    assert ended.status_code == 204
    assert_problem(await api.get(f"/v1/users/{rose}", headers=as_member(login)), 404, "not-found")
    assert (await api.get(f"/v1/users/{edna}", headers=as_member(login))).status_code == 200


async def test_carer_invites_others_only_to_whom_they_look_after(api: httpx2.AsyncClient) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    manager = as_member(await join(api, rose, role="carer-manager"))
    body = {"email": "bob@example.org", "role": "carer-viewer", "user_ids": [rose], "consent": "person"}
    # Without a mail server there is no way to hand the link over but by the caller, who must not have it.
    assert_problem(await api.post("/v1/auth/invitations", json=body, headers=manager), 409, "conflict")
    wrongs: list[Json] = [{"user_ids": [edna]}, {"user_ids": [], "role": "admin"}, {"user_ids": [NOBODYS_ID]}]
    for wrong in wrongs:
        answer = await api.post("/v1/auth/invitations", json=body | wrong, headers=manager)
        assert answer.status_code in {403, 404, 409}


async def make_key(api: httpx2.AsyncClient, *scopes: Permission) -> dict[str, str]:
    answer = await api.post("/v1/keys", json={"name": "key", "scopes": [*scopes]})
    return {"Authorization": f"Bearer {answer.json()['secret']}"}


@pytest.mark.usefixtures("hashings")
async def test_key_invites_nobody_who_may_more_than_itself(api: httpx2.AsyncClient) -> None:
    """With one scope, and with all that a role may but one: whatever is lacking, the role is not given."""
    rose = await add_person(api)
    both = {Permission.MEMBERS_MANAGE, Permission.SELF}
    for role in (Role.ADMIN, Role.STAFF, Role.PERSON, Role.CARER_MANAGER, Role.CARER_VIEWER):
        people = [rose] if role.is_for_certain_people else []
        wish = {"email": f"{role}@example.org", "role": role, "user_ids": people, "consent": "person"}
        least = await make_key(api, *both)
        lacking_one = await make_key(api, *(MATRIX[role] - {Permission.VENUES_READ} | both))
        for key in (least, lacking_one):
            refused = await api.post("/v1/auth/invitations", json=wish, headers=key)
            assert_problem(refused, 403, "forbidden")
            assert Permission.VENUES_READ in refused.json()["detail"]
        enough = await make_key(api, *(MATRIX[role] | both))
        assert (await api.post("/v1/auth/invitations", json=wish, headers=enough)).status_code == 201
    assert len((await api.get("/v1/auth/invitations")).json()["items"]) == 5


@pytest.mark.usefixtures("hashings")
@pytest.mark.parametrize("ends", ["people/{rose}", ""])
async def test_what_a_carer_took_ends_with_their_link(
    api: httpx2.AsyncClient, mails: list[tuple[str, str]], ends: str
) -> None:
    """Links to calendars, and invitations to others that nobody has accepted; what the person's own program took goes on."""
    rose = await add_person(api)
    carer = await join(api, rose, role="carer-manager")
    body = {"email": "bob@example.org", "role": "carer-manager", "user_ids": [rose], "consent": "person"}
    assert (await api.post("/v1/auth/invitations", json=body, headers=as_member(carer))).status_code == 201
    [(_, invitation)] = [each for each in mails if each[0] == "bob@example.org"]
    paths: list[str] = []
    for taker in (as_member(carer), {}):
        for kind in ("calendar-link", "reminder-calendar-link"):
            url = (await api.get(f"/v1/users/{rose}/{kind}", headers=taker)).json()["url"]
            paths.append(url[url.index("/v1/") :])

    async def open_all() -> list[int]:
        return [(await api.get(path, headers={"Authorization": ""})).status_code for path in paths]

    assert await open_all() == [200, 200, 200, 200]
    member = f"/v1/auth/members/{carer['member_id']}/{ends.format(rose=rose)}".removesuffix("/")
    assert (await api.delete(member)).status_code == 204
    assert await open_all() == [401, 401, 200, 200]
    accepted = await api.post("/v1/auth/invitations/accept", json={"token": invitation, "password": PASSWORD})
    assert_problem(accepted, 401, "unauthorized")


@pytest.mark.usefixtures("hashings")
async def test_persons_own_login_is_ended_by_themself_or_whoever_manages_the_account(api: httpx2.AsyncClient) -> None:
    rose = await add_person(api)
    carer = await join(api, rose, role="carer-manager")
    person = await join(api, rose, role="person", email="rose@example.org")
    own = f"/v1/auth/members/{person['member_id']}/people/{rose}"
    assert_problem(await api.delete(own, headers=as_member(carer)), 403, "forbidden")
    assert (await api.get(f"/v1/users/{rose}", headers=as_member(person))).status_code == 200
    carers = f"/v1/auth/members/{carer['member_id']}/people/{rose}"
    assert (await api.delete(carers, headers=as_member(person))).status_code == 204
    assert (await api.delete(own)).status_code == 204
    assert_problem(await api.get(f"/v1/users/{rose}", headers=as_member(person)), 404, "not-found")


async def accept(api: httpx2.AsyncClient, token: str, password: str | None = None) -> httpx2.Response:
    body = {"token": token, "password": password}
    return await api.post("/v1/auth/invitations/accept", json=body, headers={"Authorization": ""})


@pytest.mark.usefixtures("hashings")
async def test_whoever_holds_a_link_does_not_log_in_as_somebody_who_is_there_already(api: httpx2.AsyncClient) -> None:
    """An admin invites an address that logs in, and has the link: it adds to whom that member looks after, by their password."""
    rose, edna = await add_person(api), await add_person(api, "Edna")
    anna = await join(api, rose)
    token = await invite(api, edna)
    for password in (None, "a password of the admin's"):
        assert_problem(await accept(api, token, password), 401, "unauthorized")
    me = (await api.get("/v1/auth/me", headers=as_member(anna))).json()
    assert me["user_ids"] == [rose]
    accepted = await accept(api, token, PASSWORD)
    assert (accepted.status_code, accepted.json()["member_id"]) == (200, anna["member_id"])
    assert (await api.get("/v1/auth/me", headers=as_member(anna))).json()["user_ids"] == sorted([rose, edna])


@pytest.mark.usefixtures("hashings")
async def test_link_of_an_address_that_logs_in_is_mailed_alone(
    api: httpx2.AsyncClient, mails: list[tuple[str, str]]
) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    anna = await join(api, rose)
    body = {"email": "Anna@example.org", "role": "carer-viewer", "user_ids": [edna], "consent": "person"}
    made = (await api.post("/v1/auth/invitations", json=body)).json()
    assert made["url"] is None
    accepted = await accept(api, mails[-1][1])
    assert (accepted.status_code, accepted.json()["member_id"]) == (200, anna["member_id"])
    assert (await log_in(api)).status_code == 200


@pytest.mark.usefixtures("hashings")
async def test_link_that_was_shown_before_the_address_logged_in_does_not_log_in_either(api: httpx2.AsyncClient) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    shown = await invite(api, edna)
    await join(api, rose)
    assert_problem(await accept(api, shown, "a password of the admin's"), 401, "unauthorized")


def look_together() -> Callable[..., Awaitable[bool]]:
    """Whoever looks waits for a second one to look as well, where nothing keeps that one from it."""
    look, looked = LoginRepository.has_own_login, asyncio.Barrier(2)

    async def look_and_wait(self: LoginRepository, user_id: UUID, *, but: UUID | None) -> bool:
        found = await look(self, user_id, but=but)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.5):
                await looked.wait()
        return found

    return look_and_wait


@pytest.mark.usefixtures("hashings")
async def test_a_person_has_one_login_that_whoever_manages_the_account_gives_them(
    api: httpx2.AsyncClient, mails: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    own = {"email": "second@example.org", "role": "person", "user_ids": [rose], "consent": "person"}
    carer = as_member(await join(api, rose, role="carer-manager"))
    assert_problem(await api.post("/v1/auth/invitations", json=own, headers=carer), 403, "forbidden")
    tokens = [await invite(api, rose, role="person", email=f"{each}@example.org") for each in ("first", "second")]
    invitations = (await api.get("/v1/auth/invitations")).json()["items"]
    [open_one] = [each for each in invitations if each["email"] == own["email"]]
    assert_problem(await api.delete(f"/v1/auth/invitations/{open_one['id']}", headers=carer), 403, "forbidden")
    with monkeypatch.context() as patched:
        patched.setattr(LoginRepository, "has_own_login", look_together())
        answers = await asyncio.gather(*(accept(api, token, PASSWORD) for token in tokens))
    first, second = sorted(answers, key=lambda each: each.status_code)
    assert first.status_code == 200
    assert_problem(second, 409, "conflict")
    person = as_member(first.json())
    for headers in ({}, person):
        refused = await api.post("/v1/auth/invitations", json=own | {"email": "third@example.org"}, headers=headers)
        assert refused.status_code == (403 if headers else 409)
    members = (await api.get("/v1/auth/members")).json()["items"]
    [email] = [each["email"] for each in members if each["role"] == "person"]
    to_edna = await api.post("/v1/auth/invitations", json=own | {"email": email, "user_ids": [edna]})
    assert_problem(to_edna, 409, "conflict")
    assert (await api.delete(f"/v1/auth/members/{first.json()['member_id']}")).status_code == 204
    again = await accept(api, tokens[answers.index(second)], PASSWORD)
    assert again.status_code == 200


@pytest.mark.usefixtures("hashings")
async def test_person_hears_once_of_everybody_who_can_log_in_for_them(api: httpx2.AsyncClient) -> None:
    rose, edna = await add_person(api), await add_person(api, "Edna")
    await api.patch(f"/v1/users/{rose}", json={"channels": ["mailto:rose@x.example"]})
    for role in ("carer-manager", "carer-viewer", "family"):
        await join(api, rose, edna, role=role, email=f"{role}@example.org")
    await join(api, rose, role="person", email="rose@example.org")
    await join(api, rose, email="carer-viewer@example.org")  # once more, which changes nothing
    await join(api, role="staff", email="staff@example.org")
    told = (await api.get("/v1/notifications")).json()["items"]
    assert {(each["recipient"], each["topic"]) for each in told} == {("Rose", "login")}
    end = "If you do not want that, tell whoever set me up for you; they can end it at once."
    assert [each["text"].removesuffix(end).strip() for each in reversed(told)] == [
        "Rose, somebody new looks after you: carer-manager@example.org may see and change all that I keep for you, and ask "
        "others to help.",
        "Rose, somebody new looks after you: carer-viewer@example.org may see all that I keep for you, and change nothing.",
        "Rose, family@example.org can log in as your family from now on, and sees nothing of what I keep for you.",
        "Rose, you can log in with rose@example.org from now on. Whoever logs in with that address sees and changes all that I "
        "keep for you.",
    ]


async def test_magic_link_says_the_same_for_every_address(api: httpx2.AsyncClient) -> None:
    refused = await api.post("/v1/auth/magic-link", json={"email": "nobody@example.org"})
    assert_problem(refused, 409, "conflict")


async def test_link_in_a_mail_logs_in_once(services: Services, api: httpx2.AsyncClient, settings: Settings) -> None:
    await join(api, await add_person(api))
    sent: list[tuple[str, str]] = []

    async def send(email: str, secret: str) -> None:
        sent.append((email, secret))

    with unconfined():
        for email in (
            "\uff21nna@example\u3002ORG",
            "nobody@example.org",
        ):  # written otherwise, perhaps another's mailbox
            await services.access.logins.ask_for_link(email, send)
        await services.access.logins.wait_for_mail()
    [(email, secret)] = sent
    assert email == "anna@example.org", "goes to what is stored"
    login = await api.post("/v1/auth/magic-link/follow", json={"token": secret})
    assert (await api.get("/v1/auth/me", headers=as_member(login.json()))).status_code == 200
    assert_problem(await api.post("/v1/auth/magic-link/follow", json={"token": secret}), 401, "unauthorized")
