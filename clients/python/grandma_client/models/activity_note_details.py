from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ActivityNoteDetails")


@_attrs_define
class ActivityNoteDetails:
    """`activity_note`: I can note what you did and share it with your family.

    Attributes:
        message (None | str | Unset): What the person did or what happened, word for word as said: "I went for a walk
            this morning", "the plumber came".
        subject (None | str | Unset): What it is about in a word or two, as said: "my walk"; left out where not said.
        share_with (None | str | Unset): Who is to hear of it, as said ("everyone", "my family", "my daughter", "Anna");
            left out where it is only to be noted. Never somebody who was merely part of it.
    """

    message: None | str | Unset = UNSET
    subject: None | str | Unset = UNSET
    share_with: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        message: None | str | Unset
        if isinstance(self.message, Unset):
            message = UNSET
        else:
            message = self.message

        subject: None | str | Unset
        if isinstance(self.subject, Unset):
            subject = UNSET
        else:
            subject = self.subject

        share_with: None | str | Unset
        if isinstance(self.share_with, Unset):
            share_with = UNSET
        else:
            share_with = self.share_with

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if message is not UNSET:
            field_dict["message"] = message
        if subject is not UNSET:
            field_dict["subject"] = subject
        if share_with is not UNSET:
            field_dict["share_with"] = share_with

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_message(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message = _parse_message(d.pop("message", UNSET))

        def _parse_subject(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        subject = _parse_subject(d.pop("subject", UNSET))

        def _parse_share_with(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        share_with = _parse_share_with(d.pop("share_with", UNSET))

        activity_note_details = cls(
            message=message,
            subject=subject,
            share_with=share_with,
        )

        return activity_note_details
