"""What is answered: numbers by country, fixed scripts, and what is left of a sentence."""

from zoneinfo import available_timezones

import pytest

from core.safety import Danger, listen
from core.safety.numbers import _COUNTRY_OF, UNKNOWN, emergency_number, find_country  # pyright: ignore[reportPrivateUsage] - the table
from core.safety.remainder import without_parts
from core.safety.scripts import describe_danger, script_for

_MOST_LETTERS = 140
_MEDICAL = ("aspirin", "tablet", "take ", "cpr", "press", "dose", "sit ", "lie ")


@pytest.mark.parametrize(
    ("timezone", "locale", "number"),
    [
        ("Europe/London", "en-GB", "999"),
        ("Europe/Dublin", "en-GB", "999"),
        ("Europe/Paris", "en-GB", "112"),
        ("America/New_York", "en-GB", "911"),
        ("America/Indiana/Knox", "en-US", "911"),
        ("Australia/Perth", "en-AU", "000"),
        ("Pacific/Auckland", "en-NZ", "111"),
        ("UTC", "en-US", "911"),
        ("Etc/UTC", "en_GB.UTF-8", "999"),
        ("UTC", "en", UNKNOWN),
        ("Asia/Tokyo", "en-GB", UNKNOWN),
    ],
)
def test_number_is_that_of_the_place_then_of_the_locale(timezone: str, locale: str, number: str) -> None:
    assert emergency_number(find_country(timezone=timezone, locale=locale)) == number


def test_most_zones_of_the_table_exist() -> None:
    """A few stand there for old systems; a slip of the pen would show as more."""
    assert len(_COUNTRY_OF.keys() - available_timezones()) <= 3


@pytest.mark.parametrize("danger", Danger)
def test_every_danger_has_a_short_script_without_medical_advice(danger: Danger) -> None:
    script = script_for(danger, country="GB")
    assert "999" in script
    assert len(script) <= _MOST_LETTERS
    assert not [word for word in _MEDICAL if word in script.lower()]
    assert describe_danger(danger)


def test_script_names_no_number_where_none_is_known() -> None:
    script = script_for(Danger.HEART, country=None)
    assert UNKNOWN in script
    assert not any(letter.isdigit() for letter in script)


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("My chest hurts.", ""),
        ("My chest hurts. Remind me to call Tom at nine.", "Remind me to call Tom at nine."),
        ("Book a table for Anna and Tom and I have chest pain", "Book a table for Anna and Tom"),
        ("I've fallen, and please tell Anna I'll be late", "tell Anna I'll be late"),
    ],
)
def test_rest_of_a_sentence_is_kept(said: str, rest: str) -> None:
    alarm = listen(said).alarm
    assert alarm is not None
    assert without_parts(said, alarm.spans) == rest
