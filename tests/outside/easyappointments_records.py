"""What a played Easy!Appointments knows, and how it looks."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, kw_only=True)
class Service:
    id: int = 1
    name: str = "Haircut"
    duration: int = 30
    attendants: int = 1
    interval: int = 30


@dataclass(frozen=True, kw_only=True)
class Provider:
    """Works from 9 to 17 by the clock of `zone`, except on `off`."""

    id: int = 2
    first_name: str = "Maria"
    last_name: str = "Bianchi"
    zone: str = "Europe/London"
    services: tuple[int, ...] = (1,)
    opens: time = time(9)
    closes: time = time(17)
    off: str | None = "sunday"


@dataclass(kw_only=True)
class Row:
    """An appointment there; start and end are naive, by the provider's clock."""

    id: int
    start: datetime
    end: datetime
    service_id: int
    provider_id: int
    customer_id: int
    notes: str = ""
    status: str = "Booked"
    booked_at: datetime
    hash: str


def gap_view(number: int, gap: tuple[datetime, datetime]) -> dict[str, Any]:
    return {"id": number, "start": text(gap[0]), "end": text(gap[1]), "notes": "", "providerId": 2}


def service_view(service: Service) -> dict[str, Any]:
    return {
        "id": service.id,
        "name": service.name,
        "duration": service.duration,
        "price": 20.0,
        "currency": "GBP",
        "description": "",
        "location": "",
        "slotInterval": service.interval,
        "attendantsNumber": service.attendants,
        "isPrivate": False,
        "serviceCategoryId": None,
    }


def provider_view(provider: Provider) -> dict[str, Any]:
    hours: dict[str, Any] = {
        "start": provider.opens.strftime("%H:%M"),
        "end": provider.closes.strftime("%H:%M"),
        "breaks": [],
    }
    return {
        "id": provider.id,
        "firstName": provider.first_name,
        "lastName": provider.last_name,
        "email": "maria@salon.example",
        "phone": "",
        "timezone": provider.zone,
        "services": list(provider.services),
        "settings": {
            "workingPlan": {day: None if day == provider.off else hours for day in DAYS},
            "workingPlanExceptions": [],
        },
    }


def text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
