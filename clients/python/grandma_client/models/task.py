from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.degraded_reason import DegradedReason, check_degraded_reason
from ..models.task_intent import TaskIntent, check_task_intent
from ..models.task_status import TaskStatus, check_task_status

if TYPE_CHECKING:
    from ..models.task_details import TaskDetails
    from ..models.task_error import TaskError
    from ..models.task_metadata import TaskMetadata
    from ..models.task_result import TaskResult


T = TypeVar("T", bound="Task")


@_attrs_define
class Task:
    """A task: one wish with a life of its own.

    Attributes:
        id (UUID):
        request_id (UUID):
        user_id (UUID):
        intent (TaskIntent):
        details (TaskDetails): What was understood; its shape depends on the intent.
        confidence (float):
        provider (str): Who understood it.
        degraded (bool): Whether the provider that should have understood it did not.
        degraded_reason (DegradedReason | None): Why it did not.
        status (TaskStatus): Where a piece of durable work stands (drawn in docs/task-life.md).
        question (None | str): One plain sentence to put to the person.
        asks_for (None | str): The detail that the question asks for.
        options (list[str]): Answers that would fit.
        attempt (int):
        max_attempts (int):
        scheduled_for (datetime.datetime | None):
        start_by (datetime.datetime | None): It expires unless it has been begun by then.
        result (None | TaskResult):
        error (None | TaskError):
        redrive_of (None | UUID):
        undo_of (None | UUID):
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
        completed_at (datetime.datetime | None):
        metadata (TaskMetadata):
        version (int): Rises with every move; drop what is older than what you have.
    """

    id: UUID
    request_id: UUID
    user_id: UUID
    intent: TaskIntent
    details: TaskDetails
    confidence: float
    provider: str
    degraded: bool
    degraded_reason: DegradedReason | None
    status: TaskStatus
    question: None | str
    asks_for: None | str
    options: list[str]
    attempt: int
    max_attempts: int
    scheduled_for: datetime.datetime | None
    start_by: datetime.datetime | None
    result: None | TaskResult
    error: None | TaskError
    redrive_of: None | UUID
    undo_of: None | UUID
    created_at: datetime.datetime
    updated_at: datetime.datetime
    completed_at: datetime.datetime | None
    metadata: TaskMetadata
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.task_error import TaskError  # noqa: PLC0415
        from ..models.task_result import TaskResult  # noqa: PLC0415

        id = str(self.id)

        request_id = str(self.request_id)

        user_id = str(self.user_id)

        intent: str = self.intent

        details = self.details.to_dict()

        confidence = self.confidence

        provider = self.provider

        degraded = self.degraded

        degraded_reason: None | str
        if isinstance(self.degraded_reason, str):
            degraded_reason = self.degraded_reason
        else:
            degraded_reason = self.degraded_reason

        status: str = self.status

        question: None | str
        question = self.question

        asks_for: None | str
        asks_for = self.asks_for

        options = self.options

        attempt = self.attempt

        max_attempts = self.max_attempts

        scheduled_for: None | str
        if isinstance(self.scheduled_for, datetime.datetime):
            scheduled_for = self.scheduled_for.isoformat()
        else:
            scheduled_for = self.scheduled_for

        start_by: None | str
        if isinstance(self.start_by, datetime.datetime):
            start_by = self.start_by.isoformat()
        else:
            start_by = self.start_by

        result: dict[str, Any] | None
        if isinstance(self.result, TaskResult):
            result = self.result.to_dict()
        else:
            result = self.result

        error: dict[str, Any] | None
        if isinstance(self.error, TaskError):
            error = self.error.to_dict()
        else:
            error = self.error

        redrive_of: None | str
        if isinstance(self.redrive_of, UUID):
            redrive_of = str(self.redrive_of)
        else:
            redrive_of = self.redrive_of

        undo_of: None | str
        if isinstance(self.undo_of, UUID):
            undo_of = str(self.undo_of)
        else:
            undo_of = self.undo_of

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        completed_at: None | str
        if isinstance(self.completed_at, datetime.datetime):
            completed_at = self.completed_at.isoformat()
        else:
            completed_at = self.completed_at

        metadata = self.metadata.to_dict()

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "request_id": request_id,
                "user_id": user_id,
                "intent": intent,
                "details": details,
                "confidence": confidence,
                "provider": provider,
                "degraded": degraded,
                "degraded_reason": degraded_reason,
                "status": status,
                "question": question,
                "asks_for": asks_for,
                "options": options,
                "attempt": attempt,
                "max_attempts": max_attempts,
                "scheduled_for": scheduled_for,
                "start_by": start_by,
                "result": result,
                "error": error,
                "redrive_of": redrive_of,
                "undo_of": undo_of,
                "created_at": created_at,
                "updated_at": updated_at,
                "completed_at": completed_at,
                "metadata": metadata,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.task_details import TaskDetails  # noqa: PLC0415
        from ..models.task_error import TaskError  # noqa: PLC0415
        from ..models.task_metadata import TaskMetadata  # noqa: PLC0415
        from ..models.task_result import TaskResult  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        request_id = UUID(d.pop("request_id"))

        user_id = UUID(d.pop("user_id"))

        intent = check_task_intent(d.pop("intent"))

        details = TaskDetails.from_dict(d.pop("details"))

        confidence = d.pop("confidence")

        provider = d.pop("provider")

        degraded = d.pop("degraded")

        def _parse_degraded_reason(data: object) -> DegradedReason | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                degraded_reason_type_0 = check_degraded_reason(data)

                return degraded_reason_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DegradedReason | None, data)

        degraded_reason = _parse_degraded_reason(d.pop("degraded_reason"))

        status = check_task_status(d.pop("status"))

        def _parse_question(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        question = _parse_question(d.pop("question"))

        def _parse_asks_for(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        asks_for = _parse_asks_for(d.pop("asks_for"))

        options = cast(list[str], d.pop("options"))

        attempt = d.pop("attempt")

        max_attempts = d.pop("max_attempts")

        def _parse_scheduled_for(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scheduled_for_type_0 = datetime.datetime.fromisoformat(data)

                return scheduled_for_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        scheduled_for = _parse_scheduled_for(d.pop("scheduled_for"))

        def _parse_start_by(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_by_type_0 = datetime.datetime.fromisoformat(data)

                return start_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        start_by = _parse_start_by(d.pop("start_by"))

        def _parse_result(data: object) -> None | TaskResult:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                result_type_0 = TaskResult.from_dict(data)

                return result_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TaskResult, data)

        result = _parse_result(d.pop("result"))

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

        def _parse_redrive_of(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                redrive_of_type_0 = UUID(data)

                return redrive_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        redrive_of = _parse_redrive_of(d.pop("redrive_of"))

        def _parse_undo_of(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                undo_of_type_0 = UUID(data)

                return undo_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        undo_of = _parse_undo_of(d.pop("undo_of"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        def _parse_completed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                completed_at_type_0 = datetime.datetime.fromisoformat(data)

                return completed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        completed_at = _parse_completed_at(d.pop("completed_at"))

        metadata = TaskMetadata.from_dict(d.pop("metadata"))

        version = d.pop("version")

        task = cls(
            id=id,
            request_id=request_id,
            user_id=user_id,
            intent=intent,
            details=details,
            confidence=confidence,
            provider=provider,
            degraded=degraded,
            degraded_reason=degraded_reason,
            status=status,
            question=question,
            asks_for=asks_for,
            options=options,
            attempt=attempt,
            max_attempts=max_attempts,
            scheduled_for=scheduled_for,
            start_by=start_by,
            result=result,
            error=error,
            redrive_of=redrive_of,
            undo_of=undo_of,
            created_at=created_at,
            updated_at=updated_at,
            completed_at=completed_at,
            metadata=metadata,
            version=version,
        )

        task.additional_properties = d
        return task

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
