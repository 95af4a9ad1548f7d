"""How callers would like to be answered: the header `Prefer`."""

import re
from dataclasses import dataclass
from datetime import timedelta

LONGEST_WAIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Preferences:
    """How a caller would like to be answered (RFC 7240); what is not understood is ignored, as it says.

    `patience`: for how long the answer may be waited for. `no_waiting`: an answer at once, before anything slow is done.
    """

    patience: timedelta | None = None
    no_waiting: bool = False

    @classmethod
    def read(cls, prefer: str | None) -> "Preferences":
        """What the header says."""
        if not prefer:
            return cls()
        found = re.search(r"(?:^|[,;])\s*wait\s*=\s*(\"?)([0-9]+)\1\s*(?:$|[,;])", prefer, re.IGNORECASE)
        patience = min(timedelta(seconds=int(found[2].lstrip("0")[:4] or 0)), LONGEST_WAIT) if found else None
        tokens = (token.strip().lower() for token in re.split(r"[,;]", prefer))
        return cls(patience, "respond-async" in tokens)
