"""API keys show by themselves whether they were copied whole."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.api_key import DIGITS, check_api_key, digest_of, make_api_key
from core.errors import UnauthorizedError
from core.ids import make_id

KEY = make_api_key(make_id())
BEFORE = "grandma_live_" + "a-_9" * 10 + "xyz"


def test_key_has_its_form_and_is_never_the_same() -> None:
    key_id = make_id()
    first, second = make_api_key(key_id), make_api_key(key_id)
    assert re.fullmatch(r"grandma_live_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}", first)
    assert first != second
    assert first[:36] == second[:36]
    assert digest_of(first) != digest_of(second)


@pytest.mark.parametrize("key", [KEY, BEFORE], ids=["today", "before"])
def test_keys_of_today_and_of_before_pass(key: str) -> None:
    check_api_key(key)


@given(st.integers(len("grandma_live_"), len(KEY) - 1), st.sampled_from(DIGITS + "_- é"))
def test_one_wrong_character_is_found(place: int, wrong: str) -> None:
    if KEY[place] != wrong:
        with pytest.raises(UnauthorizedError, match="mistyped or is not complete"):
            check_api_key(KEY[:place] + wrong + KEY[place + 1 :])


@pytest.mark.parametrize("cut", [*range(1, len(KEY) - len("grandma_live_") - 43), 60])
def test_a_key_that_was_cut_is_found(cut: int) -> None:
    with pytest.raises(UnauthorizedError, match="mistyped or is not complete"):
        check_api_key(KEY[:-cut])


def test_swapped_neighbours_are_found() -> None:
    for place in range(len("grandma_live_"), len(KEY) - 1):
        swapped = KEY[:place] + KEY[place + 1] + KEY[place] + KEY[place + 2 :]
        if swapped != KEY:
            with pytest.raises(UnauthorizedError):
                check_api_key(swapped)


@pytest.mark.parametrize("token", ["", "x", "sk_live_" + KEY, "ey.ey.ey"], ids=["empty", "short", "foreign", "jwt"])
def test_something_else_is_no_key(token: str) -> None:
    with pytest.raises(UnauthorizedError, match="begin with grandma_live_"):
        check_api_key(token)
