"""What a place has beside what we report: the only thing that counts."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.chaos_bookings.town import Entry
from core.booking import STANDING, Booking, BookingStatus
from core.domain import FINAL, Task, TaskStatus
from services.booking.visit import local_start

REST = FINAL | {TaskStatus.NEEDS_PERSON, TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION}

_BOOKED_OR_ASKED = {TaskStatus.COMPLETED, TaskStatus.NEEDS_PERSON}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The figures of one system, and everything that should not be, in words; `answers` are what those heard who have no booking."""

    asked: int
    there: int
    reported: int
    in_question_there: int
    in_question_not_there: int
    not_booked: int
    answers: Mapping[str, int]
    statuses: Mapping[str, int]
    wrong: Sequence[str]

    @property
    def is_good(self) -> bool:
        return not self.wrong


def judge(tasks: Mapping[str, Task], rows: Mapping[str, Sequence[Booking]], entries: Sequence[Entry]) -> Verdict:
    """Hold what a place has against our tasks and our rows; all of them by the name of the guest, who asked once."""
    there: dict[str, list[Entry]] = {name: [] for name in tasks}
    wrong = [f"a booking of nobody's: {each.uid} for {each.guest}" for each in entries if each.guest not in there]
    for each in entries:
        there.setdefault(each.guest, []).append(each)
    for name, task in tasks.items():
        wrong += _find_wrong(name, task, there[name])
        wrong += _find_wrong_rows(name, task, rows.get(name, ()), there[name])
    reported = [name for name, task in tasks.items() if task.status is TaskStatus.COMPLETED]
    in_question = [name for name, task in tasks.items() if task.status is TaskStatus.NEEDS_PERSON]
    verdict = Verdict(
        asked=len(tasks),
        there=len(entries),
        reported=len(reported),
        in_question_there=sum(bool(there[name]) for name in in_question),
        in_question_not_there=sum(not there[name] for name in in_question),
        not_booked=len(tasks) - len(reported) - len(in_question),
        answers=Counter(_answer_of(task) for task in tasks.values() if task.status not in _BOOKED_OR_ASKED),
        statuses=Counter(str(task.status) for task in tasks.values()),
        wrong=wrong,
    )
    if verdict.there != verdict.reported + verdict.in_question_there:
        wrong.append(f"{verdict.there} there, {verdict.reported} reported, {verdict.in_question_there} in question")
    return verdict


def _answer_of(task: Task) -> str:
    if task.error is not None:
        return task.error.detail
    return task.question.text if task.question is not None else str(task.status)


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
    told = booking if isinstance(booking, dict) else {}
    begins, party_size = f"{told.get('date')} {told.get('time')}", there[0].party_size
    if begins == there[0].begins and (party_size is None or party_size == told.get("party_size")):
        return []
    return [f"{name} was told {begins} for {told.get('party_size')}, and there it is {there[0]}"]


def _find_wrong_rows(name: str, task: Task, rows: Sequence[Booking], there: Sequence[Entry]) -> list[str]:
    """The rows say the same: one that stands for each booking there, and none besides; what is unknown is a person's."""
    standing = [each for each in rows if each.status in STANDING]
    unknown = [each for each in rows if each.status is BookingStatus.UNKNOWN]
    wrong: list[str] = []
    if len(standing) + len(unknown) > 1:
        wrong.append(f"{name} has {len(standing)} rows that stand and {len(unknown)} that may")
    if unknown and task.status is not TaskStatus.NEEDS_PERSON:
        wrong.append(f"{name} has a row that may stand, and their task is {task.status}")
    if there and not standing and not unknown:
        wrong.append(f"{name} has a booking there and no row of it")
    if standing and f"{local_start(standing[0]):%Y-%m-%d %H:%M}" not in {each.begins for each in there}:
        wrong.append(f"{name} has a row that stands, and no such booking there")
    if (task.status is TaskStatus.COMPLETED) and not standing:
        wrong.append(f"{name} was told of a booking of which no row stands")
    return wrong
