from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.as_needed_body import AsNeededBody
    from ..models.cycle_body import CycleBody
    from ..models.escalation import Escalation
    from ..models.interval_body import IntervalBody
    from ..models.phase_body import PhaseBody
    from ..models.tie_body import TieBody


T = TypeVar("T", bound="ReminderChange")


@_attrs_define
class ReminderChange:
    """Fields of a reminder to be changed; absent ones stay. What says when it comes takes the place of what said so
    before:
    `times`, `tied_to`, `phases`, `as_needed` and `at` rule each other out.

        Attributes:
            subject (str | Unset):
            dosage (None | str | Unset):
            person_name (None | str | Unset):
            location (None | str | Unset):
            timezone (str | Unset): IANA name of a time zone.
            times (list[str] | Unset): Times of day on the wall clock of `timezone`.
            recurrence (None | str | Unset):
            starts_on (datetime.date | Unset):
            ends_on (datetime.date | None | Unset):
            at (datetime.datetime | Unset):
            critical (bool | Unset):
            escalation (Escalation | None | Unset):
            cycle (CycleBody | None | Unset):
            interval (IntervalBody | None | Unset):
            phases (list[PhaseBody] | None | Unset):
            as_needed (AsNeededBody | None | Unset):
            tied_to (list[TieBody] | None | Unset):
    """

    subject: str | Unset = UNSET
    dosage: None | str | Unset = UNSET
    person_name: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    timezone: str | Unset = UNSET
    times: list[str] | Unset = UNSET
    recurrence: None | str | Unset = UNSET
    starts_on: datetime.date | Unset = UNSET
    ends_on: datetime.date | None | Unset = UNSET
    at: datetime.datetime | Unset = UNSET
    critical: bool | Unset = UNSET
    escalation: Escalation | None | Unset = UNSET
    cycle: CycleBody | None | Unset = UNSET
    interval: IntervalBody | None | Unset = UNSET
    phases: list[PhaseBody] | None | Unset = UNSET
    as_needed: AsNeededBody | None | Unset = UNSET
    tied_to: list[TieBody] | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.as_needed_body import AsNeededBody  # noqa: PLC0415
        from ..models.cycle_body import CycleBody  # noqa: PLC0415
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.interval_body import IntervalBody  # noqa: PLC0415

        subject = self.subject

        dosage: None | str | Unset
        if isinstance(self.dosage, Unset):
            dosage = UNSET
        else:
            dosage = self.dosage

        person_name: None | str | Unset
        if isinstance(self.person_name, Unset):
            person_name = UNSET
        else:
            person_name = self.person_name

        location: None | str | Unset
        if isinstance(self.location, Unset):
            location = UNSET
        else:
            location = self.location

        timezone = self.timezone

        times: list[str] | Unset = UNSET
        if not isinstance(self.times, Unset):
            times = self.times

        recurrence: None | str | Unset
        if isinstance(self.recurrence, Unset):
            recurrence = UNSET
        else:
            recurrence = self.recurrence

        starts_on: str | Unset = UNSET
        if not isinstance(self.starts_on, Unset):
            starts_on = self.starts_on.isoformat()

        ends_on: None | str | Unset
        if isinstance(self.ends_on, Unset):
            ends_on = UNSET
        elif isinstance(self.ends_on, datetime.date):
            ends_on = self.ends_on.isoformat()
        else:
            ends_on = self.ends_on

        at: str | Unset = UNSET
        if not isinstance(self.at, Unset):
            at = self.at.isoformat()

        critical = self.critical

        escalation: dict[str, Any] | None | Unset
        if isinstance(self.escalation, Unset):
            escalation = UNSET
        elif isinstance(self.escalation, Escalation):
            escalation = self.escalation.to_dict()
        else:
            escalation = self.escalation

        cycle: dict[str, Any] | None | Unset
        if isinstance(self.cycle, Unset):
            cycle = UNSET
        elif isinstance(self.cycle, CycleBody):
            cycle = self.cycle.to_dict()
        else:
            cycle = self.cycle

        interval: dict[str, Any] | None | Unset
        if isinstance(self.interval, Unset):
            interval = UNSET
        elif isinstance(self.interval, IntervalBody):
            interval = self.interval.to_dict()
        else:
            interval = self.interval

        phases: list[dict[str, Any]] | None | Unset
        if isinstance(self.phases, Unset):
            phases = UNSET
        elif isinstance(self.phases, list):
            phases = []
            for phases_type_0_item_data in self.phases:
                phases_type_0_item = phases_type_0_item_data.to_dict()
                phases.append(phases_type_0_item)

        else:
            phases = self.phases

        as_needed: dict[str, Any] | None | Unset
        if isinstance(self.as_needed, Unset):
            as_needed = UNSET
        elif isinstance(self.as_needed, AsNeededBody):
            as_needed = self.as_needed.to_dict()
        else:
            as_needed = self.as_needed

        tied_to: list[dict[str, Any]] | None | Unset
        if isinstance(self.tied_to, Unset):
            tied_to = UNSET
        elif isinstance(self.tied_to, list):
            tied_to = []
            for tied_to_type_0_item_data in self.tied_to:
                tied_to_type_0_item = tied_to_type_0_item_data.to_dict()
                tied_to.append(tied_to_type_0_item)

        else:
            tied_to = self.tied_to

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if subject is not UNSET:
            field_dict["subject"] = subject
        if dosage is not UNSET:
            field_dict["dosage"] = dosage
        if person_name is not UNSET:
            field_dict["person_name"] = person_name
        if location is not UNSET:
            field_dict["location"] = location
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if times is not UNSET:
            field_dict["times"] = times
        if recurrence is not UNSET:
            field_dict["recurrence"] = recurrence
        if starts_on is not UNSET:
            field_dict["starts_on"] = starts_on
        if ends_on is not UNSET:
            field_dict["ends_on"] = ends_on
        if at is not UNSET:
            field_dict["at"] = at
        if critical is not UNSET:
            field_dict["critical"] = critical
        if escalation is not UNSET:
            field_dict["escalation"] = escalation
        if cycle is not UNSET:
            field_dict["cycle"] = cycle
        if interval is not UNSET:
            field_dict["interval"] = interval
        if phases is not UNSET:
            field_dict["phases"] = phases
        if as_needed is not UNSET:
            field_dict["as_needed"] = as_needed
        if tied_to is not UNSET:
            field_dict["tied_to"] = tied_to

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.as_needed_body import AsNeededBody  # noqa: PLC0415
        from ..models.cycle_body import CycleBody  # noqa: PLC0415
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.interval_body import IntervalBody  # noqa: PLC0415
        from ..models.phase_body import PhaseBody  # noqa: PLC0415
        from ..models.tie_body import TieBody  # noqa: PLC0415

        d = dict(src_dict)
        subject = d.pop("subject", UNSET)

        def _parse_dosage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        dosage = _parse_dosage(d.pop("dosage", UNSET))

        def _parse_person_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        person_name = _parse_person_name(d.pop("person_name", UNSET))

        def _parse_location(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        location = _parse_location(d.pop("location", UNSET))

        timezone = d.pop("timezone", UNSET)

        times = cast(list[str], d.pop("times", UNSET))

        def _parse_recurrence(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recurrence = _parse_recurrence(d.pop("recurrence", UNSET))

        _starts_on = d.pop("starts_on", UNSET)
        starts_on: datetime.date | Unset
        if isinstance(_starts_on, Unset):
            starts_on = UNSET
        else:
            starts_on = datetime.date.fromisoformat(_starts_on)

        def _parse_ends_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_on_type_0 = datetime.date.fromisoformat(data)

                return ends_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        ends_on = _parse_ends_on(d.pop("ends_on", UNSET))

        _at = d.pop("at", UNSET)
        at: datetime.datetime | Unset
        if isinstance(_at, Unset):
            at = UNSET
        else:
            at = datetime.datetime.fromisoformat(_at)

        critical = d.pop("critical", UNSET)

        def _parse_escalation(data: object) -> Escalation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                escalation_type_0 = Escalation.from_dict(data)

                return escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None | Unset, data)

        escalation = _parse_escalation(d.pop("escalation", UNSET))

        def _parse_cycle(data: object) -> CycleBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                cycle_type_0 = CycleBody.from_dict(data)

                return cycle_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CycleBody | None | Unset, data)

        cycle = _parse_cycle(d.pop("cycle", UNSET))

        def _parse_interval(data: object) -> IntervalBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                interval_type_0 = IntervalBody.from_dict(data)

                return interval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IntervalBody | None | Unset, data)

        interval = _parse_interval(d.pop("interval", UNSET))

        def _parse_phases(data: object) -> list[PhaseBody] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                phases_type_0 = []
                _phases_type_0 = data
                for phases_type_0_item_data in _phases_type_0:
                    phases_type_0_item = PhaseBody.from_dict(phases_type_0_item_data)

                    phases_type_0.append(phases_type_0_item)

                return phases_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[PhaseBody] | None | Unset, data)

        phases = _parse_phases(d.pop("phases", UNSET))

        def _parse_as_needed(data: object) -> AsNeededBody | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                as_needed_type_0 = AsNeededBody.from_dict(data)

                return as_needed_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AsNeededBody | None | Unset, data)

        as_needed = _parse_as_needed(d.pop("as_needed", UNSET))

        def _parse_tied_to(data: object) -> list[TieBody] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tied_to_type_0 = []
                _tied_to_type_0 = data
                for tied_to_type_0_item_data in _tied_to_type_0:
                    tied_to_type_0_item = TieBody.from_dict(tied_to_type_0_item_data)

                    tied_to_type_0.append(tied_to_type_0_item)

                return tied_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TieBody] | None | Unset, data)

        tied_to = _parse_tied_to(d.pop("tied_to", UNSET))

        reminder_change = cls(
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
        )

        return reminder_change
