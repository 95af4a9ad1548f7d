from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.topic import Topic, check_topic
from ..types import UNSET, Unset

T = TypeVar("T", bound="ConsentBody")


@_attrs_define
class ConsentBody:
    """Consent that is given: with the code that the contact got, or vouched for by whoever calls.

    Attributes:
        code (None | str | Unset): What the contact was sent; nothing else is needed then.
        topics (list[Topic] | None | Unset): What they want to hear of; all where absent.
        source (str | Unset): By what they agreed: a form, a call. Default: 'api'.
        wording (None | str | Unset): What was said or shown, word for word.
    """

    code: None | str | Unset = UNSET
    topics: list[Topic] | None | Unset = UNSET
    source: str | Unset = "api"
    wording: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code: None | str | Unset
        if isinstance(self.code, Unset):
            code = UNSET
        else:
            code = self.code

        topics: list[str] | None | Unset
        if isinstance(self.topics, Unset):
            topics = UNSET
        elif isinstance(self.topics, list):
            topics = []
            for topics_type_0_item_data in self.topics:
                topics_type_0_item: str = topics_type_0_item_data
                topics.append(topics_type_0_item)

        else:
            topics = self.topics

        source = self.source

        wording: None | str | Unset
        if isinstance(self.wording, Unset):
            wording = UNSET
        else:
            wording = self.wording

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if code is not UNSET:
            field_dict["code"] = code
        if topics is not UNSET:
            field_dict["topics"] = topics
        if source is not UNSET:
            field_dict["source"] = source
        if wording is not UNSET:
            field_dict["wording"] = wording

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_code(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        code = _parse_code(d.pop("code", UNSET))

        def _parse_topics(data: object) -> list[Topic] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                topics_type_0 = []
                _topics_type_0 = data
                for topics_type_0_item_data in _topics_type_0:
                    topics_type_0_item = check_topic(topics_type_0_item_data)

                    topics_type_0.append(topics_type_0_item)

                return topics_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Topic] | None | Unset, data)

        topics = _parse_topics(d.pop("topics", UNSET))

        source = d.pop("source", UNSET)

        def _parse_wording(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        wording = _parse_wording(d.pop("wording", UNSET))

        consent_body = cls(
            code=code,
            topics=topics,
            source=source,
            wording=wording,
        )

        return consent_body
