"""The details of one wish from the words that were quoted for them, by the readers of the offline path.

A quotation only says where to look. What stands there is read in the context of the whole wish, so that "7 or 8",
"Friday, no, Saturday" and a bare "at 7" stay as uncertain as they are offline, whichever of them was quoted.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.ability import AbilitySpec, SlotKind, SlotSpec
from core.when import Span, TimeReading
from providers.rules.changes import find_old_values
from providers.rules.counts import fill_bare_count, fill_count
from providers.rules.findings import Findings
from providers.rules.names import fill_name
from providers.rules.replies import read_reply
from providers.rules.roles import is_spoken, replaces
from providers.rules.sentence import Place, Sentence, choose_policy
from providers.rules.texts import fill_choice, trim
from providers.rules.times import fill_times
from providers.spans.quotes import cover, find_quote
from providers.spans.wire import WireWish

_TIMED = frozenset({SlotKind.DATE, SlotKind.DAYS, SlotKind.TIME, SlotKind.TIMES, SlotKind.RECURRENCE})
_FREE = frozenset({SlotKind.NAME, SlotKind.TEXT})  # where a reply may be taken for the answer as a whole
_JOINT = re.compile(
    r"(?:[^\w]|\b(?:or|and|to|no|not|sorry|wait|actually|i|mean|meant|make|that|it|rather|scratch|hang|on|um+|uh+|er+|"
    r"maybe|perhaps|possibly|if|else|even|better|either|at|for|in|the|let's|say|until|till|from|by)\b)*"
)
_AROUND = 20  # characters beside a quoted number that may say it has another reading


@dataclass(slots=True)
class Read:
    """One wish as it was read.

    Attributes:
        wish: what was quoted.
        found: the details, as the offline path would have them.
        invented: slots whose quotation is nowhere in the words.
        places: where the quotations stand.
    """

    wish: WireWish
    found: Findings
    invented: list[str] = field(default_factory=list[str])
    places: dict[str, list[Place]] = field(default_factory=dict[str, list[Place]])


def read_slots(wish: WireWish, spec: AbilitySpec, sentence: Sentence, *, start: int = 0) -> Read:
    """Read what was quoted; `sentence` has blanks for what is not to be read, the wish itself begins at `start`."""
    if replaces(spec):
        sentence = sentence.without(find_old_values(sentence, spec))
    read = Read(wish, Findings(spec, sentence))
    read.found.taken += sentence.unread
    for slot in spec.slots:
        _locate(slot, read, start=start)
    _read_times(read)
    for kind, fill in _FILLERS.items():
        for slot in spec.slots:
            if slot.slot.kind is kind and (slot.name in read.places or kind is SlotKind.CHOICE):
                fill(slot, read)
    _read_answer(read)
    return read


def _locate(slot: SlotSpec, read: Read, *, start: int) -> None:
    for quote in read.wish.quotes(slot.name):
        place = find_quote(quote, read.found.sentence.text, start=start)
        if place:
            read.places.setdefault(slot.name, []).append(place)
        elif slot.slot.kind is not SlotKind.CHOICE:
            read.invented.append(slot.name)


# ------------------------------------------------------------------ times


def _read_times(read: Read) -> None:
    """What is quoted for a time; what stands in words that are passed on belongs to these."""
    found = read.found
    spoken = [place for slot in found.spec.slots if is_spoken(slot) for place in read.places.get(slot.name, ())]
    quoted = [place for place in _timed_places(read) if not any(_is_inside(place, words) for words in spoken)]
    if not quoted:
        return
    policy = choose_policy(found.spec)
    words = [place for slot in found.spec.slots if slot.slot.kind in _FREE for place in read.places.get(slot.name, ())]
    hidden = (_bare(piece, found.sentence.text) for place in words for piece in _pieces(place, quoted))
    sentence = found.sentence.without([each for each in hidden if not _is_joint(each, found.sentence)])
    sentence = sentence.without([*_unquoted(sentence.times(policy), sentence, quoted)])
    reading = sentence.times(policy)
    if reading.spans:
        fill_times(reading, found)


def _timed_places(read: Read) -> Iterator[Place]:
    for slot in read.found.spec.slots:
        if slot.slot.kind in _TIMED:
            yield from read.places.get(slot.name, ())


def _is_inside(place: Place, other: Place) -> bool:
    return other.start <= place.start and place.end <= other.end


def _pieces(place: Place, quoted: Sequence[Place]) -> Iterator[Place]:
    """A stretch without the quoted times in it."""
    start = place.start
    for each in sorted(quoted):
        if each.overlaps(place):
            yield Place(start, max(start, each.start))
            start = each.end
    yield Place(start, max(start, place.end))


def _bare(place: Place, text: str) -> Place:
    """A stretch without spaces at its ends, so that hiding it joins no words."""
    words = text[place.start : place.end]
    start = place.start + len(words) - len(words.lstrip())
    return Place(start, max(start, place.start + len(words.rstrip())))


def _unquoted(reading: TimeReading, sentence: Sentence, quoted: Sequence[Place]) -> Iterator[Place]:
    """The time expressions that are nobody's: not quoted, nor joined with a quoted one by "or", "and" or a correction."""
    spans = list(reading.spans)
    kept = {span for span in spans if any(_place(span).overlaps(place) for place in quoted)}
    for pairs in (pairwise(spans), pairwise(reversed(spans))):
        for one, next_one in pairs:
            if one in kept and _is_joined(one, next_one, sentence):
                kept.add(next_one)
    yield from (_place(span) for span in spans if span not in kept and span.kind != "day_part")


def _is_joined(one: Span, other: Span, sentence: Sentence) -> bool:
    first, last = sorted((one, other), key=lambda span: span.start)
    return _is_joint(Place(first.end, last.start), sentence)


def _is_joint(place: Place, sentence: Sentence) -> bool:
    return _JOINT.fullmatch(sentence.lowered[place.start : place.end]) is not None


def _place(span: Span) -> Place:
    return Place(span.start, span.end)


# ------------------------------------------------------------------ counts, names, choices, free words


def _read_count(slot: SlotSpec, read: Read) -> None:
    """As the grammar reads the sentence, if it reads the quoted number; else the quoted number alone."""
    place = read.places[slot.name][0]
    if _fill_at(slot, place, read, fill=fill_count):
        return
    text = read.found.sentence.text
    near = Place(max(0, place.start - _AROUND), min(len(text), place.end + _AROUND))
    hidden = cover(cover(text, Place(0, near.start)), Place(near.end, len(text)))
    near_by = Findings(read.found.spec, Sentence(hidden, read.found.sentence.context))
    near_by.taken += read.found.taken
    fill_bare_count(slot.name, near_by)
    _take(slot.name, near_by, read, at=place)


def _read_name(slot: SlotSpec, read: Read) -> None:
    """A stored name in its stored spelling, else the quoted words; none where the sentence names two."""
    found, place = read.found, read.places[slot.name][0]
    for known in found.sentence.names.get(slot.name, ()):
        if known.place.overlaps(place):
            found.put(
                slot.name, known.name, found.sentence.text[known.place.start : known.place.end], place=known.place
            )
            return
    if _fill_at(slot, place, read, fill=fill_name) and slot.name in found.ambiguous:
        return
    found.drop(slot.name)
    words = found.sentence.text[place.start : place.end].removeprefix("the ").lstrip()
    found.put(slot.name, words, words, place=place)


def _read_choice(slot: SlotSpec, read: Read) -> None:
    """The chosen value where the words say it, or a stored record that they name.

    One that nobody said in so many words ("pasta" for Italian) is kept where it is needed, and read back.
    """
    found, text = read.found, read.found.sentence.text
    chosen = next((quote for quote in read.wish.quotes(slot.name) if quote in slot.slot.values), None)
    said = next(iter(read.places.get(slot.name, ())), None)
    whole = Findings(found.spec, found.sentence)
    whole.taken += found.taken
    fill_choice(slot, whole)
    heard, place = whole.details.get(slot.name), whole.places.get(slot.name)
    is_stored = heard in found.sentence.context.names.get(slot.name, ())
    if heard is not None and (heard == chosen or (is_stored and not (place and said and not place.overlaps(said)))):
        found.put(slot.name, heard, whole.spans[slot.name], place=place)
    elif chosen and said:
        found.put(slot.name, chosen, text[said.start : said.end], place=said)
    elif chosen and slot.name in found.spec.required:
        found.put(slot.name, chosen, text.strip())
        found.inferred.append(slot.name)
    elif chosen:
        read.invented.append(slot.name)


def _read_text(slot: SlotSpec, read: Read) -> None:
    """The quoted words without times at their ends that another detail quotes."""
    found, place = read.found, read.places[slot.name][0]
    place = place if is_spoken(slot) else _without_times(place, read)
    kept = trim(found.sentence.text, place.start, end=place.end)
    if kept:
        words = found.sentence.text[kept.start : kept.end]
        found.put(slot.name, words, words, place=kept)


def _without_times(place: Place, read: Read) -> Place:
    text, (start, end) = read.found.sentence.text, place
    times = sorted(read.found.taken, reverse=True)
    for timed in times:
        if start < timed.start < end and not _is_word(text[timed.end : end]):
            end = timed.start
    for timed in reversed(times):
        if timed.start <= start < timed.end < end:
            start = timed.end
    return Place(start, end)


def _is_word(text: str) -> bool:
    return any(char.isalnum() for char in text)


_FILLERS: Mapping[SlotKind, Callable[[SlotSpec, Read], None]] = {
    SlotKind.COUNT: _read_count,
    SlotKind.NAME: _read_name,
    SlotKind.CHOICE: _read_choice,
    SlotKind.TEXT: _read_text,
}


def _fill_at(slot: SlotSpec, place: Place, read: Read, *, fill: Callable[[SlotSpec, Findings], None]) -> bool:
    """Let the grammar read the whole sentence, and take what it finds at the quoted place."""
    whole = Findings(read.found.spec, read.found.sentence)
    whole.taken += read.found.taken
    fill(slot, whole)
    return _take(slot.name, whole, read, at=place)


def _take(name: str, other: Findings, read: Read, *, at: Place) -> bool:
    place = other.places.get(name)
    if name in other.ambiguous:
        read.found.ambiguous.append(name)
        return True
    if place is None or not place.overlaps(at):
        return False
    read.found.put(name, other.details[name], other.spans[name], place=place)
    read.found.inferred += [each for each in other.inferred if each == name]
    return True


# ------------------------------------------------------------------ the answer to an open question


def _read_answer(read: Read) -> None:
    """What was quoted for the detail in question may be as short as "eight" or "the second one"."""
    found = read.found
    question = found.sentence.context.open_question
    places = read.places.get(question.slot or "") if question else None
    if not question or not question.slot or not places:
        return
    quoted = Sentence(found.sentence.text[places[0].start : places[0].end], found.sentence.context)
    is_free = any(slot.name == question.slot and slot.slot.kind in _FREE for slot in found.spec.slots)
    for sentence in (quoted,) if is_free else (found.sentence, quoted):
        answer, _ = read_reply(sentence, found.spec, question)
        if _answers(answer, question.slot):
            _replace(question.slot, answer, found)
            return


def _answers(found: Findings, name: str) -> bool:
    return name in found.details or name in found.ambiguous


def _replace(name: str, other: Findings, found: Findings) -> None:
    found.drop(name)
    found.ambiguous = [each for each in found.ambiguous if each != name]
    found.ambiguous += [each for each in other.ambiguous if each == name]
    found.inferred += [each for each in other.inferred if each == name]
    if name in other.options:
        found.options[name] = other.options[name]
    if name in other.details and name not in other.ambiguous:
        found.put(name, other.details[name], other.spans[name])
