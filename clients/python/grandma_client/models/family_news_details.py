from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.family_news_details_restore_type_0 import FamilyNewsDetailsRestoreType0


T = TypeVar("T", bound="FamilyNewsDetails")


@_attrs_define
class FamilyNewsDetails:
    """`family_news`: I can set who of your family hears of your medicines.

    Attributes:
        recipient (None | str | Unset): Who is to hear of it, as said: a name ("Anna"), a relation ("my daughter"),
            several ("Anna and Tom") or all ("my family", "the family").
        news (None | str | Unset): What they are to hear of, as said: "the medicines", "when I have taken my pills", "a
            summary every week".
        ends (None | str | Unset): The words by which they are to hear of it no more, where they are.
        asked (None | str | Unset): "who" or "what does" where it is only asked who hears of what.
        restore (FamilyNewsDetailsRestoreType0 | None | Unset): Topics by contact, to be as they were before another
            task changed them.
    """

    recipient: None | str | Unset = UNSET
    news: None | str | Unset = UNSET
    ends: None | str | Unset = UNSET
    asked: None | str | Unset = UNSET
    restore: FamilyNewsDetailsRestoreType0 | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.family_news_details_restore_type_0 import FamilyNewsDetailsRestoreType0  # noqa: PLC0415

        recipient: None | str | Unset
        if isinstance(self.recipient, Unset):
            recipient = UNSET
        else:
            recipient = self.recipient

        news: None | str | Unset
        if isinstance(self.news, Unset):
            news = UNSET
        else:
            news = self.news

        ends: None | str | Unset
        if isinstance(self.ends, Unset):
            ends = UNSET
        else:
            ends = self.ends

        asked: None | str | Unset
        if isinstance(self.asked, Unset):
            asked = UNSET
        else:
            asked = self.asked

        restore: dict[str, Any] | None | Unset
        if isinstance(self.restore, Unset):
            restore = UNSET
        elif isinstance(self.restore, FamilyNewsDetailsRestoreType0):
            restore = self.restore.to_dict()
        else:
            restore = self.restore

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if recipient is not UNSET:
            field_dict["recipient"] = recipient
        if news is not UNSET:
            field_dict["news"] = news
        if ends is not UNSET:
            field_dict["ends"] = ends
        if asked is not UNSET:
            field_dict["asked"] = asked
        if restore is not UNSET:
            field_dict["restore"] = restore

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.family_news_details_restore_type_0 import FamilyNewsDetailsRestoreType0  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_recipient(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recipient = _parse_recipient(d.pop("recipient", UNSET))

        def _parse_news(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        news = _parse_news(d.pop("news", UNSET))

        def _parse_ends(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        ends = _parse_ends(d.pop("ends", UNSET))

        def _parse_asked(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        asked = _parse_asked(d.pop("asked", UNSET))

        def _parse_restore(data: object) -> FamilyNewsDetailsRestoreType0 | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                restore_type_0 = FamilyNewsDetailsRestoreType0.from_dict(data)

                return restore_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FamilyNewsDetailsRestoreType0 | None | Unset, data)

        restore = _parse_restore(d.pop("restore", UNSET))

        family_news_details = cls(
            recipient=recipient,
            news=news,
            ends=ends,
            asked=asked,
            restore=restore,
        )

        return family_news_details
