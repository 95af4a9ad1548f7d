from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.answered_via import AnsweredVia, check_answered_via
from ..models.occurrence_status import OccurrenceStatus, check_occurrence_status
from ..models.reminder_kind import ReminderKind, check_reminder_kind

if TYPE_CHECKING:
    from ..models.ladder_step import LadderStep


T = TypeVar("T", bound="Occurrence")


@_attrs_define
class Occurrence:
    """One due time of a reminder.

    Attributes:
        id (UUID):
        reminder_id (UUID):
        user_id (UUID):
        kind (ReminderKind): What is reminded of.
        subject (str):
        dosage (None | str):
        status (OccurrenceStatus): A due time as its caller sees it: derived from the row, and from its outcome once
            there is one.
        date (datetime.date):
        slot (str): The time of day of the plan, or "at" for one exact instant.
        timezone (str):
        scheduled_for (datetime.datetime):
        told_at (datetime.datetime | None): When the person was first told.
        snoozed_until (datetime.datetime | None):
        answered_at (datetime.datetime | None):
        answered_by (None | str): "person", the id of a contact, or null where the caller has not said who.
        answered_via (AnsweredVia | None):
        taken_at (datetime.datetime | None): When it was taken, where it was.
        late (bool): Whether it was taken after it had counted as missed.
        steps (list[LadderStep]): What the rungs of its ladder did so far.
        version (int): Rises with every move; of messages that cross, the highest counts.
    """

    id: UUID
    reminder_id: UUID
    user_id: UUID
    kind: ReminderKind
    subject: str
    dosage: None | str
    status: OccurrenceStatus
    date: datetime.date
    slot: str
    timezone: str
    scheduled_for: datetime.datetime
    told_at: datetime.datetime | None
    snoozed_until: datetime.datetime | None
    answered_at: datetime.datetime | None
    answered_by: None | str
    answered_via: AnsweredVia | None
    taken_at: datetime.datetime | None
    late: bool
    steps: list[LadderStep]
    version: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        reminder_id = str(self.reminder_id)

        user_id = str(self.user_id)

        kind: str = self.kind

        subject = self.subject

        dosage: None | str
        dosage = self.dosage

        status: str = self.status

        date = self.date.isoformat()

        slot = self.slot

        timezone = self.timezone

        scheduled_for = self.scheduled_for.isoformat()

        told_at: None | str
        if isinstance(self.told_at, datetime.datetime):
            told_at = self.told_at.isoformat()
        else:
            told_at = self.told_at

        snoozed_until: None | str
        if isinstance(self.snoozed_until, datetime.datetime):
            snoozed_until = self.snoozed_until.isoformat()
        else:
            snoozed_until = self.snoozed_until

        answered_at: None | str
        if isinstance(self.answered_at, datetime.datetime):
            answered_at = self.answered_at.isoformat()
        else:
            answered_at = self.answered_at

        answered_by: None | str
        answered_by = self.answered_by

        answered_via: None | str
        if isinstance(self.answered_via, str):
            answered_via = self.answered_via
        else:
            answered_via = self.answered_via

        taken_at: None | str
        if isinstance(self.taken_at, datetime.datetime):
            taken_at = self.taken_at.isoformat()
        else:
            taken_at = self.taken_at

        late = self.late

        steps = []
        for steps_item_data in self.steps:
            steps_item = steps_item_data.to_dict()
            steps.append(steps_item)

        version = self.version

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "reminder_id": reminder_id,
                "user_id": user_id,
                "kind": kind,
                "subject": subject,
                "dosage": dosage,
                "status": status,
                "date": date,
                "slot": slot,
                "timezone": timezone,
                "scheduled_for": scheduled_for,
                "told_at": told_at,
                "snoozed_until": snoozed_until,
                "answered_at": answered_at,
                "answered_by": answered_by,
                "answered_via": answered_via,
                "taken_at": taken_at,
                "late": late,
                "steps": steps,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ladder_step import LadderStep  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        reminder_id = UUID(d.pop("reminder_id"))

        user_id = UUID(d.pop("user_id"))

        kind = check_reminder_kind(d.pop("kind"))

        subject = d.pop("subject")

        def _parse_dosage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dosage = _parse_dosage(d.pop("dosage"))

        status = check_occurrence_status(d.pop("status"))

        date = datetime.date.fromisoformat(d.pop("date"))

        slot = d.pop("slot")

        timezone = d.pop("timezone")

        scheduled_for = datetime.datetime.fromisoformat(d.pop("scheduled_for"))

        def _parse_told_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                told_at_type_0 = datetime.datetime.fromisoformat(data)

                return told_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        told_at = _parse_told_at(d.pop("told_at"))

        def _parse_snoozed_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                snoozed_until_type_0 = datetime.datetime.fromisoformat(data)

                return snoozed_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        snoozed_until = _parse_snoozed_until(d.pop("snoozed_until"))

        def _parse_answered_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answered_at_type_0 = datetime.datetime.fromisoformat(data)

                return answered_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        answered_at = _parse_answered_at(d.pop("answered_at"))

        def _parse_answered_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        answered_by = _parse_answered_by(d.pop("answered_by"))

        def _parse_answered_via(data: object) -> AnsweredVia | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                answered_via_type_0 = check_answered_via(data)

                return answered_via_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AnsweredVia | None, data)

        answered_via = _parse_answered_via(d.pop("answered_via"))

        def _parse_taken_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                taken_at_type_0 = datetime.datetime.fromisoformat(data)

                return taken_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        taken_at = _parse_taken_at(d.pop("taken_at"))

        late = d.pop("late")

        steps = []
        _steps = d.pop("steps")
        for steps_item_data in _steps:
            steps_item = LadderStep.from_dict(steps_item_data)

            steps.append(steps_item)

        version = d.pop("version")

        occurrence = cls(
            id=id,
            reminder_id=reminder_id,
            user_id=user_id,
            kind=kind,
            subject=subject,
            dosage=dosage,
            status=status,
            date=date,
            slot=slot,
            timezone=timezone,
            scheduled_for=scheduled_for,
            told_at=told_at,
            snoozed_until=snoozed_until,
            answered_at=answered_at,
            answered_by=answered_by,
            answered_via=answered_via,
            taken_at=taken_at,
            late=late,
            steps=steps,
            version=version,
        )

        occurrence.additional_properties = d
        return occurrence

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
