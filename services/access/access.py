"""Who gets in, wired: accounts with their keys, and people who log in."""

import asyncio
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

import structlog

from core.access_record import Owner
from core.blind_index import BlindIndex
from core.caller import Caller
from core.clock import Clock
from core.config import Settings
from core.encryption import Cipher
from core.errors import ConfigurationError, GrandmaError
from repositories.owner import CONTACT, DELIVERY
from repositories.owner import KINDS as OWNED_KINDS
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.access_log import AccessLog
from services.access.access_tokens import AccessTokens
from services.access.account_service import AccountService, DevToken
from services.access.default_user import DefaultUser
from services.access.erasure import Erasure
from services.access.export import ExportService
from services.access.invitation_service import InvitationService
from services.access.inviting import Inviting
from services.access.key_service import KeyService, KeyUses
from services.access.known_keys import KnownKeys
from services.access.login_mail import LoginMail
from services.access.login_service import LoginService
from services.access.login_tries import LoginTries
from services.access.member_addresses import MemberAddresses
from services.access.passwords import Passwords
from services.outgoing_channels import make_mail

__all__ = ["CONTACT", "DELIVERY", "OWNED_KINDS", "Access"]

logger = structlog.stdlib.get_logger(__name__)

_WRITE_EVERY_SECONDS: Final = 10.0
_SWEEP_EVERY: Final = 360


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What decides who is calling and whom they mean, and records whose data they saw or changed."""

    accounts: AccountService
    log: AccessLog
    keys: KeyService
    uses: KeyUses
    logins: LoginService
    invitations: InvitationService
    mail: LoginMail
    exports: ExportService
    erasure: Erasure
    default_user: DefaultUser
    index: BlindIndex
    unit_of_work: UnitOfWorkFactory

    @classmethod
    def over(cls, unit_of_work: UnitOfWorkFactory, *, settings: Settings, clock: Clock, cipher: Cipher) -> Self:
        """Make everything."""
        if settings.secret_key is None:
            raise ConfigurationError("SECRET_KEY is not set.")
        index, passwords = BlindIndex(settings.secret_key), Passwords()
        tries = LoginTries(unit_of_work=unit_of_work, index=index)
        logins = LoginService(
            unit_of_work=unit_of_work,
            tokens=AccessTokens(unit_of_work=unit_of_work, cipher=cipher, clock=clock),
            passwords=passwords,
            tries=tries,
            addresses=MemberAddresses(index=index, cipher=cipher),
            clock=clock,
        )
        known = KnownKeys()
        uses = KeyUses(unit_of_work=unit_of_work, clock=clock, known=known)
        return cls(
            accounts=AccountService(
                unit_of_work=unit_of_work,
                cipher=cipher,
                dev_token=DevToken(secret=settings.dev_auth_token, works=not settings.is_public),
                default_timezone=settings.default_timezone,
                uses=uses,
                logins=logins,
            ),
            log=AccessLog(unit_of_work=unit_of_work),
            keys=KeyService(unit_of_work=unit_of_work, clock=clock, known=known),
            uses=uses,
            logins=logins,
            invitations=InvitationService(
                unit_of_work=unit_of_work,
                logins=logins,
                passwords=passwords,
                tries=tries,
                index=index,
                cipher=cipher,
            ),
            mail=LoginMail(make_mail(settings, clock), base_url=settings.base_url),
            exports=ExportService(unit_of_work=unit_of_work, clock=clock, cipher=cipher),
            erasure=Erasure(unit_of_work=unit_of_work, known=known, default_timezone=settings.default_timezone),
            default_user=DefaultUser(unit_of_work=unit_of_work),
            index=index,
            unit_of_work=unit_of_work,
        )

    @property
    def inviting(self) -> Inviting:
        """Invitations with their mails."""
        return Inviting(unit_of_work=self.unit_of_work, invitations=self.invitations, mail=self.mail)

    async def remove_member(self, member_id: UUID, *, caller: Caller) -> None:
        """As `InvitationService.remove_member`; in this process their keys open nothing at once."""
        await self.invitations.remove_member(member_id, caller=caller)
        self.uses.known.forget_all()

    async def find_owner(self, kind: str, thing_id: UUID, *, account_id: UUID) -> UUID | None:
        """The person whose thing this is, by what stands in a path: `task`, `booking` and so on."""
        async with self.unit_of_work() as unit:
            return await unit.owners.find(kind, thing_id, account_id=account_id)

    async def find_owner_of_work(self, work_id: UUID) -> Owner | None:
        """Whose durable work of any kind this is, in whatever account."""
        async with self.unit_of_work() as unit:
            return await unit.owners.find_of_work(work_id)

    async def run_for_ever(self) -> None:
        """Write down when keys were used, every few seconds and once more at the end; hourly forget logins that are over."""
        turns = 0
        try:
            while True:
                await asyncio.sleep(_WRITE_EVERY_SECONDS)
                await self.uses.write()
                turns += 1
                if turns % _SWEEP_EVERY == 0:
                    await self._sweep()
        finally:
            await self.uses.write()

    async def _sweep(self) -> None:
        try:
            async with self.unit_of_work() as unit:
                await unit.logins.sweep()
        except GrandmaError as error:
            logger.warning("logins that are over not swept", error=error.type)
