"""What booking systems and their adapters raise: whoever catches it must know whether anything happened.

FullError, ClosedError, GoneError, RefusedBookingError, NotLetInError   the system said no
NotReachedError                                                          it was surely not asked
LostAnswerError                                                          it was asked to write something, and may have
"""

from core.booking import Booking
from core.errors import PermanentError, TransientError
from services.effect_ledger import DidNotHappenError, NotAnsweredError


class FullError(PermanentError, DidNotHappenError):
    """No room at that time, or nothing that starts then; nothing was booked or changed."""

    name = "fully-booked"
    title = "There is no room at that time"


class ClosedError(PermanentError, DidNotHappenError):
    """The place is closed at that time; nothing was booked or changed."""

    name = "closed"
    title = "The place is closed at that time"


class StaleError(TransientError, DidNotHappenError):
    """The booking is not as it was when this was decided; nothing was changed. Look at it again."""

    name = "booking-moved"
    title = "The booking was changed meanwhile"


class TwiceError(PermanentError, DidNotHappenError):
    """The person has a booking there at that time; nothing was booked."""

    name = "booked-already"
    title = "There is such a booking already"

    def __init__(self, standing: Booking) -> None:
        super().__init__("The person has a booking there at that time.")
        self.standing = standing


class RefusedBookingError(PermanentError, DidNotHappenError):
    """The system will not have it, for a reason of its own; nothing happened there."""

    name = "booking-refused"
    title = "The place does not take this booking"
    status = 409


class GoneError(PermanentError, DidNotHappenError):
    """The system knows no such booking or place; nothing happened there."""

    name = "booking-gone"
    title = "The place does not know this booking"
    status = 409


class NotLetInError(PermanentError, DidNotHappenError):
    """The system does not accept our key; nothing happened there. Whoever runs this must see to it."""

    name = "booking-system-closed"
    title = "The booking system does not let us in"
    status = 503


class NotReachedError(TransientError, NotAnsweredError):
    """Surely nothing happened there: no connection, a question that got no answer, or a system that is left alone for now."""

    name = "booking-system-away"
    title = "The booking system can't be reached at the moment"
    status = 503


class LostAnswerError(TransientError):
    """A write left here and no answer came back that says what became of it: it may have happened."""

    name = "booking-answer-lost"
    title = "The booking system gave no clear answer"
    status = 503


class ByPhoneError(PermanentError, DidNotHappenError):
    """Nobody but a person can do this, by telephone; nothing happened."""

    name = "by-phone"
    title = "Somebody has to phone the place"
    status = 409
