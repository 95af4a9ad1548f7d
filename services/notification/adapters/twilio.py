"""Texts (`tel:`) and calls (`voice:`) by Twilio, or a service that speaks like it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import urlencode

from pydantic import SecretStr

from core.errors import AttemptError
from core.reach import plain_number
from services.notification.adapters.http import ChannelClient, Reply, is_taken, judge_status
from services.notification.ports import (
    Begin,
    ChannelNotReachedError,
    ChannelOptedOutError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
    Receipt,
)
from services.notification.reply_words import HOW_TO_REPLY, WHICH_KEY, WHICH_KEY_HEARD
from services.notification.twiml import ask

MOST_CHARACTERS: Final = 1_600
RING_SECONDS: Final = 45
OPTED_OUT: Final = 21610
_BAD_LOGIN: Final = frozenset({401, 403})
_CALL_EVENTS: Final = ("initiated", "answered", "completed")
_VERSION: Final = "2010-04-01"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Who sends. `callback_url`: under which Twilio reaches us; None: it can't, so nobody can answer or report."""

    base_url: str
    account_sid: str
    auth_token: SecretStr
    sender: str
    voice_sender: str | None
    callback_url: str | None


class TwilioClient:
    """Makes messages and calls. Twilio knows no idempotency keys: whoever sends again sends twice."""

    def __init__(self, account: TwilioAccount, *, client: ChannelClient) -> None:
        self._account = account
        self._client = client
        login = f"{account.account_sid}:{account.auth_token.get_secret_value()}"
        self._authorization = "Basic " + base64.b64encode(login.encode()).decode()

    @property
    def account(self) -> TwilioAccount:
        """Who sends."""
        return self._account

    def callback(self, kind: str, key: str) -> str | None:
        """Where Twilio reports about the message with this key."""
        base = self._account.callback_url
        return f"{base}/v1/inbound/twilio/{kind}/{key}" if base else None

    async def create(self, what: str, form: Mapping[str, str | list[str]], *, begin: Begin) -> Receipt:
        """Make a message or a call; its SID is in the receipt."""
        reply = await self._client.post(
            f"{self._account.base_url}/{_VERSION}/Accounts/{self._account.account_sid}/{what}.json",
            headers={"content-type": "application/x-www-form-urlencoded", "authorization": self._authorization},
            content=urlencode(form, doseq=True).encode(),
            begin=begin,
        )
        said = _read(reply)
        if not is_taken(reply):
            raise _judge(reply, said)
        sid = said.get("sid")
        if not isinstance(sid, str):
            raise ChannelUnknownError("The telephone service answered with something that can't be read.")
        if said.get("status") == "failed":
            raise ChannelRefusedError(f"The telephone service refused it ({_code_in(said, 'error_code')}).")
        return Receipt(provider_id=sid)


class SmsChannel:
    """Sends texts to `tel:` numbers."""

    def __init__(self, client: TwilioClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """Of a long text the beginning; a dose says how it is answered."""
        sender = self._client.account.sender
        form = {
            "To": _number_of(address),
            "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
            "Body": _compose(letter),
            **_reporting(self._client.callback("status", key)),
        }
        return await self._client.create("Messages", form, begin=begin)


class VoiceChannel:
    """Calls `voice:` numbers, says the message twice and takes a key."""

    def __init__(self, client: TwilioClient) -> None:
        self._client = client

    async def send(self, letter: Letter, address: str, *, key: str, begin: Begin) -> Receipt:
        """That a call was made says nothing: only a key does."""
        account = self._client.account
        sender = account.voice_sender or account.sender
        if not sender.startswith("+"):
            raise ChannelRefusedError("There is no number to call from: TWILIO_VOICE_FROM is not set.")
        question = WHICH_KEY if letter.topic == "dose" else WHICH_KEY_HEARD
        form: dict[str, str | list[str]] = {
            "To": _number_of(address),
            "From": sender,
            "Twiml": ask(letter.text, question=question, action=self._client.callback("keys", key)),
            "Timeout": str(RING_SECONDS),
            **_reporting(self._client.callback("status", key)),
        }
        if "StatusCallback" in form:
            form["StatusCallbackEvent"] = list(_CALL_EVENTS)
        return await self._client.create("Calls", form, begin=begin)


def _compose(letter: Letter) -> str:
    hint = f"\n{HOW_TO_REPLY}" if letter.topic == "dose" else ""
    room = MOST_CHARACTERS - len(hint)
    text = letter.text if len(letter.text) <= room else letter.text[: room - 2].rstrip() + " …"
    return text + hint


def _reporting(url: str | None) -> dict[str, str]:
    return {"StatusCallback": url} if url else {}


def _number_of(address: str) -> str:
    number = plain_number(address.partition(":")[2])
    if not number.startswith("+") or not 5 <= len(number) <= 16:
        raise ChannelRefusedError("The telephone number needs its country in front, such as tel:+442079460000.")
    return number


def _read(reply: Reply) -> Mapping[str, Any]:
    try:
        said = json.loads(reply.body)
    except ValueError:
        return {}
    return cast("dict[str, Any]", said) if isinstance(said, dict) else {}


def _judge(reply: Reply, said: Mapping[str, Any]) -> AttemptError:
    if said.get("code") == OPTED_OUT:
        return ChannelOptedOutError("Whose number this is does not want texts any more (code 21610).")
    if reply.status in _BAD_LOGIN:
        return ChannelNotReachedError("The telephone service did not accept our account and token.")
    if "code" in said and 400 <= reply.status < 500 and reply.status not in {408, 425, 429}:
        return ChannelRefusedError(f"The telephone service refused it ({_code_in(said, 'code')}).")
    return judge_status(reply, service="The telephone service")


def _code_in(said: Mapping[str, Any], name: str) -> str:
    """What Twilio says in words may repeat the number; its code does not."""
    code = said.get(name)
    return f"code {code}" if isinstance(code, int) else "no code"
