from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.contact_body_consent import ContactBodyConsent, check_contact_body_consent
from ..types import UNSET, Unset

T = TypeVar("T", bound="ContactBody")


@_attrs_define
class ContactBody:
    """Family or a carer.

    Attributes:
        name (str):
        relation (None | str | Unset):
        channels (list[str] | Unset): In order of preference.
        topics (list[str] | Unset): What this contact hears of without being named: activity, booking, daily_summary,
            emergency, message, missed, refill, shopping, taken, weekly_summary; `medicine` stands for missed, taken and
            refill, `all` for everything. Where empty: missed and refill. `message` alone: nothing but what they are told by
            name.
        may_edit_medicines (bool | Unset): Whether the person allows them to set up and change reminders of medicines.
            Default: False.
        consent (ContactBodyConsent | Unset): `given`: who adds them vouches for it. `ask`: they hear of nothing until
            they agree (`…/consent`). Default: 'given'.
    """

    name: str
    relation: None | str | Unset = UNSET
    channels: list[str] | Unset = UNSET
    topics: list[str] | Unset = UNSET
    may_edit_medicines: bool | Unset = False
    consent: ContactBodyConsent | Unset = "given"

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        relation: None | str | Unset
        if isinstance(self.relation, Unset):
            relation = UNSET
        else:
            relation = self.relation

        channels: list[str] | Unset = UNSET
        if not isinstance(self.channels, Unset):
            channels = self.channels

        topics: list[str] | Unset = UNSET
        if not isinstance(self.topics, Unset):
            topics = self.topics

        may_edit_medicines = self.may_edit_medicines

        consent: str | Unset = UNSET
        if not isinstance(self.consent, Unset):
            consent = self.consent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if relation is not UNSET:
            field_dict["relation"] = relation
        if channels is not UNSET:
            field_dict["channels"] = channels
        if topics is not UNSET:
            field_dict["topics"] = topics
        if may_edit_medicines is not UNSET:
            field_dict["may_edit_medicines"] = may_edit_medicines
        if consent is not UNSET:
            field_dict["consent"] = consent

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_relation(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        relation = _parse_relation(d.pop("relation", UNSET))

        channels = cast(list[str], d.pop("channels", UNSET))

        topics = cast(list[str], d.pop("topics", UNSET))

        may_edit_medicines = d.pop("may_edit_medicines", UNSET)

        _consent = d.pop("consent", UNSET)
        consent: ContactBodyConsent | Unset
        if isinstance(_consent, Unset):
            consent = UNSET
        else:
            consent = check_contact_body_consent(_consent)

        contact_body = cls(
            name=name,
            relation=relation,
            channels=channels,
            topics=topics,
            may_edit_medicines=may_edit_medicines,
            consent=consent,
        )

        return contact_body
