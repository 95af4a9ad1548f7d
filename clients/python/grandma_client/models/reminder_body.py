from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.reminder_body_kind import ReminderBodyKind, check_reminder_body_kind
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.as_needed_body import AsNeededBody
    from ..models.cycle_body import CycleBody
    from ..models.escalation import Escalation
    from ..models.interval_body import IntervalBody
    from ..models.phase_body import PhaseBody
    from ..models.tie_body import TieBody


T = TypeVar("T", bound="ReminderBody")


@_attrs_define
class ReminderBody:
    """A reminder. It comes in one of these ways, and it is never guessed which:

    at `times` (or `tied_to` meals and bedtime) on the days of `recurrence`, or on `starts_on` alone; the same with a
    `cycle` of days on and off; after an `interval` from the one of `times` on; in `phases`; `at` one exact instant; or
    only
    `as_needed`, which has no due times.

        Attributes:
            subject (str): The medicine, or what to be reminded of.
            user_id (None | Unset | UUID): Whom to remind; the account's default user where absent.
            kind (ReminderBodyKind | Unset):  Default: 'reminder'.
            dosage (None | str | Unset):
            person_name (None | str | Unset):
            location (None | str | Unset):
            timezone (None | str | Unset): The user's where absent.
            times (list[str] | Unset): Times of day on the wall clock of `timezone`.
            recurrence (None | str | Unset):
            starts_on (datetime.date | None | Unset): The first day; where absent the first that is to come.
            ends_on (datetime.date | None | Unset): The last day.
            at (datetime.datetime | None | Unset): One exact instant, instead of times of day.
            critical (bool | Unset): Told before everything else that is due at the same time. Default: False.
            escalation (Escalation | None | Unset): Who is told when, as long as nobody answers; absent: as the user has it,
                or the usual.
            cycle (CycleBody | None | Unset):
            interval (IntervalBody | None | Unset):
            phases (list[PhaseBody] | Unset):
            as_needed (AsNeededBody | None | Unset):
            tied_to (list[TieBody] | Unset):
    """

    subject: str
    user_id: None | Unset | UUID = UNSET
    kind: ReminderBodyKind | Unset = "reminder"
    dosage: None | str | Unset = UNSET
    person_name: None | str | Unset = UNSET
    location: None | str | Unset = UNSET
    timezone: None | str | Unset = UNSET
    times: list[str] | Unset = UNSET
    recurrence: None | str | Unset = UNSET
    starts_on: datetime.date | None | Unset = UNSET
    ends_on: datetime.date | None | Unset = UNSET
    at: datetime.datetime | None | Unset = UNSET
    critical: bool | Unset = False
    escalation: Escalation | None | Unset = UNSET
    cycle: CycleBody | None | Unset = UNSET
    interval: IntervalBody | None | Unset = UNSET
    phases: list[PhaseBody] | Unset = UNSET
    as_needed: AsNeededBody | None | Unset = UNSET
    tied_to: list[TieBody] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.as_needed_body import AsNeededBody  # noqa: PLC0415
        from ..models.cycle_body import CycleBody  # noqa: PLC0415
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.interval_body import IntervalBody  # noqa: PLC0415

        subject = self.subject

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        elif isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        kind: str | Unset = UNSET
        if not isinstance(self.kind, Unset):
            kind = self.kind

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

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

        times: list[str] | Unset = UNSET
        if not isinstance(self.times, Unset):
            times = self.times

        recurrence: None | str | Unset
        if isinstance(self.recurrence, Unset):
            recurrence = UNSET
        else:
            recurrence = self.recurrence

        starts_on: None | str | Unset
        if isinstance(self.starts_on, Unset):
            starts_on = UNSET
        elif isinstance(self.starts_on, datetime.date):
            starts_on = self.starts_on.isoformat()
        else:
            starts_on = self.starts_on

        ends_on: None | str | Unset
        if isinstance(self.ends_on, Unset):
            ends_on = UNSET
        elif isinstance(self.ends_on, datetime.date):
            ends_on = self.ends_on.isoformat()
        else:
            ends_on = self.ends_on

        at: None | str | Unset
        if isinstance(self.at, Unset):
            at = UNSET
        elif isinstance(self.at, datetime.datetime):
            at = self.at.isoformat()
        else:
            at = self.at

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

        phases: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.phases, Unset):
            phases = []
            for phases_item_data in self.phases:
                phases_item = phases_item_data.to_dict()
                phases.append(phases_item)

        as_needed: dict[str, Any] | None | Unset
        if isinstance(self.as_needed, Unset):
            as_needed = UNSET
        elif isinstance(self.as_needed, AsNeededBody):
            as_needed = self.as_needed.to_dict()
        else:
            as_needed = self.as_needed

        tied_to: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.tied_to, Unset):
            tied_to = []
            for tied_to_item_data in self.tied_to:
                tied_to_item = tied_to_item_data.to_dict()
                tied_to.append(tied_to_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "subject": subject,
            }
        )
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if kind is not UNSET:
            field_dict["kind"] = kind
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
        subject = d.pop("subject")

        def _parse_user_id(data: object) -> None | Unset | UUID:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                user_id_type_0 = UUID(data)

                return user_id_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UUID, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        _kind = d.pop("kind", UNSET)
        kind: ReminderBodyKind | Unset
        if isinstance(_kind, Unset):
            kind = UNSET
        else:
            kind = check_reminder_body_kind(_kind)

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

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

        times = cast(list[str], d.pop("times", UNSET))

        def _parse_recurrence(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recurrence = _parse_recurrence(d.pop("recurrence", UNSET))

        def _parse_starts_on(data: object) -> datetime.date | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                starts_on_type_0 = datetime.date.fromisoformat(data)

                return starts_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None | Unset, data)

        starts_on = _parse_starts_on(d.pop("starts_on", UNSET))

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

        def _parse_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                at_type_0 = datetime.datetime.fromisoformat(data)

                return at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        at = _parse_at(d.pop("at", UNSET))

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

        _phases = d.pop("phases", UNSET)
        phases: list[PhaseBody] | Unset = UNSET
        if _phases is not UNSET:
            phases = []
            for phases_item_data in _phases:
                phases_item = PhaseBody.from_dict(phases_item_data)

                phases.append(phases_item)

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

        _tied_to = d.pop("tied_to", UNSET)
        tied_to: list[TieBody] | Unset = UNSET
        if _tied_to is not UNSET:
            tied_to = []
            for tied_to_item_data in _tied_to:
                tied_to_item = TieBody.from_dict(tied_to_item_data)

                tied_to.append(tied_to_item)

        reminder_body = cls(
            subject=subject,
            user_id=user_id,
            kind=kind,
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

        return reminder_body
