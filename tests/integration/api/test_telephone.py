"""Texts, keys and reports as the telephone service posts them to us, while a worker sends through a real one."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx2
from pydantic import SecretStr

from core.config import Settings
from tests.integration.api.calling import calling
from tests.integration.api.family import Family, Json, family
from tests.integration.api.promises import assert_problem
from tests.integration.waiting import eventually
from tests.outside.loopback import running
from tests.outside.twilio import ACCOUNT, OUR_NUMBER, TOKEN, TwilioServer, sign

ROSE, ANNA, TOM = "+442079460000", "+442079460001", "+442079460002"
PUBLIC = "https://grandma.example.org"
_numbers = count(1)


@dataclass
class Line:
    home: Family
    twilio: TwilioServer

    async def post(self, path: str = "", *, token: str = TOKEN, **form: str) -> httpx2.Response:
        return await post(self.home.api, path, token=token, **form)

    async def text(self, body: str, *, sender: str = ANNA, sid: str | None = None, **more: str) -> str | None:
        """What is answered to a text."""
        sid = sid or f"SM{next(_numbers)}"
        answer = await self.post(Body=body, From=sender, To=OUR_NUMBER, MessageSid=sid, NumMedia="", **more)
        assert answer.status_code == 200, answer.text
        return ET.fromstring(answer.text).findtext("Message")

    async def report(self, entry: Json, status: str, *, sid: str | None = None, **more: str) -> None:
        form = {"MessageSid": sid or entry["provider_id"], "MessageStatus": status, "To": ANNA, "From": OUR_NUMBER}
        assert (await self.post(f"/status/{entry['id']}", **form, **more)).status_code == 204

    async def tell_anna(self) -> Json:
        """The log's entry of a text to Anna."""
        before = {each["id"] for each in await self.home.log()}
        await self.home.say("Tell Anna that I am fine")
        log = await self.home.log()
        return next(each for each in log if each["id"] not in before and each["topic"] == "message")

    async def entry(self, entry: Json) -> Json:
        return await self.home.get(f"/v1/notifications/{entry['id']}")

    async def wait_for_mails(self, number: int) -> None:
        async def have() -> bool:
            return len(self.home.server.letters) >= number

        await eventually(have)


async def post(api: httpx2.AsyncClient, path: str = "", *, token: str = TOKEN, **form: str) -> httpx2.Response:
    path = f"/v1/inbound/twilio{path}"
    signature = sign(PUBLIC + path, form, token=token)
    headers = {
        "x-twilio-signature": signature,
        "content-type": "application/x-www-form-urlencoded",
        "Authorization": "",
    }
    return await api.post(path, content=urlencode(form), headers=headers)


@asynccontextmanager
async def a_line(settings: Settings) -> AsyncGenerator[Line]:
    """Rose, whose daughter Anna gets texts and then mail, and a telephone service."""
    async with running(TwilioServer()) as twilio:
        telephone = {
            "twilio_account_sid": ACCOUNT,
            "twilio_auth_token": SecretStr(TOKEN),
            "twilio_from": OUR_NUMBER,
            "twilio_api_base_url": twilio.url,
            "public_base_url": PUBLIC,
        }
        async with family(settings.model_copy(update=telephone)) as home:
            await home.api.patch(
                f"/v1/users/{home.user_id}", json={"phone": ROSE, "channels": ["mailto:r@example.org"]}
            )
            await home.add("Anna", "daughter", channels=[f"tel:{ANNA}", "mailto:anna@example.org"])
            yield Line(home, twilio)


async def test_report_counts_once_and_never_backwards(settings: Settings) -> None:
    async with a_line(settings) as line:
        sent = await line.tell_anna()
        assert (sent["status"], sent["provider_id"]) == ("sent", line.twilio.made[0].sid)
        for status in ("sent", "delivered", "sent", "undelivered", "delivered", "nonsense"):
            await line.report(sent, status)
        delivered = await line.entry(sent)
        assert (delivered["status"], delivered["undelivered_at"]) == ("delivered", None)
        assert [each["state"] for each in delivered["history"]] == ["queued", "sent", "delivered"]
        assert len(line.home.server.letters) == 0
        # What could not be delivered goes by mail at once.
        sent = await line.tell_anna()
        await line.report(sent, "undelivered", ErrorCode="30005")
        await line.report(sent, "undelivered", ErrorCode="30005")
        await line.wait_for_mails(1)
        lost = await line.entry(sent)
        [following] = [each for each in await line.home.log() if each["follows_id"] == sent["id"]]
        assert (lost["status"], lost["error"]["detail"]) == ("failed", "The text was not delivered. (code 30005)")
        assert following["channels"] == ["mailto"]
        assert line.home.server.recipients == ["anna@example.org"]
        assert len(line.twilio.made) == 2


async def test_stop_ends_texts_and_those_who_look_after_her_hear_of_it(settings: Settings) -> None:
    async with a_line(settings) as line:
        await line.home.add("Tom", "son")
        assert await line.text("Stop") is None
        assert await line.text("STOP", sid="SM-again") is None
        await line.wait_for_mails(2)
        told = sorted((letter["To"], letter.get_content().split(".")[0]) for letter in line.home.server.letters)
        assert told == [
            ("Rose <r@example.org>", "Anna no longer receives texts"),
            ("Tom <tom@example.org>", "Anna no longer receives texts"),
        ]
        entry = await line.tell_anna()
        assert (entry["channel"], entry["tried"][0]["reason"]) == ("mailto", "Anna no longer receives texts.")
        assert line.twilio.made == []
        assert await line.text("start") == "You get text messages from us again."
        assert (await line.tell_anna())["channel"] == "tel"
        # What the carrier has stopped without telling us is remembered too.
        line.twilio.stopped.add(ANNA)
        first, second = await line.tell_anna(), await line.tell_anna()
        assert (first["channel"], second["channel"]) == ("mailto", "mailto")
        assert line.twilio.count("create") == 2


async def test_answer_of_family_comes_back_and_strangers_are_told_so(settings: Settings) -> None:
    async with a_line(settings) as line:
        await line.tell_anna()
        assert await line.text("Good to hear!", sid="SM-1") == "Thank you. I am telling Rose."
        assert await line.text("Good to hear!", sid="SM-1") == "Thank you. I am telling Rose."
        await line.wait_for_mails(1)
        assert "Good to hear!" in line.home.server.letters[0].get_content()
        assert len(line.home.server.letters) == 1
        assert await line.text("REPEAT") == line.twilio.made[0].form["Body"]
        assert "don't know this number" in (await line.text("Hello?", sender="+15550001111") or "")
        assert await line.text("STOP", sender="+15550001111") is None
        await talks_to_the_assistant(line)


def secret_in(asked: str | None, *, of: str = "Rose") -> str:
    """What is to be written by whom, where a text asks who it is."""
    found = re.search(rf"([0-9]{{6}}) if you are {of}", asked or "")
    assert found is not None, asked
    return found[1]


async def talks_to_the_assistant(line: Line) -> None:
    """Rose writes from the number of her profile; what is asked back is answered by the next text."""
    who = await line.text("Remind me to water the plants", sender=ROSE, sid="SM-plants")
    assert await line.text("Remind me to water the plants", sender=ROSE, sid="SM-plants") == who
    asked = await line.text(secret_in(who), sender=ROSE, sid="SM-secret")
    assert asked is not None
    assert asked.endswith("?")
    assert await line.text(secret_in(who), sender=ROSE, sid="SM-secret") == asked
    noted = await line.text("tomorrow at 9 in the morning", sender=ROSE)
    assert noted is not None
    assert "water the plants" in noted
    tasks = (await line.home.get("/v1/tasks", user_id=line.home.user_id, intent="reminder"))["items"]
    assert [(each["status"], each["metadata"]["via"]) for each in tasks] == [("completed", "sms")]


async def test_key_says_that_somebody_was_there(settings: Settings) -> None:
    async with a_line(settings) as line:
        await line.home.add("Tom", "son", channels=[f"voice:{TOM}"])
        await line.home.say("Tell Tom that I am fine")
        [call], [entry] = line.twilio.made, await line.home.log()
        form = {"CallSid": call.sid, "To": TOM, "From": OUR_NUMBER}
        await line.post(f"/status/{entry['id']}", CallStatus="completed", **form)
        assert (await line.entry(entry))["status"] == "sent"
        again = await line.post(f"/keys/{entry['id']}", Digits="4", **form)
        assert call.form["Twiml"] == again.text
        heard = await line.post(f"/keys/{entry['id']}", Digits="1", **form)
        assert ET.fromstring(heard.text).findtext("Say") == "Thank you. Goodbye."
        entry = await line.entry(entry)
        assert (entry["status"], entry["answered_at"] is not None) == ("delivered", True)
        assert await line.home.get("/v1/replies") == {"items": [], "next_cursor": None}
        # A call that nobody takes has failed.
        await line.home.say("Tell Tom that I am home")
        entry = (await line.home.log())[0]
        await line.post(f"/status/{entry['id']}", CallStatus="no-answer", CallSid=entry["provider_id"], To=TOM)
        failed = await line.entry(entry)
        assert (failed["status"], failed["error"]["detail"]) == ("failed", "Nobody picked up.")


async def test_only_the_telephone_service_is_heard(settings: Settings) -> None:
    telephone = {"twilio_account_sid": ACCOUNT, "twilio_auth_token": SecretStr(TOKEN), "twilio_from": OUR_NUMBER}
    nobody = "0193a0c4-7777-7aaa-8bbb-222222222222"
    async with calling(settings.model_copy(update={**telephone, "public_base_url": PUBLIC})) as api:
        for path in ("", f"/keys/{nobody}", f"/status/{nobody}"):
            assert_problem(await post(api, path, token="forged", Body="TAKEN", From=ROSE), 401, "unauthorized")
            for asked in ("", "?bodySHA256=5f2c"):  # theirs to append, and signed
                form = {"Body": "TAKEN", "From": ROSE, "MessageSid": "SM1", "MessageStatus": "sent", "Digits": "1"}
                assert (await post(api, path + asked, **form)).status_code in {200, 204}


async def test_where_there_is_no_telephone_service_nobody_calls(lasting: httpx2.AsyncClient) -> None:
    assert_problem(await post(lasting, Body="TAKEN", From=ROSE), 404, "not-found")
