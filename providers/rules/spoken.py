"""Words that are passed on: "tell Anna tomorrow at nine that the doctor comes at noon".

They are kept as they were said, whatever times and wishes they mention; what stands before them belongs to the task.
"""

import re

from core.ability import SlotKind, SlotSpec
from providers.base import Reference
from providers.rules.findings import Findings
from providers.rules.roles import find_spoken
from providers.rules.sentence import Place, slots_of

_MEDIUM = r"(?:(?:a|an|the|my|this)\s+)?(?:(?:quick|short|new|nice)\s+)?(?:text|e-?mail|mail|message|sms|note|reply|letter|whatsapp|word|line)(?:\s+message)?(?!\s+(?:is|being)\b)"
_THEM = r"(?:him|her|them|they|everyone|everybody)"
_BETWEEN = re.compile(
    rf"(?:['’]s\s+(?:\w+\s+)?(?=e-?mail|message|text|letter))?(?:[\s,:]|\b(?:today|please|right away|at once|now|immediately|again|back|via|by(?!\s+(?:answering|saying))|as)\b|\b{_MEDIUM}\b)*",
    re.IGNORECASE,
)
_BEFORE_PERSON = re.compile(
    r"\b(?:say|send|give|pass on|text|e-?mail|message|write)\s+(?:(?:the|this) (?:message|text|words?|note)\s+)?(?P<words>\S.*?)\s+(?:on )?to\s+$",
    re.IGNORECASE,
)
_LITTLE_BEHIND = re.compile(
    r"[\s,]*(?:(?:from (?:me|us|all of us)|for me|please|thanks|thank you|will you|would you|by \w+|via \w+|as an? (?:reply|answer)\b.*)[\s,]*)*[.!?]*\s*",
    re.IGNORECASE,
)
_DEEDS = (
    r"(?:(?:see|know|hear)\s+)?(?:about\s+)?what\s+(?:i|we)(?:['’]ve|\s+have)?(?:\s+just)?\s+(?:did|done|been\s+(?:doing|up\s+to)|made|painted|baked|cooked|knitted)"
    r"(?:\s+(?:today|yesterday|tonight|this\s+\w+|last\s+\w+|at\s+\w+))*"
)
_OPENERS = re.compile(
    rf"[\s,;:]*(?:(?:and\s+)?(?:please\s+)?(?:"
    rf"{_DEEDS}(?=\s*[:;,.–-])(?:\s*[:;.–-])?"
    r"|see(?:\s+that)?"
    rf"|give\s+{_THEM}\s+(?:the|a|this)\s+message(?:\s+that)?"
    rf"|(?:tell|inform|let|notify)\s+{_THEM}(?:\s+know)?(?:\s+(?:that|to|about|of))?"
    rf"|ask(?:ing)?(?:\s+{_THEM})?(?:\s+to)?"
    rf"|(?:which|that|it|and|to)?\s*(?:say(?:s|ing)?|stat(?:e|es|ing)|read(?:s|ing))(?:\s+to\s+{_THEM})?(?:\s+that)?"
    rf"|with\s+(?:the|this|a)\s+(?:message|text|words|response|answer)|the\s+message\s+(?:is|being)(?:\s+that)?"
    rf"|telling\s+{_THEM}(?:\s+that)?|know(?:\s+(?:that|about))?|to\s+know(?:\s+that)?|that|to|about|of|regarding|by\s+(?:answering|saying))"
    rf"(?![\w'’])[\s,:]*)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(
    r"\b(?:saying|stating|that says|which says|and say|to say|with the (?:message|text|words|response))(?:\s+that)?[\s,:]+"
    rf"|\b(?:and|to) (?:tell|ask|let) {_THEM}(?: know)?(?:\s+(?:that|to))?[\s,:]+|\bthat\s+(?=\S)",
    re.IGNORECASE,
)
_ANSWER_OPENER = re.compile(
    r"\W*(?:(?:um+|uh+|er+|oh|please|just)\b[\s,]*)*(?:(?:can you |could you |you can |you could )?(?:please )?(?:just )?(?:"
    rf"(?:tell|let|inform)\s+(?:{_THEM}|\w+|my \w+)(?:\s+know)?(?:\s+(?:that|to))?|say(?:\s+that)?|write(?:\s+that)?|that)\s+(?=\S))?",
    re.IGNORECASE,
)
_QUOTES = "\"“”‘'"
_NEXT_REQUEST = re.compile(
    r"[.!?;]+\s+(?=(?:please|thanks|thank you|could you|can you|would you|will you|ok|okay|that'?s (?:all|it))\b)",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s,;.!]+(?:please|pls|thanks|thank you|thank you very much))?"
    r"(?:\s+(?:via|through|by|over|in an?)\s+(?:text|e-?mail|sms|message|whatsapp)(?:\s+message)?)?[\s,;.]*$",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    rf"{_DEEDS}|"
    r"(?:about |of |all about )?(?:it|that|this|so|all that|them|the news|as well|too|please|thanks|now|right away|later|message|text|email"
    r"|(?:at )?(?:what time|when|where|(?:what|which) day|how many(?: of us| people)?)(?: and (?:what time|when|where))?(?: (?:it|that|this|we|i|they)(?:'s| is|'re| are|'m| am)?(?: (?:on|for|at|booked|coming|going|there))*)?"
    r"|(?:the |all the |all )?(?:new )?(?:details|time|times|day|date|place|booking|reservation|appointment|reminder)(?: and (?:the )?(?:time|day|date|place|details))?|everything(?: about it)?)?"
    r"(?: (?:too|as well|please|later|now))?",
    re.IGNORECASE,
)
_NO_WORDS = re.compile(r"(?:too|as well|please|thanks|now|so|right away|later|message|text|email)?", re.IGNORECASE)
_HESITATION = re.compile(r"\W*(?:(?:um+|uh+|er+|erm)\b[\s,.]*)+", re.IGNORECASE)
_SHARE_IT = re.compile(
    r"[\s,;.!]*\b(?:and\s+)?(?:(?:can|could|would|will) you\s+)?(?:please\s+)?(?:share|tell|send|pass)\s+(?:(?:it|this|that|all that|the news)\b\s*)?(?:on\s+)?(?:with|to)\b",
    re.IGNORECASE,
)
_PAST = re.compile(r"(?:on\s+)?(?:yesterday|last)\b|.*\bago$", re.IGNORECASE)
"""A day that has passed is told of; nobody is told yesterday."""
_STATES = re.compile(
    r"\W*(?i:(?:(?:um+|uh+|er+|erm)\b[\s,.]*)*(?:i|we|my|our|the|he|she|it|they|today|yesterday|this|last|there)\b)|\W*[A-Z]"
)


def find_spoken_words(slot: SlotSpec, found: Findings) -> Place | None:
    """Where the words stand: behind the person who is told, or behind "that"; for a note the whole sentence may be it."""
    text = found.sentence.text
    people = [found.places[name] for name in slots_of(found.spec, SlotKind.NAME) if name in found.places]
    before = _said_to(text, min(people)) if people else None
    if before is not None:
        return before
    start = min(people).end if people else _behind_lead(slot, found)
    if start is None:
        start = None if _needs_somebody(found) or not _STATES.match(text) else 0
        return None if start is None else _clean(text, start)
    return _clean(text, _behind_openers(start, found)) or (None if _needs_somebody(found) else _said_before(text))


def _said_to(text: str, person: Place) -> Place | None:
    """As in "say happy birthday to Tom", where nothing more follows; "a message" alone is no words."""
    said = _BEFORE_PERSON.search(text[: person.start])
    if (
        said is None
        or not _LITTLE_BEHIND.fullmatch(text, person.end)
        or re.fullmatch(_MEDIUM, said["words"], re.IGNORECASE)
    ):
        return None
    return _clean(text[: said.end("words")], said.start("words"))


def _needs_somebody(found: Findings) -> bool:
    return bool(set(slots_of(found.spec, SlotKind.NAME)) & set(found.spec.required))


def _said_before(text: str) -> Place | None:
    """As in "I had a lovely walk, please share it with my family"."""
    share = _SHARE_IT.search(text)
    if share is None or not _STATES.match(text):
        return None
    words = text[: share.start()].strip()
    return Place(text.index(words), text.index(words) + len(words)) if words else None


def _behind_lead(slot: SlotSpec, found: Findings) -> int | None:
    leads = "|".join(re.escape(lead) for lead in slot.slot.after)
    match = re.search(rf"\b(?:{leads or '(?!)'})[\s,:]+(?=\S)", found.sentence.lowered)
    return match.end() if match else None


def _behind_openers(start: int, found: Findings) -> int:
    """Skips what leads the words in: times of the telling, "a text", "saying that", "and let her know"."""
    text = found.sentence.text
    moved = True
    while moved:
        before = start
        for span in (span for span in found.reading.spans if not _PAST.match(span.text)):
            if span.start <= start < span.end or (not text[start : span.start].strip(" ,") and span.start >= start):
                start = max(start, span.end)
        between = _BETWEEN.match(text, start)
        after = between.end() if between else start
        opener = _OPENERS.match(text, after)
        if opener:
            return _behind_second_opener(text, opener.end())
        moved = after > before
        start = max(start, after)
    return start


def _behind_second_opener(text: str, start: int) -> int:
    """As in "and tell her that": one more little word at most."""
    again = re.compile(r"(?:that|to|about|saying)\s+", re.IGNORECASE).match(text, start)
    return again.end() if again else start


def _clean(text: str, start: int) -> Place | None:
    """Where the words stand; None where they say nothing that can be passed on."""
    start, end = _bounds(text, start)
    words = text[start:end]
    return None if not words.strip(" .!?") or _NOTHING.fullmatch(words.strip(" .!?")) else Place(start, end)


def _bounds(text: str, start: int) -> tuple[int, int]:
    """The words without politeness, quotation marks and the request that follows."""
    end = len(text)
    if stop := _NEXT_REQUEST.search(text, start):
        end = stop.start()
    if tail := _TAIL.search(text, start, end):
        end = max(start, tail.start())
    if hesitation := _HESITATION.match(text, start, end):
        start = hesitation.end()
    while start < end and (text[start].isspace() or text[start] in _QUOTES + ",;:"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in _QUOTES + ",;"):
        end -= 1
    return start, end


def find_reference(found: Findings) -> Reference | None:
    """Whether somebody is named and nothing to pass on, but at most what about: "tell my daughter what time"."""
    slot = find_spoken(found.spec)
    if slot is None or slot.name in found.details:
        return None
    people = [found.places[name] for name in slots_of(found.spec, SlotKind.NAME) if name in found.places]
    if not people:
        return None
    text = found.sentence.text
    start, end = _bounds(text, _behind_openers(min(people).end, found))
    return read_reference(text[start:end])


def read_reference(words: str) -> Reference | None:
    """What "what time", "all about it" or nothing at all says of another wish; None of words that can be passed on."""
    bare = words.strip(" .,!?")
    if _NO_WORDS.fullmatch(bare):
        return Reference.MEANT
    return Reference.SAID if _NOTHING.fullmatch(bare) else None


def clean_answer(text: str) -> Place | None:
    """Where the words stand in a reply: "tell her I'm fine" passes on "I'm fine"."""
    match = _ANSWER_OPENER.match(text)
    return _clean(text, match.end() if match else 0)
