"""Stored data moves from key to key: what was never sealed is sealed, what an old key sealed is sealed anew, then that can go."""

import hashlib
from decimal import Decimal
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import text

from core.config import Settings
from core.errors import ConfigurationError
from core.ids import make_id
from core.people import NewContact
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from repositories.webhook import NewWebhookMessage, WebhookAttempt
from services.connections import cipher_of, open_database, vault_of
from services.factory import check_services
from services.resealing import Resealing
from tests.integration.house import House
from tests.vaults import ENCRYPTION_KEY, VAULT

CHANNEL, NUMBER = "tel:+442079460123", "+442079460123"
HEARD = f"I heard: call {NUMBER}"


def with_keys(settings: Settings, *keys: str) -> Settings:
    return settings.model_copy(update={"encryption_keys": tuple(SecretStr(key) for key in keys)})


def resealing(settings: Settings, database: Database) -> Resealing:
    units = unit_of_work_factory(database)
    return Resealing(unit_of_work=units, vault=vault_of(settings), cipher=cipher_of(settings))


async def read(database: Database, statement: str) -> str:
    async with database.transaction() as session:
        return str([tuple(row) for row in await session.execute(text(statement))])


async def write(database: Database, *statements: str) -> None:
    async with database.transaction() as session:
        for statement in statements:
            await session.execute(text(statement))


def told_about(contact: NewContact) -> NewWebhookMessage:
    return NewWebhookMessage(
        id=contact.id,
        account_id=contact.account_id,
        task_id=None,
        request_id=None,
        url="https://receiver.example/hook",
        type="endpoint.test",
        body="{}",
        max_attempts=10,
    )


def echoed(contact: NewContact) -> WebhookAttempt:
    return WebhookAttempt(
        message_id=contact.id, epoch=1, status_code=200, latency_ms=5, error_class=None, response_head=HEARD
    )


async def fill(house: House, database: Database, settings: Settings) -> UUID:
    """A contact who is reached by CHANNEL and does not want texts; the account's secret is `whsec_x`, `whsec_w` before.

    A receiver of webhooks has answered HEARD; the message to it has the contact's id.
    """
    async with house.unit_of_work() as unit:
        anna = NewContact(
            id=make_id(),
            account_id=house.account_id,
            user_id=house.user_id,
            name="Anna",
            relation=None,
            channels=(CHANNEL,),
            topics=(),
            consent_source=None,
        )
        await unit.contacts.add(anna)
        await unit.opt_outs.add(CHANNEL, source="sms", wording=None)
        await unit.webhooks.add_due([told_about(anna)])
        await unit.webhooks.add_attempts([echoed(anna)])
        await unit.medicine_stocks.fill(
            house.user_id, "Aspirin", account_id=house.account_id, left=Decimal(8), adds=False
        )
    new, old = (cipher_of(settings).encrypt(each) for each in ("whsec_x", "whsec_w"))
    await write(database, f"UPDATE accounts SET signing_secret = '{new}', previous_signing_secret = '{old}'")
    return anna.id


async def check_all_is_found(units: UnitOfWorkFactory, house: House, contact_id: UUID, settings: Settings) -> None:
    async with units() as unit:
        contact = await unit.contacts.get(contact_id, user_id=house.user_id, account_id=house.account_id)
        assert contact.channels == (CHANNEL,)
        assert [sender.contact_id for sender in await unit.incoming.list_senders(CHANNEL)] == [contact_id]
        assert await unit.opt_outs.list_among([CHANNEL, "tel:+1"]) == {CHANNEL}
        assert not await unit.opt_outs.add(CHANNEL, source="sms", wording=None)
        stock = await unit.medicine_stocks.find(house.user_id, "aspirin")
        account = await unit.accounts.find(house.account_id)
        [tried] = await unit.webhooks.list_attempts(contact_id)
    assert tried.response_head == HEARD
    assert stock is not None
    assert (stock.medicine, stock.left) == ("aspirin", 8)
    assert account is not None
    assert account.previous_signing_secret is not None
    kept = (account.signing_secret, account.previous_signing_secret)
    assert [cipher_of(settings).decrypt(each) for each in kept] == ["whsec_x", "whsec_w"]


async def test_what_was_stored_before_is_sealed_and_found(settings: Settings, database: Database) -> None:
    house = await House.build(unit_of_work_factory(database))
    contact_id = await fill(house, database, settings)
    plain_hash = hashlib.sha256(CHANNEL.encode()).hexdigest()
    await write(
        database,
        f"UPDATE contacts SET channels = '[\"{CHANNEL}\"]', reached_by = '[\"{CHANNEL}\"]'",
        f"UPDATE users SET phone = '{NUMBER}'",
        "UPDATE medicine_stocks SET medicine = 'aspirin', medicine_digest = NULL",
        "INSERT INTO encryption_keys (id) VALUES ('plain')",
        f"UPDATE opt_outs SET address_hash = '{plain_hash}'",
        f"UPDATE webhook_attempts SET response_head = '{HEARD}'",
    )
    service = resealing(settings, database)
    await service.begin()
    await check_all_is_found(house.unit_of_work, house, contact_id, settings)
    assert await service.is_due()
    done = await service.run()
    assert (done.is_done, done.needed) == (True, {VAULT.key_id})
    assert (await service.run()).rows == 0
    shown = await read(
        database,
        "SELECT c::text, u::text, m::text, w::text "
        "FROM contacts AS c, users AS u, medicine_stocks AS m, webhook_attempts AS w",
    )
    assert NUMBER[1:] not in shown
    assert "aspirin" not in shown
    assert "sealed1:" in shown
    assert plain_hash not in await read(database, "SELECT address_hash FROM opt_outs")
    await check_all_is_found(house.unit_of_work, house, contact_id, settings)


async def test_new_key_takes_over_and_the_old_one_can_go(settings: Settings, database: Database) -> None:
    new = Fernet.generate_key().decode()
    both, only = with_keys(settings, new, ENCRYPTION_KEY), with_keys(settings, new)
    house = await House.build(unit_of_work_factory(database))
    contact_id = await fill(house, database, settings)
    first = resealing(settings, database)
    await first.begin()
    await first.run()
    with pytest.raises(ConfigurationError, match=f"ENCRYPTION_KEYS lacks the key {VAULT.key_id}, which stored data"):
        await check_services(only)
    pool = open_database(both, pool_size=1)
    second = resealing(both, pool)
    await second.begin()
    await check_all_is_found(unit_of_work_factory(pool), house, contact_id, both)
    assert (await second.run()).needed == {vault_of(both).key_id}
    await pool.close()
    await check_services(only)
    pool = open_database(only, pool_size=1)
    await check_all_is_found(unit_of_work_factory(pool), house, contact_id, only)
    await pool.close()
    with pytest.raises(ConfigurationError, match="lacks the key"):
        await check_services(settings)


async def test_value_that_no_key_opens_keeps_the_old_key_needed(settings: Settings, database: Database) -> None:
    house = await House.build(unit_of_work_factory(database))
    await fill(house, database, settings)
    await write(database, "UPDATE accounts SET signing_secret = 'no token'")
    service = resealing(settings, database)
    await service.begin()
    found = await service.run()
    assert (found.stuck, found.is_done) == (1, False)


async def test_value_does_not_open_in_another_persons_row(settings: Settings, database: Database) -> None:
    house = await House.build(unit_of_work_factory(database))
    contact_id = await fill(house, database, settings)
    other_id = await fill(house, database, settings)
    await write(
        database,
        f"UPDATE contacts SET channels = (SELECT channels FROM contacts WHERE id = '{contact_id}') "
        f"WHERE id = '{other_id}'",
    )
    async with house.unit_of_work() as unit:
        with pytest.raises(ConfigurationError, match=r"A value in contacts.channels does not open: it was changed"):
            await unit.contacts.get(other_id, user_id=house.user_id, account_id=house.account_id)
