"""Whoever has a copy of the database, or of Redis, reads neither medicines nor addresses in it."""

import json
from collections.abc import Iterator

import pytest
from redis.asyncio import Redis as AsyncRedis
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from repositories.models import Base
from services.notification.incoming import Received
from tests.integration.api.family import Family, family
from tests.integration.api.test_privacy import dump_redis
from tests.integration.services.webhook.receiver import Receiver, echo, receiving
from tests.integration.waiting import eventually

MEDICINE, DOSAGE = "Ramipril", "25 mg"
MAIL, NUMBER, OWN_MAIL, OWN_NUMBER = "gudrun@private.example", "+442079460987", "rose@private.example", "+442079460988"
TOPIC, CARE_MAIL = "gudruns-own-topic", "operator@private.example"
SECRETS = (MEDICINE, DOSAGE, NUMBER[1:], OWN_NUMBER[1:], TOPIC, "private.example")


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
        await home.services.incoming.take(received)


def shown_in(what: str) -> Iterator[str]:
    return (secret for secret in SECRETS if secret.lower() in what.lower())


async def test_dump_shows_neither_medicines_nor_addresses(
    settings: Settings, database: Database, redis: AsyncRedis
) -> None:
    async with receiving(echo) as hook, family(settings) as home:
        await live(home, hook)
        [reminder] = (await home.get("/v1/reminders", user_id=home.user_id))["items"]
        assert reminder["subject"] == MEDICINE
        assert MEDICINE in json.dumps(await home.log())
        assert MAIL in json.dumps(await home.get(f"/v1/users/{home.user_id}/contacts"))
        assert await eventually(lambda: has_rows(database))
        async with database.transaction() as session:
            for name in Base.metadata.tables:
                rows = await session.scalar(text(f"SELECT string_agg(t::text, '|') FROM {name} AS t"))
                assert list(shown_in(rows or "")) == [], f"{name}: {rows}"
        assert list(shown_in(await dump_redis(redis))) == []


async def has_rows(database: Database) -> bool:
    """Whether there is something in each table that is looked at for a reason."""
    wanted = ("reminders", "occurrences", "medicine_stocks", "notifications", "webhook_messages", "opt_outs", "notes")
    async with database.transaction() as session:
        counts = [await session.scalar(text(f"SELECT count(*) FROM {name}")) for name in wanted]
        heard = await session.scalar(text("SELECT count(*) FROM webhook_attempts WHERE length(response_head) > 100"))
    return all([*counts, heard])


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_looked_for_would_be_found(secret: str) -> None:
    assert list(shown_in(f"… {secret.upper()} …")) == [secret]
