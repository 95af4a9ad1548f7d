"""Two things under one "remind me": "take aspirin at 8 am and metformin at 9 am", "at ten to eat and at eleven to drink".

What leads in the first leads in the second. Where it is not plain what is meant for when, the time is left open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.when import Policy, Span
from providers.rules.second_thoughts import is_corrected
from providers.rules.sentence import Sentence
from providers.rules.wordlist import set_of

_WISH = re.compile(
    r"^[^.;!?]{0,80}?\b(?:remind(?:ing)? (?:me|us)|(?:don'?t|never) let (?:me|us) forget|(?:set|make|add|create)(?: me| us)? (?:an? )?(?:reminders?|alarms?)"
    r"|(?:i|we) (?:need|have|must|should|want to be reminded|need to be reminded))\b"
)
_FULL_STOP = re.compile(r"[.;!?]")
_TO = re.compile(r"\b(?:to|about|of)\s+")
_VERB = re.compile(r"(?:take|taking|have|use|give|swallow|drink|inject|apply)\s+")
_BEGINS_TO = re.compile(r"\W*(?:also\s+)?(?:to|about|of)\s+\w")
_TO_DO = re.compile(r"[\s,]*(?:to|about|of)\s+\w")
_WORD = re.compile(r"[^\W_]+")
_LITTLE = set_of(
    "again then also another once twice more one two three half at a an the time around by about on for in my it them other"
)
_MANNER = re.compile(
    r"\W*(?:with|without|after|before|for|because|when|if|in case|while|until|unless|instead|so|but|not|no|as|or|which|that|who)\b"
)
_AMOUNT = re.compile(
    r"\W*(?:another|one|two|three|four|half|a half|an? (?:second|third)|the (?:second|third|other|next|last)|\d+)\b"
)
_POINTS_BACK = re.compile(
    r"\W*(?:(?:tell|ask|say|inform|warn|let)\b|\w+ (?:her|him|them|it)\b|make sure\b|check (?:that|if|whether)\b|be (?:ready|there)\b)"
)
_VERBS = set_of(
    "call ring phone text email write send book cancel buy get fetch bring collect pick drop go come visit meet see feed water walk "
    "take give put turn switch check clean wash cook bake make do have eat drink sleep rest read watch listen play pay post order "
    "close open lock unlock charge empty fill iron mow vacuum hoover dust sweep exercise stretch swim pray measure weigh test "
    "change move return finish start stop leave catch prepare pack tidy plant prune knit sew practise practice study learn renew "
    "sign register vote attend join look bathe shower brush shave dress wake get-up lie sit stand remember rinse defrost record"
)
_CLOCKS = frozenset({"time", "instant"})
_KINDS = (_CLOCKS | {"day_part"}, frozenset({"date"}), frozenset({"recurrence"}))
_DAYS = ("date", "recurrence")


@dataclass(frozen=True, slots=True)
class Parted:
    """The first thing, and the second if there is one by itself."""

    first: Sentence
    second: Sentence | None = None


@dataclass(frozen=True, slots=True)
class _Halves:
    sentence: Sentence
    wish: int
    start: int  # of what is to be done
    joint: re.Match[str]
    former: Sequence[Span]
    latter: Sequence[Span]


def part_under_lead(sentence: Sentence, joint: re.Match[str]) -> Parted | None:
    """The two things that the joint divides under one lead; None where it does not."""
    halves = _halve(sentence, joint)
    if halves is None:
        return None
    behind = sentence.lowered[joint.end() :]
    if _begins_with_time(halves):
        return _carry(halves, sentence.text[: halves.wish]) if _is_to_do(halves) else None
    words = sentence.lowered[joint.end() : halves.latter[0].start]
    if _BEGINS_TO.match(behind):
        return _carry(halves, sentence.text[: halves.wish]) if _share_a_kind(halves) else None
    if _MANNER.match(words) or not _says_something(words):
        return _leave_open(halves) if _AMOUNT.match(words) and _have_clocks(halves) else None
    is_late = any(span.start >= halves.start for span in halves.former)
    if not is_late:
        return _leave_open(halves) if _have_clocks(halves) else None
    if _AMOUNT.match(words) or _POINTS_BACK.match(words):
        return _leave_open(halves)
    if _first_word(words) in _VERBS:
        return _carry(halves, sentence.text[: halves.start]) if _share_a_kind(halves) else _leave_open(halves)
    return _carry(halves, _lead_of_things(halves))


def _halve(sentence: Sentence, joint: re.Match[str]) -> _Halves | None:
    """None unless something is to be done before the joint, and time is said on both sides of it."""
    wish = None if _FULL_STOP.search(joint.group()) else _WISH.match(sentence.lowered)
    if wish is None or wish.end() > joint.start():
        return None
    spans = sentence.times(Policy.REMINDER).spans
    if any(_is_within(joint, span) for span in spans):
        return None
    former = [span for span in spans if span.end <= joint.start() + 1]
    latter = [span for span in spans if span.start >= joint.end() - 1]
    to = next((to for to in _TO.finditer(sentence.lowered, wish.end()) if not _is_in(to.start(), spans)), None)
    if not latter or not former or to is None or to.end() >= joint.start():
        return None
    if is_corrected(sentence.lowered[former[-1].end : latter[0].start]):
        return None
    return _Halves(sentence, wish.end(), to.end(), joint, former, latter)


def _is_within(joint: re.Match[str], span: Span) -> bool:
    return span.start < joint.start() and joint.end() < span.end


def _is_in(at: int, spans: Sequence[Span]) -> bool:
    return any(span.start <= at < span.end for span in spans)


def _begins_with_time(halves: _Halves) -> bool:
    between = halves.sentence.lowered[halves.joint.end() : max(halves.joint.end(), halves.latter[0].start)]
    return not between.strip(" ,")


def _is_to_do(halves: _Halves) -> bool:
    """Whether the times that the second half begins with are followed by "to" and a verb."""
    end = halves.joint.end()
    for span in halves.latter:
        if halves.sentence.lowered[end : span.start].strip(" ,"):
            break
        end = max(end, span.end)
    return _TO_DO.match(halves.sentence.lowered, end) is not None


def _says_something(words: str) -> bool:
    return any(word not in _LITTLE and not word.isdigit() for word in _WORD.findall(words))


def _first_word(words: str) -> str:
    match = _WORD.search(words)
    return match.group() if match else ""


def _has(spans: Sequence[Span], kinds: frozenset[str]) -> bool:
    return any(span.kind in kinds for span in spans)


def _have_clocks(halves: _Halves) -> bool:
    return _has(halves.former, _CLOCKS) and _has(halves.latter, _CLOCKS)


def _share_a_kind(halves: _Halves) -> bool:
    return any(_has(halves.former, kinds) and _has(halves.latter, kinds) for kinds in _KINDS)


def _lead_of_things(halves: _Halves) -> str:
    """Of "remind me to take my aspirin" all but the aspirin; where no medicine is taken, the thing alone is remembered."""
    sentence = halves.sentence
    verb = _VERB.match(sentence.lowered, halves.start)
    if verb:
        return sentence.text[: verb.end()]
    return sentence.text[: halves.wish] + " about "


def _carry(halves: _Halves, lead: str) -> Parted:
    """Days said before hold for what comes behind, and are read back; those said last may hold for both, and are asked."""
    sentence, joint = halves.sentence, halves.joint
    text = lead.rstrip() + " " + sentence.text[joint.end() :].lstrip()
    days = [span for span in halves.former if span.kind in _DAYS and span.end > len(lead.rstrip())]
    has_days = _has(halves.former, frozenset(_DAYS))
    latter = [span for span in halves.latter if span.kind in _DAYS]
    first = sentence.saying(sentence.text[: joint.start()])
    if latter:
        asked = () if has_days or _begins_with_time(halves) else (latter[0].kind,)
        return Parted(first.leaving_open(asked), sentence.saying(text))
    shared = "".join(f" {span.text}" for span in days)
    second = sentence.saying(text.rstrip(" .!?") + shared).guessing([span.kind for span in days])
    return Parted(first, second)


def _leave_open(halves: _Halves) -> Parted:
    return Parted(halves.sentence.leaving_open(["time"]))
