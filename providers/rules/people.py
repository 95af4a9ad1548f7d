"""People as they are named in a wish: "my daughter", "Anna and Tom", "mum", "Mrs Hartley", "my son Tom and everyone else"."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from providers.rules.sentence import Place
from providers.rules.wordlist import set_of

_KIN = (
    r"daughters?(?:[- ]in[- ]law)?|sons?(?:[- ]in[- ]law)?|wife|husband|partner|sisters?(?:[- ]in[- ]law)?|brothers?(?:[- ]in[- ]law)?|"
    r"mother(?:[- ]in[- ]law)?|father(?:[- ]in[- ]law)?|mum|mom|mummy|mommy|mam|mama|dad|daddy|papa|parents|"
    r"grand(?:ma|pa|mother|father|son|sons|daughter|daughters|child|children|kids?|parents)|granny|grandad|granddad|gran|nan|nana|"
    r"aunt(?:ie|y)?s?|uncles?|nieces?|nephews?|cousins?|kids?|children|child|boys|girls|family|relatives|folks|twins|"
    r"friends?|best friend|girlfriend|boyfriend|fianc[eé]e?|neighbou?rs?|carers?|caregivers?|care ?worker|nurses?|doctors?|gp|"
    r"dentist|therapist|physio|pharmacist|chemist|hairdresser|cleaner|helper|home ?help|landlord|landlady|boss|manager|"
    r"assistant|colleagues?|coworkers?|teacher|priest|vicar|lawyer|accountant|plumber|gardener|driver|roommates?|bro|sis|hubby"
)
_ALONE = r"mum|mom|mummy|mommy|mam|mama|dad|daddy|papa|grandma|grandpa|granny|gran|nan|nana|bro|sis|hubby|auntie|family|daughter|son|wife|husband|sister|brother"
_ALL = r"everyone(?: else)?|everybody(?: else)?|all of them|all my (?:family|children|kids|friends)|the (?:whole )?family|(?:my|our) whole family|them all|both of them"
_TITLE = r"mr|mrs|ms|miss|dr|doctor|nurse|sister|brother|aunt|auntie|uncle|father|cousin|sergeant|sgt|professor|prof"
_NAME = (
    r"(?!(?:I|I['’]\w+|OK|Okay|Please|That|The|My|Our|A|An|And|To|If|We|He|She|It|You|They)\b)"
    r"(?:Mc|O['’])?[A-Z][\w’'-]*\w"
)
_PROPER = rf"{_NAME}(?:\s+(?:de |van |von )?{_NAME})*"
_NO_NAMES = (
    r"(?!(?:that|to|know|about|i|we|and|or|is|was|has|the|my|our|a|an|when|what|where|who|how|why|if|whether|please|goodbye|goodnight|bye|"
    r"maybe|perhaps|dinner|lunch|breakfast|supper|yesterday|yes|no|not|fine|good|great|okay|ok|hello|hi|thanks|sorry|today|tomorrow|tonight|"
    r"now|later|again|also|too|this|next|last|soon|sometimes|here|there|in|on|at|for|from|with|by|it|he|she|they|me|us|you|just|right|"
    r"back|first|know|text|message|saying|straight|away|before|after|once|by|via|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\w+ly|\w+ing)\b)"
)
_SMALL_NAME = rf"{_NO_NAMES}[a-z]{{2,15}}(?=\s+(?:that|to|know|about|saying|(?:[iI]|we|she|he|they)(?:['’]\w+)?)\s)"
_SURE = re.compile(
    rf"(?i:{_ALL})\b"
    rf"|(?i:my|our|the|his|her)\s+(?:(?i:eldest|oldest|youngest|older|younger|elder|dear|other|big|little|best|late|step)\s+)*(?i:{_KIN})\b(?!['’]s)(?:,?\s+{_PROPER}|\s+{_SMALL_NAME})?"
    rf"|(?i:{_TITLE})\.?\s+(?:{_PROPER}|(?!(?:and|that|to|about|i|know)\b)[a-z]\w+)"
    rf"|(?i:{_ALONE})\b(?:\s+{_PROPER})?"
    rf"|{_PROPER}"
)
_PLAIN = re.compile(r"[^\W\d_][\w’'-]*")
_JOIN = re.compile(r"\s*(?:,\s*and\b|,|\band\b|&)\s*")
_GOES_ON = re.compile(r"\s+(?:that|to|know|about|i|i'm|we)\b|\s*,?\s*$")
_ARTICLE = re.compile(r"(?:to|the|[Oo]ur(?=\s+[A-Z]))\s+")
_MOST = 5  # people told at once, beside the first
_POSSESSIVE = re.compile(r"['’]s$")
_OWNED = re.compile(r"\s*(?:latest|last|new|recent)?\s*(?:e-?mail|mail|text|message|letter|reply|note)\b")
_NOBODY = set_of(
    "a about again all also an and any anyone as asking at back be because but by can cancel could do "
    "doctor's down e-mail email for from group have he hello her here hey hi him his how i i'd i'll i'm "
    "i've if in into is it it's its just know later letter mail me message messages my new no not note "
    "now of off on one or our out over please quick reply respond say saying she short should sms so some "
    "somebody someone something sorry stop tell text texts than thank thanks that that's the their them "
    "then there they this to today tomorrow tonight two up us wait want was we we're what when where "
    "whether which who why will with word would yes you your yourself"
)


PLACES_OF_BUSINESS = (
    r"(?:the|my|our) (?:restaurant|kitchen|caf[eé]|bistro|pub|bar|inn|hotel|venue|place|salon|hairdressers?|hairdresser's|barbers?|barber's|spa|"
    r"waiter|waitress|chef|staff)"
)
"""Whoever is booked with is told by changing the booking, which is no message to the family."""


class Person(NamedTuple):
    """Somebody named; `is_sure` where the words can hardly be anything else."""

    place: Place
    is_sure: bool


def read_people(text: str, stretch: Place, known: Sequence[Place] = ()) -> Person | None:
    """The people that a stretch of the text begins with; `known` are the places of stored names."""
    start, limit = stretch
    first = _read_one(text, start, limit, known=known)
    if first is None:
        return None
    place, is_sure = first
    for _ in range(_MOST):
        join = _JOIN.match(text, place.end, limit)
        if join is None:
            break
        again = _read_one(text, join.end(), limit, known=known)
        if again is None or not (again.is_sure or _GOES_ON.match(text, again.place.end, limit)):
            break
        place = Place(place.start, again.place.end)
    return Person(place, is_sure)


def _read_one(text: str, start: int, limit: int, *, known: Sequence[Place]) -> Person | None:
    if stored := next((place for place in known if place.start == start and place.end <= limit), None):
        return Person(stored, is_sure=True)
    sure = _SURE.match(text, start, limit)
    if sure and sure.group().lower() not in _NOBODY:
        return Person(_without_possessive(text, sure.start(), sure.end()), is_sure=True)
    if article := _ARTICLE.match(text, start, limit):
        start = article.end()
        if stored := next((place for place in known if place.start == start and place.end <= limit), None):
            return Person(stored, is_sure=True)
        if sure := _SURE.match(text, start, limit):
            return Person(_without_possessive(text, sure.start(), sure.end()), is_sure=True)
        return None
    plain = _PLAIN.match(text, start, limit)
    if plain is None or plain.group().lower().replace("’", "'") in _NOBODY:
        return None
    return Person(_without_possessive(text, plain.start(), plain.end()), is_sure=False)


def _without_possessive(text: str, start: int, end: int) -> Place:
    """As in "reply to Heather's email"."""
    match = _POSSESSIVE.search(text[start:end])
    if match and _OWNED.match(text, end):
        return Place(start, start + match.start())
    return Place(start, end)
