"""Health."""

from typing import Literal

from pydantic import ConfigDict, Field

from api.schemas.common import Answer


class HealthAnswer(Answer):
    """How the installation is doing; `checks` says what is missing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"status": "ok", "checks": {"postgresql": "ok", "schema": "ok", "redis": "ok"}}]
        }
    )

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(default_factory=dict)
