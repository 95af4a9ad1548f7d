"""The kinds of danger that are told apart, because what is said first differs."""

from enum import StrEnum


class Danger(StrEnum):
    """A kind of emergency, the most pressing first: where several are said, the first one decides what is answered."""

    FIRE = "fire"
    GAS = "gas"
    CHOKING = "choking"
    UNCONSCIOUS = "unconscious"
    BREATHING = "breathing"
    HEART = "heart"
    STROKE = "stroke"
    BLEEDING = "bleeding"
    OVERDOSE = "overdose"
    SELF_HARM = "self_harm"
    INTRUDER = "intruder"
    ABUSE = "abuse"
    FALL = "fall"
    INJURY = "injury"
    HELP = "help"
