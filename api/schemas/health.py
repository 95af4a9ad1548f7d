"""Health."""

from typing import Literal

from pydantic import Field

from api.schemas.common import Answer


class HealthAnswer(Answer):
    """How the installation is doing; `checks` says what is missing."""

    status: Literal["ok", "unavailable"]
    checks: dict[str, str] = Field(default_factory=dict, examples=[{"postgresql": "ok", "schema": "ok", "redis": "ok"}])
