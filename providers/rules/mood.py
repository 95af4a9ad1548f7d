"""When words that look like a wish are none: refusals, reports, and questions whether.

A cue says what a sentence is about, not that it asks for it: "don't book", "I booked" and "should I book?" are about
booking too. Clauses that ask for nothing are blanked before the sentence is read; doing nothing is the safe answer.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from core.ability import AbilitySpec
from providers.rules.once import once
from providers.rules.phrases import score_phrases
from providers.rules.roles import has_free_words
from providers.rules.screened import Screened, ScreenedTurns, screen
from providers.rules.sentence import Sentence


class Mood(Enum):
    """What a clause does with the thing it names."""

    __hash__ = object.__hash__  # that of `Enum` is slow

    ASKS = "asks"
    PLAIN = "plain"  # names it at most
    REFUSES = "refuses"
    REPORTS = "reports"
    WONDERS = "wonders"


_ORDERS = (
    r"(?:book|reserve|get|make|find|arrange|organi[sz]e|set|order|hold|keep|save|secure|tell|text|message|send|call|ring|ask|"
    r"let|remind|add|put|buy|note|cancel|change|move|try|have|give|take|schedule|plan|request|help|write|water|go ahead|"
    r"wake|show|check|look up|look for|read|delete|remove|stop|turn|switch|mark|record|log|share|inform|notify|email|e-mail|"
    r"mail|phone|reply|re-?schedule|postpone|push|bring|confirm|update|delay|call off|drop|scrap|track|search)"
)
_ANYBODY = (
    r"(?:i|we|you|he|she|they|it|that|anyone|anybody|someone|somebody|there|(?:my|our|the|his|her|their|a)\s+\w+)"
)
_POLITE = (
    r"(?:\W|\b(?:please|so|and|then|now|um+|uh+|er+|oh|ah|well|hello|hi|hey|dear|ok|okay|yes|no|but|just|actually|thanks|"
    r"thank you|good (?:morning|afternoon|evening)|listen|look|tell me|yesterday|today|i (?:think|believe|guess)|remember)\b)*"
)
_OFTEN = r"(?:\s+(?:already|just|also|both|all|recently))*"
_DONE = (
    r"(?:(?:booked|reserved|ordered|arranged|organi[sz]ed|secured|scheduled|requested|sent|bought|cancelled)\b"
    r"|(?:made|got|placed|had)\s+(?:(?:us|me|him|her|them)\s+)?(?:a|an|the|our|my|this|that)\b)"
)
_DOING = r"(?:booking|reserving|ordering|arranging|making)"
_NO_SUBJECT = rf"(?:{_ORDERS}|a|an|want|need|like|would|can|could|will|may|should|must|be|to)"

_ASKS = re.compile(
    rf"{_POLITE}\b(?:{_ORDERS}\b|(?:can|could|would|will|may)n?'?t?\s+(?:you|i|we)\b|let's|why (?:not|don'?t)\b"
    rf"|(?:do not|don'?t) (?:forget|hesitate|fail|let (?:me|us) (?:forget|miss))|(?:i|we)(?:'\w+)?(?:\s+\w+){{0,3}}?\s+(?:want|need|like|love|wanted|hoping|wondering)\b"
    rf"|is it (?:possible|ok|okay|all right|alright)|would it be possible)|.*\bplease\b"
)


def _negated(verbs: str) -> str:
    """The verbs with their "n't", each spelled out: "want" and "appointment" end in "nt" too."""
    return "|".join(f"{verb}n't|{verb}nt" for verb in verbs.split())


_REFUSES = Screened(
    rf"(?<!why )\b(?:(?:{_negated('do does did is are was were have has had need must should')})|(?:{_negated('ca could wo would')})\b(?! (?:you|we|i)\b)"
    r"|(?<!why )not|cannot|never|no longer|no need|stop|avoid|against|nobody|no one|under no circumstances)\b"
    r"(?!\s+(?:forget|hesitate|fail|worry|mind|care|wait|suppose|let me (?:forget|miss)|be shy|want to miss"
    r"|too|only|sure|far|a problem)\b)"
)
_REPORTS = ScreenedTurns(
    rf"^{_POLITE}(?:(?!{_NO_SUBJECT}\b)[\w'-]+\s+){{1,4}}?(?:(?:has|have|had)(?:\s+been)?\s+)?{_OFTEN}\s*{_DONE}",
    rf"(?<!have )\b(?:i|we|he|she|they|you)(?:'ve|'s|'d|\s+have|\s+has|\s+had)?{_OFTEN}\s+{_DONE}",
    rf"^{_POLITE}(?:a|the|our|my|there)\s.*\b(?:is|are|was|were|been){_OFTEN}\s+{_DONE}",
    rf"^{_POLITE}{_ANYBODY}(?:'m|'s|'re|\s+am|\s+is|\s+are|\s+was|\s+were){_OFTEN}\s+{_DOING}\b",
    rf"^{_POLITE}(?:he|she|they|(?:my|our|the)\s+\w+)(?:'ll|\s+will|\s+is going to|\s+are going to|\s+tried to|\s+wanted to)\s+{_ORDERS}\b",
    rf"^{_POLITE}(?:i|we|they|you)(?:'ve)?{_OFTEN}\s+(?:have|had|got|have got)\s+(?:a|the|our|my)\s+(?:\w+\s+)?"
    r"(?:table|booking|reservation|appointment|order|reminder)\b(?!.*\b(?:want|need|like)\b)",
)
_WONDERS = ScreenedTurns(
    rf"^{_POLITE}(?:should|shall|must|did|does|has|had|was|were|am|is|are)\s+{_ANYBODY}\b(?<!is there)(?<!is it)(?<!are you)",
    rf"^{_POLITE}do\s+(?:i|we|they|you (?:think|know|remember|want))\b(?!\s+you (?:can|could|would))",
    rf"^{_POLITE}is there\b.*\b{_DONE}",
    rf"^{_POLITE}(?:is|would) it (?:be )?(?:worth|wise|good|better|sensible|necessary|too)\b",
    rf"^{_POLITE}have\s+(?:i|you|we|they|my\s+\w+)\s+(?!got\b){_OFTEN}\s*\w+",
    rf"^{_POLITE}(?:who|what|when|where|which|why|how)\s+(?:if|much|many|do|does|did|is|are|was|were|have|has|had|should|booked|reserved|made)\b",
    r"^\W*or\s+(?:(?:else|just|shall i|should i|do you want me to|would you rather)\s+)*(?:book|reserve|cancel|change|move|keep|leave|postpone)\b.*\?\s*$",
    rf"^{_POLITE}if\s+(?:i|we|he|she|they|my\s+\w+)\b(?!\s+(?:can|could|may|might)\b)",
    r"\b(?:wonder(?:ing|ed)?|know|sure|curious|remember|say|tell me)\s+(?:if|whether|who|when|why)\s+"
    r"(?!(?:you|i|we)\s+(?:can|could|might|would|may)\b|it\b|there\b)",
)
_DEEDS = "(?:book|reserve|cancel|change|move|keep|leave|postpone)"
_EITHER_DEED = Screened(
    rf"\b{_DEEDS}\b[^.;!?]{{0,40}}?,? or (?:(?:else|just|rather|maybe|perhaps|otherwise|possibly) )*{_DEEDS}\b"
)
_TAKES_BACK = Screened(
    r"\W*(?:(?:oh|no|actually|sorry|please|and|but|wait)\W+)*(?:do not|don'?t|never ?mind|(?:forget|cancel|scrap|stop|leave) (?:it|that|all that)|stop"
    r"|on second thoughts?)(?: (?:bother|do (?:it|that)|book it|book anything))?(?: please)?\W*"
)
_CLAUSE_END = re.compile(
    rf"[,;!?.:](?=\s|$)|\s[-–—]+\s|\b(?:but|because|since|instead|although|so(?! (?:that|far))|just(?=\s+{_ORDERS}\b))(?=\s)"
)
_FULL_STOPS = frozenset(";!?.")


_ANY_OTHER = _REFUSES.bit | _REPORTS.bits | _WONDERS.bits | _TAKES_BACK.bit
_ASKING = frozenset({Mood.ASKS, Mood.PLAIN})


class _Said(NamedTuple):
    """A clause, and whether it is still about what is refused before it."""

    start: int
    end: int
    mood: Mood
    is_hanging: bool


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    mood: Mood
    is_about: bool


def keep_what_is_asked(sentence: Sentence, spec: AbilitySpec) -> Sentence | None:
    """The sentence with the clauses blanked that ask for nothing; None if what names the ability is among them."""
    if not sentence.screened & _ANY_OTHER:
        return sentence
    said = list(_split_up(sentence, spec))
    takes_back = said and _TAKES_BACK.fullmatch(sentence.lowered[said[-1].start :], sentence.screened) is not None
    if not takes_back and all(each.mood in _ASKING for each in said):
        return sentence
    clauses = [_clause(each, sentence, spec) for each in said]
    if takes_back and not _is_last_wish(clauses):
        return None
    if all(clause.mood in _ASKING for clause in clauses):
        return sentence
    kept = _keep(clauses, has_free_words=has_free_words(spec))
    if not any(clause.is_about for clause in clauses if clause in kept):
        return None
    text = sentence.text
    for clause in clauses:
        if clause not in kept:
            text = text[: clause.start] + " " * (clause.end - clause.start) + text[clause.end :]
    return sentence.saying(text)


def leaves_deed_open(sentence: Sentence) -> bool:
    """Whether one of two things is to be done, as in "cancel my table, or move it to Friday"."""
    return _EITHER_DEED.search(sentence.lowered, sentence.screened) is not None


def asks_for_nothing(sentence: Sentence) -> bool:
    """Whether any of the clauses refuses, reports or wonders, whatever about."""
    clauses, screened = _split(sentence.lowered), sentence.screened
    return any(_REFUSES.search(words, screened) or _tells_or_wonders(words, screened) for words in clauses)


def reports_or_wonders(sentence: Sentence) -> bool:
    """Whether any of the clauses tells what was done, or asks whether to do it."""
    clauses, screened = _split(sentence.lowered), sentence.screened
    return any(_tells_or_wonders(words, screened) for words in clauses)


def _tells_or_wonders(words: str, screened: int) -> bool:
    return _WONDERS.find(words, screened) is not None or _REPORTS.find(words, screened) is not None


def _is_last_wish(clauses: Sequence[_Clause]) -> bool:
    """Whether the last words, which may take back what was asked, are the wish: "I have a table at nine, please cancel it"."""
    asked_before = any(clause.mood is Mood.ASKS and clause.is_about for clause in clauses[:-1])
    return clauses[-1].is_about and not asked_before and len(clauses) > 1


def begins_with_request(sentence: Sentence) -> bool:
    """Whether the words ask by themselves, whatever was said before them."""
    return _ASKS.match(sentence.lowered) is not None


def _keep(clauses: list[_Clause], *, has_free_words: bool) -> list[_Clause]:
    """Once the thing was refused, reported or doubted, only an express request counts, and what follows it."""
    is_strict = any(clause.is_about and clause.mood not in {Mood.ASKS, Mood.PLAIN} for clause in clauses)
    is_strict |= any(clause.mood in {Mood.REPORTS, Mood.WONDERS} for clause in clauses)
    kept: list[_Clause] = []
    is_asking = not is_strict
    for clause in clauses:
        if clause.mood is Mood.ASKS:
            is_asking = True
        elif clause.mood is not Mood.PLAIN and clause.is_about:
            is_asking = False
        follows = has_free_words and any(each.mood is Mood.ASKS for each in kept)
        if follows or (is_asking and clause.mood in {Mood.ASKS, Mood.PLAIN}):
            kept.append(clause)
    return kept


def _split_up(sentence: Sentence, spec: AbilitySpec) -> Iterator[_Said]:
    lowered, usual = sentence.lowered, _usual_moods(spec)
    ends = [*_CLAUSE_END.finditer(lowered)]
    start, hanging = 0, False
    for end, mark in [*((each.end(), each.group()) for each in ends), (len(lowered), ".")]:
        words = lowered[start:end]
        if words.strip():
            mood = _mood_of(words, sentence, spec)
            mood = Mood.REFUSES if hanging else mood
            hanging = (hanging or _hangs(words, sentence.screened)) and mark not in _FULL_STOPS
            yield _Said(start, end, Mood.ASKS if mood in usual else mood, hanging)
        start = end


def _clause(said: _Said, sentence: Sentence, spec: AbilitySpec) -> _Clause:
    words = sentence.lowered[said.start : said.end]
    is_about = said.is_hanging or score_phrases(spec, _by_itself(words, sentence)) > 0
    return _Clause(said.start, said.end, said.mood, is_about)


def _by_itself(words: str, sentence: Sentence) -> Sentence:
    """A clause; cues find in the only one what they find in the sentence."""
    is_all = len(words) == len(sentence.lowered) and not sentence.has_names
    return sentence if is_all else sentence.apart(words)


def _mood_of(words: str, sentence: Sentence, spec: AbilitySpec) -> Mood:
    screened = sentence.screened
    # Behind the wish itself such words only say how: "a table that is not near the door", "tell Anna I can't come".
    if _is_before_the_wish(_WONDERS.find(words, screened), words, spec, sentence):
        return Mood.WONDERS
    refusal = _REFUSES.search(words, screened)
    refuses = refusal and _is_before_the_wish(refusal.start(), words, spec, sentence)
    if refusal and refuses and not _is_said_so(words, refusal, spec, sentence):
        return Mood.REFUSES
    if _is_before_the_wish(_REPORTS.find(words, screened), words, spec, sentence):
        return Mood.REPORTS
    return Mood.ASKS if _ASKS.match(words) else Mood.PLAIN


def _is_before_the_wish(at: int | None, words: str, spec: AbilitySpec, sentence: Sentence) -> bool:
    return at is not None and not score_phrases(spec, sentence.apart(words[:at]))


def _is_said_so(words: str, refusal: re.Match[str], spec: AbilitySpec, sentence: Sentence) -> bool:
    """Whether the refusal is how the thing is asked for: "I can't make it to my haircut" asks to cancel it."""
    without = words[: refusal.start()] + " " * len(refusal.group()) + words[refusal.end() :]
    whole = score_phrases(spec, sentence.apart(words))
    return whole > score_phrases(spec, sentence.apart(without))


def _split(words: str) -> list[str]:
    starts = [0, *(end.end() for end in _CLAUSE_END.finditer(words)), len(words)]
    return [words[start:end] for start, end in pairwise(starts)]


def _hangs(words: str, screened: int) -> bool:
    """Whether a negation waits for its verb: "don't, under any circumstances, …"."""
    matches = list(_REFUSES.finditer(words, screened))
    return bool(matches) and not words[matches[-1].end() :].strip(" ,")


@once
def _usual_moods(spec: AbilitySpec) -> frozenset[Mood]:
    """The moods in which an ability is asked for: its own examples may report ("I took my pill") or wonder."""
    return frozenset(
        mood
        for example in spec.cues.examples
        for clause in _split(example.lower())
        for mood, pattern in ((Mood.WONDERS, _WONDERS), (Mood.REPORTS, _REPORTS))
        if pattern.find(clause, screen(clause)) is not None
    )
