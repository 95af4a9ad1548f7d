from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.reminder_kind import ReminderKind, check_reminder_kind
from ..models.reminder_status import ReminderStatus, check_reminder_status

if TYPE_CHECKING:
    from ..models.as_needed_body import AsNeededBody
    from ..models.cycle_body import CycleBody
    from ..models.escalation import Escalation
    from ..models.interval_body import IntervalBody
    from ..models.phase import Phase
    from ..models.tie import Tie


T = TypeVar("T", bound="Reminder")


@_attrs_define
class Reminder:
    """A reminder. Wall-clock values are local to `timezone`.

    Attributes:
        id (UUID):
        user_id (UUID):
        task_id (None | UUID):
        booking_id (None | UUID): The booking that it follows, where it is the reminder of a visit.
        kind (ReminderKind): What is reminded of.
        subject (str):
        dosage (None | str):
        person_name (None | str):
        location (None | str):
        timezone (str):
        times (list[str]):
        recurrence (None | str):
        starts_on (datetime.date):
        ends_on (datetime.date | None):
        at (datetime.datetime | None):
        critical (bool):
        escalation (Escalation | None): Null: as the user has it, or the usual.
        cycle (CycleBody | None):
        interval (IntervalBody | None):
        phases (list[Phase]):
        as_needed (AsNeededBody | None):
        tied_to (list[Tie]):
        status (ReminderStatus): Whether a reminder still makes due times.
        created_at (datetime.datetime):
        updated_at (datetime.datetime):
    """

    id: UUID
    user_id: UUID
    task_id: None | UUID
    booking_id: None | UUID
    kind: ReminderKind
    subject: str
    dosage: None | str
    person_name: None | str
    location: None | str
    timezone: str
    times: list[str]
    recurrence: None | str
    starts_on: datetime.date
    ends_on: datetime.date | None
    at: datetime.datetime | None
    critical: bool
    escalation: Escalation | None
    cycle: CycleBody | None
    interval: IntervalBody | None
    phases: list[Phase]
    as_needed: AsNeededBody | None
    tied_to: list[Tie]
    status: ReminderStatus
    created_at: datetime.datetime
    updated_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.as_needed_body import AsNeededBody  # noqa: PLC0415
        from ..models.cycle_body import CycleBody  # noqa: PLC0415
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.interval_body import IntervalBody  # noqa: PLC0415

        id = str(self.id)

        user_id = str(self.user_id)

        task_id: None | str
        if isinstance(self.task_id, UUID):
            task_id = str(self.task_id)
        else:
            task_id = self.task_id

        booking_id: None | str
        if isinstance(self.booking_id, UUID):
            booking_id = str(self.booking_id)
        else:
            booking_id = self.booking_id

        kind: str = self.kind

        subject = self.subject

        dosage: None | str
        dosage = self.dosage

        person_name: None | str
        person_name = self.person_name

        location: None | str
        location = self.location

        timezone = self.timezone

        times = self.times

        recurrence: None | str
        recurrence = self.recurrence

        starts_on = self.starts_on.isoformat()

        ends_on: None | str
        if isinstance(self.ends_on, datetime.date):
            ends_on = self.ends_on.isoformat()
        else:
            ends_on = self.ends_on

        at: None | str
        if isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

        critical = self.critical

        escalation: dict[str, Any] | None
        if isinstance(self.escalation, Escalation):
            escalation = self.escalation.to_dict()
        else:
            escalation = self.escalation

        cycle: dict[str, Any] | None
        if isinstance(self.cycle, CycleBody):
            cycle = self.cycle.to_dict()
        else:
            cycle = self.cycle

        interval: dict[str, Any] | None
        if isinstance(self.interval, IntervalBody):
            interval = self.interval.to_dict()
        else:
            interval = self.interval

        phases = []
        for phases_item_data in self.phases:
            phases_item = phases_item_data.to_dict()
            phases.append(phases_item)

        as_needed: dict[str, Any] | None
        if isinstance(self.as_needed, AsNeededBody):
            as_needed = self.as_needed.to_dict()
        else:
            as_needed = self.as_needed

        tied_to = []
        for tied_to_item_data in self.tied_to:
            tied_to_item = tied_to_item_data.to_dict()
            tied_to.append(tied_to_item)

        status: str = self.status

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "user_id": user_id,
                "task_id": task_id,
                "booking_id": booking_id,
                "kind": kind,
                "subject": subject,
                "dosage": dosage,
                "person_name": person_name,
                "location": location,
                "timezone": timezone,
                "times": times,
                "recurrence": recurrence,
                "starts_on": starts_on,
                "ends_on": ends_on,
                "at": at,
                "critical": critical,
                "escalation": escalation,
                "cycle": cycle,
                "interval": interval,
                "phases": phases,
                "as_needed": as_needed,
                "tied_to": tied_to,
                "status": status,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.as_needed_body import AsNeededBody  # noqa: PLC0415
        from ..models.cycle_body import CycleBody  # noqa: PLC0415
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.interval_body import IntervalBody  # noqa: PLC0415
        from ..models.phase import Phase  # noqa: PLC0415
        from ..models.tie import Tie  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        user_id = UUID(d.pop("user_id"))

        def _parse_task_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                task_id_type_0 = UUID(data)

                return task_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        task_id = _parse_task_id(d.pop("task_id"))

        def _parse_booking_id(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                booking_id_type_0 = UUID(data)

                return booking_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        booking_id = _parse_booking_id(d.pop("booking_id"))

        kind = check_reminder_kind(d.pop("kind"))

        subject = d.pop("subject")

        def _parse_dosage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        dosage = _parse_dosage(d.pop("dosage"))

        def _parse_person_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        person_name = _parse_person_name(d.pop("person_name"))

        def _parse_location(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        location = _parse_location(d.pop("location"))

        timezone = d.pop("timezone")

        times = cast(list[str], d.pop("times"))

        def _parse_recurrence(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        recurrence = _parse_recurrence(d.pop("recurrence"))

        starts_on = datetime.date.fromisoformat(d.pop("starts_on"))

        def _parse_ends_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_on_type_0 = datetime.date.fromisoformat(data)

                return ends_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        ends_on = _parse_ends_on(d.pop("ends_on"))

        def _parse_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)

                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        at = _parse_at(d.pop("at"))

        critical = d.pop("critical")

        def _parse_escalation(data: object) -> Escalation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                escalation_type_0 = Escalation.from_dict(data)

                return escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None, data)

        escalation = _parse_escalation(d.pop("escalation"))

        def _parse_cycle(data: object) -> CycleBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cycle_type_0 = CycleBody.from_dict(data)

                return cycle_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CycleBody | None, data)

        cycle = _parse_cycle(d.pop("cycle"))

        def _parse_interval(data: object) -> IntervalBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                interval_type_0 = IntervalBody.from_dict(data)

                return interval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IntervalBody | None, data)

        interval = _parse_interval(d.pop("interval"))

        phases = []
        _phases = d.pop("phases")
        for phases_item_data in _phases:
            phases_item = Phase.from_dict(phases_item_data)

            phases.append(phases_item)

        def _parse_as_needed(data: object) -> AsNeededBody | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                as_needed_type_0 = AsNeededBody.from_dict(data)

                return as_needed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AsNeededBody | None, data)

        as_needed = _parse_as_needed(d.pop("as_needed"))

        tied_to = []
        _tied_to = d.pop("tied_to")
        for tied_to_item_data in _tied_to:
            tied_to_item = Tie.from_dict(tied_to_item_data)

            tied_to.append(tied_to_item)

        status = check_reminder_status(d.pop("status"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        reminder = cls(
            id=id,
            user_id=user_id,
            task_id=task_id,
            booking_id=booking_id,
            kind=kind,
            subject=subject,
            dosage=dosage,
            person_name=person_name,
            location=location,
            timezone=timezone,
            times=times,
            recurrence=recurrence,
            starts_on=starts_on,
            ends_on=ends_on,
            at=at,
            critical=critical,
            escalation=escalation,
            cycle=cycle,
            interval=interval,
            phases=phases,
            as_needed=as_needed,
            tied_to=tied_to,
            status=status,
            created_at=created_at,
            updated_at=updated_at,
        )

        reminder.additional_properties = d
        return reminder

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
