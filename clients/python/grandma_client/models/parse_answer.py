from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.degraded_reason import DegradedReason, check_degraded_reason
from ..models.parse_answer_intent import ParseAnswerIntent, check_parse_answer_intent

if TYPE_CHECKING:
    from ..models.parse_answer_details import ParseAnswerDetails
    from ..models.parsed_answer import ParsedAnswer


T = TypeVar("T", bound="ParseAnswer")


@_attrs_define
class ParseAnswer:
    """What a sentence is understood as; `others` are further wishes in it.

    Attributes:
        intent (ParseAnswerIntent):
        confidence (float):
        details (ParseAnswerDetails): What was understood; its shape depends on the intent.
        missing (list[str]): Details without which nothing can be done.
        question (None | str): What would be asked next.
        provider (str):
        degraded (bool): Whether the provider that should have understood it did not.
        degraded_reason (DegradedReason | None): Why it did not.
        others (list[ParsedAnswer]):
    """

    intent: ParseAnswerIntent
    confidence: float
    details: ParseAnswerDetails
    missing: list[str]
    question: None | str
    provider: str
    degraded: bool
    degraded_reason: DegradedReason | None
    others: list[ParsedAnswer]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        intent: str = self.intent

        confidence = self.confidence

        details = self.details.to_dict()

        missing = self.missing

        question: None | str
        question = self.question

        provider = self.provider

        degraded = self.degraded

        degraded_reason: None | str
        if isinstance(self.degraded_reason, str):
            degraded_reason = self.degraded_reason
        else:
            degraded_reason = self.degraded_reason

        others = []
        for others_item_data in self.others:
            others_item = others_item_data.to_dict()
            others.append(others_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "intent": intent,
                "confidence": confidence,
                "details": details,
                "missing": missing,
                "question": question,
                "provider": provider,
                "degraded": degraded,
                "degraded_reason": degraded_reason,
                "others": others,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parse_answer_details import ParseAnswerDetails  # noqa: PLC0415
        from ..models.parsed_answer import ParsedAnswer  # noqa: PLC0415

        d = dict(src_dict)
        intent = check_parse_answer_intent(d.pop("intent"))

        confidence = d.pop("confidence")

        details = ParseAnswerDetails.from_dict(d.pop("details"))

        missing = cast(list[str], d.pop("missing"))

        def _parse_question(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        question = _parse_question(d.pop("question"))

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

        others = []
        _others = d.pop("others")
        for others_item_data in _others:
            others_item = ParsedAnswer.from_dict(others_item_data)

            others.append(others_item)

        parse_answer = cls(
            intent=intent,
            confidence=confidence,
            details=details,
            missing=missing,
            question=question,
            provider=provider,
            degraded=degraded,
            degraded_reason=degraded_reason,
            others=others,
        )

        parse_answer.additional_properties = d
        return parse_answer

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
