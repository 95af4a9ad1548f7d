"""NAME slots: a stored name anywhere, or a proper name behind a word that leads it in ("at Olive Garden")."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from core.ability import AbilitySpec, SlotKind, SlotSpec
from providers.rules.booked_for import fill_booked_name, is_booked_name
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.people import read_people
from providers.rules.roles import has_free_words, holds_family, holds_people
from providers.rules.sentence import KnownName, Place, find_bare_words, slots_of
from providers.rules.wordlist import set_of

_WORD = re.compile(r"\S+")
_EDGE = "\"'“”‘’()[]"
_KINDS_OF_PLACES = frozenset({"city", "town", "village", "island", "beach"})
_ON_THE_WAY = re.compile(
    r"\b(?:travel\w*|back|home|fly\w*|flew|com(?:e|es|ing)|came|return\w*|moved|arriv\w+|driv\w+|drove|train|bus|flight)\s+$"
)
"""Where somebody comes from is no place to book."""
_STOP_MARKS = ",;:!?)"
_ABBREVIATION = re.compile(r"(?:[A-Z]|St|Mr|Mrs|Ms|Dr|No)\.", re.IGNORECASE)
_RIVAL = re.compile(r",? or (?:at )?(?:the )?[A-Z]")
_MOST_WORDS = 6
_LOOKED_AT = 2 * _MOST_WORDS  # words behind a lead: those of the name, what stands before it and what it may go on with
_VERBS = (
    "book",
    "booking",
    "reserve",
    "reserving",
    "try",
    "named",
    "called",
    "visit",
    "book me",
    "book us",
    "get me",
    "get us",
)

_NAMING = ("called", "named")

# Behind these only what is written like a name is one: "with a view", "from home".
_WEAK_LEADS = frozenset({"with", "from", "for", "by", "to", "on", "of"})


_CONNECTORS = frozenset({"of", "the", "and", "&", "de", "la", "le", "du", "di", "da", "del", "on", "by", "a", "y", "n"})
_ENDS = set_of(
    "about and are around as asking at because but by can could do does for from has have he how i i'd i'll i'm "
    "i've if in instead is it it's just know me my near not on or please pls precisely saying say she since so "
    "some thank thanks that then they to today tomorrow tonight under using was we we're what when where which who "
    "will with would you your"
)
_NO_NAMES = set_of(
    "a advance again all an any anywhere be case different fact first her here him his home it its last least me "
    "most my nearby need no once one order our same some somewhere somewhere's that their them there these this those "
    "time touch us what whatever which you your"
)
_GENERIC = set_of(
    "bar barber barbers bistro brasserie cafe café cinema diner hairdresser hairdressers hairdresser's hairdressers' barber's stylist doctor's dentist's hotel inn local house "
    "nice nearest new old my place pizzeria pub restaurant restaurants salon shop spa steakhouse table tavern "
    "the town usual area city center centre good best near"
)


class _Candidate(NamedTuple):
    place: Place
    is_proper: bool


class _Leads(NamedTuple):
    """Words that lead in a name, and the first word of each as `Sentence.bare_words` has it."""

    pattern: re.Pattern[str]
    first_words: frozenset[str]


def fill_name(slot: SlotSpec, found: Findings) -> None:
    """Take a stored name in its stored spelling, else the first proper name behind a lead, else lower-case words; none of two."""
    if is_booked_name(slot):
        fill_booked_name(slot, found)
        return
    _fill_first(slot, found)
    place = found.places.get(slot.name)
    if place and _RIVAL.match(found.sentence.text, place.end):
        found.drop(slot.name)
        found.ambiguous.append(slot.name)


def _fill_first(slot: SlotSpec, found: Findings) -> None:
    sentence = found.sentence
    stored = _free_names(slot, found) if sentence.has_names else ()
    if stored and not holds_family(slot):
        _put_stored(slot, stored[0], found)
        return
    candidates = [each for each in _candidates(slot, found) if _may_be(slot, each.place, found)]
    if not candidates and not stored:
        return
    chosen = next((each for each in candidates if each.is_proper), candidates[0] if candidates else None)
    meant = [known for known in stored if chosen is None or known.place.overlaps(chosen.place)]
    if len(meant) == 1 or (meant and chosen is None):
        _put_stored(slot, meant[0], found)
    elif chosen:
        words = sentence.text[chosen.place.start : chosen.place.end]
        found.put(slot.name, words, words, place=chosen.place)


def _free_names(slot: SlotSpec, found: Findings) -> Sequence[KnownName]:
    return [known for known in found.sentence.names.get(slot.name, ()) if found.is_free(known.place)]


def _may_be(slot: SlotSpec, place: Place, found: Findings) -> bool:
    """Whether words are free for a name, and not what is stored for another slot ("book Maria")."""
    if not found.sentence.has_names:
        return found.is_free(place)
    others = [each.name for each in found.spec.slots if each.name != slot.name]
    stored = (known.place for name in others for known in found.sentence.names.get(name, ()))
    own = [known.place for known in found.sentence.names.get(slot.name, ())]
    is_others = any(each.overlaps(place) and each not in own for each in stored)
    return found.is_free(place) and not is_others


def _put_stored(slot: SlotSpec, known: KnownName, found: Findings) -> None:
    words = found.sentence.text[known.place.start : known.place.end]
    found.put(slot.name, known.name, words, place=known.place)


@once
def _stops(spec: AbilitySpec) -> frozenset[str]:
    leads = (lead for each in spec.slots if each.slot.kind is SlotKind.NAME for lead in each.slot.after)
    return frozenset(lead.lower().split()[0] for lead in leads)


def _candidates(slot: SlotSpec, found: Findings) -> Iterator[_Candidate]:
    """Behind the leads of the slot; for the first required name behind the verb too ("book the Golden Lion")."""
    if holds_people(slot):
        yield from _people_behind_leads(slot, found)
        return
    needs_proper = has_free_words(found.spec)
    for each in _behind_leads(_leads(slot), found):
        if each.is_proper or not needs_proper:
            yield each
    besides = _leads_besides(found.spec).get(slot.name)
    for each in _behind_leads(besides, found) if besides else ():
        if each.is_proper:
            yield each


@once
def _leads_besides(spec: AbilitySpec) -> Mapping[str, _Leads]:
    """What leads a name in besides the words of its slot: verbs the first required one, "called" the first of all."""
    names = slots_of(spec, SlotKind.NAME)
    required = [name for name in spec.required if name in names]
    return dict.fromkeys(names[:1], _read_leads(_NAMING)) | dict.fromkeys(required[:1], _read_leads(_VERBS))


def _behind_leads(leads: _Leads, found: Findings) -> Iterator[_Candidate]:
    if leads.first_words.isdisjoint(found.sentence.bare_words):
        return
    stops, text = _stops(found.spec), found.sentence.text
    for lead in leads.pattern.finditer(found.sentence.lowered):
        if not found.is_free(Place(lead.start(), lead.end() + 1)):
            continue
        if lead["lead"] == "from" and _ON_THE_WAY.search(found.sentence.lowered, 0, lead.start()):
            continue
        limit = found.next_taken(lead.end(), len(text))
        candidate = _read(list(islice(_words(text, lead.end(), limit), _LOOKED_AT)), text, stops=stops)
        if candidate and _is_choice(candidate, found):
            continue
        if candidate and (candidate.is_proper or lead["lead"] not in _WEAK_LEADS):
            yield candidate


def _people_behind_leads(slot: SlotSpec, found: Findings) -> Iterator[_Candidate]:
    text = found.sentence.text
    known = [each.place for each in found.sentence.names.get(slot.name, ())]
    leads = _leads(slot)
    if leads.first_words.isdisjoint(found.sentence.bare_words):
        return
    for lead in leads.pattern.finditer(found.sentence.lowered):
        stretch = Place(lead.end(), found.next_taken(lead.end(), len(text)))
        person = read_people(text, stretch, known)
        if person is None or (not person.is_sure and lead["lead"] in _WEAK_LEADS):
            continue
        is_named = text[person.place.start].isupper()
        if is_named or holds_family(slot):
            yield _Candidate(person.place, person.is_sure)


def _is_choice(candidate: _Candidate, found: Findings) -> bool:
    """Whether the words are but a choice of another slot and what kind of place it is: "Italian restaurant"."""
    words = found.sentence.lowered[candidate.place.start : candidate.place.end].split()
    choices = _all_choices(found.spec)
    return all(word in choices or word in _GENERIC for word in words)


@once
def _all_choices(spec: AbilitySpec) -> frozenset[str]:
    return frozenset(value.lower() for each in spec.slots for value in each.slot.values)


@once
def _leads(slot: SlotSpec) -> _Leads:
    return _read_leads(slot.slot.after)


def _read_leads(after: tuple[str, ...]) -> _Leads:
    words = "|".join(re.escape(word.lower()) for word in sorted(after, key=len, reverse=True))
    first_words = frozenset(word for lead in after for word in find_bare_words(lead.lower())[:1])
    return _Leads(re.compile(rf"\b(?P<lead>{words or '(?!)'})\s+(?=\S)"), first_words)


def _read(words: list[Place], text: str, *, stops: frozenset[str]) -> _Candidate | None:
    """The name that these words begin with, without a small "the"; None if they are no name."""
    if words and text[words[0].start : words[0].end] == "the":
        words = words[1:]
    if len(words) > 1 and text[words[0].start : words[0].end] in _GENERIC and _is_proper(text, words, 1):
        words = words[1:]
    if not words:
        return None
    first = text[words[0].start : words[0].end]
    if first.lower() in _NO_NAMES or not any(char.isalnum() for char in first):
        return None
    is_proper = _is_proper(text, words, 0)
    if not is_proper and first.lower() in _ENDS | stops:
        return None
    last = _end_of(text, words, stops=stops, is_proper=is_proper)
    chosen = [text[word.start : word.end].lower() for word in words[:last]]
    if not is_proper and chosen and chosen[0].endswith("ing"):
        return None
    if not chosen or _GENERIC.issuperset(chosen) or all(word.isdigit() for word in chosen):
        return None
    return _Candidate(Place(words[0].start, words[last - 1].end), is_proper)


def _words(text: str, start: int, limit: int) -> Iterator[Place]:
    """The words up to a punctuation mark, without quotation marks."""
    for match in _WORD.finditer(text, start, limit):
        raw = match.group()
        left = len(raw) - len(raw.lstrip(_EDGE))
        bare = raw.rstrip('"”)]').rstrip(_STOP_MARKS + '."”)]')
        if raw[-1] == "." and _ABBREVIATION.fullmatch(raw):
            bare = raw
        if len(bare) > left:
            yield Place(match.start() + left, match.start() + len(bare))
        if raw != bare:
            return


def _is_proper(text: str, words: list[Place], index: int) -> bool:
    """Whether a word is written like part of a name; a number is, in front of such a word ("5 Guys")."""
    if index >= len(words):
        return False
    word = text[words[index].start : words[index].end]
    if word[0].isdigit():
        return _is_proper(text, words, index + 1)
    return word[0].isupper() and word.lower() not in {"i", "i'm", "i'd", "i'll", "i've"}


def _end_of(text: str, words: list[Place], *, stops: frozenset[str], is_proper: bool) -> int:
    """How many words belong to the name."""
    for index, place in enumerate(words[:_MOST_WORDS]):
        word = text[place.start : place.end]
        lowered = word.lower()
        if index == 0 or (is_proper and _is_proper(text, words, index) and not word.isupper()):
            continue
        if is_proper and lowered.rstrip(".,!?") in _KINDS_OF_PLACES and index == 1:
            return index + 1
        if lowered in stops or (is_proper and not _goes_on(text, words, index)):
            return index
        if lowered in _ENDS and not is_proper:
            return index
    return min(len(words), _MOST_WORDS)


def _goes_on(text: str, words: list[Place], index: int) -> bool:
    """Whether a proper name has this word in it: "Salt and Straw", "Inn on the Park", "BBQ"."""
    lowered = text[words[index].start : words[index].end].lower()
    if _is_proper(text, words, index):
        return lowered not in _ENDS
    ahead = [position for position in (index + 1, index + 2) if _is_proper(text, words, position)]
    between = text[words[index + 1].start : words[index + 1].end].lower() if index + 1 < len(words) else ""
    return lowered in _CONNECTORS and bool(ahead) and (ahead[0] == index + 1 or between in _CONNECTORS)
