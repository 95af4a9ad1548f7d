from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.escalation import Escalation
    from ..models.quiet_hours import QuietHours


T = TypeVar("T", bound="PreferencesBody")


@_attrs_define
class PreferencesBody:
    """What is known of the person once and for all, replaced as a whole. Further fields are yours, and kept as they are.

    Also acted on are `meal_times` (`breakfast`, `lunch`, `dinner`) and `bedtime`, as "18:30" in the user's zone, for
    "after
    breakfast" and "at bedtime".

        Attributes:
            diet (list[str] | str | Unset): What they eat or don't eat; passed on to restaurants. Default: '[]'.
            access_needs (list[str] | str | Unset): What they need to get in and sit; passed on to places. Default: '[]'.
            usual_party_size (int | None | Unset): How many people a table is usually for; offered when it is asked.
            favourite_places (list[str] | Unset): Names of venues, the dearest first; offered first.
            home (None | str | Unset): The town or part of town in which "near me" is.
            marketing_consent (bool | Unset): Whether places may send advertisements; otherwise they are told not to.
                Default: False.
            visit_reminders (bool | Unset): Whether they are reminded of what is booked, without asking for it. Default:
                True.
            escalation (Escalation | None | Unset): Who is told of a dose that is not answered, and when; a reminder may
                have its own.
            critical_escalation (Escalation | None | Unset): The same for critical medicines.
            quiet_hours (None | QuietHours | Unset): When family is not disturbed by what can wait; doses, missed doses and
                emergencies never wait.
            share_medicine_names (bool | Unset): Whether family hears which medicine was missed or taken. Default: False.
            summary_time (str | Unset): When family who want it hear of the day, or on Sundays of the week, as HH:MM.
                Default: '20:00'.
    """

    diet: list[str] | str | Unset = "[]"
    access_needs: list[str] | str | Unset = "[]"
    usual_party_size: int | None | Unset = UNSET
    favourite_places: list[str] | Unset = UNSET
    home: None | str | Unset = UNSET
    marketing_consent: bool | Unset = False
    visit_reminders: bool | Unset = True
    escalation: Escalation | None | Unset = UNSET
    critical_escalation: Escalation | None | Unset = UNSET
    quiet_hours: None | QuietHours | Unset = UNSET
    share_medicine_names: bool | Unset = False
    summary_time: str | Unset = "20:00"
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.quiet_hours import QuietHours  # noqa: PLC0415

        diet: list[str] | str | Unset
        if isinstance(self.diet, Unset):
            diet = UNSET
        elif isinstance(self.diet, list):
            diet = self.diet

        else:
            diet = self.diet

        access_needs: list[str] | str | Unset
        if isinstance(self.access_needs, Unset):
            access_needs = UNSET
        elif isinstance(self.access_needs, list):
            access_needs = self.access_needs

        else:
            access_needs = self.access_needs

        usual_party_size: int | None | Unset
        if isinstance(self.usual_party_size, Unset):
            usual_party_size = UNSET
        else:
            usual_party_size = self.usual_party_size

        favourite_places: list[str] | Unset = UNSET
        if not isinstance(self.favourite_places, Unset):
            favourite_places = self.favourite_places

        home: None | str | Unset
        if isinstance(self.home, Unset):
            home = UNSET
        else:
            home = self.home

        marketing_consent = self.marketing_consent

        visit_reminders = self.visit_reminders

        escalation: dict[str, Any] | None | Unset
        if isinstance(self.escalation, Unset):
            escalation = UNSET
        elif isinstance(self.escalation, Escalation):
            escalation = self.escalation.to_dict()
        else:
            escalation = self.escalation

        critical_escalation: dict[str, Any] | None | Unset
        if isinstance(self.critical_escalation, Unset):
            critical_escalation = UNSET
        elif isinstance(self.critical_escalation, Escalation):
            critical_escalation = self.critical_escalation.to_dict()
        else:
            critical_escalation = self.critical_escalation

        quiet_hours: dict[str, Any] | None | Unset
        if isinstance(self.quiet_hours, Unset):
            quiet_hours = UNSET
        elif isinstance(self.quiet_hours, QuietHours):
            quiet_hours = self.quiet_hours.to_dict()
        else:
            quiet_hours = self.quiet_hours

        share_medicine_names = self.share_medicine_names

        summary_time = self.summary_time

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if diet is not UNSET:
            field_dict["diet"] = diet
        if access_needs is not UNSET:
            field_dict["access_needs"] = access_needs
        if usual_party_size is not UNSET:
            field_dict["usual_party_size"] = usual_party_size
        if favourite_places is not UNSET:
            field_dict["favourite_places"] = favourite_places
        if home is not UNSET:
            field_dict["home"] = home
        if marketing_consent is not UNSET:
            field_dict["marketing_consent"] = marketing_consent
        if visit_reminders is not UNSET:
            field_dict["visit_reminders"] = visit_reminders
        if escalation is not UNSET:
            field_dict["escalation"] = escalation
        if critical_escalation is not UNSET:
            field_dict["critical_escalation"] = critical_escalation
        if quiet_hours is not UNSET:
            field_dict["quiet_hours"] = quiet_hours
        if share_medicine_names is not UNSET:
            field_dict["share_medicine_names"] = share_medicine_names
        if summary_time is not UNSET:
            field_dict["summary_time"] = summary_time

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.escalation import Escalation  # noqa: PLC0415
        from ..models.quiet_hours import QuietHours  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_diet(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                diet_type_1 = cast(list[str], data)

                return diet_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, data)

        diet = _parse_diet(d.pop("diet", UNSET))

        def _parse_access_needs(data: object) -> list[str] | str | Unset:
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                access_needs_type_1 = cast(list[str], data)

                return access_needs_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | str | Unset, data)

        access_needs = _parse_access_needs(d.pop("access_needs", UNSET))

        def _parse_usual_party_size(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        usual_party_size = _parse_usual_party_size(d.pop("usual_party_size", UNSET))

        favourite_places = cast(list[str], d.pop("favourite_places", UNSET))

        def _parse_home(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        home = _parse_home(d.pop("home", UNSET))

        marketing_consent = d.pop("marketing_consent", UNSET)

        visit_reminders = d.pop("visit_reminders", UNSET)

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

        def _parse_critical_escalation(data: object) -> Escalation | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                critical_escalation_type_0 = Escalation.from_dict(data)

                return critical_escalation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Escalation | None | Unset, data)

        critical_escalation = _parse_critical_escalation(d.pop("critical_escalation", UNSET))

        def _parse_quiet_hours(data: object) -> None | QuietHours | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                quiet_hours_type_0 = QuietHours.from_dict(data)

                return quiet_hours_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | QuietHours | Unset, data)

        quiet_hours = _parse_quiet_hours(d.pop("quiet_hours", UNSET))

        share_medicine_names = d.pop("share_medicine_names", UNSET)

        summary_time = d.pop("summary_time", UNSET)

        preferences_body = cls(
            diet=diet,
            access_needs=access_needs,
            usual_party_size=usual_party_size,
            favourite_places=favourite_places,
            home=home,
            marketing_consent=marketing_consent,
            visit_reminders=visit_reminders,
            escalation=escalation,
            critical_escalation=critical_escalation,
            quiet_hours=quiet_hours,
            share_medicine_names=share_medicine_names,
            summary_time=summary_time,
        )

        preferences_body.additional_properties = d
        return preferences_body

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
