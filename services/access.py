"""Who gets in, wired: accounts and their keys."""

from dataclasses import dataclass
from typing import Self

from core.clock import Clock
from core.config import Settings
from core.encryption import Cipher
from repositories.unit_of_work import UnitOfWorkFactory
from services.account_service import AccountService
from services.key_service import KeyService, KeyUses


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What decides who is calling."""

    accounts: AccountService
    keys: KeyService
    uses: KeyUses

    @classmethod
    def over(cls, unit_of_work: UnitOfWorkFactory, *, settings: Settings, clock: Clock, cipher: Cipher) -> Self:
        """Make everything."""
        uses = KeyUses(unit_of_work=unit_of_work, clock=clock)
        accounts = AccountService(
            unit_of_work=unit_of_work,
            cipher=cipher,
            dev_auth_token=settings.dev_auth_token,
            dev_token_works=not settings.is_public,
            default_timezone=settings.default_timezone,
            uses=uses,
        )
        return cls(accounts=accounts, keys=KeyService(unit_of_work=unit_of_work, clock=clock), uses=uses)
