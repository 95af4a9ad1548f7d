import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.adherence import Adherence
from ...models.detail import Detail
from ...models.format_ import Format
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    detail: Detail | Unset = UNSET,
    user_id: None | Unset | UUID = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    reminder_id: None | Unset | UUID = UNSET,
    format_: Format | None | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    params: dict[str, Any] = {}

    json_detail: str | Unset = UNSET
    if not isinstance(detail, Unset):
        json_detail = detail

    params["detail"] = json_detail

    json_user_id: None | str | Unset
    if isinstance(user_id, Unset):
        json_user_id = UNSET
    elif isinstance(user_id, UUID):
        json_user_id = str(user_id)
    else:
        json_user_id = user_id
    params["user_id"] = json_user_id

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    elif isinstance(since, datetime.date):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.datetime):
        json_until = until.isoformat()
    elif isinstance(until, datetime.date):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    json_reminder_id: None | str | Unset
    if isinstance(reminder_id, Unset):
        json_reminder_id = UNSET
    elif isinstance(reminder_id, UUID):
        json_reminder_id = str(reminder_id)
    else:
        json_reminder_id = reminder_id
    params["reminder_id"] = json_reminder_id

    json_format_: None | str | Unset
    if isinstance(format_, Unset):
        json_format_ = UNSET
    elif isinstance(format_, str):
        json_format_ = format_
    else:
        json_format_ = format_
    params["format"] = json_format_

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/adherence",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Adherence | Any | Problem | None:
    if response.status_code == 200:
        response_200 = Adherence.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = Problem.from_dict(response.json())

        return response_404

    if response.status_code == 405:
        response_405 = Problem.from_dict(response.json())

        return response_405

    if response.status_code == 414:
        response_414 = Problem.from_dict(response.json())

        return response_414

    if response.status_code == 422:
        response_422 = Problem.from_dict(response.json())

        return response_422

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 431:
        response_431 = Problem.from_dict(response.json())

        return response_431

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if response.status_code == 503:
        response_503 = Problem.from_dict(response.json())

        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Response[Adherence | Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    detail: Detail | Unset = UNSET,
    user_id: None | Unset | UUID = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    reminder_id: None | Unset | UUID = UNSET,
    format_: Format | None | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Adherence | Any | Problem]:
    """How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions)

     How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions).

    Args:
        detail (Detail | Unset): Of CSV: a line for each medicine, or one for each dose.
        user_id (None | Unset | UUID): The account's default user where absent.
        since (datetime.date | datetime.datetime | None | Unset): A day of the person's zone, or
            an instant; doses from then on. Absent: 30 days before `until`.
        until (datetime.date | datetime.datetime | None | Unset): Doses before it. Absent: up to
            now.
        reminder_id (None | Unset | UUID):
        format_ (Format | None | Unset): Instead of an `Accept` header; JSON where neither is
            known.
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Adherence | Any | Problem]
    """

    kwargs = _get_kwargs(
        detail=detail,
        user_id=user_id,
        since=since,
        until=until,
        reminder_id=reminder_id,
        format_=format_,
        if_none_match=if_none_match,
        prefer=prefer,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    detail: Detail | Unset = UNSET,
    user_id: None | Unset | UUID = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    reminder_id: None | Unset | UUID = UNSET,
    format_: Format | None | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Adherence | Any | Problem | None:
    """How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions)

     How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions).

    Args:
        detail (Detail | Unset): Of CSV: a line for each medicine, or one for each dose.
        user_id (None | Unset | UUID): The account's default user where absent.
        since (datetime.date | datetime.datetime | None | Unset): A day of the person's zone, or
            an instant; doses from then on. Absent: 30 days before `until`.
        until (datetime.date | datetime.datetime | None | Unset): Doses before it. Absent: up to
            now.
        reminder_id (None | Unset | UUID):
        format_ (Format | None | Unset): Instead of an `Accept` header; JSON where neither is
            known.
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Adherence | Any | Problem
    """

    return sync_detailed(
        client=client,
        detail=detail,
        user_id=user_id,
        since=since,
        until=until,
        reminder_id=reminder_id,
        format_=format_,
        if_none_match=if_none_match,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    detail: Detail | Unset = UNSET,
    user_id: None | Unset | UUID = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    reminder_id: None | Unset | UUID = UNSET,
    format_: Format | None | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Adherence | Any | Problem]:
    """How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions)

     How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions).

    Args:
        detail (Detail | Unset): Of CSV: a line for each medicine, or one for each dose.
        user_id (None | Unset | UUID): The account's default user where absent.
        since (datetime.date | datetime.datetime | None | Unset): A day of the person's zone, or
            an instant; doses from then on. Absent: 30 days before `until`.
        until (datetime.date | datetime.datetime | None | Unset): Doses before it. Absent: up to
            now.
        reminder_id (None | Unset | UUID):
        format_ (Format | None | Unset): Instead of an `Accept` header; JSON where neither is
            known.
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Adherence | Any | Problem]
    """

    kwargs = _get_kwargs(
        detail=detail,
        user_id=user_id,
        since=since,
        until=until,
        reminder_id=reminder_id,
        format_=format_,
        if_none_match=if_none_match,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    detail: Detail | Unset = UNSET,
    user_id: None | Unset | UUID = UNSET,
    since: datetime.date | datetime.datetime | None | Unset = UNSET,
    until: datetime.date | datetime.datetime | None | Unset = UNSET,
    reminder_id: None | Unset | UUID = UNSET,
    format_: Format | None | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Adherence | Any | Problem | None:
    """How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions)

     How many doses of each medicine were taken, late, skipped or missed (docs/records.md has the
    definitions).

    Args:
        detail (Detail | Unset): Of CSV: a line for each medicine, or one for each dose.
        user_id (None | Unset | UUID): The account's default user where absent.
        since (datetime.date | datetime.datetime | None | Unset): A day of the person's zone, or
            an instant; doses from then on. Absent: 30 days before `until`.
        until (datetime.date | datetime.datetime | None | Unset): Doses before it. Absent: up to
            now.
        reminder_id (None | Unset | UUID):
        format_ (Format | None | Unset): Instead of an `Accept` header; JSON where neither is
            known.
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Adherence | Any | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            detail=detail,
            user_id=user_id,
            since=since,
            until=until,
            reminder_id=reminder_id,
            format_=format_,
            if_none_match=if_none_match,
            prefer=prefer,
        )
    ).parsed
