"""Who is to be reminded: the speaker, alone or with somebody ("me and Tom"), or somebody else, whom a reminder does not reach."""

import re

from core.ability import AbilitySpec, SlotKind
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.people import read_people
from providers.rules.sentence import Place, slots_of

_REMIND = re.compile(
    r"\bremind\s+(?!(?:me|us|myself|ourselves|you|about|of|to|that|in|at|on|every|when|again)\b)(?=\w)"
)
_SPEAKER = re.compile(r"\bremind\w*\s+(?:me|us)\b")
_BEHIND = re.compile(r"\s*(?:,\s*)?(?:to|about|of|that|every|each|at|on|in|when|tomorrow|today|tonight)\b")
_PRONOUN = re.compile(r"(?:him|her|them|everyone|everybody)\b")
_SUBJECT, _PERSON = "subject", "person_name"


def settle_reminded(found: Findings) -> None:
    """Of a reminder of somebody else keep whom it is for, and ask what the speaker is to be reminded of."""
    if not _reminds(found.spec):
        return
    person = _find_somebody_else(found)
    if person is None:
        return
    found.drop(_SUBJECT)
    found.drop(_PERSON)
    words = found.sentence.text[person.start : person.end]
    if not _PRONOUN.fullmatch(words.lower()):
        found.put(_PERSON, words, words, place=person)
    found.ambiguous.append(_SUBJECT)


@once
def _reminds(spec: AbilitySpec) -> bool:
    """Whether it reminds of anything, and may be about somebody."""
    return _SUBJECT in spec.required and _PERSON in slots_of(spec, SlotKind.NAME)


def _find_somebody_else(found: Findings) -> Place | None:
    sentence = found.sentence
    remind = _REMIND.search(sentence.lowered)
    if remind is None or _SPEAKER.search(sentence.lowered[: remind.start()]):
        return None
    known = [name.place for name in sentence.names.get(_PERSON, ())]
    pronoun = _PRONOUN.match(sentence.lowered, remind.end())
    person = read_people(sentence.text, Place(remind.end(), len(sentence.text)), known)
    place = Place(*pronoun.span()) if pronoun else person.place if person else None
    return place if place and _BEHIND.match(sentence.lowered, place.end) else None
