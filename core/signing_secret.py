"""What signs webhooks, and while it is being replaced the one before it too."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningSecrets:
    """The secret of an account or an endpoint, as stored: encrypted.

    Attributes:
        previous: the one that `current` has replaced; it signs too, until `previous_until`.
    """

    current: str
    previous: str | None
    previous_until: datetime | None

    def list_signing(self, at: datetime) -> tuple[str, ...]:
        """Those that sign at that instant, the newest first."""
        if self.previous is None or self.previous_until is None or self.previous_until <= at:
            return (self.current,)
        return self.current, self.previous
