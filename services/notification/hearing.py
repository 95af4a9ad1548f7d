"""Who hears of what, in words: which topics somebody speaks of, how they are spoken of, and what contacts hear then. Pure."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.notification import TOPIC_GROUPS, Topic, expand_topics
from core.people import Contact
from services.booking.wording import join_spoken

_ORDER = (
    Topic.TAKEN,
    Topic.MISSED,
    Topic.REFILL,
    Topic.DAILY_SUMMARY,
    Topic.WEEKLY_SUMMARY,
    Topic.BOOKING,
    Topic.ACTIVITY,
    Topic.SHOPPING,
)
_MEDICINE = frozenset({*TOPIC_GROUPS["medicine"], Topic.DAILY_SUMMARY, Topic.WEEKLY_SUMMARY})
"""What tells of medicines: somebody who is to hear nothing about them gets no summary of them either."""
_WHEN: Mapping[Topic, str] = {
    Topic.TAKEN: "when you have taken a medicine",
    Topic.MISSED: "when you have not confirmed a medicine",
    Topic.REFILL: "when a medicine runs low",
    Topic.DAILY_SUMMARY: "every day how your medicines went",
    Topic.WEEKLY_SUMMARY: "every Sunday how the week with your medicines went",
    Topic.BOOKING: "when a place changes one of your bookings",
    Topic.ACTIVITY: "what you share of your day",
    Topic.SHOPPING: "what you need from the shops",
}
_NOT = r"(?:\w*n't|dont|not|never|without|forget|forgot|forgotten|forgetting)"
_SUMMARY = re.compile(r"\b(?:summar(?:y|ies)|reports?|overviews?|digests?|round-?ups?|how (?:i|it|my|the))\b")
_DAILY = re.compile(
    r"\b(?:dail(?:y)|(?:every|each|per) (?:day|evening|night)|once a day|at the end of (?:the|every|each) day)\b"
)
_WEEKLY = re.compile(r"\b(?:weekly|(?:every|each|per|a|the) (?:week|sunday|weekend)|on sundays|once a week)\b")
_MISSED = re.compile(
    rf"\b(?:miss|misses|missed|missing|skip|skipped|{_NOT}\b.{{0,30}}\b(?:tak\w+|took|had|confirm\w*))\b|\bforg[eo]t\w*\b"
)
_TAKEN = re.compile(r"\b(?:take|takes|taken|took|taking|had|swallowed|confirm(?:ed)?)\b")
_NEGATED = re.compile(rf"\b(?:\w*n't|{_NOT})\b.{{0,30}}?\b(?:take|takes|taken|took|taking|had|confirm(?:ed)?)\b")
_REFILL = re.compile(
    r"\b(?:runs?|running|ran) (?:low|out|short)\b|\brefills?\b|\brun-?out\b|\bnew prescription\b|\bnearly (?:gone|empty)\b"
)
_OTHERS = (
    (Topic.BOOKING, re.compile(r"\b(?:bookings?|appointments?|reservations?)\b")),
    (Topic.SHOPPING, re.compile(r"\bshopping\b")),
    (Topic.ACTIVITY, re.compile(r"\b(?:activit(?:y|ies)|my days?|what i (?:do|did))\b")),
)
_MEDICINES = re.compile(r"\b(?:medic\w+|meds?|pills?|tablets?|drugs?|capsules?|doses?|insulin)\b")
_EVERYTHING = re.compile(r"\b(?:everything|anything|all of it|at all)\b")

_ENDING = re.compile(
    r"\b(?:don'?t|do not|doesn'?t|does not|stop|no longer|never|needn'?t|need not|shouldn'?t|should not)\b"
    r"(?:(?!\b(?:when|whenever|if|about|that|and|but|stop|don'?t|do not|no longer|never)\b).){0,30}\b(?:tell|telling|let|letting|inform\w*|notify\w*|text\w*|e?-?mail\w*|messag\w+|"
    r"alert\w*|update|updating|hear|hearing|know|get|getting|send|sending|bother\w*)\b"
)

_LEADS_IN = re.compile(
    r"\b(?:tell|let|inform|notify|text|e?-?mail|message|alert|update|send|keep|warn)\s+(?:(?:my|the|our)\s+)?$"
)


def is_ending(words: str, *, by: str, whom: str) -> bool:
    """Whether these people are to hear of something no more, as `by` among the words says it.

    "Tell Anna when I don't take my pills" and "tell Anna, but don't tell Tom" are no such thing for Anna.
    """
    said = _plain(words)
    named = said.find(_plain(whom)) if whom else -1
    is_told = named >= 0 and _LEADS_IN.search(said[:named]) is not None
    endings = [found for found in _ENDING.finditer(said) if found.group().startswith(_plain(by))]
    return any(not is_told or found.start() < named for found in endings)


def says_ending(words: str) -> bool:
    """Whether the words have somebody hear of something no more, whoever it is."""
    return _ENDING.search(_plain(words)) is not None


def _plain(words: str) -> str:
    return words.casefold().replace("’", "'")


def read_topics(words: str, *, ends: bool) -> frozenset[Topic] | None:
    """The topics of these words; none where nothing is known of that kind, None where "how often" is open.

    `ends`: somebody is to hear of it no more, so that a summary, or medicines at all, is every kind of it.
    """
    said = _plain(words)
    found: set[Topic] = set()
    if _SUMMARY.search(said):
        often = {
            topic for topic, how in ((Topic.DAILY_SUMMARY, _DAILY), (Topic.WEEKLY_SUMMARY, _WEEKLY)) if how.search(said)
        }
        if not often and not ends:
            return None
        return frozenset(often or {Topic.DAILY_SUMMARY, Topic.WEEKLY_SUMMARY})
    if _MISSED.search(said):
        found.add(Topic.MISSED)
    if _TAKEN.search(_NEGATED.sub(" ", said)):
        found.add(Topic.TAKEN)
    if _REFILL.search(said):
        found.add(Topic.REFILL)
    if not found and _MEDICINES.search(said):
        found |= _MEDICINE if ends else TOPIC_GROUPS["medicine"]
    found |= {topic for topic, how in _OTHERS if how.search(said)}
    if not found and ends and _EVERYTHING.search(said):
        found |= set(_ORDER)
    return frozenset(found)


def describe_topics(topics: Collection[Topic]) -> str:
    """When somebody hears, said to the person: "when you have taken a medicine and when a medicine runs low"."""
    return join_spoken([_WHEN[each] for each in _ORDER if each in topics], last="and")


def change_topics(contact: Contact, topics: Collection[Topic], *, ends: bool) -> tuple[str, ...]:
    """The topics of a contact who is to hear of these too, or no more.

    Whom nothing is left gets `message` alone, since no topics at all stands for what would harm in silence. What they have
    declined themselves only they can have again.
    """
    heard = expand_topics(contact.topics)
    changed = heard - set(topics) if ends else heard | (set(topics) - set(contact.declined_topics))
    if changed == heard:
        return contact.topics
    return tuple(sorted(changed)) or (Topic.MESSAGE.value,)


def describe_who(contacts: Sequence[Contact], topics: Collection[Topic]) -> str:
    """Who hears of these topics: "Anna hears when you have taken a medicine. Nobody hears when …"."""
    names = {topic: [each.name for each in contacts if topic in each.heard_topics] for topic in topics}
    lines: dict[tuple[str, ...], list[Topic]] = {}
    for topic in (each for each in _ORDER if each in topics):
        lines.setdefault(tuple(names[topic]), []).append(topic)
    return " ".join(_line(who, what) for who, what in lines.items())


def describe_what(contact: Contact) -> str:
    """What one contact hears of."""
    heard = [each for each in _ORDER if each in contact.heard_topics]
    if not heard:
        return f"{contact.name} hears only what you have me tell by name."
    return f"{contact.name} hears {describe_topics(heard)}."


def all_medicine_topics() -> frozenset[Topic]:
    """What tells of medicines."""
    return _MEDICINE


def _line(names: Iterable[str], topics: Collection[Topic]) -> str:
    who = list(dict.fromkeys(names))
    if not who:
        return f"Nobody hears {join_spoken([_WHEN[each] for each in topics], last='or')}."
    return f"{join_spoken(who, last='and')} {'hears' if len(who) == 1 else 'hear'} {describe_topics(topics)}."
