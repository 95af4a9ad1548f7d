"""Inviting somebody: the invitation is stored and its mail is out, or nothing has happened."""

from core.caller import Caller
from core.errors import GrandmaError
from core.idempotency import current_call
from core.roles import Role
from repositories.unit_of_work import UnitOfWorkFactory
from services.access.invitation_service import Invitation, InvitationService, StoredInvitation
from services.access.login_mail import LoginMail, MailNotSentError


class Inviting:
    """Stores invitations and mails them, where there is a mail server."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, invitations: InvitationService, mail: LoginMail) -> None:
        self._unit_of_work = unit_of_work
        self._invitations = invitations
        self._mail = mail

    async def invite(self, invitation: Invitation, *, caller: Caller) -> tuple[StoredInvitation, str | None]:
        """Ask somebody to become a member; with the link, where the caller is to hand it over.

        Raises:
            ConflictError: the person has a login already; the mail server will never take this mail, or there is none and the caller may not have the link.
            MailNotSentError: it does not take it at the moment.
            AlreadyInvitedError, TooManyInvitationsError: enough was mailed to the address.
            ForbiddenError, InvalidFieldError, NotFoundError: see `InvitationService.invite`.
        """
        hands_over = not caller.role.is_for_certain_people and caller.role is not Role.STAFF
        if not hands_over:
            self._mail.require()
        made = await self._invitations.invite(invitation, caller=caller, shown=hands_over, can_mail=self._mail.can_send)
        secret = made.secret.get_secret_value() if made.secret else ""
        if self._mail.can_send:
            try:
                await self._mail.send_invitation(made.email, secret)
            except GrandmaError as error:
                unknown = isinstance(error, MailNotSentError) and error.may_have_arrived
                await self._undo(made, may_have_arrived=unknown)
                raise
        return made, self._mail.link_to_invitation(secret) if made.is_shown else None

    async def _undo(self, made: StoredInvitation, *, may_have_arrived: bool) -> None:
        async with self._unit_of_work() as unit:
            await self._invitations.undo(made, unit, may_have_arrived=may_have_arrived)
            call = current_call()
            if call is not None:
                await unit.idempotency.unseal(call)
        if call is not None:
            call.is_sealed = False
