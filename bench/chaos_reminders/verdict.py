"""What arrived at the channel and what is recorded, held against what was due: the only thing that counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain import FINAL
from core.reminder import Occurrence, OccurrenceOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message about a dose. `epoch`: how often a worker had claimed it."""

    id: str
    occurrence_id: str
    key: str
    epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The figures of a run, and everything that should not be, in words."""

    due: int
    told: int
    told_late: int
    missed_untold: int
    twice: int
    outcomes: Mapping[str, int]
    wrong: Sequence[str]

    @property
    def is_good(self) -> bool:
        return not self.wrong


def judge(
    rows: Mapping[str, Sequence[Occurrence]],
    messages: Sequence[Told],
    arrived: Mapping[str, int],
    *,
    slept: frozenset[str] = frozenset(),
) -> Verdict:
    """Hold every reminder's due times against the messages that came.

    Args:
        rows: the due times by reminder, each of which has one.
        messages: what was stored to be told.
        arrived: how often each message came to the channel.
        slept: the reminders whose dose was due while everything was down; only they may be missed without being told.
    """
    wrong: list[str] = []
    of_dose: dict[str, list[Told]] = {}
    for message in messages:
        of_dose.setdefault(message.occurrence_id, []).append(message)
    told = late = missed_untold = 0
    for reminder, found in rows.items():
        if len(found) != 1:
            wrong.append(f"reminder {reminder} has {len(found)} due times instead of one")
            continue
        [dose] = found
        came = [each for each in of_dose.get(str(dose.id), []) if arrived.get(each.id)]
        told += bool(came)
        late += bool(came) and reminder in slept
        is_missed = dose.outcome is OccurrenceOutcome.MISSED
        missed_untold += is_missed and not came
        if not came and not (is_missed and reminder in slept):
            wrong.append(f"a dose was lost: reminder {reminder}, outcome {dose.outcome}, status {dose.status}")
        if dose.outcome is None or (dose.status not in FINAL and dose.outcome is not OccurrenceOutcome.TAKEN):
            wrong.append(f"a dose has no end: reminder {reminder}, outcome {dose.outcome}, status {dose.status}")
        if doubled := [key for key, count in Counter(each.key for each in came).items() if count > 1]:
            wrong.append(f"a step was told under two ids: {doubled}")
    twice = [message for message in messages if arrived.get(message.id, 0) > 1]
    wrong += [f"told twice though never in flight at a kill: {each.id}" for each in twice if each.epoch < 2]
    strangers = set(arrived) - {message.id for message in messages}
    wrong += [f"a message of nobody's came: {each}" for each in strangers if not each.startswith("bare")]
    outcomes = Counter(str(dose.outcome) for found in rows.values() for dose in found)
    return Verdict(
        due=len(rows),
        told=told,
        told_late=late,
        missed_untold=missed_untold,
        twice=len(twice),
        outcomes=outcomes,
        wrong=wrong,
    )
