"""From a model's answer to wishes that can be relied on as far as they say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue

from core.ability import AbilitySpec
from providers.base import UNHEARD, ParseContext, ParsedTask
from providers.rules.second_opinion import FALLBACK_INTENT
from providers.rules.sentence import Place, Sentence
from providers.spans.agreement import UNSURE, conclude, is_poorer
from providers.spans.caution import Asked, Verdict, judge_mood
from providers.spans.quotes import cover, find_quote
from providers.spans.slots import read_slots
from providers.spans.wire import MOST_WISHES, WireAnswer, WireWish

_NOTHING = ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=0.2)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A wish with its words, and the stretch of the text that belongs to it: up to the next wish on either side."""

    wish: WireWish
    spec: AbilitySpec
    words: Place
    stretch: Place


def understand_answer(
    answer: WireAnswer,
    text: str,
    *,
    context: ParseContext,
    abilities: Sequence[AbilitySpec],
    grammar: Sequence[ParsedTask],
) -> tuple[ParsedTask, ...]:
    """The wishes of the answer in the order they were said, never fewer than one.

    `grammar` is what the offline grammar makes of the same text. Where the model found nothing in words that the
    grammar understands, the grammar's reading counts, as an unsure one.
    """
    specs = {spec.intent: spec for spec in abilities}
    known = [wish for wish in answer.wishes if wish.intent in specs]
    wishes = _understand_all(known, Sentence(text, context), specs=specs, grammar=grammar)
    talk = {spec.intent for spec in abilities if not spec.slots}
    wishes = [task for task in wishes if task.intent not in talk | {FALLBACK_INTENT}] or wishes[:1]
    if is_poorer(wishes, grammar, abilities):
        return tuple(replace(task, confidence=min(task.confidence, UNSURE), is_disputed=True) for task in grammar)
    return (*(wishes or (_NOTHING,)), *_too_much(grammar, text, answer))


def _too_much(grammar: Sequence[ParsedTask], text: str, answer: WireAnswer) -> Iterator[ParsedTask]:
    """What the grammar calls too much, unless the model has taken it; in its full number of wishes it left out another."""
    quoted = [wish.words.lower().strip(" .,;!?") for wish in answer.wishes]
    for task in grammar:
        unheard = task.details.get(UNHEARD) if task.intent == FALLBACK_INTENT else None
        if not isinstance(unheard, str):
            continue
        words = unheard.lower().strip(" .,;!?")
        if not any(each and (each in words or words in each) for each in quoted):
            yield task
        elif len(quoted) >= MOST_WISHES:
            yield replace(task, details={UNHEARD: text})


def _understand_all(
    wishes: Sequence[WireWish],
    whole: Sentence,
    *,
    specs: dict[str, AbilitySpec],
    grammar: Sequence[ParsedTask],
) -> list[ParsedTask]:
    """Each wish once. One that can't stand beside another of its kind is a part of it, so all are read without it."""
    is_refused = False
    left = list(grammar)
    taken: list[_Placed] = []
    tasks: list[ParsedTask] = []
    for each in _place_wishes(wishes, whole, specs):
        verdict = _judge(each, whole, is_refused_before=is_refused)
        is_refused = verdict.asked is Asked.NO
        if is_refused:
            tasks.append(_NOTHING)
            continue
        read = read_slots(each.wish, each.spec, verdict.sentence, start=each.words.start)
        other = _best_match(read.found.details, [task for task in left if task.intent == each.spec.intent])
        task = conclude(read, other=other, grammar=grammar, is_doubtful=verdict.asked is Asked.DOUBTFUL)
        if _is_part(task, each, taken):
            others = [wish for wish in wishes if wish is not each.wish]
            return _understand_all(others, whole, specs=specs, grammar=grammar)
        left = [task for task in left if task is not other]
        taken.append(each)
        tasks.append(task)
    return tasks


def _place_wishes(wishes: Sequence[WireWish], whole: Sentence, specs: dict[str, AbilitySpec]) -> list[_Placed]:
    """The wishes with the parts of the text that are theirs; together these cover it, so that no "don't" is left out."""
    text = whole.text
    found = [(find_quote(wish.words, text) or Place(0, len(text)), wish) for wish in wishes]
    found.sort(key=lambda pair: pair[0].start)
    able = [words for words, wish in found if specs[wish.intent].slots]
    placed: list[_Placed] = []
    for words, wish in found:
        start = max((each.end for each in able if each.end <= words.start), default=0)
        end = min((each.start for each in able if each.start >= words.end), default=len(text))
        placed.append(_Placed(wish, specs[wish.intent], words, Place(start, end)))
    return placed


def _judge(placed: _Placed, whole: Sentence, *, is_refused_before: bool) -> Verdict:
    sentence = _only(placed, whole)
    if whole.context.open_question:
        return Verdict(Asked.YES, sentence)
    return judge_mood(sentence, placed.spec, words=placed.words, is_refused_before=is_refused_before)


def _only(placed: _Placed, whole: Sentence) -> Sentence:
    """The text with everything covered that belongs to other wishes, but for words that this one quotes."""
    text, stretch = whole.text, placed.stretch
    quoted = [
        place
        for name in placed.wish.slots
        for quote in placed.wish.quotes(name)
        if (place := find_quote(quote, text, start=placed.words.start)) and not place.overlaps(stretch)
    ]
    hidden = cover(cover(text, Place(0, stretch.start)), Place(stretch.end, len(text)))
    for place in quoted:
        hidden = hidden[: place.start] + text[place.start : place.end] + hidden[place.end :]
    return Sentence(hidden, whole.context)


def _best_match(details: Mapping[str, JsonValue], tasks: Sequence[ParsedTask]) -> ParsedTask | None:
    def agreeing(task: ParsedTask) -> int:
        return sum(details.get(name) == value for name, value in task.details.items())

    return max(tasks, key=agreeing, default=None)


def _is_part(task: ParsedTask, placed: _Placed, taken: Sequence[_Placed]) -> bool:
    """Whether it is but a piece of a wish of the same kind: the same words, or nothing complete ("no, Saturday")."""
    rivals = [other for other in taken if other.spec is placed.spec]
    is_same = any(other.words.overlaps(placed.words) for other in rivals)
    return bool(rivals) and (is_same or not all(name in task.details for name in placed.spec.required))
