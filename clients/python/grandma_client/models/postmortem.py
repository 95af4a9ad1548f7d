from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.queue import Queue, check_queue
from ..models.task_status import TaskStatus, check_task_status
from ..models.work_kind import WorkKind, check_work_kind

if TYPE_CHECKING:
    from ..models.effect import Effect
    from ..models.event_answer import EventAnswer
    from ..models.postmortem_payload import PostmortemPayload
    from ..models.task_error import TaskError


T = TypeVar("T", bound="Postmortem")


@_attrs_define
class Postmortem:
    """A dead letter with what it was about and what happened.

    Attributes:
        id (UUID):
        kind (WorkKind): Which table a stream entry speaks of.
        account_id (UUID):
        queue (Queue): One Redis stream per service family.
        intent (None | str): What a task wanted; the type of a webhook message; why people were told.
        status (TaskStatus): Where a piece of durable work stands (drawn in docs/task-life.md).
        attempt (int):
        lost_leases (int): How many workers in a row were lost while doing it.
        reason (None | str):
        error (None | TaskError):
        created_at (datetime.datetime):
        at (datetime.datetime): When it died.
        redriven_as (None | UUID): The task that does it again; of a webhook message, what is sent in its place.
        payload (PostmortemPayload): What it was about; its shape depends on the kind.
        events (list[EventAnswer]): The history of a task.
        effects (list[Effect]): What a task has done outside, or begun.
    """

    id: UUID
    kind: WorkKind
    account_id: UUID
    queue: Queue
    intent: None | str
    status: TaskStatus
    attempt: int
    lost_leases: int
    reason: None | str
    error: None | TaskError
    created_at: datetime.datetime
    at: datetime.datetime
    redriven_as: None | UUID
    payload: PostmortemPayload
    events: list[EventAnswer]
    effects: list[Effect]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.task_error import TaskError  # noqa: PLC0415

        id = str(self.id)

        kind: str = self.kind

        account_id = str(self.account_id)

        queue: str = self.queue

        intent: None | str
        intent = self.intent

        status: str = self.status

        attempt = self.attempt

        lost_leases = self.lost_leases

        reason: None | str
        reason = self.reason

        error: dict[str, Any] | None
        if isinstance(self.error, TaskError):
            error = self.error.to_dict()
        else:
            error = self.error

        created_at = self.created_at.isoformat()

        at = self.at.isoformat()

        redriven_as: None | str
        if isinstance(self.redriven_as, UUID):
            redriven_as = str(self.redriven_as)
        else:
            redriven_as = self.redriven_as

        payload = self.payload.to_dict()

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.to_dict()
            events.append(events_item)

        effects = []
        for effects_item_data in self.effects:
            effects_item = effects_item_data.to_dict()
            effects.append(effects_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "kind": kind,
                "account_id": account_id,
                "queue": queue,
                "intent": intent,
                "status": status,
                "attempt": attempt,
                "lost_leases": lost_leases,
                "reason": reason,
                "error": error,
                "created_at": created_at,
                "at": at,
                "redriven_as": redriven_as,
                "payload": payload,
                "events": events,
                "effects": effects,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.effect import Effect  # noqa: PLC0415
        from ..models.event_answer import EventAnswer  # noqa: PLC0415
        from ..models.postmortem_payload import PostmortemPayload  # noqa: PLC0415
        from ..models.task_error import TaskError  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        kind = check_work_kind(d.pop("kind"))

        account_id = UUID(d.pop("account_id"))

        queue = check_queue(d.pop("queue"))

        def _parse_intent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        intent = _parse_intent(d.pop("intent"))

        status = check_task_status(d.pop("status"))

        attempt = d.pop("attempt")

        lost_leases = d.pop("lost_leases")

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_error(data: object) -> None | TaskError:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                error_type_0 = TaskError.from_dict(data)

                return error_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskError, data)

        error = _parse_error(d.pop("error"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_redriven_as(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redriven_as_type_0 = UUID(data)

                return redriven_as_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        redriven_as = _parse_redriven_as(d.pop("redriven_as"))

        payload = PostmortemPayload.from_dict(d.pop("payload"))

        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = EventAnswer.from_dict(events_item_data)

            events.append(events_item)

        effects = []
        _effects = d.pop("effects")
        for effects_item_data in _effects:
            effects_item = Effect.from_dict(effects_item_data)

            effects.append(effects_item)

        postmortem = cls(
            id=id,
            kind=kind,
            account_id=account_id,
            queue=queue,
            intent=intent,
            status=status,
            attempt=attempt,
            lost_leases=lost_leases,
            reason=reason,
            error=error,
            created_at=created_at,
            at=at,
            redriven_as=redriven_as,
            payload=payload,
            events=events,
            effects=effects,
        )

        postmortem.additional_properties = d
        return postmortem

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
