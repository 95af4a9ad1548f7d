"""The demonstration's model is one that the product can be pointed at."""

from deploy.demo.model import Asked, running_model
from tests.integration.providers.conversation import DINNER, SLOTS, talking_to

WISH = {"intent": "restaurant_booking", "words": DINNER, "slots": {name: each for name, each in SLOTS.items() if each}}


async def test_sentence_of_its_script_is_understood_through_it() -> None:
    with running_model({DINNER: [WISH]}) as model:
        async with talking_to(model.url) as conversation:
            parsing = await conversation.say()
    assert (parsing.provider, parsing.tasks[0].details["venue"]) == ("openai", "Olive Garden")
    assert model.asked == [Asked(DINNER, "test-model", demands_form=True)]


async def test_other_sentences_are_left_to_the_grammar() -> None:
    with running_model({"Hello": []}) as model:
        async with talking_to(model.url) as conversation:
            parsing = await conversation.say()
    assert (parsing.provider, parsing.degraded, parsing.calls[0].outcome) == ("rules", True, "refused")
    assert model.asked[0].sentence is None
