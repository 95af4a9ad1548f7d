"""TEXT slots: free words behind a lead, up to the next time expression; CHOICE slots: one of a few words."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from core.ability import SlotKind, SlotSpec
from core.when import Span
from providers.rules.amounts import fill_amount
from providers.rules.findings import Findings
from providers.rules.once import once
from providers.rules.phrases import score_phrases
from providers.rules.roles import MEDICINE, is_spoken, replaces
from providers.rules.second_thoughts import is_alternative, is_corrected
from providers.rules.sentence import Place, Sentence, find_bare_words
from providers.rules.spoken import find_spoken_words

_STOP = re.compile(
    r"[.!?](?=\s|$)|\s(?:to|on|onto|in|into|from)\s+(?:my|the|our)\s+(?:\w+\s+)?(?:list|calendar|diary|schedule|agenda)\b|[,;]\s+(?:and\s+|so\s+|please\s+)*(?:remind|set|tell|wake|make|put|i\s+(?:always|often|tend))\b|\s+[-–—]\s+|\s+and\s+(?:add|put|set)\s+(?:it|this|that)\b"
)
_STOP_MARKS = re.compile(r"[.!?,;–—-]")
_STOP_WORDS = frozenset({"list", "calendar", "diary", "schedule", "agenda", "add", "put", "set"})
"""Without such a mark or word nothing stops."""
_POLITE_TAIL = re.compile(
    r"(?:[\s,;.!?]*\b(?:please|pls|thanks|thank you|thank you very much|dear|love|if you can|if possible|ok|okay)\b)+"
    r"[\s,;.!?]*$|[\s,;.!?]+$",
    re.IGNORECASE,
)
_PLACE_TAIL = re.compile(
    r"[\s,;]+(?:(?:to|on|onto|in|into|from|off|as an?)\s+)?(?:my|the|our|a)\s+(?:\w+\s+)?(?:calendar|schedule|diary|agenda|list|planner)$"
    r"|[\s,;]+(?:to|on|onto|in|into)\s+(?:calendar|schedule|diary|agenda)$|[\s,;]+(?:for|as)\s+the\s+(?:\w+\s+)?(?:title|name)$"
    r"|[\s,;]+in\s+the\s+(?:time\s+)?slot$",
    re.IGNORECASE,
)
_KIND_TAIL = re.compile(r"[\s,;]+(?:reminders?|alarms?)$", re.IGNORECASE)
_TAIL_WORDS = re.compile(
    r"[\s,;]+(?:and|not|at|for|the|or|to|from|until|till|as|starting|beginning|again|later|once|each|an?|is|any ?more|any longer|yet|already|for (?:me|us)|"
    r"(?:are|is|as|has been|have been) (?:done|taken|finished))$",
    re.IGNORECASE,
)
_MARKS_AT_END = re.compile(r"[\s,;.!?]+$")
_ENDS_OF_TAILS = (
    *("please", "pls", "thanks", "thank you", "thank you very much", "dear", "love", "can", "possible", "ok", "okay"),
    *("calendar", "schedule", "diary", "agenda", "list", "planner", "title", "name", "slot"),
    *("reminder", "reminders", "alarm", "alarms"),
    *("and", "not", "at", "for", "the", "or", "to", "from", "until", "till", "as", "starting", "beginning", "again"),
    *(
        "later",
        "once",
        "each",
        "a",
        "an",
        "is",
        "more",
        "longer",
        "yet",
        "already",
        "me",
        "us",
        "done",
        "taken",
        "finished",
    ),
)
"""One of these ends every text that one of the tails fits; most texts have none of them."""
_ONLY_LITTLE = re.compile(
    r"(?:an?|the|my|our|his|her|this|that|it|to|for|on|in|at|um+|uh+|er+|erm|no|sorry|wait|actually|later|again|soon|take|do|any ?more|any longer|"
    r"(?:with|after|before|at) (?:(?:my|the) )?(?:breakfast|lunch|dinner|supper|tea|meals?|food|bedtime))",
    re.IGNORECASE,
)
_BEFORE_MEAL = re.compile(r"\b(?:with|after|before|at)\s+(?:(?:my|the|every|each)\s+)?$")
_MEAL = re.compile(r"(?:breakfast|lunch|dinner|supper|tea|meals?|food)\b")
"""What a medicine is taken with is none, as in "calcium with my tea"."""
_SELF = re.compile(
    r"\W*(?:(?:a|an|the|my|our|another|new|daily|weekly|monthly|repeating|recurring|quick|this|that|these|all|of|\d+|next|first)\s+)*"
    r"(?:reminders?|alarms?|calendar|schedule|diary|agenda|list|shopping list|grocery list|event|entry|item|timer|notification|"
    r"(?:be\s+)?reminded|it|this|that|them|me|us|up|something|everything|anything|nothing)\b(?:\s+(?:please|reminder|alarm))*\W*(?:(?:to|on|in|for|called|alarm|that|about|of|it|starting|under|with|at|by|titled|named|please)\b|$)",
    re.IGNORECASE,
)
"""What the words are put into is no content: "my calendar", "a reminder to …"."""
_VERBS = frozenset({"order", "schedule", "plan", "need", "want", "set", "mark", "drink", "take", "put", "add"})
_WEAK = frozenset({"my", "the", "his", "her", "our"})
_REMINDED = re.compile(r"\b(?:remind(?:er|ing)?|forget|alert|notify|alarm|remember)\b")
_CONDITION = re.compile(r"(?:when|if|once|whenever|in case)\b")
_DETERMINER = re.compile(r"\b(?:my|the|an?|this|that|our|his|her|your)\s+$")
_NAMING = re.compile(
    r"(?:(?:name|title|call|calling) it|put (?:it|this|that) under|(?:under|with|use) the (?:name|title))\b"
)
"""Words behind these are what a thing is called, wherever they stand."""
_PUTS_IT = re.compile(
    r"(?:add|include|put|save|enter|note)\s+(?:it|this|that|them)\s+(?:(?:to|on|in|into)\s+)?(?:my|the|our)\s+(?:calendar|diary|schedule|agenda)\b"
    r"|(?:(?:the|this|that)\s+)?(?:appointment|visit|meeting)\s+(?:to|on|in|into)\s+(?:my|the|our)\s+(?:calendar|diary|schedule|agenda)\b"
    r"|(?:my|the|our)\s+(?:calendar|diary|schedule|agenda)\s+as\b|(?:is|that'?s|all)\s+(?:fine|good|great|right|ok|okay|perfect)\b",
    re.IGNORECASE,
)
_MOVED = re.compile(r"\s(?:back|forward|from)\b")
_TOGETHER = re.compile(r"(?:and|with|plus)\s+(?:(?:my|our|the)\s+)?\w+\s+(?:to|about|of|that)\s+")
"""As in "remind me and Tom to …"."""
_WHOSE = re.compile(
    r"(?:(?:the|my|our)\s+)?\w+\s+(?:(?:takes|has|gets|needs|remembers(?:\s+to\s+take)?)\s+)?(?:his|her|its|their)\s+"
)
_WITH_IT = re.compile(
    r"\s+(?:about |at least )?(?:half an hour|an hour|\w+ (?:minutes|hours)|a (?:few|couple of) (?:minutes|hours))(?=\s*$|\s+(?:before|after)\b)|"
    r"\s+(?:(?:with|after|before|at|during|without)\s+(?:(?:my|the|every|each|all|an?|some|any|plenty of)\s+)*"
    r"(?:breakfast|lunch|dinner|supper|tea|food|meals?|eating|bed|bedtime|water|milk|juice|glass of|drink|sleep)"
    r"|before (?:i|going)|when i|on an empty stomach)\b"
)
"""When and with what a medicine is taken is no part of its name."""
_HOW_MANY_AT_END = re.compile(
    r"(?:,|\bis)\s+(?:just |only )?(?:(?:one|two|three|four|half|a half|half a|[1-4])(?: (?:tablet|pill|capsule|puff|drop|of them|of those)s?)?"
    r"|[1-9]\d{1,3} (?:tablet|pill|capsule|puff|drop|of them|of those)s?)[\s,.]*$"
)
"""As in "Plavix, one of a morning", "my prescription, 56 tablets"."""
_HOW_IT_STANDS = re.compile(r"\s(?:(?:(?:will|going to) )?(?:run|runs|running|ran) out|left|remaining)[\s,.?!]*$")
"""As in "when do my tablets run out?"."""
_OF = re.compile(r"\s*(?:of\s+)?(?:(?:my|the|our)\s+)?")
_HESITATION = re.compile(r"(?:(?:um+|uh+|er+|erm)\b[\s,.]*)+", re.IGNORECASE)
_MOST_LEADS = 12
_OWN_WISH = 0.9  # words that score so much of what the sentence scores are the wish itself


def fill_choice(slot: SlotSpec, found: Findings) -> None:
    """A stored record, or the first of the slot's words that the text says, as the slot spells it."""
    sentence, values = found.sentence, slot.slot.values
    if sentence.has_names:
        for known in sentence.names.get(slot.name, ()):
            if found.is_free(known.place):
                words = sentence.text[known.place.start : known.place.end]
                found.put(slot.name, known.name, words, place=known.place)
                return
    matches = find_choices(slot, sentence)
    free = [match for match in matches if found.is_free(Place(*match.span()))] if matches else ()
    if free:
        _settle_choice(slot, free, found)
        return
    part = found.reading.day_part
    spans = found.reading.spans
    if part in values and spans and found.reading.time is None:
        found.put(slot.name, part, next((span.text for span in spans if span.kind == "day_part"), spans[0].text))


def _settle_choice(slot: SlotSpec, matches: Sequence[re.Match[str]], found: Findings) -> None:
    """The first that was said, unless it was taken back or left open right away."""
    sentence, chosen = found.sentence, matches[0]
    for before, behind in pairwise(matches):
        between = sentence.lowered[before.end() : behind.start()]
        if is_alternative(between) and before is chosen and before.group() != behind.group():
            found.ambiguous.append(slot.name)
            return
        if is_corrected(between) and before is chosen:
            chosen = behind
            found.inferred.append(slot.name)
    value = next(value for value in slot.slot.values if value.lower() == chosen.group())
    place = Place(*chosen.span())
    found.put(slot.name, value, sentence.text[place.start : place.end], place=place)


def find_choices(slot: SlotSpec, sentence: Sentence) -> Sequence[re.Match[str]]:
    """Where the words of a CHOICE slot stand."""
    if _first_words(slot).isdisjoint(sentence.bare_words):
        return ()
    found = sentence.choices.get(slot.slot)
    if found is None:
        found = sentence.choices[slot.slot] = list(_choices(slot).finditer(sentence.lowered))
    return found


@once
def _choices(slot: SlotSpec) -> re.Pattern[str]:
    words = "|".join(re.escape(value.lower()) for value in sorted(slot.slot.values, key=len, reverse=True))
    return re.compile(rf"\b(?:{words or '(?!)'})\b")


@once
def _first_words(slot: SlotSpec) -> frozenset[str]:
    """The words with which its values begin, as `Sentence.bare_words` are."""
    return frozenset(word for value in slot.slot.values for word in find_bare_words(value.lower())[:1])


def fill_text(slot: SlotSpec, found: Findings) -> None:
    """The words behind the first lead that leads in more than the wish itself.

    Where the lead leads in somebody's name too ("tell Anna I am late"), the words begin behind the name.
    """
    if is_spoken(slot):
        place = find_spoken_words(slot, found)
    elif slot.slot.units:
        fill_amount(slot, found)
        return
    else:
        place = next(_contents(slot, found), None) or _named_itself(slot, found)
    if place:
        words = found.sentence.text[place.start : place.end]
        found.put(slot.name, words, words)
        found.places[slot.name] = place


def _named_itself(slot: SlotSpec, found: Findings) -> Place | None:
    """Where nothing is led in, one of the slot's nouns: an alarm is for itself."""
    if slot.name not in found.spec.required or not slot.slot.values:
        return None
    match = _choices(slot).search(found.sentence.lowered)
    return Place(*match.span()) if match else None


def _contents(slot: SlotSpec, found: Findings) -> Iterator[Place]:
    if not slot.slot.after:
        return
    sentence, leads = found.sentence, _leads(slot)
    found_leads = list(islice(leads.finditer(sentence.lowered), _MOST_LEADS))
    if len(found_leads) > 1:
        # "My" leads in whatever belongs to somebody: "remind my wife to take her pills".
        found_leads.sort(key=_by_weight)
    for lead in found_leads:
        if _span_at(lead.start(), found) or _SELF.match(sentence.text, lead.end()) or _is_noun(lead, sentence):
            continue
        place = _words_behind(lead, found, slot=slot, leads=leads)
        if place is None or _says_nothing(place, found):
            continue
        rest = sentence.apart(sentence.text[place.start : place.end])
        is_wish = lead.group().startswith("to ") and _is_own_wish(rest, found)
        if not is_wish and _fits(slot, rest, found):
            yield place


def _is_own_wish(words: Sentence, found: Findings) -> bool:
    return score_phrases(found.spec, words) >= _OWN_WISH * score_phrases(found.spec, found.sentence)


def _by_weight(lead: re.Match[str]) -> tuple[bool, bool]:
    """What names the thing goes first, what leads in anything last."""
    return _NAMING.match(lead.group()) is None, lead.group().strip() in _WEAK


def _says_nothing(place: Place, found: Findings) -> bool:
    """Whether the words are but a time, a condition, or what they are put into."""
    words = found.sentence.lowered[place.start : place.end]
    is_meal = _MEAL.match(words) and _BEFORE_MEAL.search(found.sentence.lowered, 0, place.start)
    is_time = is_meal or any(span.start <= place.start and place.end <= span.end for span in found.reading.spans)
    return bool(
        is_time
        or _PUTS_IT.match(found.sentence.lowered, place.start)
        or _SELF.match(words)
        or _CONDITION.match(words)
        or _ONLY_LITTLE.fullmatch(words)
    )


def _is_noun(lead: re.Match[str], sentence: Sentence) -> bool:
    """As in "my order", "the plan"."""
    is_verb = lead.group().strip(" :") in _VERBS
    return is_verb and _DETERMINER.search(sentence.lowered[: lead.start()]) is not None


def _fits(slot: SlotSpec, words: Sentence, found: Findings) -> bool:
    """Whether the words name such a thing at all, where the slot knows its nouns and another slot could take the words."""
    rivals = [
        each for each in found.spec.slots if each.slot.kind is SlotKind.TEXT and each.slot.after and each is not slot
    ]
    return not slot.slot.values or not rivals or bool(_choices(slot).search(words.lowered))


def _words_behind(lead: re.Match[str], found: Findings, *, slot: SlotSpec, leads: re.Pattern[str]) -> Place | None:
    sentence, spans = found.sentence, found.times
    if any(slot.name == MEDICINE for slot in found.spec.slots):
        spans = found.reading.spans
    start = _behind_company(lead.end(), found)
    again = leads.match(sentence.lowered, start)
    if again and not (again.group().strip(" :") in _VERBS and _REMINDED.search(sentence.lowered[: lead.end()])):
        start = again.end()
    if slot.name == MEDICINE and (whose := _WHOSE.match(sentence.lowered, start)):
        start = whose.end()
    amount = _behind_amount(start, found)
    ends = [place.start for place in (*spans, *sentence.unread) if place.start > start]
    end = min([len(sentence.text), *ends])
    may_stop = not _STOP_WORDS.isdisjoint(sentence.bare_words) or _STOP_MARKS.search(sentence.lowered, start, end)
    if may_stop and (stop := _STOP.search(sentence.lowered, start, end)):
        end = stop.start()
    if replaces(found.spec) and (moved := _MOVED.search(sentence.lowered, start, end)):
        end = moved.start()
    if slot.name == MEDICINE:
        end = _end_of_medicine(sentence.lowered, start, amount=amount, end=end)
    # Of "take 2 tablets" the unit is what is taken.
    unit = sentence.text[:amount].rstrip().rfind(" ") + 1 if amount > start else start
    return trim(sentence.text, amount, end=end) or trim(sentence.text, unit, end=end)


def _end_of_medicine(words: str, start: int, *, amount: int, end: int) -> int:
    """Where its name ends: before what it is taken with, how many of it there are, and how long they last."""
    if with_it := _WITH_IT.search(words, start, end):
        end = with_it.start()
    for ending in (_HOW_MANY_AT_END, _HOW_IT_STANDS):
        if found := ending.search(words, amount, end):
            end = found.start()
    return end


def _behind_company(start: int, found: Findings) -> int:
    """Behind the times, and whoever is reminded too."""
    while span := _span_at(start, found) or _old_at(start, found):
        start = _skip_space(found.sentence.text, span.end)
    together = _TOGETHER.match(found.sentence.lowered, start)
    return together.end() if together else start


def _behind_amount(start: int, found: Findings) -> int:
    """As in "2 tablets of paracetamol": how much of it is another detail."""
    for slot in found.spec.slots:
        place = found.places.get(slot.name)
        if place and slot.slot.kind is SlotKind.TEXT and slot.slot.units and place.start <= start < place.end:
            behind = _OF.match(found.sentence.lowered, place.end)
            return behind.end() if behind else place.end
    return start


def _span_at(at: int, found: Findings) -> Span | None:
    return next((span for span in found.times if span.start <= at < span.end), None)


def _old_at(at: int, found: Findings) -> Place | None:
    return next((place for place in found.sentence.unread if place.start <= at < place.end), None)


def trim(text: str, start: int, *, end: int) -> Place | None:
    """The stretch without politeness, loose words and what it is put into at its end; None if nothing is left."""
    start = _skip_space(text, start)
    if hesitation := _HESITATION.match(text, start, end):
        start = hesitation.end()
    words = _MARKS_AT_END.sub("", text[start:end])
    before = ""
    while words != before and words.lower().endswith(_ENDS_OF_TAILS):
        before = words
        words = _TAIL_WORDS.sub("", _KIND_TAIL.sub("", _PLACE_TAIL.sub("", _POLITE_TAIL.sub("", words))))
        words = _MARKS_AT_END.sub("", words)
    return Place(start, start + len(words)) if words and not _ONLY_LITTLE.fullmatch(words) else None


def _skip_space(text: str, start: int) -> int:
    while start < len(text) and text[start] in " \t\r\n,:":
        start += 1
    return start


@once
def _leads(slot: SlotSpec) -> re.Pattern[str]:
    words = "|".join(re.escape(word.lower()) for word in sorted(slot.slot.after, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words or '(?!)'})(?:\s+|:\s*)(?=\S)")
