import pytest

from tests.unit.providers.every_ability import EVERY, NAMES
from tests.unit.providers.understanding import parse


async def name_in(text: str) -> object:
    [task] = (await parse(text, names=NAMES, abilities=EVERY)).tasks
    return task.details.get("person_name")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Book a table for 4 at Olive Garden tomorrow at 7pm under the name Hartley", "Hartley"),
        ("My name is Ruth Palmer and I need to cancel my table for tonight", "Ruth Palmer"),
        ("cancel my reservation for ruth at the bell", "ruth"),
        ("Could you cancel the booking at the Bell for Ruth?", "Ruth"),
        ("Hello, this is Elsie Brown, I need to move my appointment to Friday", "Elsie Brown"),
        ("change the table booked under palmer to 8pm", "palmer"),
        ("check the reservation in the name of Mr Hughes", "Mr Hughes"),
        ("please reserve a table for two under Elsie's name", "Elsie"),
    ],
)
async def test_name_of_a_booking_is_found(text: str, name: str) -> None:
    assert await name_in(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Book a table for Sunday at Olive Garden",
        "cancel my booking for olive garden tomorrow",
        "change my appointment for waxing to Friday",
        "I'd like a table for lunch at the Bell",
        "reserve a table for tea for two",
        "cancel the table for my birthday",
        "this is too late, move my table to 7pm",
        "book a table for us under the big tree",
    ],
)
async def test_place_day_or_meal_is_no_name(text: str) -> None:
    assert await name_in(text) is None
