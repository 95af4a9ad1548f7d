"""What is known of a person."""

from typing import Any

import pytest

from core.profile import Profile, read_profile


def test_nothing_said_means_no_advertisements_and_reminders_of_visits() -> None:
    known = read_profile({})
    assert (known.marketing_consent, known.visit_reminders, known.usual_party_size) == (False, True, None)


@pytest.mark.parametrize("said", ["vegetarian", ["vegetarian"]])
def test_one_or_several_may_be_said(said: Any) -> None:
    assert read_profile({"diet": said}).diet == ("vegetarian",)


@pytest.mark.parametrize("broken", [{"usual_party_size": "many"}, {"marketing_consent": 1}, {"diet": {"nuts": False}}])
def test_stored_value_of_no_meaning_is_left_out_and_the_others_count(broken: dict[str, Any]) -> None:
    known = read_profile({**broken, "access_needs": ["step-free access"], "large_print": True})
    assert known.access_needs == ("step-free access",)
    assert known == Profile.model_validate({"access_needs": ["step-free access"], "large_print": True})
