"""What the telephone service calls us with: texts that people write, keys that they press, and reports of delivery.

Everything is signed with our token; what is not is refused before anything in it is looked at.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl
from uuid import UUID

from pydantic import SecretStr

from core.delivery_report import DeliveryReport, DeliveryState
from core.errors import NotFoundError, UnauthorizedError
from core.notification import Notification
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.consent_words import StopWords
from services.notification.delivery import Deliveries
from services.notification.incoming import IncomingService, Received
from services.notification.reply_words import WHICH_KEY, WHICH_KEY_HEARD, ReplyWord, for_text_message, read_reply
from services.notification.telephone_signature import is_signed
from services.notification.twiml import ask, reply, say

Form = Mapping[str, str]

OPTED_OUT: Final = "21610"
_TEXT_STATES: Mapping[str, DeliveryState] = {
    **dict.fromkeys(("accepted", "queued", "sending", "sent"), DeliveryState.TAKEN),
    **dict.fromkeys(("delivered", "read"), DeliveryState.DELIVERED),
    **dict.fromkeys(("undelivered", "failed", "canceled"), DeliveryState.UNDELIVERED),
}
_CALL_STATES: Mapping[str, DeliveryState] = {
    **dict.fromkeys(("queued", "initiated", "ringing", "in-progress", "answered", "completed"), DeliveryState.TAKEN),
    **dict.fromkeys(("busy", "no-answer", "failed", "canceled"), DeliveryState.UNDELIVERED),
}
"""A call that was picked up may have been heard by a machine: only a key says that somebody was there."""
_WHY_NO_CALL: Mapping[str, str] = {
    "busy": "The line was busy.",
    "no-answer": "Nobody picked up.",
    "failed": "The call did not get through.",
    "canceled": "The call was ended before it got through.",
}
_MORE = "Press a key, please."


class Telephone:
    """Takes the calls of Twilio, or of a service like it; where no token is set there is no such service."""

    def __init__(
        self,
        *,
        token: SecretStr | None,
        base_url: str,
        unit_of_work: UnitOfWorkFactory,
        incoming: IncomingService,
        deliveries: Deliveries,
    ) -> None:
        self._token = token
        self._base_url = base_url
        self._unit_of_work = unit_of_work
        self._incoming = incoming
        self._deliveries = deliveries
        self._stop = StopWords(unit_of_work=unit_of_work)

    def read(self, path: str, body: bytes, *, signature: str) -> Form:
        """The fields of a call to `path` (with its query).

        Raises:
            NotFoundError: there is no telephone service here.
            UnauthorizedError: it is not from there.
        """
        if self._token is None:
            raise NotFoundError("No telephone service calls here.")
        fields = parse_qsl(body.decode(errors="replace"), keep_blank_values=True)
        if not is_signed(self._base_url + path, fields, signature, token=self._token):
            raise UnauthorizedError(
                "This is not signed with the token of our telephone service. Is PUBLIC_BASE_URL right?"
            )
        return {name: value.replace("\0", "\ufffd") for name, value in fields}  # PostgreSQL stores no NUL in text

    async def take_text(self, form: Form) -> str:
        """What somebody has written; the answer to it as TwiML."""
        sender = f"tel:{form.get('From', '')}"
        # Where the service knows the word of another language or a word of ours, it says what it was taken for.
        text = form.get("OptOutType") or form.get("Body", "")
        received = Received(sender=sender, text=text, provider_id=form.get("MessageSid", ""), via="sms")
        return reply(for_text_message(await self._incoming.take(received)))

    async def take_key(self, notification_id: UUID, form: Form) -> str:
        """The key that somebody has pressed during a call; what the call goes on to say as TwiML."""
        async with self._unit_of_work() as unit:
            message = await unit.notifications.find(notification_id)
        key, call = form.get("Digits", ""), form.get("CallSid", "")
        if message is None:
            return say("Sorry, this message is gone. Goodbye.")
        if read_reply(key) in {ReplyWord.REPEAT, None} or not key:
            return self._say_again(message)
        await self._deliveries.report(
            notification_id, DeliveryReport(state=DeliveryState.DELIVERED, channel="voice", provider_id=call)
        )
        sender = f"tel:{form.get('To', '')}"
        received = Received(
            sender=sender, text=key, provider_id=f"{call}/{key}", via="voice", notification_id=notification_id
        )
        answer = await self._incoming.take(received)
        return say(f"{answer} Goodbye." if answer else "Thank you. Goodbye.")

    async def take_status(self, notification_id: UUID, form: Form) -> None:
        """How far a text or a call has come; in any order, and more than once."""
        is_call = "CallSid" in form
        said = form.get("CallStatus" if is_call else "MessageStatus", "").lower()
        state = (_CALL_STATES if is_call else _TEXT_STATES).get(said)
        if state is None:
            return
        code = form.get("ErrorCode") or ""
        if code == OPTED_OUT:
            await self._stop.note(f"tel:{form.get('To', '')}", source="carrier", wording=None)
        why = _WHY_NO_CALL.get(said) if is_call else "The text was not delivered."
        report = DeliveryReport(
            state=state,
            channel="voice" if is_call else "tel",
            provider_id=form.get("CallSid" if is_call else "MessageSid", ""),
            reason=f"{why} (code {code})" if code else why,
        )
        if state is not DeliveryState.UNDELIVERED:
            report = DeliveryReport(state=state, channel=report.channel, provider_id=report.provider_id)
        await self._deliveries.report(notification_id, report)

    def _say_again(self, message: Notification) -> str:
        question = WHICH_KEY if message.topic == "dose" else WHICH_KEY_HEARD
        action = f"{self._base_url}/v1/inbound/twilio/keys/{message.id}"
        return ask(message.text, question=question, action=action)
