"""What takes long the first time is done before anybody waits for it."""

import re

import pytest

from providers.rules import RulesProvider
from services.warm_up import warm_up
from tests.unit.providers.abilities import ability


async def test_a_cue_that_is_no_pattern_is_noticed_before_anything_is_said() -> None:
    with pytest.raises(re.error):
        await warm_up(RulesProvider(), [ability("greeting", {r"\bwarm(": 1.0}, examples=("Hello there.",))])
