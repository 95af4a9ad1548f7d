"""Counts of doses put together by medicine: pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from core.adherence import Adherence, Counts, DoseCount, DoseFilter, DoseResult, MedicineAdherence
from core.reminder import Reminder

_SWALLOWED = frozenset({DoseResult.TAKEN, DoseResult.LATE})


def put_together(
    counted: Sequence[DoseCount], reminders: Mapping[UUID, Reminder], *, which: DoseFilter, timezone: str
) -> Adherence:
    """Reminders of one name, whatever its case, are one medicine, called as the newest of them calls it."""
    groups: dict[str, list[DoseCount]] = {}
    for each in counted:
        groups.setdefault(_key(reminders[each.reminder_id]), []).append(each)
    medicines = (_of_medicine(groups[key], reminders) for key in sorted(groups))
    return Adherence(since=which.since, until=which.until, timezone=timezone, medicines=tuple(medicines))


def _key(reminder: Reminder) -> str:
    return " ".join(reminder.subject.casefold().split())


def _of_medicine(counted: Iterable[DoseCount], reminders: Mapping[UUID, Reminder]) -> MedicineAdherence:
    days: dict[date, Counts] = {}
    ids: set[UUID] = set()
    as_needed = 0
    for each in counted:
        ids.add(each.reminder_id)
        if reminders[each.reminder_id].regimen.as_needed is not None:
            as_needed += each.number if each.result in _SWALLOWED else 0
            continue
        days[each.on] = days.get(each.on, Counts()) + Counts({each.result: each.number})
    newest = max(ids, key=lambda id_: reminders[id_].created_at)
    return MedicineAdherence(
        medicine=reminders[newest].subject,
        reminder_ids=tuple(sorted(ids)),
        counts=sum(days.values(), Counts()),
        days=dict(sorted(days.items())),
        as_needed=as_needed,
    )
