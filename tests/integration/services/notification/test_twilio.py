"""Texts and calls as the telephone service gets them."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pydantic import SecretStr

from services.notification.adapters.http import ChannelClient
from services.notification.adapters.twilio import SmsChannel, TwilioClient, VoiceChannel
from services.notification.ports import (
    ChannelNotReachedError,
    ChannelOptedOutError,
    ChannelRefusedError,
    Letter,
    Receipt,
)
from tests.integration.services.notification.kits import NUMBER, PUBLIC, http_client, twilio_account
from tests.outside.loopback import running
from tests.outside.twilio import OUR_NUMBER, TwilioServer

DOSE = Letter(recipient="Rose", subject="Your tablets", text='Rose, take "Aspirin" & water <now>.', topic="dose")
NEWS = Letter(recipient="Anna", subject="A message", text="Rose is fine.", topic="message")


@dataclass
class Telephone:
    server: TwilioServer
    client: ChannelClient

    async def send(self, address: str = f"tel:{NUMBER}", letter: Letter = DOSE, **changed: Any) -> Receipt:
        kind = SmsChannel if address.startswith("tel") else VoiceChannel
        channel = kind(TwilioClient(twilio_account(self.server, **changed), client=self.client))

        async def begin() -> None:
            """Nothing is in the way."""

        return await channel.send(letter, address, key="0193", begin=begin)


@pytest.fixture
async def telephone() -> AsyncGenerator[Telephone]:
    async with running(TwilioServer()) as server, http_client() as client:
        yield Telephone(server, client)


async def test_text_says_how_to_answer_and_where_to_report(telephone: Telephone) -> None:
    receipt = await telephone.send("tel:+44 (20) 7946-0000")
    await telephone.send(letter=NEWS, sender="MG0123")
    dose, news = telephone.server.made
    assert receipt == Receipt(provider_id=dose.sid)
    assert dose.form == {
        "To": NUMBER,
        "From": OUR_NUMBER,
        "Body": f"{DOSE.text}\nReply 1 when you have taken it, 2 for later, 3 to skip it.",
        "StatusCallback": f"{PUBLIC}/v1/inbound/twilio/status/0193",
    }
    assert (news.form["Body"], news.form["MessagingServiceSid"]) == (NEWS.text, "MG0123")
    assert "From" not in news.form


async def test_call_says_the_message_twice_and_takes_a_key(telephone: Telephone) -> None:
    await telephone.send(f"voice:{NUMBER}", voice_sender="+15005550007")
    [call] = telephone.server.made
    said = ET.fromstring(call.form["Twiml"])
    gathers = said.findall("Gather")
    assert [each.get("action") for each in gathers] == [f"{PUBLIC}/v1/inbound/twilio/keys/0193"] * 2
    assert gathers[0].findtext("Say") == DOSE.text
    assert (call.form["From"], call.form["To"]) == ("+15005550007", NUMBER)
    assert call.events == ("initiated", "answered", "completed")


async def test_where_nobody_can_reach_us_nothing_is_asked(telephone: Telephone) -> None:
    await telephone.send(callback_url=None)
    await telephone.send(f"voice:{NUMBER}", callback_url=None)
    text, call = telephone.server.made
    assert "StatusCallback" not in {*text.form, *call.form}
    assert ET.fromstring(call.form["Twiml"]).find("Gather") is None


async def test_long_text_keeps_the_way_to_answer(telephone: Telephone) -> None:
    await telephone.send(letter=Letter(recipient="R", subject="S", text="x" * 3_000, topic="dose"))
    body = telephone.server.made[0].form["Body"]
    assert len(body) <= 1_600
    assert body.endswith("3 to skip it.")


async def test_number_that_wants_no_more_texts_is_told_apart(telephone: Telephone) -> None:
    telephone.server.stopped.add(NUMBER)
    with pytest.raises(ChannelOptedOutError):
        await telephone.send()


@pytest.mark.parametrize(("address", "made"), [("tel:020 7946 0000", 0), ("voice:112", 0), ("tel:+0", 0)])
async def test_number_without_its_country_is_refused(telephone: Telephone, address: str, made: int) -> None:
    with pytest.raises(ChannelRefusedError, match="country"):
        await telephone.send(address)
    assert len(telephone.server.made) == made


async def test_wrong_token_of_ours_is_no_fault_of_the_number(telephone: Telephone) -> None:
    with pytest.raises(ChannelNotReachedError, match="account"):
        await telephone.send(auth_token=SecretStr("wrong"))


async def test_messaging_service_can_not_call(telephone: Telephone) -> None:
    with pytest.raises(ChannelRefusedError, match="TWILIO_VOICE_FROM"):
        await telephone.send(f"voice:{NUMBER}", sender="MG0123")
