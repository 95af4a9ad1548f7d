from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.offer import Offer


T = TypeVar("T", bound="RestaurantBookingDetails")


@_attrs_define
class RestaurantBookingDetails:
    """`restaurant_booking`: I can book a table at a restaurant.

    Attributes:
        choice (None | str | Unset): The answer to the question which of several offers is meant.
        offers (list[Offer] | None | Unset): What was offered.
        party_size (int | None | Unset): How many people will sit at the table, the speaker included.
        date (datetime.date | None | Unset): The day of the meal.
        time (None | str | Unset): When the meal begins.
        venue (None | str | Unset): The name of the restaurant, as said.
        location (None | str | Unset): The town, street or part of town, as said.
        cuisine (None | str | Unset): The kind of food.
        person_name (None | str | Unset): The name that is given with it, as said. It is kept with the task; the booking
            is the speaker's.
        another (bool | None | Unset): Whether it is wanted although there is a booking there at that time already.
    """

    choice: None | str | Unset = UNSET
    offers: list[Offer] | None | Unset = UNSET
    party_size: int | None | Unset = UNSET
    date: datetime.date | None | Unset = UNSET
    time: None | str | Unset = UNSET
    venue: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    cuisine: None | str | Unset = UNSET
    person_name: None | str | Unset = UNSET
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

        party_size: int | None | Unset
        if isinstance(self.party_size, Unset):
            party_size = UNSET
        else:
            party_size = self.party_size

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

        cuisine: None | str | Unset
        if isinstance(self.cuisine, Unset):
            cuisine = UNSET
        else:
            cuisine = self.cuisine

        person_name: None | str | Unset
        if isinstance(self.person_name, Unset):
            person_name = UNSET
        else:
            person_name = self.person_name

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
        if party_size is not UNSET:
            field_dict["party_size"] = party_size
        if date is not UNSET:
            field_dict["date"] = date
        if time is not UNSET:
            field_dict["time"] = time
        if venue is not UNSET:
            field_dict["venue"] = venue
        if location is not UNSET:
            field_dict["location"] = location
        if cuisine is not UNSET:
            field_dict["cuisine"] = cuisine
        if person_name is not UNSET:
            field_dict["person_name"] = person_name
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

        def _parse_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        party_size = _parse_party_size(d.pop("party_size", UNSET))

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

        def _parse_cuisine(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        cuisine = _parse_cuisine(d.pop("cuisine", UNSET))

        def _parse_person_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_name = _parse_person_name(d.pop("person_name", UNSET))

        def _parse_another(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        another = _parse_another(d.pop("another", UNSET))

        restaurant_booking_details = cls(
            choice=choice,
            offers=offers,
            party_size=party_size,
            date=date,
            time=time,
            venue=venue,
            location=location,
            cuisine=cuisine,
            person_name=person_name,
            another=another,
        )

        return restaurant_booking_details
