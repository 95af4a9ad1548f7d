"""What must not wait to be understood: that somebody is in danger, or asks what only a doctor may answer.

`listen` is pure and offline; `services/safety.py` answers.
"""

from dataclasses import dataclass

from core.safety.advice import find_advice
from core.safety.dangers import Danger
from core.safety.recogniser import Alarm, find_alarm
from core.safety.sensing import weigh_up
from core.safety.words import read_words
from core.width import to_plain_width

__all__ = ["Alarm", "Danger", "Heard", "listen"]

_LONGEST = 4000
"""Of what is longer only the first letters are looked at, so that the time it takes stays small whatever is sent."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard in a text: a danger, or the parts, as (start, end), that ask for medical advice.

    Attributes:
        is_doubtful: neither was heard, and yet it is well to ask whether somebody is in danger.
    """

    alarm: Alarm | None = None
    advice: tuple[tuple[int, int], ...] = ()
    is_doubtful: bool = False

    @property
    def is_anything(self) -> bool:
        """Whether it is answered by what is fixed, without asking any provider about it."""
        return self.alarm is not None or bool(self.advice)


def listen(said: str) -> Heard:
    """Whether a text speaks of danger, or asks for advice; of both the danger counts."""
    words = read_words(to_plain_width(said[:_LONGEST]))
    sensed = weigh_up(words, find_alarm(words))
    if sensed.alarm:
        return Heard(sensed.alarm)
    advice = find_advice(words)
    return Heard(advice=advice, is_doubtful=sensed.is_doubtful and not advice)
