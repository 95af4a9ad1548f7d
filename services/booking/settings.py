"""What a venue says of its place in an outside system: parsed once, refused in words that name the setting."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Final, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from core.booking import Venue
from core.errors import FieldProblem, InvalidFieldError
from services.booking.ports import Person
from services.booking.refusals import NotLetInError
from services.webhook.address import check_webhook_url


class PlaceSettings(BaseModel):
    """Base of what an adapter reads out of a venue's `adapter_settings`: frozen and closed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Email = Annotated[str, StringConstraints(pattern=r"^[^\s@+]+@[^\s@]+$", max_length=200)]
Version = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
SettingsT = TypeVar("SettingsT", bound=PlaceSettings)


_SENTENCES: Final = {
    "missing": "This setting is required.",
    "extra_forbidden": "There is no such setting here.",
    "string_pattern_mismatch": "This is not in the expected form.",
}


class Secrets(Protocol):
    """Keys to outside systems."""

    async def get(self, venue: Venue, name: str) -> str:
        """One of a venue's keys.

        Raises:
            NotLetInError: it has none of this name.
        """
        ...


def read_settings(shape: type[SettingsT], venue: Venue) -> SettingsT:
    """What a stored venue says.

    Raises:
        NotLetInError: nothing that its system could be found by.
    """
    try:
        return parse_settings(shape, venue.adapter_settings)
    except InvalidFieldError as error:
        raise NotLetInError(f"{venue.name} is not connected with its booking system. {error.detail}") from error


def parse_settings(shape: type[SettingsT], given: Mapping[str, str]) -> SettingsT:
    """The settings as a value.

    Raises:
        InvalidFieldError: names each setting that is missing, unknown or wrong.
    """
    try:
        return shape.model_validate(dict(given))
    except ValidationError as error:
        problems = [
            FieldProblem("/".join(["/adapter_settings", *map(str, each["loc"])]), _sentence_of(each))
            for each in error.errors()
        ]
        detail = " ".join(f"{each.pointer}: {each.detail}" for each in problems)
        raise InvalidFieldError(detail, problems) from error


def _sentence_of(problem: ErrorDetails) -> str:
    return _SENTENCES.get(problem["type"], f"{problem['msg'].removeprefix('Value error, ')}.")


def check_base_url(url: str, *, allow_private: bool) -> None:
    """Raises InvalidFieldError where a booking system can't be there, or mustn't be called there."""
    check_webhook_url(url, allow_private=allow_private, pointer="/adapter_settings/base_url")


def names_under(prefix: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What follows `prefix:` in the names of settings, with their values: `service:haircut` gives ("haircut", value)."""
    for name, value in given.items():
        head, colon, tail = name.partition(":")
        if head == prefix and colon and tail.strip():
            yield tail.strip(), value


def address_of(person: Person, guest_email: str | None) -> str | None:
    """The person's e-mail address; else one of the venue's for guests, made theirs alone: bookings+4f2a@example.org."""
    if person.email or not guest_email:
        return person.email
    name, _, host = guest_email.rpartition("@")
    return f"{name}+{person.alias}@{host}"
