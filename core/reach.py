"""Ways to reach people in one shape each, so that somebody who writes is found by the address they write from."""

import re
from collections.abc import Iterable

_TELEPHONES = frozenset({"tel", "voice"})
_NO_DIGIT = re.compile(r"[^0-9]")


def plain_number(number: str) -> str:
    """A telephone number as systems write it: "+44 20 7946 0000" → "+442079460000"; what follows a ? is dropped."""
    said = number.partition("?")[0].strip()
    return ("+" if said.startswith("+") else "") + _NO_DIGIT.sub("", said)


def is_text(channel: str) -> bool:
    """Whether what goes by a channel is a text message."""
    return channel[:4].lower() == "tel:"


def plain_address(channel: str) -> str | None:
    """The address that a channel is answered from, as `tel:+442079460000` or `mailto:anna@example.org`; None: it has none."""
    scheme, _, rest = channel.partition(":")
    if scheme.lower() in _TELEPHONES:
        return f"tel:{plain_number(rest)}"
    return f"mailto:{rest.partition('?')[0].strip().lower()}" if scheme.lower() == "mailto" else None


def addresses_of(channels: Iterable[str], *, phone: str | None = None, email: str | None = None) -> tuple[str, ...]:
    """Everything that somebody may be answered from, each once."""
    known = [*channels, *([f"tel:{phone}"] if phone else []), *([f"mailto:{email}"] if email else [])]
    return tuple(dict.fromkeys(filter(None, map(plain_address, known))))
