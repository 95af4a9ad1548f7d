from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.access_outcome import AccessOutcome, check_access_outcome

if TYPE_CHECKING:
    from ..models.actor import Actor
    from ..models.thing import Thing


T = TypeVar("T", bound="Access")


@_attrs_define
class Access:
    """One access to a person's data by somebody else.

    Attributes:
        id (UUID):
        at (datetime.datetime):
        actor (Actor): Who it was.
        action (str): The operation, as this document calls it.
        thing (None | Thing): Absent where it was a list, or the person as such.
        about_everybody (bool): It was about all people of the account.
        outcome (AccessOutcome): What came of it. `refused` also where what was asked for does not exist for whoever
            asked.
        network (None | str): Where the call came from: a network, never one address.
    """

    id: UUID
    at: datetime.datetime
    actor: Actor
    action: str
    thing: None | Thing
    about_everybody: bool
    outcome: AccessOutcome
    network: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.thing import Thing  # noqa: PLC0415

        id = str(self.id)

        at = self.at.isoformat()

        actor = self.actor.to_dict()

        action = self.action

        thing: dict[str, Any] | None
        if isinstance(self.thing, Thing):
            thing = self.thing.to_dict()
        else:
            thing = self.thing

        about_everybody = self.about_everybody

        outcome: str = self.outcome

        network: None | str
        network = self.network

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "at": at,
                "actor": actor,
                "action": action,
                "thing": thing,
                "about_everybody": about_everybody,
                "outcome": outcome,
                "network": network,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.actor import Actor  # noqa: PLC0415
        from ..models.thing import Thing  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        actor = Actor.from_dict(d.pop("actor"))

        action = d.pop("action")

        def _parse_thing(data: object) -> None | Thing:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                thing_type_0 = Thing.from_dict(data)

                return thing_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Thing, data)

        thing = _parse_thing(d.pop("thing"))

        about_everybody = d.pop("about_everybody")

        outcome = check_access_outcome(d.pop("outcome"))

        def _parse_network(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        network = _parse_network(d.pop("network"))

        access = cls(
            id=id,
            at=at,
            actor=actor,
            action=action,
            thing=thing,
            about_everybody=about_everybody,
            outcome=outcome,
            network=network,
        )

        access.additional_properties = d
        return access

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
