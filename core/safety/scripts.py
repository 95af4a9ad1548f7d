"""What is said in an emergency: fixed words, reviewed, the same for everybody. No model ever writes or changes them.

Each is calm and short, and names one thing to do first. None says what to take, or what not to: that is for those who are
called. They fit the person in danger and whoever speaks for them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from core.safety.dangers import Danger
from core.safety.numbers import UNKNOWN, crisis_line, emergency_number

NO_ADVICE = "I can't advise on that. Please ask your pharmacist or your doctor, or look at the leaflet."
"""The only answer to questions about doses, combinations and side effects."""

IN_DOUBT = "Are you hurt or in danger? If so, please call {number} now, or say: help me."
"""Said where it isn't sure that anything is wrong: nobody is told, and whoever says so gets the script."""

_SCRIPTS: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.FIRE: "Please leave the house now and close the door behind you. Then call {number} from outside.",
        Danger.GAS: "Please go outside now and touch no switch. Then call {number} from outside.",
        Danger.CHOKING: "Please call {number} now, on loudspeaker. They will tell you what to do, step by step.",
        Danger.UNCONSCIOUS: "Please call {number} now, on loudspeaker. They will tell you what to do, step by step.",
        Danger.BREATHING: "Please call {number} now and say that breathing is hard. Don't wait to see whether it passes.",
        Danger.HEART: "Please call {number} now and say that it may be the heart. Don't wait to see whether it passes.",
        Danger.STROKE: "Please call {number} now and say that it may be a stroke. Don't wait to see whether it passes.",
        Danger.BLEEDING: "Please call {number} now and say that somebody is bleeding. They will tell you what to do.",
        Danger.OVERDOSE: "Please call {number} now, even if all seems well. Keep the packet by you, to say what it was.",
        Danger.SELF_HARM: "I am glad that you told me. Please don't stay alone with this: call {line} now.",
        Danger.INTRUDER: "Please go where you are safe, and call {number} now.",
        Danger.ABUSE: "I am glad that you told me. Nobody may do that. If you are in danger, call {number} now.",
        Danger.FALL: "Please stay still for a moment. If anything hurts, or getting up doesn't work, call {number} now.",
        Danger.INJURY: "Please call {number} now. They will tell you what to do until help is there.",
        Danger.HELP: "Please call {number} now, and say where you are.",
    }
)
_SUBJECTS: Mapping[Danger, str] = MappingProxyType(
    {
        Danger.FIRE: "a fire",
        Danger.GAS: "a gas leak",
        Danger.CHOKING: "choking",
        Danger.UNCONSCIOUS: "somebody who has collapsed",
        Danger.BREATHING: "trouble with breathing",
        Danger.HEART: "the heart",
        Danger.STROKE: "a stroke",
        Danger.BLEEDING: "bleeding",
        Danger.OVERDOSE: "too much or the wrong medicine",
        Danger.SELF_HARM: "thoughts of dying",
        Danger.INTRUDER: "a stranger in the house",
        Danger.ABUSE: "somebody being hurt by others",
        Danger.FALL: "a fall",
        Danger.INJURY: "an injury",
        Danger.HELP: "a call for help",
    }
)
KEPT_PRIVATE = frozenset({Danger.ABUSE})
"""Dangers that may come from those who would be told: nobody is told of them unasked."""


def script_for(danger: Danger, *, country: str | None) -> str:
    """What to do first, with the number of the country."""
    number = emergency_number(country)
    line = crisis_line(country)
    return _SCRIPTS[danger].format(number=number, line=f"{line}, or {number}" if line else number)


def ask_in_doubt(*, country: str | None) -> str:
    """Whether somebody is in danger, with the number of the country."""
    return IN_DOUBT.format(number=emergency_number(country))


def describe_danger(danger: Danger) -> str:
    """What it may be, for those who are told."""
    return _SUBJECTS[danger]


def describe_number(country: str | None) -> str:
    """The number as others are told it."""
    number = emergency_number(country)
    return "the emergency number" if number == UNKNOWN else number
