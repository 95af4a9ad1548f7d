"""Who there is before a run begins: accounts with their keys, people and families with channels, a place with room for all."""

import httpx2

from bench.chaos.brief import ACCOUNTS, FAMILY, Brief
from bench.chaos.plan import VENUE
from bench.chaos.stores import Stores
from core.clock import SystemClock
from core.config import Settings, load_settings
from core.encryption import Cipher
from core.ids import make_id
from core.keys import with_development_keys
from core.people import Account, NewContact, NewUser
from repositories.database import Database
from repositories.unit_of_work import UnitOfWork, unit_of_work_factory
from services.access.key_service import KeyService, KeyWish
from services.access.known_keys import KnownKeys
from services.connections import vault_of
from services.webhook.signature import make_secret

_ZONE = "Europe/London"


def settings_of(stores: Stores) -> Settings:
    """The keys that the processes over these stores have."""
    return with_development_keys(load_settings(env_file=None, **{**_blank(), "data_dir": str(stores.data)}))


async def add_accounts(brief: Brief, *, stores: Stores) -> Brief:
    """The brief with everybody's keys."""
    settings = settings_of(stores)
    cipher = Cipher([key.get_secret_value() for key in settings.encryption_keys])
    secrets = {name: make_secret() for name in ACCOUNTS}
    keys: dict[str, str] = {}
    people: dict[str, str] = {}
    database = Database(stores.database_url, pool_size=1, vault=vault_of(settings))
    unit_of_work = unit_of_work_factory(database)
    service = KeyService(unit_of_work=unit_of_work, clock=SystemClock(), known=KnownKeys())
    for name in ACCOUNTS:
        signing_secret = cipher.encrypt(secrets[name])
        account = Account(id=make_id(), name=name, default_user_id=make_id(), signing_secret=signing_secret)
        async with unit_of_work() as unit:
            await unit.accounts.add_if_absent(account)
            for user_id, channels in ((account.default_user_id, ()), (person := make_id(), (brief.channel,))):
                user = NewUser(
                    id=user_id, account_id=account.id, name=name, timezone=_ZONE, channels=channels, preferences={}
                )
                await unit.users.add(user)
            await _add_family(unit, account, brief)
        people[name] = str(person)
        keys[name] = (await service.issue(KeyWish(name="chaos"), account_id=account.id)).secret.get_secret_value()
    await database.close()
    return brief.model_copy(update={"keys": keys, "secrets": secrets, "people": people})


async def _add_family(unit: UnitOfWork, account: Account, brief: Brief) -> None:
    for name in FAMILY:
        contact = NewContact(
            id=make_id(),
            account_id=account.id,
            user_id=account.default_user_id,
            name=name,
            relation=None,
            channels=(brief.family_channel(name),),
            topics=(),
            consent_source="chaos",
        )
        await unit.contacts.add(contact)


async def add_venues(brief: Brief) -> None:
    """A place that never gets full, in every account."""
    async with httpx2.AsyncClient(base_url=brief.api_url, timeout=20) as http:
        for key in brief.keys.values():
            venue = {"name": VENUE, "kind": "restaurant", "capacity": 10_000}
            answer = await http.post("/v1/venues", json=venue, headers={"Authorization": f"Bearer {key}"})
            answer.raise_for_status()


def _blank() -> dict[str, str]:
    return dict.fromkeys(Settings.model_fields, "")
