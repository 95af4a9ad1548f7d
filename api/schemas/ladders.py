"""The ladders that all medicines of an account have."""

from typing import Any

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, RequestBody
from core.escalation import CRITICAL, USUAL, Escalation, Ladders

_EXAMPLE: dict[str, Any] = {
    "escalation": {
        "steps": [{"after_minutes": 15, "tell": "main"}, {"after_minutes": 45, "tell": "carer"}],
        "window_minutes": 120,
        "snooze_minutes": 15,
    },
    "critical_escalation": None,
}


class LaddersBody(RequestBody):
    """Who is told of a dose that is not answered, and when, where neither the reminder nor its user has a ladder."""

    model_config = ConfigDict(title="Ladders", json_schema_extra={"examples": [_EXAMPLE]})

    escalation: Escalation | None = Field(default=None, description="Null: the usual one.")
    critical_escalation: Escalation | None = Field(
        default=None, description="The same for critical medicines. Null: the usual one for these."
    )

    @property
    def ladders(self) -> Ladders:
        """The same as a value."""
        return Ladders(escalation=self.escalation, critical_escalation=self.critical_escalation)


class LaddersAnswer(Answer):
    """What an account has, and what therefore holds."""

    model_config = ConfigDict(
        title="AccountLadders",
        json_schema_extra={
            "examples": [
                {
                    **_EXAMPLE,
                    "holds": _EXAMPLE["escalation"],
                    "holds_for_critical": CRITICAL.model_dump(mode="json"),
                }
            ]
        },
    )

    escalation: Escalation | None = Field(description="Null: the account has none.")
    critical_escalation: Escalation | None = Field(description="Null: the account has none.")
    holds: Escalation = Field(description="What a medicine is told by that has no ladder, of a user who has none.")
    holds_for_critical: Escalation = Field(description="The same for critical medicines.")

    @classmethod
    def of(cls, ladders: Ladders) -> "LaddersAnswer":
        """The public form."""
        return cls(
            escalation=ladders.escalation,
            critical_escalation=ladders.critical_escalation,
            holds=ladders.escalation or USUAL,
            holds_for_critical=ladders.critical_escalation or CRITICAL,
        )
