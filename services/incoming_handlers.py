"""Who is asked, in which order, what to do with what people write; a new one is a line in `make_incoming_handlers`."""

from core.clock import Clock
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.consent_service import ConsentService
from services.notification.consent_words import ConsentCodes, StopWords
from services.notification.family_replies import FamilyReplies
from services.notification.heard import HeardByKey, SayAgain
from services.notification.incoming import IncomingService
from services.notification.ports import IncomingHandler
from services.reminder.replies import DoseReplies


def make_incoming_service(
    *, unit_of_work: UnitOfWorkFactory, clock: Clock, consents: ConsentService, assistant: IncomingHandler
) -> IncomingService:
    """What takes in whatever people write."""
    stop, codes = StopWords(unit_of_work=unit_of_work), ConsentCodes(consents=consents)
    further = make_incoming_handlers(unit_of_work=unit_of_work, clock=clock)
    return IncomingService(
        unit_of_work=unit_of_work, handlers=(*further, assistant), clock=clock, anybody=(stop, codes)
    )


def make_incoming_handlers(*, unit_of_work: UnitOfWorkFactory, clock: Clock) -> tuple[IncomingHandler, ...]:
    """Between words of consent, which come first, and the assistant, who takes anything."""
    return (
        HeardByKey(unit_of_work=unit_of_work),
        DoseReplies(unit_of_work=unit_of_work, clock=clock),
        SayAgain(unit_of_work=unit_of_work),
        FamilyReplies(unit_of_work=unit_of_work),
    )
