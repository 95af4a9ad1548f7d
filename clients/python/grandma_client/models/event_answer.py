from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.task_status import TaskStatus, check_task_status

T = TypeVar("T", bound="EventAnswer")


@_attrs_define
class EventAnswer:
    """One move in the life of a task.

    Attributes:
        seq (int):
        type_ (str):
        from_ (None | TaskStatus):
        to (TaskStatus): Where a piece of durable work stands (drawn in docs/task-life.md).
        at (datetime.datetime):
        attempt (int):
        reason (None | str):
    """

    seq: int
    type_: str
    from_: None | TaskStatus
    to: TaskStatus
    at: datetime.datetime
    attempt: int
    reason: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        seq = self.seq

        type_ = self.type_

        from_: None | str
        if isinstance(self.from_, str):
            from_ = self.from_
        else:
            from_ = self.from_

        to: str = self.to

        at = self.at.isoformat()

        attempt = self.attempt

        reason: None | str
        reason = self.reason

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "seq": seq,
                "type": type_,
                "from": from_,
                "to": to,
                "at": at,
                "attempt": attempt,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        seq = d.pop("seq")

        type_ = d.pop("type")

        def _parse_from_(data: object) -> None | TaskStatus:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                from_type_0 = check_task_status(data)

                return from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskStatus, data)

        from_ = _parse_from_(d.pop("from"))

        to = check_task_status(d.pop("to"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        attempt = d.pop("attempt")

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        event_answer = cls(
            seq=seq,
            type_=type_,
            from_=from_,
            to=to,
            at=at,
            attempt=attempt,
            reason=reason,
        )

        event_answer.additional_properties = d
        return event_answer

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
