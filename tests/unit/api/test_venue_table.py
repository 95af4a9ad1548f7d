"""Tables of venues are read as people write them, and what can't be read is named by line and column."""

from typing import Any

import pytest

from api.schemas.venues import VenueBody
from api.venue_table import read_table
from core.booking import Weekday
from core.errors import InvalidFieldError


def read(column: str, cell: str) -> Any:
    quoted = cell.replace('"', '""')
    [line] = read_table(f'name,kind,{column}\nIvy,restaurant,"{quoted}"\n'.encode())
    assert line.number == 2
    return line.values[column]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("capacity", " 40 ", 40),
        ("services", "haircut; wash and set;", ["haircut", "wash and set"]),
        ("service_minutes", "haircut: 45; colour:120", {"haircut": 45, "colour": 120}),
        ("turn_minutes", "2: 75; 8: 150", {"2": 75, "8": 150}),
        ("staff_services", "Joan: haircut, perm; Maria: colour", {"Joan": ["haircut", "perm"], "Maria": ["colour"]}),
        ("staff_days_off", "Maria: 12-24, 2026-12-27/2027-01-03", {"Maria": ["12-24", "2026-12-27/2027-01-03"]}),
        ("tables", "1: 2; round one: 5-8", [{"name": "1", "seats": 2}, {"name": "round one", "seats": 8, "least": 5}]),
        ("table_combinations", "1+2; 2+3: 7", [{"tables": ["1", "2"]}, {"tables": ["2", "3"], "seats": 7}]),
        ("hours", "fri-sun 12:00-14:30, 18:00-23:00", {day: ["12:00-14:30", "18:00-23:00"] for day in ("fri", "sat", "sun")}),
        ("hours", "Monday 09:00-12:00; mon 14:00-17:00", {"mon": ["09:00-12:00", "14:00-17:00"]}),
        ("hours", "daily closed", {str(day): list[str]() for day in Weekday}),
        ("hours", '{"mon": [["09:00", "12:00"]]}', {"mon": [["09:00", "12:00"]]}),
        ("exceptions", "12-25 closed; 2026-12-24 12:00-15:00", {"12-25": [], "2026-12-24": ["12:00-15:00"]}),
        (
            "staff_hours",
            "Maria: tue-wed 09:00-13:00; fri 10:00-12:00 | Joan: sat 10:00-16:00",
            {
                "Maria": {"tue": ["09:00-13:00"], "wed": ["09:00-13:00"], "fri": ["10:00-12:00"]},
                "Joan": {"sat": ["10:00-16:00"]},
            },
        ),
        ("adapter_settings", "base_url=https://cal.example.org/?a=b; event_type:perm=130", {
            "base_url": "https://cal.example.org/?a=b", "event_type:perm": "130",
        }),
    ],
)  # fmt: skip
def test_cell_is_read_as_people_write_it(column: str, cell: str, value: object) -> None:
    assert read(column, cell) == value


def test_whole_line_is_a_venue() -> None:
    table = (
        "Name,Kind,Hours,Exceptions,Tables,Table_Combinations,Turn_Minutes\n"
        'Ivy,restaurant,"mon-fri 12:00-14:30, 18:00-23:00",12-25 closed,1: 2; 2: 4,1+2,4: 90\n'
    )
    [line] = read_table(table.encode())
    venue = VenueBody.model_validate(line.values).given()
    assert (venue["exceptions"], venue["turn_minutes"], len(venue["hours"])) == ({"12-25": ()}, {4: 90}, 5)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_table_may_come_from_any_spreadsheet(separator: str, mark: str, end: str) -> None:
    lines = [["name", "kind", "location"], ["Zum Löwen", "restaurant", ""], [], ["Ivy", "restaurant", '"So\nho"']]
    table = mark + end.join(separator.join(line) for line in lines)
    found = [(each.number, dict(each.values)) for each in read_table(table.encode())]
    assert found == [
        (2, {"name": "Zum Löwen", "kind": "restaurant"}),
        (4, {"name": "Ivy", "kind": "restaurant", "location": "So\nho"}),
    ]


@pytest.mark.parametrize(
    ("table", "pointers"),
    [
        (b"", ["line 1", "line 1"]),
        (b"name,kind,colour\nIvy,restaurant,red\n", ["line 1"]),
        (b"name\nIvy\n", ["line 1"]),
        (b"name,kind,name\nIvy,restaurant,Ivy\n", ["line 1"]),
        (b"name,kind\nIvy,restaurant,Soho\n", ["line 2"]),
        (b'name,kind\n"Ivy,restaurant\n', ["line 2"]),
        (b"name,kind\nCaf\xe9,restaurant\n", [""]),
        (b"name,kind,capacity,tables\nIvy,restaurant,many,one\nBella,salon,2,\n", ["line 2/capacity", "line 2/tables"]),
        (b"name,kind,hours\nIvy,restaurant,sun-mon 09:00-12:00\nBella,salon,xyz 9\n", ["line 2/hours", "line 3/hours"]),
        (b"name,kind,hours\nIvy,restaurant,{mon\n", ["line 2/hours"]),
        (b"name,kind,staff_hours\nIvy,salon,Maria 09:00\n", ["line 2/staff_hours"]),
    ],
)
def test_what_cannot_be_read_is_named_by_line_and_column(table: bytes, pointers: list[str]) -> None:
    with pytest.raises(InvalidFieldError) as refused:
        read_table(table)
    assert [each.pointer for each in refused.value.errors] == pointers
