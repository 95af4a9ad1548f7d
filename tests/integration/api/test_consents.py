"""Contacts agree and no longer agree: by key, by code, by link; everything that was said is kept."""

import re
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import text

from core.config import Settings
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.consent_links import ConsentLinks
from services.notification.incoming import Received
from services.notification.reply_words import CARRIER_WORDS
from services.notification.whose import STRANGER
from services.services import Services
from tests.integration.api.accounts import add_account
from tests.integration.api.family import Family, family
from tests.integration.api.promises import assert_problem
from tests.integration.api.test_logins import as_member, join
from tests.integration.api.test_users import add_user
from tests.integration.waiting import eventually

THANKS = "Thank you, Anna. You will hear from us about Rose."
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


async def test_address_is_sent_three_codes_a_day_whoever_asks(
    api: httpx2.AsyncClient, services: Services, unit_of_work: UnitOfWorkFactory, database: Database
) -> None:
    _, key = await add_account(unit_of_work, services)
    theirs = {"Authorization": f"Bearer {key}"}
    made = await api.post("/v1/users", json={"name": "Bob", "timezone": "UTC"}, headers=theirs)
    person = f"/v1/users/{made.json()['id']}/contacts"
    body = {"name": "Ann", "channels": ["mailto:ANNA@example.org"], "consent": "ask"}
    added = await api.post(person, json=body, headers=theirs)
    other = f"{person}/{added.json()['id']}/consent/code"
    first, second = [await add_contact(api, consent="ask") for _ in range(2)]
    for code in (f"{first}/code", f"{second}/code"):
        assert (await api.post(code, json={"send": True})).status_code == 201
    assert (await api.post(other, json={"send": True}, headers=theirs)).status_code == 201
    for _ in range(2):
        refused = await api.post(f"{first}/code", json={"send": True})
        assert_problem(refused, 429, "too-many-codes")
        assert refused.headers["Retry-After"] == "86400"
    assert_problem(await api.post(other, json={"send": True}, headers=theirs), 429, "too-many-codes")
    assert (await api.post(f"{first}/code", json={"send": False})).status_code == 201, "nobody is sent anything"
    assert len((await api.get("/v1/notifications")).json()["items"]) == 2
    async with database.transaction() as session:
        await session.execute(text("UPDATE login_attempts SET began_at = began_at - interval '24 hours 1 minute'"))
    assert (await api.post(f"{first}/code", json={"send": True})).status_code == 201


async def test_what_a_contact_has_ended_nobody_else_begins_again(settings: Settings) -> None:
    async with family(settings.model_copy(update={"public_base_url": PUBLIC})) as home:
        anna = await home.add("Anna", consent="ask", channels=["mailto:anna@example.org", "tel:+447700900002"])
        consent = f"/v1/users/{home.user_id}/contacts/{anna['id']}/consent"
        assert (await home.api.post(f"{consent}/code", json={"send": True})).status_code == 201
        asked = await one_letter(home, 1)
        code, link = re.search(r"[0-9]{8}", asked.get_content()), str(asked["List-Unsubscribe"]).strip("<>")
        assert code is not None
        page = link.removeprefix(PUBLIC)
        assert "Only you can change it" in (await home.api.post(page, content="List-Unsubscribe=One-Click")).text
        by_carer = as_member(await join(home.api, home.user_id, role="carer-manager", email="bob@example.org"))
        for headers in ({}, by_carer):
            for body in ({"source": "a call"}, {"topics": ["missed"]}, {"code": code[0]}):
                assert_problem(await home.api.put(consent, json=body, headers=headers), 409, "withdrawn-by-contact")
            refused = await home.api.post(f"{consent}/code", json={"send": True}, headers=headers)
            assert_problem(refused, 409, "withdrawn-by-contact")
        await home.api.delete(consent)
        shown = (await home.api.post(f"{consent}/code", json={"send": False})).json()["code"]
        assert_problem(await home.api.put(consent, json={"code": shown}), 409, "withdrawn-by-contact")
        assert await texts(home, shown, sender="tel:+447700900009") == STRANGER, "anybody may have been shown it"
        assert (await home.api.get(consent)).json()["granted"] is False
        assert await texts(home, shown, sender="tel:+447700900002") == THANKS
        assert (await home.api.get(consent)).json()["granted"] is True
        assert (await home.api.put(consent, json={"topics": ["missed"]})).status_code == 200
        await has_messages_again_by_link(home, page, consent)


async def has_messages_again_by_link(home: Family, page: str, consent: str) -> None:
    before = (await home.api.delete(consent, params={"topic": "activity"})).json()
    assert "No more messages" in (await home.api.post(page, content="again=yes")).text, "nothing was ended"
    assert (await home.api.get(consent)).json() == before
    await home.api.post(page)
    assert 'name="again" value="yes"' in (await home.api.get(page)).text
    assert (await home.api.post(page, content="again=yes")).status_code == 200
    after = (await home.api.get(consent)).json()
    assert [after[name] for name in ("granted", "source", "topics", "declined_topics")] == [
        True,
        "link",
        before["topics"],
        ["activity"],
    ]


async def texts(home: Family, said: str, *, sender: str) -> str:
    return await home.services.incoming.take(Received(sender=sender, text=said, provider_id=sender, via="sms"))


async def test_who_has_not_agreed_hears_nothing_but_the_question(settings: Settings) -> None:
    async with family(settings.model_copy(update={"public_base_url": PUBLIC})) as home:
        anna = await home.add("Anna", consent="ask")
        consent = f"/v1/users/{home.user_id}/contacts/{anna['id']}/consent"
        assert (await home.say("Tell Anna that I am fine"))["status"] == "failed"
        assert (await home.api.post(f"{consent}/code", json={})).json()["sent_by"] == "mailto"
        asked = await one_letter(home, 1)
        question = asked.get_content()
        code = re.search(r"[0-9]{8}", question)
        assert code is not None
        assert not CARRIER_WORDS & set(question.split())
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
    another = await home.add("Anna", consent="ask")
    await agrees_by_text(home, f"/v1/users/{home.user_id}/contacts/{another['id']}/consent")


async def agrees_by_text(home: Family, consent: str) -> None:
    """From a number that nobody knew; it is one of hers afterwards."""
    code = (await home.api.post(f"{consent}/code", json={"send": False})).json()["code"]
    answers = [
        await home.services.incoming.take(Received(sender="tel:+447700900001", text=said, provider_id=said, via="sms"))
        for said in ("00000000", code, code + " ")
    ]
    assert answers[:2] == [STRANGER, THANKS]
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


async def test_what_waits_for_a_contact_goes_with_them_and_with_their_agreement(
    api: httpx2.AsyncClient, settings: Settings
) -> None:
    """No worker works here, so everything waits."""
    assert settings.secret_key is not None
    links = ConsentLinks(secret=settings.secret_key, base_url=PUBLIC)
    for ends in ("link", "removal"):
        contact = (await add_contact(api, consent="ask")).removesuffix("/consent")
        contact_id = contact.rpartition("/")[2]
        assert (await api.post(f"{contact}/consent/code", json={"send": True})).status_code == 201
        assert await topics_waiting(api) == ["consent"]
        if ends == "link":
            page = (links.url_for(UUID(contact_id)) or "").removeprefix(PUBLIC)
            assert (await api.post(page, headers={"Authorization": ""})).status_code == 200
        else:
            assert (await api.delete(contact)).status_code == 204
        assert await topics_waiting(api) == [], ends


async def topics_waiting(api: httpx2.AsyncClient) -> list[str]:
    return [each["topic"] for each in (await api.get("/v1/notifications")).json()["items"]]


async def test_what_a_contact_was_sent_does_not_say_who_they_were_once_they_are_removed(settings: Settings) -> None:
    async with family(settings) as home:
        anna = await home.add("Anna")
        assert (await home.say("Tell Anna that I am fine"))["status"] == "completed"
        sent = (await home.log())[0]
        assert (sent["recipient"], sent["channels"]) == ("Anna", ["mailto"])
        assert (await home.api.delete(f"/v1/users/{home.user_id}/contacts/{anna['id']}")).status_code == 204
        kept = (await home.log())[0]
        assert (kept["recipient"], kept["channels"]) == ("somebody who is no longer a contact", [])
        assert [kept[name] for name in ("id", "text", "status")] == [sent[name] for name in ("id", "text", "status")]
