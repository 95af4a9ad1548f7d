from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define

from ..models.confirm_policy import ConfirmPolicy, check_confirm_policy
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.submit_body_metadata import SubmitBodyMetadata


T = TypeVar("T", bound="SubmitBody")


@_attrs_define
class SubmitBody:
    """One thing a user says.

    Attributes:
        text (str): Plain words.
        user_id (None | Unset | UUID): The person helped; the account's default user where absent.
        timezone (None | str | Unset): The speaker's zone; the user's where absent.
        now (datetime.datetime | None | Unset):
        webhook_url (None | str | Unset): Gets the `task.*` messages of this request's tasks.
        confirm (ConfirmPolicy | Unset): When a wish is read back before anything happens (DESIGN.md section 7).
        start_by (datetime.datetime | None | Unset): Tasks that have not been begun by then expire instead; local to
            `timezone` without an offset.
        metadata (SubmitBodyMetadata | Unset): Yours; comes back as it was sent.
    """

    text: str
    user_id: None | Unset | UUID = UNSET
    timezone: None | str | Unset = UNSET
    now: datetime.datetime | None | Unset = UNSET
    webhook_url: None | str | Unset = UNSET
    confirm: ConfirmPolicy | Unset = UNSET
    start_by: datetime.datetime | None | Unset = UNSET
    metadata: SubmitBodyMetadata | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        text = self.text

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        elif isinstance(self.user_id, UUID):
            user_id = str(self.user_id)
        else:
            user_id = self.user_id

        timezone: None | str | Unset
        if isinstance(self.timezone, Unset):
            timezone = UNSET
        else:
            timezone = self.timezone

        now: None | str | Unset
        if isinstance(self.now, Unset):
            now = UNSET
        elif isinstance(self.now, datetime.datetime):
            now = self.now.isoformat()
        else:
            now = self.now

        webhook_url: None | str | Unset
        if isinstance(self.webhook_url, Unset):
            webhook_url = UNSET
        else:
            webhook_url = self.webhook_url

        confirm: str | Unset = UNSET
        if not isinstance(self.confirm, Unset):
            confirm = self.confirm

        start_by: None | str | Unset
        if isinstance(self.start_by, Unset):
            start_by = UNSET
        elif isinstance(self.start_by, datetime.datetime):
            start_by = self.start_by.isoformat()
        else:
            start_by = self.start_by

        metadata: dict[str, Any] | Unset = UNSET
        if not isinstance(self.metadata, Unset):
            metadata = self.metadata.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "text": text,
            }
        )
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if timezone is not UNSET:
            field_dict["timezone"] = timezone
        if now is not UNSET:
            field_dict["now"] = now
        if webhook_url is not UNSET:
            field_dict["webhook_url"] = webhook_url
        if confirm is not UNSET:
            field_dict["confirm"] = confirm
        if start_by is not UNSET:
            field_dict["start_by"] = start_by
        if metadata is not UNSET:
            field_dict["metadata"] = metadata

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.submit_body_metadata import SubmitBodyMetadata  # noqa: PLC0415

        d = dict(src_dict)
        text = d.pop("text")

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

        def _parse_timezone(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timezone = _parse_timezone(d.pop("timezone", UNSET))

        def _parse_now(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                now_type_0 = datetime.datetime.fromisoformat(data)

                return now_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        now = _parse_now(d.pop("now", UNSET))

        def _parse_webhook_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        webhook_url = _parse_webhook_url(d.pop("webhook_url", UNSET))

        _confirm = d.pop("confirm", UNSET)
        confirm: ConfirmPolicy | Unset
        if isinstance(_confirm, Unset):
            confirm = UNSET
        else:
            confirm = check_confirm_policy(_confirm)

        def _parse_start_by(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                start_by_type_0 = datetime.datetime.fromisoformat(data)

                return start_by_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None | Unset, data)

        start_by = _parse_start_by(d.pop("start_by", UNSET))

        _metadata = d.pop("metadata", UNSET)
        metadata: SubmitBodyMetadata | Unset
        if isinstance(_metadata, Unset):
            metadata = UNSET
        else:
            metadata = SubmitBodyMetadata.from_dict(_metadata)

        submit_body = cls(
            text=text,
            user_id=user_id,
            timezone=timezone,
            now=now,
            webhook_url=webhook_url,
            confirm=confirm,
            start_by=start_by,
            metadata=metadata,
        )

        return submit_body
