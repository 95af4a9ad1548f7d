"""The ways to reach people: which adapters there are with these settings. A new one is a line in `make_channels`."""

from pydantic import SecretStr

from core.blind_index import BlindIndex
from core.clock import Clock
from core.config import Settings
from core.encryption import Cipher
from core.errors import ConfigurationError
from core.mail import parse_sender, parse_smtp_url
from core.vapid import make_vapid
from repositories.unit_of_work import UnitOfWorkFactory
from services.notification.adapters.apprise import PLACES, AppriseChannel
from services.notification.adapters.gotify import GotifyChannel
from services.notification.adapters.http import ChannelClient
from services.notification.adapters.matrix import MatrixChannel
from services.notification.adapters.ntfy import NtfyChannel
from services.notification.adapters.plain_json import JSONChannel
from services.notification.adapters.signal import SignalChannel
from services.notification.adapters.smtp import NoMailChannel, SmtpChannel
from services.notification.adapters.twilio import SmsChannel, TwilioAccount, TwilioClient, VoiceChannel
from services.notification.adapters.web_push import WebPushChannel
from services.notification.channels import Channels, NoTelephoneChannel
from services.notification.consent_links import ConsentLinks
from services.notification.consent_service import ConsentService
from services.notification.holding import Holding
from services.notification.ports import Channel, PushSubscriptions
from services.notification.push_service import PushService

_NOBODY = "mailto:nobody@localhost"


def make_channels(
    settings: Settings, *, client: ChannelClient, subscriptions: PushSubscriptions, clock: Clock
) -> Channels:
    """Adapters by the scheme of a channel's URL: what goes to a host that somebody chose goes through `client`, and its guard."""
    web_push = WebPushChannel(
        client,
        subscriptions=subscriptions,
        vapid=make_vapid(settings.vapid_private_key, secret=_secret_of(settings)),
        subject=subject_of(settings),
        clock=clock,
    )
    by_scheme: dict[str, Channel] = {
        "mailto": make_mail(settings, clock),
        **_telephone(settings, client),
        "webpush": web_push,
        **make_own_servers(client),
        **dict.fromkeys(PLACES, AppriseChannel()),
    }
    return Channels(by_scheme)


def make_own_servers(client: ChannelClient) -> dict[str, Channel]:
    """For the push services that people run themselves; the `s` at the end of a scheme is that of https."""
    kinds: dict[str, Channel] = {
        "ntfy": NtfyChannel(client),
        "gotify": GotifyChannel(client),
        "matrix": MatrixChannel(client),
        "signal": SignalChannel(client),
        "json": JSONChannel(client),
    }
    return {**kinds, **{f"{scheme}s": channel for scheme, channel in kinds.items()}}


def make_push_service(settings: Settings, *, unit_of_work: UnitOfWorkFactory, cipher: Cipher) -> PushService:
    """Where the browsers are kept that `webpush:` channels name."""
    return PushService(
        unit_of_work=unit_of_work,
        cipher=cipher,
        public_key=make_vapid(settings.vapid_private_key, secret=_secret_of(settings)).public_key,
        allow_private=settings.webhook_allow_private,
    )


def make_consent_links(settings: Settings) -> ConsentLinks:
    """The links in mails by which contacts have no more of them."""
    return ConsentLinks(secret=_secret_of(settings), base_url=settings.public_base_url)


def make_consents(settings: Settings, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> ConsentService:
    """What contacts agree to hear."""
    index = BlindIndex(_secret_of(settings))
    return ConsentService(unit_of_work=unit_of_work, clock=clock, links=make_consent_links(settings), index=index)


def make_holding(settings: Settings, *, unit_of_work: UnitOfWorkFactory, clock: Clock) -> Holding:
    """What can wait."""
    return Holding(unit_of_work=unit_of_work, clock=clock, per_hour=settings.family_messages_per_hour)


def _secret_of(settings: Settings) -> SecretStr:
    """SECRET_KEY, which the start has filled in or asked for."""
    if settings.secret_key is None:
        raise ConfigurationError("SECRET_KEY is not set.")
    return settings.secret_key


def subject_of(settings: Settings) -> str:
    """Whom a push service writes to about our pushes: our mail address, or our address on the web."""
    if settings.mail_from:
        return f"mailto:{parse_sender(settings.mail_from).addr_spec}"
    base_url = settings.base_url
    return base_url if base_url.startswith("https://") else _NOBODY


def make_mail(settings: Settings, clock: Clock) -> Channel:
    if not settings.smtp_url or not settings.mail_from:
        return NoMailChannel()
    return SmtpChannel(parse_smtp_url(settings.smtp_url), sender=parse_sender(settings.mail_from), clock=clock)


def _telephone(settings: Settings, client: ChannelClient) -> dict[str, Channel]:
    sid, token, sender = settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_from
    if not sid or not token or not sender:
        return {"tel": NoTelephoneChannel(), "voice": NoTelephoneChannel()}
    account = TwilioAccount(
        base_url=settings.twilio_api_base_url,
        account_sid=sid,
        auth_token=token,
        sender=sender,
        voice_sender=settings.twilio_voice_from,
        callback_url=settings.public_base_url,
    )
    twilio = TwilioClient(account, client=client)
    return {"tel": SmsChannel(twilio), "voice": VoiceChannel(twilio)}
