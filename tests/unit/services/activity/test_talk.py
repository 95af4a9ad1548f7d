import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from core.ability import AbilitySpec, Cues
from core.domain import Queue
from core.outcome import Completed
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import BaseTaskService, Tools, Wish
from services.activity.offer import describe_offer
from services.activity.other import OtherDetails, OtherService
from services.activity.smalltalk import SmalltalkDetails, SmalltalkService
from services.booking.restaurant_booking import RestaurantBookingService
from services.registry import find_abilities

NO_DATABASE = UnitOfWorkFactory(Database("postgresql+asyncpg://nowhere.invalid/nothing"))


class FixedClock:
    def now(self) -> datetime:
        return datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def spec(intent: str, summary: str) -> AbilitySpec:
    cues = Cues(phrases=(), examples=())
    return AbilitySpec(intent=intent, queue=Queue.ACTIVITY, summary=summary, slots=(), required=(), cues=cues)


async def answer(kind: type[BaseTaskService[Any]], details: Any, abilities: Sequence[AbilitySpec]) -> str:
    tools = Tools(clock=FixedClock(), unit_of_work=NO_DATABASE, booking_systems={}, abilities=abilities)
    wish = Wish(task=cast("Any", None), details=details, effects=cast("Any", None), now=FixedClock().now())
    outcome = await kind(tools=tools).perform(wish)
    assert isinstance(outcome, Completed)
    return outcome.summary


def weigh(sentence: str) -> float:
    phrases = SmalltalkService.cues.phrases
    return max([weight for phrase, weight in phrases if re.search(phrase, sentence.lower())], default=0.0)


async def test_what_does_not_fit_gets_an_honest_answer() -> None:
    abilities = (OtherService.spec(), RestaurantBookingService.spec(), SmalltalkService.spec())
    spoken = await answer(OtherService, OtherDetails(), abilities)
    assert spoken == "I can't do that yet, but I can book a table at a restaurant."


async def test_product_without_abilities_promises_nothing() -> None:
    assert await answer(OtherService, OtherDetails(), ()) == "I can't do that yet."


async def test_what_was_too_much_at_once_is_asked_to_be_said_again() -> None:
    spoken = await answer(OtherService, OtherDetails(unheard="buy milk"), ())
    assert spoken == 'That was more than I can take at once. I have left out "buy milk". Please say it again.'
    assert await answer(SmalltalkService, SmalltalkDetails(), ()) == "It's nice to hear from you."


async def test_small_talk_is_answered_kindly() -> None:
    spoken = await answer(SmalltalkService, SmalltalkDetails(), (RestaurantBookingService.spec(),))
    assert spoken == "It's nice to hear from you. I can book a table at a restaurant whenever you like."


def test_offer_names_the_best_known_abilities_first_and_four_at_most() -> None:
    others = [spec(f"a{number}", f"do thing {number}") for number in range(5)]
    offer = describe_offer([*others, spec("reminder", "remind you"), spec("restaurant_booking", "book a table")])
    assert offer == "book a table, remind you, do thing 0 or do thing 1"


def test_offer_of_the_whole_product_names_every_kind_of_help() -> None:
    offer = describe_offer([ability.spec() for ability in find_abilities()])
    assert offer == (
        "book a table or the hairdresser, remind you of your medicines and other things, tell your family something "
        "or keep notes and your shopping list"
    )


def test_talk_needs_no_details() -> None:
    assert SmalltalkService.spec().slots == ()
    assert OtherService.spec().required == ()
    assert OtherService.cues.phrases == ()


@pytest.mark.parametrize("sentence", SmalltalkService.cues.examples)
def test_examples_are_recognised(sentence: str) -> None:
    assert weigh(sentence) >= 0.5


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you, I would like a table for two now",
        "Hi, please remind me to call Anna",
        "Tell Anna I am fine",
        "What are you going to do about my booking",
    ],
)
def test_wishes_are_not_small_talk(sentence: str) -> None:
    assert weigh(sentence) == 0.0
