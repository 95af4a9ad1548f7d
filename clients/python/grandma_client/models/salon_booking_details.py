from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.offer import Offer


T = TypeVar("T", bound="SalonBookingDetails")


@_attrs_define
class SalonBookingDetails:
    """`salon_booking`: I can book an appointment at a salon.

    Attributes:
        choice (None | str | Unset): The answer to the question which of several offers is meant.
        offers (list[Offer] | None | Unset): What was offered.
        date (datetime.date | None | Unset): The day of the visit.
        time (None | str | Unset): When the visit begins.
        venue (None | str | Unset): The name of the salon, as said.
        location (None | str | Unset): The town, street or part of town, as said.
        service (None | str | Unset): What is to be done: haircut, manicure, …
        stylist (None | str | Unset): Who is to do it, as said; left out where anyone may.
        another (bool | None | Unset): Whether it is wanted although there is a booking there at that time already.
    """

    choice: None | str | Unset = UNSET
    offers: list[Offer] | None | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    venue: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    service: None | str | Unset = UNSET
    stylist: None | str | Unset = UNSET
    another: bool | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        choice: None | str | Unset
        if isinstance(self.choice, Unset):
            choice = UNSET
        else:
            choice = self.choice

        offers: list[dict[str, Any]] | None | Unset
        if isinstance(self.offers, Unset):
            offers = UNSET
        elif isinstance(self.offers, list):
            offers = []
            for offers_type_0_item_data in self.offers:
                offers_type_0_item = offers_type_0_item_data.to_dict()
                offers.append(offers_type_0_item)

        else:
            offers = self.offers

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, datetime.date):
            date = self.date.isoformat()
        else:
            date = self.date

        time: None | str | Unset
        if isinstance(self.time, Unset):
            time = UNSET
        else:
            time = self.time

        venue: None | str | Unset
        if isinstance(self.venue, Unset):
            venue = UNSET
        else:
            venue = self.venue

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        service: None | str | Unset
        if isinstance(self.service, Unset):
            service = UNSET
        else:
            service = self.service

        stylist: None | str | Unset
        if isinstance(self.stylist, Unset):
            stylist = UNSET
        else:
            stylist = self.stylist

        another: bool | None | Unset
        if isinstance(self.another, Unset):
            another = UNSET
        else:
            another = self.another

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if choice is not UNSET:
            field_dict["choice"] = choice
        if offers is not UNSET:
            field_dict["offers"] = offers
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if venue is not UNSET:
            field_dict["venue"] = venue
        if location is not UNSET:
            field_dict["location"] = location
        if service is not UNSET:
            field_dict["service"] = service
        if stylist is not UNSET:
            field_dict["stylist"] = stylist
        if another is not UNSET:
            field_dict["another"] = another

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.offer import Offer  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_choice(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        choice = _parse_choice(d.pop("choice", UNSET))

        def _parse_offers(data: object) -> list[Offer] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                offers_type_0 = []
                _offers_type_0 = data
                for offers_type_0_item_data in _offers_type_0:
                    offers_type_0_item = Offer.from_dict(offers_type_0_item_data)

                    offers_type_0.append(offers_type_0_item)

                return offers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Offer] | None | Unset, data)

        offers = _parse_offers(d.pop("offers", UNSET))

        def _parse_date(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                date_type_0 = datetime.date.fromisoformat(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        def _parse_time(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        time = _parse_time(d.pop("time", UNSET))

        def _parse_venue(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        venue = _parse_venue(d.pop("venue", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        def _parse_service(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        service = _parse_service(d.pop("service", UNSET))

        def _parse_stylist(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stylist = _parse_stylist(d.pop("stylist", UNSET))

        def _parse_another(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        another = _parse_another(d.pop("another", UNSET))

        salon_booking_details = cls(
            choice=choice,
            offers=offers,
            date=date,
            time=time,
            venue=venue,
            location=location,
            service=service,
            stylist=stylist,
            another=another,
        )

        return salon_booking_details
