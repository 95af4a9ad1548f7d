"""Contacts agree and no longer agree: by key, by code, by link; everything that was said is kept."""

import re
from typing import Any

import httpx2
import pytest

from core.config import Settings
from services.notification.incoming import Received
from services.notification.reply_words import CARRIER_WORDS
from services.notification.whose import STRANGER
from tests.integration.api.family import Family, family
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_users import add_user
from tests.integration.waiting import eventually

PUBLIC = "https://grandma.example.org"


async def add_contact(client: httpx2.AsyncClient, **fields: Any) -> str:
    user = f"/v1/users/{(await add_user(client))['id']}"
    body = {"name": "Anna", "channels": ["mailto:anna@example.org"], **fields}
    answer = await client.post(f"{user}/contacts", json=body)
    assert answer.status_code == 201, answer.text
    return f"{user}/contacts/{answer.json()['id']}/consent"


async def test_consent_is_taken_back_and_given_by_topic_or_whole(lasting: httpx2.AsyncClient) -> None:
    consent = await add_contact(lasting, topics=["missed", "activity"])
    before = (await lasting.get(consent)).json()
    assert (before["granted"], before["source"], before["topics"]) == (True, "api key", ["activity", "missed"])
    declined = (await lasting.delete(consent, params={"topic": "activity"})).json()
    assert (declined["granted"], declined["topics"], declined["declined_topics"]) == (True, ["missed"], ["activity"])
    stopped = (await lasting.delete(consent)).json()
    assert (stopped["granted"], stopped["consented_at"]) == (False, None)
    given = await lasting.put(consent, json={"topics": ["activity"], "source": "a call", "wording": "Yes, please do"})
    state = given.json()
    assert (state["granted"], state["topics"], state["declined_topics"]) == (True, ["activity"], [])
    assert [(each["granted"], each["topic"], each["given_by"], each["wording"]) for each in state["records"]] == [
        (False, "activity", "api key", None),
        (False, None, "api key", None),
        (True, "activity", "api key", "Yes, please do"),
    ]
    assert (await lasting.get(consent)).json() == state


async def test_code_is_good_once_and_not_for_whoever_guesses(lasting: httpx2.AsyncClient) -> None:
    consent = await add_contact(lasting, consent="ask")
    assert (await lasting.get(consent)).json()["granted"] is False
    made = (await lasting.post(f"{consent}/code", json={"send": False})).json()
    wrong = f"{(int(made['code']) + 1) % 10**8:08d}"
    key = {"Idempotency-Key": consent.rpartition("/")[0][-36:]}  # a refused call leaves it free
    for _ in range(2):
        assert_problem(await lasting.put(consent, json={"code": wrong}, headers=key), 422, "invalid-request")
    agreed = (await lasting.put(consent, json={"code": made["code"]}, headers=key)).json()
    assert (agreed["granted"], agreed["source"], agreed["code_expires_at"]) == (True, "code", None)
    assert agreed["records"][0]["wording"].startswith("Hello Anna. ")
    assert_problem(await lasting.put(consent, json={"code": made["code"]}), 422, "invalid-request")
    made = (await lasting.post(f"{consent}/code", json={"send": False})).json()
    for _ in range(5):
        assert (await lasting.put(consent, json={"code": wrong})).status_code == 422
    assert_problem(await lasting.put(consent, json={"code": made["code"]}), 429, "too-many-tries")
    assert_problem(await lasting.put(consent, json={"code": "12345678", "source": "x"}), 422, "invalid-request")


async def test_contact_without_a_channel_can_not_be_asked(lasting: httpx2.AsyncClient) -> None:
    consent = await add_contact(lasting, channels=[], consent="ask")
    assert_problem(await lasting.post(f"{consent}/code", json={}), 409, "no-channel")


async def test_who_has_not_agreed_hears_nothing_but_the_question(settings: Settings) -> None:
    async with family(settings.model_copy(update={"public_base_url": PUBLIC})) as home:
        anna = await home.add("Anna", consent="ask")
        consent = f"/v1/users/{home.user_id}/contacts/{anna['id']}/consent"
        assert (await home.say("Tell Anna that I am fine"))["status"] == "failed"
        assert (await home.api.post(f"{consent}/code", json={})).json()["sent_by"] == "mailto"
        asked = await one_letter(home, 1)
        text = asked.get_content()
        code = re.search(r"[0-9]{8}", text)
        assert code is not None
        assert not CARRIER_WORDS & set(text.split())
        assert (await home.api.put(consent, json={"code": code[0]})).json()["granted"] is True
        assert (await home.say("Tell Anna that I am fine"))["status"] == "completed"
        told = await one_letter(home, 2)
        link = str(told["List-Unsubscribe"]).strip("<>")
        assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        await ends_by_link(home, link.removeprefix(PUBLIC), consent)


async def ends_by_link(home: Family, path: str, consent: str) -> None:
    assert (await home.api.get(path)).status_code == 200
    assert (await home.api.get(consent)).json()["granted"] is True
    for _ in range(2):
        pressed = await home.api.post(path, content="List-Unsubscribe=One-Click")
        assert (pressed.status_code, "no more messages" in pressed.text) == (200, True)
    state = (await home.api.get(consent)).json()
    assert (state["granted"], state["records"][-1]["source"], len(state["records"])) == (False, "link", 2)
    assert (await home.api.post(path[:-1] + ("A" if path[-1] != "A" else "Q"))).status_code == 404
    assert (await home.say("Tell Anna that I am home"))["status"] == "failed"
    await agrees_by_text(home, consent)


async def agrees_by_text(home: Family, consent: str) -> None:
    """From a number that nobody knew; it is one of hers afterwards."""
    code = (await home.api.post(f"{consent}/code", json={"send": False})).json()["code"]
    answers = [
        await home.services.incoming.take(Received(sender="tel:+447700900001", text=said, provider_id=said, via="sms"))
        for said in ("00000000", code, code + " ")
    ]
    assert answers[:2] == [STRANGER, "Thank you, Anna. You will hear from us about Rose."]
    contact = (await home.api.get(consent.removesuffix("/consent"))).json()
    assert (contact["consent_source"], contact["channels"][-1]) == ("code", "tel:+447700900001")


async def one_letter(home: Family, number: int) -> Any:
    async def look() -> Any:
        return home.server.letters[number - 1] if len(home.server.letters) >= number else None

    return await eventually(look)


@pytest.mark.parametrize("token", ["x", "A" * 43])
async def test_link_that_we_have_not_signed_does_nothing(lasting: httpx2.AsyncClient, token: str) -> None:
    for method in ("GET", "POST"):
        answer = await lasting.request(method, f"/v1/inbound/consent/{token}")
        assert answer.status_code == 404
