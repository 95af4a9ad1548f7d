"""What people say in an emergency, by kind of danger. Regular expressions over words as `words.py` leaves them.

To add a way of saying something, add a line to the phrases of its danger.
"""

from dataclasses import dataclass

from core.safety.dangers import Danger
from core.safety.illness import BLEEDING, BREATHING, CHOKING, HEART, STROKE, UNCONSCIOUS
from core.safety.mishaps import FALL, FIRE, GAS, HELP, INJURY, INTRUDER
from core.safety.poisoning import OVERDOSE, OVERDOSE_MEANT, OVERDOSE_OF_MEDICINE
from core.safety.troubles import ABUSE, SELF_HARM


@dataclass(frozen=True, slots=True)
class Table:
    """Phrases of one danger.

    Attributes:
        is_sure: they are meant even behind an "if" ("what if I've taken too many").
        of_medicine: they are meant only in a sentence that names a medicine.
    """

    danger: Danger
    phrases: tuple[str, ...]
    is_sure: bool = False
    of_medicine: bool = False


TABLES = (
    Table(Danger.FIRE, FIRE),
    Table(Danger.GAS, GAS),
    Table(Danger.CHOKING, CHOKING, is_sure=True),
    Table(Danger.UNCONSCIOUS, UNCONSCIOUS),
    Table(Danger.BREATHING, BREATHING),
    Table(Danger.HEART, HEART),
    Table(Danger.STROKE, STROKE),
    Table(Danger.BLEEDING, BLEEDING),
    Table(Danger.OVERDOSE, OVERDOSE, is_sure=True),
    Table(Danger.OVERDOSE, OVERDOSE_OF_MEDICINE, is_sure=True, of_medicine=True),
    Table(Danger.SELF_HARM, (*SELF_HARM, *OVERDOSE_MEANT), is_sure=True),
    Table(Danger.INTRUDER, INTRUDER),
    Table(Danger.ABUSE, ABUSE, is_sure=True),
    Table(Danger.FALL, FALL),
    Table(Danger.INJURY, INJURY),
    Table(Danger.HELP, HELP),
)
