"""How far a model's reading can be relied on: computed from what it quoted and from what the grammar makes of the same words."""

import re
from collections.abc import Sequence

from core.ability import AbilitySpec
from providers.base import ParsedTask
from providers.rules.findings import Findings
from providers.spans.slots import Read

UNSURE = 0.55
"""Low enough for a read-back wherever something would be done."""

_ARTICLES = re.compile(r"^(?:(?:my|our|the|a|an|some)\s+)+", re.IGNORECASE)
_AGREED, _ALONE = 0.95, 0.75
_SURE = 0.5  # a reading of the grammar that counts as a contradiction
_PER_INVENTION = 0.2
_INCOMPLETE = 0.75  # confidence left when no required detail was found
_LEAST = 0.1


def conclude(read: Read, *, other: ParsedTask | None, grammar: Sequence[ParsedTask], is_doubtful: bool) -> ParsedTask:
    """The wish as it goes on: what grammar and model read differently is marked as inferred, so that it is read back.

    `other` is the grammar's reading of the same wish, where it has one, `grammar` all that it read.
    """
    found = read.found
    if other is not None:
        _fill_gaps(read, other)
        _mark_contradictions(found, other)
    return ParsedTask(
        intent=found.spec.intent,
        details=found.details,
        confidence=_confidence(read, other, grammar=grammar, is_doubtful=is_doubtful),
        spans=found.spans,
        inferred=tuple(dict.fromkeys(found.inferred)),
        ambiguous=tuple(dict.fromkeys(name for name in found.ambiguous if name not in found.details)),
        options=found.options,
        scheduled_for=found.scheduled_for,
    )


def is_poorer(wishes: Sequence[ParsedTask], grammar: Sequence[ParsedTask], specs: Sequence[AbilitySpec]) -> bool:
    """Whether a model found nothing where the grammar has found something."""
    able = {spec.intent: spec for spec in specs if spec.slots}
    heard = any(task.intent in able and (_says(task) or not able[task.intent].required) for task in wishes)
    return not heard and any(task.intent in able and task.confidence >= _SURE and _says(task) for task in grammar)


def _says(task: ParsedTask) -> bool:
    return bool(task.details or task.ambiguous)


def _fill_gaps(read: Read, other: ParsedTask) -> None:
    """What the model made up, or left out though nothing can be done without it, is taken from the grammar."""
    found = read.found
    for name in dict.fromkeys((*read.invented, *found.spec.required)):
        if name in found.details or name in found.ambiguous:
            continue
        if name in other.details:
            found.put(name, other.details[name], other.spans.get(name, ""))
            found.inferred.append(name)
        elif name in other.ambiguous:
            found.ambiguous.append(name)
            found.options |= {each: values for each, values in other.options.items() if each == name}


def _mark_contradictions(found: Findings, other: ParsedTask) -> None:
    for name in sorted(set(found.details) & set(other.details)):
        mine, theirs = found.details[name], other.details[name]
        if isinstance(mine, str) and isinstance(theirs, str) and _ARTICLES.sub("", mine) == _ARTICLES.sub("", theirs):
            found.details[name] = theirs  # "my pill" is "pill"
        elif mine != theirs:
            found.inferred.append(name)
    found.inferred += sorted(set(found.details) & set(other.inferred))


def _confidence(read: Read, other: ParsedTask | None, *, grammar: Sequence[ParsedTask], is_doubtful: bool) -> float:
    required, details = read.found.spec.required, read.found.details
    complete = sum(name in details for name in required) / len(required) if required else 1.0
    confidence = _AGREED if other else _ALONE
    confidence -= _PER_INVENTION * len(set(read.invented))
    confidence *= _INCOMPLETE + (1 - _INCOMPLETE) * complete
    contradicted = other is None and any(task.details and task.confidence >= _SURE for task in grammar)
    if contradicted or is_doubtful:
        confidence = min(confidence, UNSURE)
    return round(max(confidence, _LEAST), 3)
