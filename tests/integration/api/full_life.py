"""A life with something of everything in it, and all that is stored of it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, cast

from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import select, text

from core.encryption import Cipher
from repositories.database import Database
from repositories.models import Base
from repositories.sealed import is_fernet, read_sealed, sealed_columns
from services.notification.incoming import Received
from tests.integration.api.family import Family
from tests.integration.api.test_logins import invite, join
from tests.integration.services.webhook.receiver import Receiver
from tests.outside.push_service import Browser

MEDICINE, DOSAGE = "Ramipril", "25 mg"
MAIL, NUMBER, OWN_MAIL, OWN_NUMBER = "gudrun@private.example", "+442079460987", "rose@private.example", "+442079460988"
TOPIC, CARE_MAIL = "gudruns-own-topic", "operator@private.example"
SECRETS = (MEDICINE, DOSAGE, NUMBER[1:], OWN_NUMBER[1:], TOPIC, "private.example")
"""What a copy of the database does not show."""
LOGIN_MAIL, CARER_MAIL = "rosamunde@login.example", "carer@login.example"
OF_THE_PERSON = (
    *("Rosamunde", "Gudrun", "Egon", MEDICINE, NUMBER[1:], OWN_NUMBER[1:], TOPIC),
    *(MAIL, OWN_MAIL, LOGIN_MAIL, CARER_MAIL),
)
"""What is nowhere once they are erased."""


async def live(home: Family, hook: Receiver) -> None:
    """Everything by which a medicine or an address gets into the product; `hook` answers what it is told."""
    own = {"phone": OWN_NUMBER, "email": OWN_MAIL, "channels": [f"mailto:{OWN_MAIL}", f"tel:{OWN_NUMBER}"]}
    assert (await home.api.patch(f"/v1/users/{home.user_id}", json=own)).status_code == 200
    unreachable = f"ntfy://127.0.0.1:9/{TOPIC}"
    await home.add("Gudrun", "daughter", channels=[unreachable, f"mailto:{MAIL}", f"tel:{NUMBER}"])
    await home.add("Egon", "son", channels=[unreachable])
    endpoint = {"url": hook.url(host="127.0.0.1"), "notify_email": CARE_MAIL}
    assert (await home.api.post("/v1/webhooks", json=endpoint)).status_code == 201
    stored = await home.say(
        f"Remind me to take {DOSAGE} {MEDICINE} every day at 8am.", webhook_url="http://127.0.0.1:9/x"
    )
    assert stored["status"] == "completed", stored
    [reminder] = (await home.get("/v1/reminders", user_id=home.user_id))["items"]
    assert (await home.api.put(f"/v1/reminders/{reminder['id']}/stock", json={"left": 30})).is_success
    told = await home.say(f"Tell my daughter Gudrun that I have taken my {MEDICINE}.")
    assert told["status"] == "completed", told
    tried = {"text": f"Tell my son Egon that I need {MEDICINE}.", "user_id": home.user_id, "confirm": "never"}
    assert (await home.api.post("/v1/requests", json=tried)).status_code == 202
    await home.say(f"Put {MEDICINE} on my shopping list.")
    await home.say(f"Pause my {MEDICINE} until {NUMBER} calls.")
    await home.say(f"Did I take my {MEDICINE}?")
    for number, said in (
        (NUMBER, f"Did she take {MEDICINE}?"),
        (OWN_NUMBER, f"I took my {MEDICINE}"),
        (NUMBER, "STOP"),
    ):
        received = Received(sender=f"tel:{number}", text=said, via="sms", provider_id=said[:4] + number[-1])
        answer = await home.services.incoming.take(received)
        for secret in re.findall(r"\b[0-9]{6}\b", answer):  # where it asks whose telephone this is
            await home.services.incoming.take(replace(received, text=secret, provider_id=secret))


async def live_on(home: Family) -> None:
    """What else becomes of a person: a name, a table booked, somebody who logs in for them, calls under keys of every kind."""
    user, under = home.user_id, {"Idempotency-Key": f"{MEDICINE}-{home.user_id}"}
    where = f"/v1/users/{user}"
    assert (await home.api.patch(where, json={"name": "Rosamunde"}, headers=under)).status_code == 200
    assert (await home.api.post("/v1/venues", json={"name": "Olive Garden", "kind": "restaurant"})).status_code == 201
    booked = await home.say("Book a table for 4 at Olive Garden tomorrow at 7pm for Rosamunde.")
    assert booked["status"] == "completed", booked
    berta = await home.api.post(f"{where}/contacts", json={"name": "Berta Gudrunson"}, headers=under)
    word = {"topics": ["taken"], "source": "spoken", "wording": "Gudrun said yes"}
    consent = await home.api.put(f"{where}/contacts/{berta.json()['id']}/consent", json=word, headers=under)
    assert consent.is_success, consent.text
    pill = {"kind": "medicine", "subject": MEDICINE, "at": "2031-01-01T00:00:00Z", "user_id": user}
    reminder = (await home.api.post("/v1/reminders", json=pill, headers=under)).json()["id"]
    assert (await home.api.post(f"/v1/reminders/{reminder.replace('-', '')}/pause", headers=under)).is_success
    said = {"text": f"Tell Gudrun that I am out of {MEDICINE}.", "user_id": user, "confirm": "always"}
    [task] = (await home.api.post("/v1/requests", json=said, headers=under)).json()["tasks"]
    assert (await home.api.post(f"/v1/tasks/{task['id'].upper()}/cancel", headers=under)).is_success
    browser = Browser("https://push.example.net/rosamunde").subscription
    assert (await home.api.post(f"{where}/push-subscriptions", json=browser, headers=under)).is_success
    await join(home.api, user, role="person", email=LOGIN_MAIL)
    await invite(home.api, user, email=CARER_MAIL)
    acting = {"X-Acting-Contact": berta.json()["id"]}
    assert (await home.api.get("/v1/reminders", params={"user_id": user}, headers=acting)).is_success


async def dump(database: Database, cipher: Cipher) -> dict[str, str]:
    """All rows of all tables, as text, with what they hold sealed and encrypted."""
    async with database.transaction() as session:
        shown = {
            name: str((await session.scalar(text(f"SELECT string_agg(t::text, '|') FROM {name} AS t"))) or "")
            for name in [*Base.metadata.tables, "alembic_version"]
        }
        for table in Base.metadata.sorted_tables:
            kinds, tokens = sealed_columns(table), [each.name for each in table.c if is_fernet(each)]
            for row in (await session.execute(select(table))).mappings() if kinds or tokens else ():
                shown[table.name] += str([read_sealed(row, name) for name in kinds])
                shown[table.name] += str([_decrypted(row[name], cipher) for name in tokens])
    return shown


def _decrypted(stored: Any, cipher: Cipher) -> Any:
    if isinstance(stored, dict):
        return {name: cipher.decrypt(each) if name == "email" else each for name, each in cast("Any", stored).items()}
    return None if stored is None else cipher.decrypt(stored)


READERS: dict[str, list[Any]] = {
    "string": ["GET"],
    "hash": ["HGETALL"],
    "list": ["LRANGE", 0, -1],
    "set": ["SMEMBERS"],
    "zset": ["ZRANGE", 0, -1],
    "stream": ["XRANGE", "-", "+"],
}


async def dump_redis(redis: AsyncRedis) -> str:
    """All keys with all they hold, uncompressed."""

    async def run(name: str, key: Any, *more: Any) -> Any:
        return await redis.execute_command(name, key, *more)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - untyped in redis-py

    found: list[tuple[Any, Any]] = []
    for key in await run("KEYS", "*"):
        name, *more = READERS[(await run("TYPE", key)).decode()]
        found.append((key, await run(name, key, *more)))
    return str(found)


async def list_ids(database: Database, user_id: str) -> set[str]:
    """The id of every row that names a person, in whatever table, and their own."""
    columns = text(
        "SELECT a.table_name FROM information_schema.columns AS a JOIN information_schema.columns AS b USING (table_name) "
        "WHERE a.table_schema = 'public' AND a.column_name = 'id' AND a.data_type = 'uuid' AND b.column_name = 'user_id'"
    )
    async with database.transaction() as session:
        found = {user_id}
        for name in (await session.scalars(columns)).all():
            rows = await session.scalars(text(f"SELECT id::text FROM {name} WHERE user_id = :user"), {"user": user_id})
            found.update(rows)
        found.update(
            await session.scalars(
                text("SELECT member_id::text FROM member_links WHERE user_id = :user"), {"user": user_id}
            )
        )
    return found


def shown_in(what: str, values: Iterable[str]) -> list[str]:
    """Which of these are to be seen."""
    lowered = what.lower()
    return [each for each in values if each.lower() in lowered]
