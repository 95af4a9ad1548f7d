"""Whom nobody asks for consent: who wants no more messages themselves, and who was asked often enough today."""

from core.blind_index import BlindIndex
from core.consent import wants_no_more
from core.errors import ConflictError, LimitError
from core.people import Contact
from core.reach import plain_address
from repositories.unit_of_work import UnitOfWork
from services.unasked_mail import MOST, WITHIN, has_room


class WithdrawnError(ConflictError):
    """The contact wants no more messages, and said so themselves: only they can have them again."""

    name = "withdrawn-by-contact"
    title = "The contact wants no more messages"


class TooManyCodesError(LimitError):
    """An address was sent so many codes that it is left alone for a day."""

    name = "too-many-codes"
    title = "Too many codes were sent to this address"


async def check_wants_messages(unit: UnitOfWork, contact: Contact) -> None:
    """Raises WithdrawnError where the contact has said themselves that they want no more."""
    if wants_no_more(await unit.consents.list_of_contact(contact.id)):
        raise WithdrawnError(
            f"{contact.name} has asked for no more messages, so they are sent no code, and nobody else can agree for them. "
            "They can have messages again: by the button behind the link in any mail that they got, or by texting a code "
            '(made with {"send": false}) from a number that is among their channels.'
        )


async def count_code(unit: UnitOfWork, channel: str, *, index: BlindIndex) -> None:
    """Count a code that is sent to an address, whichever account has it sent and for which contact.

    Raises:
        TooManyCodesError: it was sent as many within a day as anybody is.
    """
    if not await has_room(unit, "consent code", plain_address(channel) or channel, index=index):
        raise TooManyCodesError(
            f"This address was sent {MOST} codes within a day. Enter the last one, have them text a code that is "
            'shown to you ({"send": false}), or send another one tomorrow.',
            retry_after=WITHIN.total_seconds(),
        )
