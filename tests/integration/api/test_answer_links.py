"""Signed links: pages that anybody can use, that never act by being looked at, and that answer once."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import update

from core.config import Settings
from core.ids import make_id
from repositories.database import Database
from repositories.models import OccurrenceRow
from repositories.unit_of_work import unit_of_work_factory
from services.reminder.links import GOOD_FOR, AnswerLinks, AnswerURLs
from tests.integration.api.accounts import default_account

NO_KEY = {"Authorization": ""}


@dataclass
class Door:
    """One dose that was told, and its links."""

    api: httpx2.AsyncClient
    database: Database
    links: AnswerLinks
    user_id: UUID

    async def tell(self, subject: str = "heart <b>pills</b>", *, minutes_ago: float = 1) -> dict[str, Any]:
        at = datetime.now(UTC) + timedelta(minutes=1)
        body = {"kind": "medicine", "subject": subject, "dosage": "2 tablets", "at": at.isoformat()}
        reminder = (await self.api.post("/v1/reminders", json=body)).json()
        [occurrence] = (await self.api.get("/v1/occurrences", params={"reminder_id": reminder["id"]})).json()["items"]
        told = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        statement = update(OccurrenceRow).where(OccurrenceRow.id == UUID(occurrence["id"]))
        async with self.database.transaction() as session:
            await session.execute(statement.values(told_at=told, scheduled_for=told))
        return occurrence

    def urls(
        self, occurrence: dict[str, Any], *, recipient: UUID | None = None, age: timedelta = timedelta()
    ) -> AnswerURLs:
        return self.links.urls_for(
            occurrence_id=UUID(occurrence["id"]),
            recipient_id=recipient or self.user_id,
            message_id=make_id(),
            sent_at=datetime.now(UTC) - age,
        )

    async def look(self, url: str) -> httpx2.Response:
        return await self.api.get(url, headers=NO_KEY)

    async def press(self, url: str, answer: str | None = None, **form: str) -> httpx2.Response:
        return await self.api.post(url, data={**({"answer": answer} if answer else {}), **form}, headers=NO_KEY)

    async def seen(self, occurrence: dict[str, Any]) -> dict[str, Any]:
        return (await self.api.get(f"/v1/occurrences/{occurrence['id']}")).json()

    async def history(self, occurrence: dict[str, Any]) -> list[tuple[str, str, str]]:
        given = (await self.api.get(f"/v1/occurrences/{occurrence['id']}/answers")).json()["items"]
        return [(each["answer"], each["answered_by"], each["answered_via"]) for each in given]


@pytest.fixture
async def door(api: httpx2.AsyncClient, database: Database, settings: Settings) -> Door:
    account = await default_account(unit_of_work_factory(database))
    links = AnswerLinks(secret=settings.secret_key, base_url=str(api.base_url))
    return Door(api, database, links, account.default_user_id)


async def test_page_shows_what_the_message_said_and_nothing_acts_by_looking(door: Door) -> None:
    occurrence = await door.tell()
    urls = door.urls(occurrence)
    for url in (urls.page, urls.taken, urls.later, urls.skip):
        page = await door.look(url)
        assert page.status_code == 200
        assert "heart &lt;b&gt;pills&lt;/b&gt; (2 tablets)" in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in page.headers["content-security-policy"]
        assert (await door.api.head(url, headers=NO_KEY)).status_code == 200
        assert "<script" not in page.text
        assert "http" not in page.text, "nothing is loaded from anywhere"
    assert [f'value="{each}"' in (await door.look(urls.page)).text for each in ("taken", "later", "skip")] == [True] * 3
    assert 'value="skip"' not in (await door.look(urls.taken)).text
    assert (await door.seen(occurrence))["status"] == "due"
    assert await door.history(occurrence) == []


@pytest.mark.parametrize(
    ("answer", "status", "recorded"),
    [("taken", "taken", "taken"), ("later", "snoozed", "snoozed"), ("skip", "skipped", "skipped")],
)
async def test_button_answers_once(door: Door, answer: str, status: str, recorded: str) -> None:
    occurrence = await door.tell()
    by_page, by_button = door.urls(occurrence).page, getattr(door.urls(occurrence), answer)
    first = await door.press(by_page, answer)
    assert first.status_code == 200
    assert "pills" in first.text
    again, other = await door.press(by_page, answer), await door.press(by_page, "skip" if answer != "skip" else "taken")
    assert again.status_code == 200, "a press that is doubled is answered as the first one was"
    assert (other.status_code, "has been used" in other.text) == (410, True)
    assert "has been used" in (await door.look(by_page)).text
    assert (await door.seen(occurrence))["status"] == status
    assert await door.history(occurrence) == [(recorded, "person", "link")]
    second = await door.tell("other pills")
    assert (await door.press(getattr(door.urls(second), answer))).status_code == 200
    assert (await door.seen(second))["status"] == status
    assert (await door.press(by_button)).status_code in {200, 410}
    assert len(await door.history(occurrence)) <= 2


async def test_bound_button_never_gives_another_answer(door: Door) -> None:
    occurrence = await door.tell()
    await door.press(door.urls(occurrence).later, "taken")
    assert (await door.seen(occurrence))["status"] == "snoozed"


async def test_two_presses_at_once_are_recorded_once(door: Door) -> None:
    occurrence = await door.tell()
    links = [door.urls(occurrence).page for _ in range(3)]
    api = door.api.post(f"/v1/occurrences/{occurrence['id']}/taken")
    await asyncio.gather(*(door.press(each, "taken") for each in links * 2), api)
    assert (await door.seen(occurrence))["status"] == "taken"
    assert len(await door.history(occurrence)) == 1


async def test_answer_after_it_was_missed_is_late(door: Door) -> None:
    occurrence = await door.tell(minutes_ago=200)
    missed = {"status": "expired", "outcome": "missed", "completed_at": datetime.now(UTC)}
    async with door.database.transaction() as session:
        await session.execute(update(OccurrenceRow).where(OccurrenceRow.id == UUID(occurrence["id"])).values(**missed))
    page = door.urls(occurrence).page
    assert 'value="later"' not in (await door.look(page)).text
    assert (await door.press(page, "later")).status_code == 410
    assert (await door.press(page, "taken")).status_code == 200
    seen = await door.seen(occurrence)
    assert (seen["status"], seen["late"], seen["answered_via"]) == ("taken", True, "link")


async def test_same_medicine_twice_in_a_short_while_is_questioned(door: Door) -> None:
    first, second = await door.tell("aspirin", minutes_ago=30), await door.tell("Aspirin", minutes_ago=20)
    await door.press(door.urls(first).page, "taken")
    page = door.urls(second).page
    doubt = await door.press(page, "taken")
    assert "You told me at" in doubt.text
    assert "Did you take another one?" in doubt.text
    assert (await door.seen(second))["status"] == "due"
    assert (await door.press(page, "taken", again="1")).status_code == 200
    assert (await door.seen(second))["status"] == "taken"


async def test_second_message_says_that_it_was_answered(door: Door) -> None:
    occurrence = await door.tell()
    await door.api.post(f"/v1/occurrences/{occurrence['id']}/taken")
    for page in (await door.look(door.urls(occurrence).page), await door.press(door.urls(occurrence).page, "taken")):
        assert page.status_code == 410
        assert "You have told me already" in page.text


async def test_old_and_foreign_links_open_nothing(door: Door) -> None:
    occurrence = await door.tell()
    old = door.urls(occurrence, age=GOOD_FOR + timedelta(minutes=1)).page
    stranger = door.urls(occurrence, recipient=make_id()).page
    gone = door.urls({"id": str(make_id())}).page
    for url, status in ((old, 410), (stranger, 404), (gone, 404), ("/a/nonsense", 404), (old[:-3], 404)):
        for page in (await door.look(url), await door.press(url, "taken")):
            assert page.status_code == status
            assert page.headers["content-type"].startswith("text/html")
            assert "pills" not in page.text
    assert (await door.seen(occurrence))["status"] == "due"


async def test_contact_answers_in_their_own_name(door: Door) -> None:
    occurrence = await door.tell()
    contact = (await door.api.post(f"/v1/users/{door.user_id}/contacts", json={"name": "Anna"})).json()
    await door.press(door.urls(occurrence, recipient=UUID(contact["id"])).page, "taken")
    assert await door.history(occurrence) == [("taken", contact["id"], "link")]
