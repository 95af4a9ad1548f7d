"""What the restaurant has beside what we report: the only thing that counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain import FINAL, Task, TaskStatus
from tests.outside.resdiary import Entry

REST = FINAL | {TaskStatus.NEEDS_PERSON, TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The figures of a run, and everything that should not be, in words."""

    asked: int
    there: int
    reported: int
    in_question_there: int
    in_question_not_there: int
    statuses: Mapping[str, int]
    wrong: Sequence[str]

    @property
    def is_good(self) -> bool:
        return not self.wrong


def judge(tasks: Mapping[str, Task], entries: Sequence[Entry]) -> Verdict:
    """Hold the restaurant's bookings against our tasks; both by the name of the guest, who asked once."""
    there: dict[str, list[Entry]] = {name: [] for name in tasks}
    strangers = [entry for entry in entries if _guest_of(entry) not in there]
    for entry in entries:
        if entry not in strangers:
            there[_guest_of(entry)].append(entry)
    wrong = [f"a booking of nobody's: {entry.reference}" for entry in strangers]
    for name, task in tasks.items():
        wrong += _find_wrong(name, task, there[name])
    reported = [name for name, task in tasks.items() if task.status is TaskStatus.COMPLETED]
    in_question = [name for name, task in tasks.items() if task.status is TaskStatus.NEEDS_PERSON]
    verdict = Verdict(
        asked=len(tasks),
        there=len(entries),
        reported=len(reported),
        in_question_there=sum(bool(there[name]) for name in in_question),
        in_question_not_there=sum(not there[name] for name in in_question),
        statuses=Counter(str(task.status) for task in tasks.values()),
        wrong=wrong,
    )
    if verdict.there != verdict.reported + verdict.in_question_there:
        wrong.append(f"{verdict.there} there, {verdict.reported} reported, {verdict.in_question_there} in question")
    return verdict


def _find_wrong(name: str, task: Task, there: Sequence[Entry]) -> list[str]:
    wrong: list[str] = []
    if len(there) > 1:
        wrong.append(f"{name} has {len(there)} bookings for one request")
    if task.status not in REST:
        wrong.append(f"the task of {name} is still {task.status}")
    if task.status is TaskStatus.COMPLETED:
        wrong += _find_difference(name, task, there)
    elif task.status is not TaskStatus.NEEDS_PERSON and there:
        wrong.append(f"{name} has a booking, and their task is {task.status}")
    return wrong


def _find_difference(name: str, task: Task, there: Sequence[Entry]) -> list[str]:
    if not there:
        return [f"{name} was told of a booking that is not there"]
    booking = (task.result or {}).get("booking")
    told = (
        {key: booking[key] for key in ("reference", "date", "time", "party_size")} if isinstance(booking, dict) else {}
    )
    entry = there[0]
    has = {
        "reference": entry.reference,
        "date": entry.visit_date.isoformat(),
        "time": entry.visit_time[:5],
        "party_size": entry.party_size,
    }
    return [] if told == has else [f"{name} was told {told}, and there it is {has}"]


def _guest_of(entry: Entry) -> str:
    return f"{entry.customer.first_name} {entry.customer.surname}"
