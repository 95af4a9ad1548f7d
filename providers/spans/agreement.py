"""How far a model's reading can be relied on: computed from what it quoted and from what the grammar makes of the same words."""

import re
from collections.abc import Sequence

from core.ability import AbilitySpec, SlotKind
from providers.base import ParsedTask, Reference
from providers.rules.findings import Findings
from providers.rules.roles import find_spoken, holds_family
from providers.rules.spoken import read_reference
from providers.spans.slots import Read

UNSURE = 0.55
"""Low enough for a read-back wherever something would be done."""

_ARTICLES = re.compile(r"^(?:(?:my|our|the|a|an|some)\s+)+", re.IGNORECASE)
_MARKS = " .,;:!?"
_AGREED, _ALONE = 0.95, 0.75
_SURE = 0.5  # a reading of the grammar that counts as a contradiction
_PER_INVENTION = 0.2
_INCOMPLETE = 0.75  # confidence left when no required detail was found
_LEAST = 0.1
_TIMED = frozenset({SlotKind.DATE, SlotKind.DAYS, SlotKind.TIME, SlotKind.TIMES, SlotKind.RECURRENCE})


def conclude(read: Read, *, other: ParsedTask | None, grammar: Sequence[ParsedTask], is_doubtful: bool) -> ParsedTask:
    """The wish as it goes on: where grammar and model differ it is disputed, so that it is read back.

    `other` is the grammar's reading of the same wish, where it has one, `grammar` all that it read.
    """
    found = read.found
    reference = _take_reference(found, other)
    is_disputed = is_doubtful or (other is None and _is_contradicted(grammar))
    if other is not None:
        is_disputed |= _differ_in_silence(found, other)
        is_disputed |= _fill_gaps(read, other)
        is_disputed |= _mark_contradictions(found, other)
    return ParsedTask(
        intent=found.spec.intent,
        details=found.details,
        confidence=_confidence(read, is_alone=other is None, is_disputed=is_disputed),
        is_disputed=is_disputed,
        spans=found.spans,
        inferred=tuple(dict.fromkeys(found.inferred)),
        ambiguous=tuple(dict.fromkeys(name for name in found.ambiguous if name not in found.details)),
        options=found.options,
        scheduled_for=found.scheduled_for,
        reference=reference,
    )


def _take_reference(found: Findings, other: ParsedTask | None) -> Reference | None:
    """What points at another wish ("what time") is nothing to pass on, whoever quoted it."""
    slot = find_spoken(found.spec)
    if slot is None:
        return None
    words = found.details.get(slot.name)
    if isinstance(words, str):
        if (reference := read_reference(words)) is not None:
            found.drop(slot.name)
        return reference
    return other.reference if other else Reference.MEANT


def is_poorer(wishes: Sequence[ParsedTask], grammar: Sequence[ParsedTask], specs: Sequence[AbilitySpec]) -> bool:
    """Whether a model found nothing where the grammar has found something."""
    able = {spec.intent: spec for spec in specs if spec.slots}
    heard = any(task.intent in able and (_says(task) or not able[task.intent].required) for task in wishes)
    return not heard and any(task.intent in able and task.confidence >= _SURE and _says(task) for task in grammar)


def _says(task: ParsedTask) -> bool:
    return bool(task.details or task.ambiguous)


def _is_contradicted(grammar: Sequence[ParsedTask]) -> bool:
    return any(task.details and task.confidence >= _SURE for task in grammar)


def _differ_in_silence(found: Findings, other: ParsedTask) -> bool:
    """Whether one of the two knows of a time, or of somebody to be told, where the other knows of none."""
    weighty = {slot.name for slot in found.spec.slots if slot.slot.kind in _TIMED or holds_family(slot)}
    mine = weighty & {*found.details, *found.ambiguous}
    return mine != weighty & {*other.details, *other.ambiguous}


def _fill_gaps(read: Read, other: ParsedTask) -> bool:
    """What the model made up, or left out though nothing can be done without it, is taken from the grammar.

    Answers whether the model has made up what the grammar has found in the words.
    """
    found = read.found
    is_made_up = False
    for name in dict.fromkeys((*read.invented, *found.spec.required)):
        if name in found.details or name in found.ambiguous:
            continue
        if name in other.details:
            found.put(name, other.details[name], other.spans.get(name, ""))
            found.inferred.append(name)
            is_made_up |= name in read.invented
        elif name in other.ambiguous:
            found.ambiguous.append(name)
            found.options |= {each: values for each, values in other.options.items() if each == name}
    return is_made_up


def _mark_contradictions(found: Findings, other: ParsedTask) -> bool:
    is_found = False
    for name in sorted(set(found.details) & set(other.details)):
        mine, theirs = found.details[name], other.details[name]
        if isinstance(mine, str) and isinstance(theirs, str) and _core(mine) == _core(theirs):
            found.details[name] = theirs  # "my pill" is "pill"
        elif mine != theirs:
            found.inferred.append(name)
            is_found = True
    found.inferred += sorted(set(found.details) & set(other.inferred))
    return is_found


def _core(words: str) -> str:
    return _ARTICLES.sub("", words).strip(_MARKS)


def _confidence(read: Read, *, is_alone: bool, is_disputed: bool) -> float:
    required, details = read.found.spec.required, read.found.details
    complete = sum(name in details for name in required) / len(required) if required else 1.0
    confidence = _ALONE if is_alone else _AGREED
    confidence -= _PER_INVENTION * len(set(read.invented))
    confidence *= _INCOMPLETE + (1 - _INCOMPLETE) * complete
    if is_disputed:
        confidence = min(confidence, UNSURE)
    return round(max(confidence, _LEAST), 3)
