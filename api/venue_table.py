"""Venues as a table (CSV): a line for each, in cells that people can write in a spreadsheet.

| column | cell |
| --- | --- |
| `hours` | `mon-fri 12:00-14:30, 18:00-23:00; sat 18:00-23:00`, `daily 09:00-17:00` |
| `exceptions` | `12-25 closed; 2026-12-24 12:00-15:00; 2026-08-01/2026-08-14 closed` |
| `services`, `staff` | `haircut; colour` |
| `service_minutes`, `turn_minutes` | `haircut: 45; colour: 120`, `2: 75; 8: 150` |
| `tables` | `1: 2; 2: 4; round one: 5-8` (seats, or from how many people to how many) |
| `table_combinations` | `1+2; 2+3: 7` |
| `staff_services`, `staff_days_off` | `Joan: haircut, perm; Maria: colour`, `Maria: 12-24, 2026-12-27/2027-01-03` |
| `staff_hours` | `Maria: tue-thu 09:00-13:00; fri 09:00-12:00 | Joan: sat 10:00-16:00` |
| `adapter_settings` | `base_url=https://cal.example.org; event_type:perm=130` |

The other columns hold what they hold in JSON. A cell may be JSON itself; an empty one says nothing.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from api.schemas.venues import VenueBody
from core.booking import Weekday
from core.errors import FieldProblem, InvalidFieldError

_DELIMITERS = ",;\t"
_DAYS = tuple(Weekday)


class Line(NamedTuple):
    """A line of a table, with its number in the file."""

    number: int
    values: Mapping[str, Any]


def read_table(content: bytes) -> list[Line]:
    """The lines of a table, in UTF-8, after the one with the names of the columns; commas, semicolons or tabs in between.

    Raises:
        InvalidFieldError: names line and column of all that can't be read.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refusal([FieldProblem("", "The table is not in UTF-8.")]) from error
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True)
    try:
        names = [name.strip().lower() for name in next(rows, list[str]())]
        _check_names(names)
        found = list(_read_lines(rows, names))
    except csv.Error as error:
        raise _refusal([FieldProblem(f"line {rows.line_num}", f"This is no line of a table: {error}.")]) from error
    problems = [each for each in found if isinstance(each, FieldProblem)]
    if problems:
        raise _refusal(problems)
    return [each for each in found if isinstance(each, Line)]


def _check_names(names: Sequence[str]) -> None:
    known = VenueBody.model_fields.keys()
    problems = [FieldProblem("line 1", f"There is no column {name[:40]!r}.") for name in names if name not in known]
    problems += [
        FieldProblem("line 1", f"The column {name} is missing.") for name in ("name", "kind") if name not in names
    ]
    if len(set(names)) != len(names):
        problems.append(FieldProblem("line 1", "A column is there twice."))
    if problems:
        raise _refusal(problems)


def _read_lines(rows: Iterator[list[str]], names: Sequence[str]) -> Iterator[Line | FieldProblem]:
    number = 1
    for cells in rows:
        number += 1
        if any(cell.strip() for cell in cells):
            if len(cells) > len(names):
                yield FieldProblem(f"line {number}", "There are more cells than columns.")
            yield from _read_line(number, dict(zip(names, cells, strict=False)))
        number += sum(cell.count("\n") for cell in cells)


def _read_line(number: int, cells: Mapping[str, str]) -> Iterator[Line | FieldProblem]:
    values: dict[str, Any] = {}
    for name, cell in cells.items():
        if not cell.strip():
            continue
        try:
            values[name] = json.loads(cell) if cell.lstrip()[0] in "{[" else _CELLS.get(name, str.strip)(cell)
        except (ValueError, RecursionError):
            yield FieldProblem(f"line {number}/{name}", f"{cell.strip()[:60]!r} can't be read; see the documents.")
    yield Line(number, values)


def _refusal(problems: Sequence[FieldProblem]) -> InvalidFieldError:
    shown = " ".join(f"{each.pointer}: {each.detail}" if each.pointer else each.detail for each in problems[:5])
    return InvalidFieldError(shown, problems[:100])


# ------------------------------------------------------------------ cells


def _split(cell: str, separator: str = ";") -> list[str]:
    return [part.strip() for part in cell.split(separator) if part.strip()]


def _pairs(cell: str, separator: str = ":") -> Iterator[tuple[str, str]]:
    for part in _split(cell):
        name, found, value = part.rpartition(separator)
        if not found:
            raise ValueError(part)
        yield name.strip(), value.strip()


def _minutes(cell: str) -> dict[str, int]:
    return {name: int(value) for name, value in _pairs(cell)}


def _lists(cell: str) -> dict[str, list[str]]:
    return {name: _split(value, ",") for name, value in _pairs(cell)}


def _settings(cell: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in _split(cell))}


def _tables(cell: str) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = []
    for name, value in _pairs(cell):
        least, _, seats = value.rpartition("-")
        tables.append({"name": name, "seats": int(seats), **({"least": int(least)} if least else {})})
    return tables


def _combinations(cell: str) -> list[dict[str, Any]]:
    joined: list[dict[str, Any]] = []
    for part in _split(cell):
        names, _, seats = part.partition(":")
        joined.append({"tables": _split(names, "+"), **({"seats": int(seats)} if seats else {})})
    return joined


def _hours(cell: str) -> dict[str, list[str]]:
    hours: dict[str, list[str]] = {}
    for part in _split(cell):
        days, _, times = part.partition(" ")
        for day in _days_of(days.lower()):
            hours.setdefault(day, []).extend(_times(times))
    return hours


def _days_of(named: str) -> Sequence[str]:
    if named == "daily":
        return _DAYS
    first, _, last = named.partition("-")
    start, end = (_DAYS.index(Weekday(each[:3])) for each in (first, last or first))
    if end < start:
        raise ValueError(named)
    return _DAYS[start : end + 1]


def _times(said: str) -> list[str]:
    return [] if said.strip().lower() == "closed" else _split(said, ",")


def _exceptions(cell: str) -> dict[str, list[str]]:
    others: dict[str, list[str]] = {}
    for part in _split(cell):
        days, _, times = part.partition(" ")
        others[days] = _times(times)
    return others


def _staff_hours(cell: str) -> dict[str, dict[str, list[str]]]:
    staff: dict[str, dict[str, list[str]]] = {}
    for part in _split(cell, "|"):
        found = re.fullmatch(r"(.+?)\s*:\s*(\D.*)", part)
        if found is None:
            raise ValueError(part)
        staff[found[1]] = _hours(found[2])
    return staff


_CELLS: Mapping[str, Callable[[str], Any]] = {
    "capacity": int,
    "services": _split,
    "staff": _split,
    "service_minutes": _minutes,
    "turn_minutes": _minutes,
    "staff_services": _lists,
    "staff_days_off": _lists,
    "adapter_settings": _settings,
    "tables": _tables,
    "table_combinations": _combinations,
    "hours": _hours,
    "exceptions": _exceptions,
    "staff_hours": _staff_hours,
}
