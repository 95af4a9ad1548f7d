"""Logging in and out: by password or by a link in a mail; logins that are renewed, and noticed where they were copied."""

import asyncio
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from pydantic import JsonValue, SecretStr

from core.api_key import digest_of
from core.caller import Caller, logged_in
from core.clock import Clock
from core.errors import ForbiddenError, GrandmaError, UnauthorizedError
from core.grouping import Grouping
from core.idempotency import unguarded
from core.ids import make_id
from core.login import Member, OpenedByLogin, SingleUseToken, TokenKind
from repositories.unit_of_work import UnitOfWork, UnitOfWorkFactory
from services.access.access_tokens import LIFETIME, AccessTokens
from services.access.login_tries import LoginTries
from services.access.member_addresses import MemberAddresses
from services.access.passwords import Passwords

logger = structlog.stdlib.get_logger(__name__)

LASTS: Final = timedelta(days=90)
LINK_LASTS: Final = timedelta(minutes=15)
LINK_SUFFICES_FOR: Final = timedelta(minutes=5)
LINK_PROVES_FOR: Final = timedelta(minutes=15)
_AT_ONCE: Final = 200
_UNPROVEN: Final = (
    "Say the current password, or log in by a link from your mail first (POST /v1/auth/magic-link) and set the new one within 15 "
    "minutes. Where no mail is sent, an admin invites you anew."
)

AGAIN_AFTER_SECONDS: Final = (2.0, 15.0, 60.0)
"""When a mail that its server does not take is sent again: nobody is told, since nobody may learn whether there is a member."""

SendLink = Callable[[str, str], Awaitable[None]]
"""Sends a secret to a mail address."""

TellOfPassword = Callable[[str], Awaitable[None]]
"""Tells whoever has a mail address that its password was set or changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedIn:
    """A login that has begun or gone on; the secrets are shown this once."""

    access_token: SecretStr
    refresh_token: SecretStr
    expires_in: timedelta
    member_id: UUID
    session_id: UUID


class LoginService:
    """Who logs in. What does not succeed says the same, and takes as long, whether there is such an address or not."""

    def __init__(
        self,
        *,
        unit_of_work: UnitOfWorkFactory,
        tokens: AccessTokens,
        passwords: Passwords,
        tries: LoginTries,
        addresses: MemberAddresses,
        clock: Clock,
    ) -> None:
        self._unit_of_work = unit_of_work
        self._tokens = tokens
        self._passwords = passwords
        self._tries = tries
        self._addresses = addresses
        self._clock = clock
        self._groups: Grouping[UUID, OpenedByLogin | None] = Grouping(self._find_many, most=_AT_ONCE)
        self._sending: set[asyncio.Task[None]] = set()

    async def caller_of(self, token: str) -> Caller:
        """Who calls with this access token, as things stand now.

        Raises:
            UnauthorizedError: nobody any more.
        """
        claims = await self._tokens.read(token)
        opened = await self._groups.do(claims.session_id)
        if opened is None or opened.member_id != claims.member_id:
            raise UnauthorizedError("This login has ended. Log in again.")
        return logged_in(opened, session_id=claims.session_id)

    async def log_in(self, email: str, password: str, *, network: str | None = None) -> LoggedIn:
        """Begin a login from a network (`core/network.py`).

        Raises:
            UnauthorizedError: address or password is wrong; which one is not said.
            LimitError: it was tried too often, or too many try at this moment.
        """
        digests = self._addresses.digests_of(email)
        async with self._tries.counting("password", digests[0], network=network):
            async with self._unit_of_work() as unit:
                member = await unit.logins.find_member(digests)
            if not await self._passwords.check(password, member.password_hash if member else None) or member is None:
                raise UnauthorizedError("The address or the password is wrong.")
        async with self._unit_of_work() as unit:
            return await self.begin(unit, member, network=network)

    async def ask_for_link(self, email: str, send: SendLink, *, network: str | None = None) -> None:
        """Have a link sent, if anybody logs in with this address; whoever asks can't tell.

        None goes out where the one before is a few minutes old and was not used: whoever has the mailbox has it.

        Raises:
            LimitError: it was asked for too often from this network.
        """
        digests = self._addresses.digests_of(email)
        await self._tries.count_network("link", network)
        # Beside the call, so that it takes as long for an address that nobody has.
        self._send_aside(self._send_link(digests, send))

    async def wait_for_mail(self) -> None:
        """Wait until what is being sent is sent, or was given up."""
        await asyncio.gather(*self._sending)

    def _send_aside(self, work: Coroutine[Any, Any, None]) -> None:
        sending = asyncio.create_task(work)
        self._sending.add(sending)
        sending.add_done_callback(self._sending.discard)

    async def _send_link(self, digests: Sequence[str], send: SendLink) -> None:
        """To the address that is stored: another one that looks like it may be somebody else's mailbox."""
        try:
            async with self._unit_of_work() as unit:
                member = await unit.logins.find_member(digests, locked=True)
                if member is None or await unit.logins.has_open(
                    member.id, TokenKind.MAGIC_LINK, within=LINK_SUFFICES_FOR
                ):
                    return
                secret, token = self.make_token(
                    member.account_id, TokenKind.MAGIC_LINK, lasts=LINK_LASTS, member_id=member.id
                )
                await unit.logins.add_token(token)
            email = self._addresses.address_of(member)
            try:
                await _send_patiently(lambda: send(email, secret.get_secret_value()))
            except GrandmaError:
                async with self._unit_of_work() as unit:
                    await unit.logins.use_token(token.id)  # nobody has it: the next one who asks is sent another
                raise
        except GrandmaError as error:
            logger.warning("link to log in not sent", error=error.type)

    async def follow_link(self, secret: str, *, network: str | None = None) -> LoggedIn:
        """Begin a login by a link, once.

        Raises:
            UnauthorizedError: it was used, is over, or is none.
        """
        async with self._unit_of_work() as unit:
            token = await unit.logins.find_token(digest_of(secret), TokenKind.MAGIC_LINK)
            if token is None or token.member_id is None or not await unit.logins.use_token(token.id):
                raise UnauthorizedError("This link was used already, or is older than 15 minutes. Ask for a new one.")
            member = await unit.logins.get_member(token.member_id, account_id=token.account_id)
            return await self.begin(unit, member, by_link=True, network=network)

    async def find_token(self, secret: str, kind: TokenKind) -> SingleUseToken | None:
        """What is stored of a secret that works once, used or not."""
        async with self._unit_of_work() as unit:
            return await unit.logins.find_token(digest_of(secret), kind)

    async def refresh(self, secret: str) -> LoggedIn:
        """The next tokens of a login. A refresh token that comes a second time was copied by somebody: that login ends.

        Raises:
            UnauthorizedError: the login has ended.
        """
        renewed: LoggedIn | None = None
        with ExitStack() as aside:
            async with self._unit_of_work() as unit:
                token = await unit.logins.find_token(digest_of(secret), TokenKind.REFRESH)
                if token is not None and token.session_id is not None and token.member_id is not None:
                    member = await unit.logins.get_member(token.member_id, account_id=token.account_id)
                    stands = await unit.logins.is_standing(token.session_id)
                    if stands and await unit.logins.use_token(token.id):
                        renewed = await self._renew(unit, member, token.session_id)
                    elif stands:
                        aside.enter_context(unguarded())  # this is not what the call was for
                        logger.warning("refresh token came twice, login ended", session_id=str(token.session_id))
                        await unit.logins.end_session(token.session_id)
        if renewed is None:
            raise UnauthorizedError("This login has ended. Log in again.")
        return renewed

    async def log_out(self, session_id: UUID, *, member_id: UUID, everywhere: bool = False) -> None:
        """End this login, or all of the member."""
        async with self._unit_of_work() as unit:
            if everywhere:
                await unit.logins.end_sessions(member_id)
            else:
                await unit.logins.end_session(session_id)

    async def revoke_everything(self) -> int:
        """After a leak: all logins of all accounts end at their next call, and what the keys so far have signed opens nothing.

        Other processes forget the keys within a minute; without a login a token that they signed opens nothing at once.
        """
        async with self._unit_of_work() as unit:
            ended = await unit.logins.revoke_everything()
        self._tokens.forget()
        return ended

    async def set_password(
        self, password: str, *, current: str | None, caller: Caller, tell: TellOfPassword | None
    ) -> None:
        """A new password; all other logins of the member end, links that are open open nothing, and `tell` is called once for it.

        Who does not say the current one has begun this login by a link, a short while ago: a copied access token is not enough,
        and a password that somebody else has set, or that is forgotten, can be replaced.

        Raises:
            UnauthorizedError: the current one is wrong.
            ForbiddenError: there is none or it was not said, and the login was not begun by a link, or too long ago.
            LimitError: it was tried too often, or too many set or try one at this moment.
        """
        if caller.member_id is None or caller.session_id is None:
            raise UnauthorizedError("Log in first; keys have no password.")
        async with self._unit_of_work() as unit:
            member = await unit.logins.get_member(caller.member_id, account_id=caller.account.id)
            proven = await unit.logins.was_begun_by_link(caller.session_id, within=LINK_PROVES_FOR)
        if not proven:
            if current is None or member.password_hash is None:
                raise ForbiddenError(_UNPROVEN)
            async with self._tries.counting("password", member.email_digest):
                if not await self._passwords.check(current, member.password_hash):
                    raise UnauthorizedError("The current password is wrong.")
        hashed = await self._passwords.hash(password)
        async with self._unit_of_work() as unit:
            await self.replace_password(unit, member, hashed, but=caller.session_id)
        if tell is not None:
            self.tell_aside(member, tell)

    async def replace_password(self, unit: UnitOfWork, member: Member, hashed: str, *, but: UUID | None = None) -> None:
        """Write the hash of a new password; all logins of the member end, but one, and links that are open open nothing."""
        await unit.logins.set_password(member.id, hashed)
        await unit.logins.end_sessions(member.id, but=but)
        await unit.logins.use_all(member.id, TokenKind.MAGIC_LINK)

    def tell_aside(self, member: Member, tell: TellOfPassword) -> None:
        """Tell a member of their new password, beside the call; after the commit that has set it."""
        self._send_aside(self._tell_of_password(member, tell))

    async def _tell_of_password(self, member: Member, tell: TellOfPassword) -> None:
        email = self._addresses.address_of(member)
        try:
            await _send_patiently(lambda: tell(email))
        except GrandmaError as error:
            logger.warning("member not told of their new password", error=error.type, member_id=str(member.id))

    async def begin(
        self, unit: UnitOfWork, member: Member, *, by_link: bool = False, network: str | None = None
    ) -> LoggedIn:
        """Begin a login in this transaction; `by_link`: by one that proves whose it is, so that it may set a password."""
        network_digest = self._tries.digest_of(network)
        session_id = make_id()
        await unit.logins.open_session(session_id, member, lasts=LASTS, by_link=by_link, network_digest=network_digest)
        return await self._renew(unit, member, session_id)

    async def add_token(
        self,
        unit: UnitOfWork,
        member: Member,
        kind: TokenKind,
        *,
        lasts: timedelta,
        session_id: UUID | None = None,
    ) -> SecretStr:
        """A secret of a member that works once."""
        secret, token = self.make_token(
            member.account_id, kind, lasts=lasts, member_id=member.id, session_id=session_id
        )
        await unit.logins.add_token(token)
        return secret

    def make_token(
        self,
        account_id: UUID,
        kind: TokenKind,
        *,
        lasts: timedelta,
        member_id: UUID | None = None,
        session_id: UUID | None = None,
        details: Mapping[str, JsonValue] | None = None,
    ) -> tuple[SecretStr, SingleUseToken]:
        """A new secret, and what is stored of it."""
        secret = secrets.token_urlsafe(32)
        now = self._clock.now()
        token = SingleUseToken(
            id=make_id(),
            account_id=account_id,
            kind=kind,
            digest=digest_of(secret),
            member_id=member_id,
            session_id=session_id,
            details=details or {},
            created_at=now,
            expires_at=now + lasts,
            used_at=None,
        )
        return SecretStr(secret), token

    async def _renew(self, unit: UnitOfWork, member: Member, session_id: UUID) -> LoggedIn:
        refresh = await self.add_token(unit, member, TokenKind.REFRESH, lasts=LASTS, session_id=session_id)
        access = await self._tokens.issue(member_id=member.id, session_id=session_id)
        return LoggedIn(
            access_token=SecretStr(access),
            refresh_token=refresh,
            expires_in=LIFETIME,
            member_id=member.id,
            session_id=session_id,
        )

    async def _find_many(self, session_ids: Sequence[UUID]) -> Sequence[OpenedByLogin | None]:
        async with self._unit_of_work.reading() as unit:
            found = await unit.logins.find_opened(set(session_ids))
        return [found.get(session_id) for session_id in session_ids]


async def _send_patiently(send: Callable[[], Awaitable[None]]) -> None:
    """Send a mail, several times where the mail server does not take it at once; it harms nobody, however often it arrives."""
    for pause in AGAIN_AFTER_SECONDS:
        try:
            return await send()
        except GrandmaError as error:
            if not error.retryable:
                raise
        await asyncio.sleep(pause)
    return await send()
