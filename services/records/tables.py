"""Records as CSV (RFC 4180), for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence

from core.adherence import Adherence, Counts, Dose, DoseResult
from core.when import to_local
from services.reminder.wording import slot_time

_COUNTED = ("planned", *(each.value for each in DoseResult), "taken_share")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""


def write_medicines(adherence: Adherence) -> bytes:
    """A line for each medicine, and one for all of them."""
    head = ("medicine", *_COUNTED, "as_needed")
    lines = [(each.medicine, *_count(each.counts), str(each.as_needed)) for each in adherence.medicines]
    total = str(sum(each.as_needed for each in adherence.medicines))
    return _write([head, *lines, ("All medicines", *_count(adherence.total), total)])


def write_doses(doses: Sequence[Dose]) -> bytes:
    """A line for each dose that has ended, times on the wall clock of its plan."""
    head = ("date", "time", "medicine", "dosage", "planned", "result")
    head += ("taken_at", "told_at", "answered_at", "answered_via", "timezone")
    return _write([head, *(_dose_line(each) for each in doses)])


def _dose_line(dose: Dose) -> tuple[str, ...]:
    occurrence, reminder = dose.occurrence, dose.reminder
    taken, told, answered = (
        to_local(at, reminder.timezone).isoformat(timespec="seconds") if at else ""
        for at in (occurrence.taken_at, occurrence.told_at, occurrence.answered_at)
    )
    return (
        occurrence.local_date.isoformat(),
        f"{slot_time(occurrence, reminder.timezone):%H:%M}",
        reminder.subject,
        reminder.dosage or "",
        "yes" if dose.is_planned else "as needed",
        dose.result.value,
        taken,
        told,
        answered,
        occurrence.answered_via or "",
        reminder.timezone,
    )


def _count(counts: Counts) -> tuple[str, ...]:
    share = "" if counts.share is None else f"{counts.share:.4f}"
    return (str(counts.planned), *(str(counts.of(each)) for each in DoseResult), share)


def _write(lines: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    text.write(_MARK)
    csv.writer(text).writerows([_harmless(cell) for cell in line] for line in lines)
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, whoever named the medicine."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_FORMULA) else cell
