"""The words by which somebody ends texts to their number, and begins them again."""

from typing import Final

from core.reach import plain_address
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.consent_service import ConsentService
from services.notification.opt_outs import resume_texts, stop_texts

STOP_WORDS: Final = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START_WORDS: Final = frozenset({"START", "UNSTOP", "YES"})
AGAIN: Final = "You get text messages from us again."


class StopWords:
    """Takes STOP and START, from whomever they come (`AnybodysHandler`).

    The telephone company blocks the number itself after STOP, so no answer would arrive. CANCEL and END count only as the
    whole of a text; on a call nothing does.
    """

    def __init__(self, *, unit_of_work: UnitOfWorkFactory) -> None:
        self._unit_of_work = unit_of_work

    async def take(self, sender: str, text: str) -> str | None:
        """Stop or resume texts to the number; None where that is not what is written."""
        word = text.strip().strip(".!\"'").upper()
        if word in STOP_WORDS:
            await self.note(sender, source="text", wording=text)
            return ""
        if word not in START_WORDS:
            return None
        async with self._unit_of_work() as unit:
            resumed = await resume_texts(unit, plain_address(sender) or sender)
        return None if resumed is None else AGAIN  # "yes" to something else

    async def note(self, address: str, *, source: str, wording: str | None) -> None:
        """Write down that a number wants no more texts, with what was said; the next sweep tells carers."""
        async with self._unit_of_work() as unit:
            await stop_texts(unit, plain_address(address) or address, source=source, wording=wording)


class ConsentCodes:
    """Takes the codes by which contacts agree, from whatever number (`AnybodysHandler`)."""

    def __init__(self, *, consents: ConsentService) -> None:
        self._consents = consents

    async def take(self, sender: str, text: str) -> str | None:
        """Agree for whom the code is waited for; None where it is no such code."""
        return await self._consents.take_code(sender, text)
