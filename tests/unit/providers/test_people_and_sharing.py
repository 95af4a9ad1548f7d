"""Who is told, in small letters too; what is shared of a day; and what refers back to the wish before."""

import pytest

from tests.unit.providers.every_ability import understand_all, understand_any


@pytest.mark.parametrize(
    ("text", "recipient", "message"),
    [
        ("please text my son peter that the plumber is coming", "my son peter", "the plumber is coming"),
        ("text my daughter julia that I am home", "my daughter julia", "I am home"),
        ("tell my friend john I'll be late", "my friend john", "I'll be late"),
        ("let my sister mary know that i am home", "my sister mary", "i am home"),
        ("ask my neighbour bob to come over", "my neighbour bob", "come over"),
        ("tell my daughter dinner is ready", "my daughter", "dinner is ready"),
        ("tell my son sorry i forgot", "my son", "sorry i forgot"),
        ("tell my daughter goodbye i am leaving", "my daughter", "goodbye i am leaving"),
        ("tell my son maybe i am ill", "my son", "maybe i am ill"),
        ("tell my daughter what I did was wrong", "my daughter", "what I did was wrong"),
        ("tell my daughter when I was born", "my daughter", "when I was born"),
        ("tell Anna the time of my train is 5pm", "Anna", "the time of my train is 5pm"),
    ],
)
async def test_name_behind_a_relation_belongs_to_it(text: str, recipient: str, message: str) -> None:
    task = await understand_any(text)
    assert task.details == {"recipient": recipient, "message": message}


async def test_known_name_behind_a_relation_is_the_person() -> None:
    task = await understand_any("please text my son tom that the plumber is coming")
    assert task.details == {"recipient": "Tom", "message": "the plumber is coming"}


@pytest.mark.parametrize(
    ("text", "whom", "message"),
    [
        ("share with Anna that I painted a picture", "Anna", "I painted a picture"),
        ("share with my family that we had lunch in the garden", "my family", "we had lunch in the garden"),
        ("let my daughter see what I did today: I baked a cake", "my daughter", "I baked a cake"),
        ("let my family know what I did today: I walked to the park", "my family", "I walked to the park"),
        ("show Anna what I've done this morning: I painted a picture", "Anna", "I painted a picture"),
        ("share my day with my family: I went for a walk", "my family", "I went for a walk"),
        ("let Anna see that I planted roses", "Anna", "I planted roses"),
    ],
)
async def test_day_is_shared(text: str, whom: str, message: str) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("activity_note", {"share_with": whom, "message": message})


@pytest.mark.parametrize("text", ["share the bill with Anna", "let me see what I did today"])
async def test_other_sharing_and_seeing_is_no_note(text: str) -> None:
    assert (await understand_any(text)).intent != "activity_note"


@pytest.mark.parametrize(
    "what", ["what time", "when it is", "about it", "where", "the details", "what time and where", "the time and place"]
)
async def test_what_refers_back_is_no_message(what: str) -> None:
    text = f"book a table for two at Olive Garden tomorrow at 7pm and tell my daughter {what}"
    first, second = await understand_all(text)
    assert first.intent == "restaurant_booking"
    assert (second.intent, second.details) == ("family_notification", {"recipient": "my daughter"})
