"""Calls by which outside systems say that something has happened to a booking.

They are only ever a reason to look: what is in them is not believed, whoever may have signed it. So it does no harm when
one comes twice, late, out of order or not at all; places are looked at from time to time in any case.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast
from uuid import UUID

import structlog

from core.errors import InvalidFieldError, NotFoundError, UnauthorizedError
from repositories.unit_of_work import UnitOfWorkFactory
from services.booking.venue_secrets import VenueSecrets

logger = structlog.stdlib.get_logger(__name__)

SECRET_NAME: Final = "webhook_secret"  # noqa: S105 - what it is called, not what it is

Headers = Mapping[str, str]
IsGenuine = Callable[[Headers, bytes, str], bool]
ListUids = Callable[[Mapping[str, Any]], Sequence[object]]


def _is_from_calcom(headers: Headers, body: bytes, secret: str) -> bool:
    """Cal.com signs the body; without a secret of its own it sends fixed words, which are no signature."""
    expected = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(headers.get("x-cal-signature-256", "").encode(), expected.encode())


def _is_from_easyappointments(headers: Headers, body: bytes, secret: str) -> bool:
    """Easy!Appointments sends the secret itself along."""
    del body
    return hmac.compare_digest(headers.get("x-ea-token", "").encode(), secret.encode())


def _calcom_uids(said: Mapping[str, Any]) -> Sequence[object]:
    """The booking, and the one that it was before it was moved."""
    payload = _payload_of(said)
    return payload.get("uid"), payload.get("rescheduleUid")


def _easyappointments_uids(said: Mapping[str, Any]) -> Sequence[object]:
    return (_payload_of(said).get("id"),)


def _payload_of(said: Mapping[str, Any]) -> Mapping[str, Any]:
    payload = said.get("payload")
    return cast("dict[str, Any]", payload) if isinstance(payload, dict) else {}


_SYSTEMS: Mapping[str, tuple[IsGenuine, ListUids]] = {
    "calcom": (_is_from_calcom, _calcom_uids),
    "easyappointments": (_is_from_easyappointments, _easyappointments_uids),
}


class Rings:
    """Takes the calls of outside systems."""

    def __init__(self, *, unit_of_work: UnitOfWorkFactory, secrets: VenueSecrets) -> None:
        self._unit_of_work = unit_of_work
        self._secrets = secrets

    async def take(self, system: str, venue_id: UUID, *, headers: Headers, body: bytes) -> None:
        """Have the bookings looked at that it is about.

        Raises:
            NotFoundError: no such system calls.
            UnauthorizedError: it is not from that venue's system; also where there is no such venue, or it has no secret.
            InvalidFieldError: it is, and says nothing that can be read.
        """
        if system not in _SYSTEMS:
            raise NotFoundError(f"No system called {system[:40]!r} calls here.")
        is_genuine, list_uids = _SYSTEMS[system]
        secret = await self._secrets.find(venue_id, SECRET_NAME)
        if not secret or not is_genuine(headers, body, secret):
            raise UnauthorizedError("This is not signed with the secret of that venue.")
        uids = [str(each) for each in list_uids(_read(body)) if isinstance(each, (str, int))]
        async with self._unit_of_work() as unit:
            rung = await unit.watched_bookings.ring(uids, venue_id=venue_id)
        logger.info("a booking system has called", system=system, venue_id=str(venue_id), bookings=rung)


def _read(body: bytes) -> Mapping[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise InvalidFieldError("The body is not JSON, or is nested too deeply.") from error
    if not isinstance(said, dict):
        raise InvalidFieldError("The body is no JSON object.")
    return cast("dict[str, Any]", said)
