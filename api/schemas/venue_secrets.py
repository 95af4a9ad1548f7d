"""Keys to the booking systems of venues."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from api.schemas.common import RequestBody

Secret = Annotated[str, StringConstraints(min_length=8, max_length=500, pattern=r"^[!-~]+$")]


class VenueSecretsBody(RequestBody):
    """What opens a venue's booking system; stored encrypted. What is absent is forgotten."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"api_key": "cal_live_0123456789", "webhook_secret": "a-long-random-text"}]}
    )

    api_key: Secret | None = Field(None, description="Lets us in there.")
    webhook_secret: Secret | None = Field(None, description="Proves that a call to /v1/inbound comes from there.")
