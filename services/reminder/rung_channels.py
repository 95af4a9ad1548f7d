"""On which of a person's channels a rung of the ladder tells: pure."""

from collections.abc import Sequence

from core.escalation import Tell
from core.reach import plain_address

_TEL, _VOICE = "tel", "voice"

WHY_SKIPPED = {
    Tell.MAIN: "the person has no channel",
    Tell.SECOND: "the person has no second channel",
    Tell.VOICE: "the person has no telephone number among their channels",
    Tell.CARER: "nobody has agreed to hear of missed doses and can be reached",
}


def channels_for(tell: Tell, channels: Sequence[str]) -> tuple[str, ...]:
    """The channels of this rung, the first to be tried first; none where the person has not got what it takes.

    The second channel is a text message where they have a number and are not told by text message first anyway, else the
    next of their channels. A call goes to the number for calls, else to that for text messages.
    """
    if tell is Tell.MAIN:
        return tuple(channels)
    if tell is Tell.SECOND:
        others = list(channels[1:])
        texts = [each for each in others if _scheme(each) == _TEL]
        return tuple((texts or [each for each in others if _scheme(each) != _VOICE])[:1])
    if tell is Tell.VOICE:
        calls = [each for each in channels if _scheme(each) == _VOICE]
        texts = [each for each in channels if _scheme(each) == _TEL]
        return tuple(calls[:1]) or tuple(_to_call(each) for each in texts[:1])
    return ()


def _to_call(channel: str) -> str:
    return f"{_VOICE}:{(plain_address(channel) or channel).partition(':')[2]}"


def _scheme(channel: str) -> str:
    return channel.partition(":")[0].lower()
