"""How well emergencies are told from what only sounds like one. The blind lists were written without sight of the phrases."""

import pytest

from core.safety import listen
from tests.safety.figures import measure, measure_held_out, read_list

RECALL, FALSE_ALARMS = 0.98, 0.02
SECOND_BLIND_RECALL, SECOND_BLIND_FALSE_ALARMS = 0.96, 0.03
HELD_OUT_RECALL, HELD_OUT_FALSE_ALARMS = 0.85, 0.06


@pytest.mark.parametrize("name", ["emergencies", "blind_emergencies"])
def test_emergencies_are_recognised(name: str) -> None:
    found = measure(name)
    assert found.sentences >= 80
    assert found.rate >= RECALL


@pytest.mark.parametrize("name", ["harmless", "blind_harmless"])
def test_what_only_sounds_alike_raises_no_alarm(name: str) -> None:
    found = measure(name)
    assert found.sentences >= 80
    assert found.rate <= FALSE_ALARMS


def test_second_blind_list_was_met_with_a_model_and_stays_understood() -> None:
    """Never learned from; of its mistakes at first sight (recall 0.93, false alarms 0.11) only the kinds were passed on."""
    assert measure("second_blind_emergencies").rate >= SECOND_BLIND_RECALL
    assert measure("second_blind_harmless").rate <= SECOND_BLIND_FALSE_ALARMS


def test_unheard_of_ways_of_speaking_are_mostly_understood() -> None:
    """Nobody tunes on these sentences, so what they show is not 1; that it doesn't get worse is what is asked."""
    assert measure_held_out(dangers=True).rate >= HELD_OUT_RECALL
    assert measure_held_out(dangers=False).rate <= HELD_OUT_FALSE_ALARMS


@pytest.mark.parametrize("said", read_list("advice"))
def test_question_for_advice_is_recognised(said: str) -> None:
    heard = listen(said)
    assert heard.alarm is None
    assert heard.advice


@pytest.mark.parametrize("said", read_list("no_advice"))
def test_wish_about_a_medicine_is_no_question_for_advice(said: str) -> None:
    assert not listen(said).is_anything
