"""Messages, notes, wants and small talk as people say them."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("tell my daughter I'm fine", {"recipient": "my daughter", "message": "I'm fine"}),
        ("please let my son know that I took my pills", {"recipient": "my son", "message": "I took my pills"}),
        (
            "send a message to Anna saying I'll be late for dinner",
            {"recipient": "Anna", "message": "I'll be late for dinner"},
        ),
        ("text my sister happy birthday", {"recipient": "my sister", "message": "happy birthday"}),
        ("could you inform my family that I'm back home", {"recipient": "my family", "message": "I'm back home"}),
        (
            "write to Tom that the doctor was happy with me",
            {"recipient": "Tom", "message": "the doctor was happy with me"},
        ),
        (
            "tell Tom tomorrow at 9 in the morning that the doctor comes at noon",
            {"date": "2026-11-19", "time": "09:00", "recipient": "Tom", "message": "the doctor comes at noon"},
        ),
        ("um can you er tell mum I love her", {"recipient": "mum", "message": "I love her"}),
        ("message Anna and Tom that lunch is at one", {"recipient": "Anna and Tom", "message": "lunch is at one"}),
        ("email my carer that the heating is broken", {"recipient": "my carer", "message": "the heating is broken"}),
        ("let everyone know I got home safely", {"recipient": "everyone", "message": "I got home safely"}),
        ("tell Dr Hartley I can't come on Friday", {"recipient": "Dr Hartley", "message": "I can't come on Friday"}),
        ("ask my neighbour to bring the post in", {"recipient": "my neighbour", "message": "bring the post in"}),
        ("I want you to tell my daughter that I miss her", {"recipient": "my daughter", "message": "I miss her"}),
        ("give my daughter a message that dinner is ready", {"recipient": "my daughter", "message": "dinner is ready"}),
        ("tell everyone I had lunch with Ruth", {"recipient": "everyone", "message": "I had lunch with Ruth"}),
        ("text Tom: the kettle is broken", {"recipient": "Tom", "message": "the kettle is broken"}),
        ("message my niece and say the parcel came", {"recipient": "my niece", "message": "the parcel came"}),
        ("let mum know I'm on my way", {"recipient": "mum", "message": "I'm on my way"}),
        ("tell my family I miss them", {"recipient": "my family", "message": "I miss them"}),
    ],
)
async def test_family_notification_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("family_notification", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("I went for a walk in the park", {"message": "I went for a walk in the park"}),
        ("I had lunch with Anna today", {"message": "I had lunch with Anna today"}),
        ("we've baked an apple pie this morning", {"message": "we've baked an apple pie this morning"}),
        ("make a note that the plumber comes on Tuesday", {"message": "the plumber comes on Tuesday"}),
        ("write in my diary that I slept well", {"message": "I slept well"}),
        (
            "share with my family that I finished my puzzle",
            {"share_with": "my family", "message": "I finished my puzzle"},
        ),
        ("note that my blood pressure was 130 over 80", {"message": "my blood pressure was 130 over 80"}),
        ("um I er watched the football with Tom", {"message": "I er watched the football with Tom"}),
        ("today I planted some tomatoes", {"message": "today I planted some tomatoes"}),
        ("write down that I need a new kettle", {"message": "I need a new kettle"}),
        ("I did my exercises", {"message": "I did my exercises"}),
        ("I met my neighbour this afternoon", {"message": "I met my neighbour this afternoon"}),
        ("I read a whole book today", {"message": "I read a whole book today"}),
        ("make a note that Ruth rang", {"message": "Ruth rang"}),
    ],
)
async def test_activity_note_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("activity_note", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("put milk and bread on my shopping list", {"item": "milk and bread"}),
        ("I need to buy two light bulbs", {"order": "buy", "item": "two light bulbs"}),
        ("we're out of coffee", {"item": "coffee"}),
        ("order a new kettle for me please", {"order": "order", "item": "a new kettle"}),
        ("add 3 cans of cat food to the shopping list", {"item": "3 cans of cat food"}),
        ("where is my parcel", {"order": "my parcel"}),
        ("um put er washing powder on the list", {"item": "washing powder"}),
        ("can you get me some eggs from the shop", {"item": "some eggs from the shop"}),
        ("I want to buy a birthday card", {"order": "buy", "item": "a birthday card"}),
        ("we need more toilet paper", {"item": "more toilet paper"}),
        ("add apples to my grocery list please", {"item": "apples"}),
        ("has my order arrived", {"order": "my order"}),
        ("we are running low on tea", {"item": "tea"}),
        ("please put butter on the list for my daughter", {"item": "butter"}),
    ],
)
async def test_shopping_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("shopping", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("hello dear", {}),
        ("thank you so much", {}),
        ("how are you", {}),
        ("good night", {}),
        ("what's your name", {}),
        ("tell me a joke", {}),
        ("are you a real person", {}),
        ("what can you do", {}),
        ("bye bye", {}),
        ("good morning", {}),
        ("you are very kind", {}),
        ("thanks, that's all", {}),
        ("have a lovely day", {}),
        ("nice to talk to you", {}),
        ("who made you", {}),
    ],
)
async def test_smalltalk_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("smalltalk", details)
