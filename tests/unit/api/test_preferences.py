"""How long a caller would wait (RFC 7240)."""

from datetime import timedelta

import pytest

from api.dependencies import Preferences


@pytest.mark.parametrize(
    ("prefer", "seconds"),
    [
        ("wait=0", 0),
        ("wait=7", 7),
        ("WAIT = 7", 7),
        ('wait="7"', 7),
        ("wait=007", 7),
        ("wait=60", 60),
        ("wait=61", 60),
        ("wait=999", 60),
        ("wait=" + "9" * 5000, 60),
        ("respond-async, wait=7", 7),
        ("wait=7; strict", 7),
        ("wait=1, wait=2", 1),
    ],
)
def test_patience_is_read_and_capped(prefer: str, seconds: int) -> None:
    assert Preferences.read(prefer).patience == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    "prefer", [None, "", "wait", "wait=", "wait=abc", "wait=-1", "wait=1.5", "wait=7s", 'wait="7', "await=7", "wait=²"]
)
def test_what_is_not_understood_is_ignored(prefer: str | None) -> None:
    assert Preferences.read(prefer).patience is None


@pytest.mark.parametrize("prefer", ["respond-async", "Respond-Async", "wait=5, respond-async", "respond-async; wait=5"])
def test_wish_for_no_waiting_is_read(prefer: str) -> None:
    assert Preferences.read(prefer).no_waiting


@pytest.mark.parametrize("prefer", [None, "", "wait=5", "respond-asynchronously", "no-respond-async", "respond async"])
def test_nothing_else_is_a_wish_for_no_waiting(prefer: str | None) -> None:
    assert not Preferences.read(prefer).no_waiting
