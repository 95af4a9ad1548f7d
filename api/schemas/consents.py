"""What contacts have agreed to."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, model_validator

from api.schemas.common import Answer, RequestBody
from core.notification import Topic, expand_topics
from services.notification.consent_service import ConsentState, MadeCode

_RECORD: dict[str, Any] = {
    "at": "2026-11-21T09:05:00Z",
    "granted": True,
    "topic": None,
    "given_by": "contact",
    "source": "code",
    "wording": "Hello Anna. Rose would like me to tell you about messages from them and medicines that were missed.",
}
_STATE: dict[str, Any] = {
    "granted": True,
    "consented_at": "2026-11-21T09:05:00Z",
    "source": "code",
    "topics": ["missed", "refill"],
    "declined_topics": [],
    "stopped_channels": [],
    "code_expires_at": None,
    "records": [_RECORD],
}

Words = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class ConsentBody(RequestBody):
    """Consent that is given: with the code that the contact got, or vouched for by whoever calls."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "04821537"}, {"topics": ["missed"], "wording": "Yes, please do"}]}
    )

    code: Annotated[str, StringConstraints(pattern=r"^[0-9 ]{4,20}$")] | None = Field(
        None, description="What the contact was sent; nothing else is needed then."
    )
    topics: tuple[Topic, ...] | None = Field(
        None, max_length=20, description="What they want to hear of; all where absent."
    )
    source: Words = Field("api", description="By what they agreed: a form, a call.")
    wording: Words | None = Field(None, description="What was said or shown, word for word.")

    @model_validator(mode="after")
    def _code_alone(self) -> "ConsentBody":
        if self.code is not None and self.model_fields_set != {"code"}:
            raise ValueError("A code says it all: leave the other fields out.")
        return self


class CodeBody(RequestBody):
    """How the contact gets their code."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"send": True}]})

    send: bool = Field(
        True, description="To their first channel. Otherwise it is shown, for them to text to our number."
    )


class CodeAnswer(Answer):
    """A code by which a contact agrees, for a day."""

    model_config = ConfigDict(
        title="ConsentCode",
        json_schema_extra={"examples": [{"code": None, "sent_by": "tel", "expires_at": "2026-11-22T09:05:00Z"}]},
    )

    code: str | None = Field(description="Shown where it was not sent.")
    sent_by: str | None = Field(description="The kind of channel that it goes by.")
    expires_at: datetime

    @classmethod
    def of(cls, made: MadeCode) -> "CodeAnswer":
        """The public form."""
        return cls(code=made.code, sent_by=made.sent_by, expires_at=made.expires_at)


class ConsentRecordAnswer(Answer):
    """One word about consent."""

    model_config = ConfigDict(title="ConsentRecord", from_attributes=True, json_schema_extra={"examples": [_RECORD]})

    at: datetime
    granted: bool
    topic: str | None = Field(description="What it is about; null: everything.")
    given_by: str
    source: str
    wording: str | None


class ConsentAnswer(Answer):
    """How it stands with a contact, and everything that was ever said."""

    model_config = ConfigDict(title="Consent", json_schema_extra={"examples": [_STATE]})

    granted: bool
    consented_at: datetime | None
    source: str | None
    topics: list[str] = Field(description="What they hear of without being named.")
    declined_topics: list[str] = Field(description="What they are never told, even by name.")
    stopped_channels: list[str] = Field(description="`tel`: they no longer receive texts.")
    code_expires_at: datetime | None = Field(description="Until when a code is waited for.")
    records: list[ConsentRecordAnswer]

    @classmethod
    def of(cls, state: ConsentState) -> "ConsentAnswer":
        """The public form."""
        contact = state.contact
        return cls(
            granted=contact.consented_at is not None,
            consented_at=contact.consented_at,
            source=contact.consent_source,
            topics=sorted(expand_topics(contact.topics)),
            declined_topics=list(contact.declined_topics),
            stopped_channels=list(state.stopped),
            code_expires_at=state.code.expires_at if state.code else None,
            records=[ConsentRecordAnswer.model_validate(each) for each in state.records],
        )
