from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_status import DeliveryStatus, check_delivery_status

if TYPE_CHECKING:
    from ..models.webhook_try import WebhookTry


T = TypeVar("T", bound="WebhookDelivery")


@_attrs_define
class WebhookDelivery:
    """A message to an endpoint, with every try. Its `id` is the `webhook-id` of all of them.

    Attributes:
        id (UUID):
        endpoint_id (None | UUID): null for a message to the `webhook_url` of a request.
        type_ (str):
        status (DeliveryStatus): `pending`: there will be another try; `delivered`: a try got through; `failed`: there
            is no more to come.
        reason (None | str): What became of the last try of the schedule, where it failed.
        created_at (datetime.datetime):
        next_try_at (datetime.datetime | None):
        tries (list[WebhookTry]):
    """

    id: UUID
    endpoint_id: None | UUID
    type_: str
    status: DeliveryStatus
    reason: None | str
    created_at: datetime.datetime
    next_try_at: datetime.datetime | None
    tries: list[WebhookTry]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        endpoint_id: None | str
        if isinstance(self.endpoint_id, UUID):
            endpoint_id = str(self.endpoint_id)
        else:
            endpoint_id = self.endpoint_id

        type_ = self.type_

        status: str = self.status

        reason: None | str
        reason = self.reason

        created_at = self.created_at.isoformat()

        next_try_at: None | str
        if isinstance(self.next_try_at, datetime.datetime):
            next_try_at = self.next_try_at.isoformat()
        else:
            next_try_at = self.next_try_at

        tries = []
        for tries_item_data in self.tries:
            tries_item = tries_item_data.to_dict()
            tries.append(tries_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "endpoint_id": endpoint_id,
                "type": type_,
                "status": status,
                "reason": reason,
                "created_at": created_at,
                "next_try_at": next_try_at,
                "tries": tries,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_try import WebhookTry  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        def _parse_endpoint_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                endpoint_id_type_0 = UUID(data)

                return endpoint_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        endpoint_id = _parse_endpoint_id(d.pop("endpoint_id"))

        type_ = d.pop("type")

        status = check_delivery_status(d.pop("status"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_next_try_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_try_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_try_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_try_at = _parse_next_try_at(d.pop("next_try_at"))

        tries = []
        _tries = d.pop("tries")
        for tries_item_data in _tries:
            tries_item = WebhookTry.from_dict(tries_item_data)

            tries.append(tries_item)

        webhook_delivery = cls(
            id=id,
            endpoint_id=endpoint_id,
            type_=type_,
            status=status,
            reason=reason,
            created_at=created_at,
            next_try_at=next_try_at,
            tries=tries,
        )

        webhook_delivery.additional_properties = d
        return webhook_delivery

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
