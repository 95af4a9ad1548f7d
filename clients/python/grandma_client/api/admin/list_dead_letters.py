import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.dead_letter_page import DeadLetterPage
from ...models.list_dead_letters_status_type_0 import ListDeadLettersStatusType0
from ...models.problem import Problem
from ...models.queue import Queue
from ...models.work_kind import WorkKind
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    status: ListDeadLettersStatusType0 | None | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
    redriven: bool | Unset = False,
    kind: None | Unset | WorkKind = UNSET,
    queue: None | Queue | Unset = UNSET,
    intent: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
    account_id: None | Unset | UUID = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    params: dict[str, Any] = {}

    params["limit"] = limit

    json_cursor: None | str | Unset
    if isinstance(cursor, Unset):
        json_cursor = UNSET
    else:
        json_cursor = cursor
    params["cursor"] = json_cursor

    json_status: None | str | Unset
    if isinstance(status, Unset):
        json_status = UNSET
    elif isinstance(status, str):
        json_status = status
    else:
        json_status = status
    params["status"] = json_status

    json_since: None | str | Unset
    if isinstance(since, Unset):
        json_since = UNSET
    elif isinstance(since, datetime.datetime):
        json_since = since.isoformat()
    else:
        json_since = since
    params["since"] = json_since

    json_until: None | str | Unset
    if isinstance(until, Unset):
        json_until = UNSET
    elif isinstance(until, datetime.datetime):
        json_until = until.isoformat()
    else:
        json_until = until
    params["until"] = json_until

    params["redriven"] = redriven

    json_kind: None | str | Unset
    if isinstance(kind, Unset):
        json_kind = UNSET
    elif isinstance(kind, str):
        json_kind = kind
    else:
        json_kind = kind
    params["kind"] = json_kind

    json_queue: None | str | Unset
    if isinstance(queue, Unset):
        json_queue = UNSET
    elif isinstance(queue, str):
        json_queue = queue
    else:
        json_queue = queue
    params["queue"] = json_queue

    json_intent: None | str | Unset
    if isinstance(intent, Unset):
        json_intent = UNSET
    else:
        json_intent = intent
    params["intent"] = json_intent

    json_error: None | str | Unset
    if isinstance(error, Unset):
        json_error = UNSET
    else:
        json_error = error
    params["error"] = json_error

    json_account_id: None | str | Unset
    if isinstance(account_id, Unset):
        json_account_id = UNSET
    elif isinstance(account_id, UUID):
        json_account_id = str(account_id)
    else:
        json_account_id = account_id
    params["account_id"] = json_account_id

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/admin/dead-letters",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Any | DeadLetterPage | Problem | None:
    if response.status_code == 200:
        response_200 = DeadLetterPage.from_dict(response.json())

        return response_200

    if response.status_code == 304:
        response_304 = cast(Any, None)
        return response_304

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 403:
        response_403 = Problem.from_dict(response.json())

        return response_403

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
) -> Response[Any | DeadLetterPage | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    status: ListDeadLettersStatusType0 | None | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
    redriven: bool | Unset = False,
    kind: None | Unset | WorkKind = UNSET,
    queue: None | Queue | Unset = UNSET,
    intent: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
    account_id: None | Unset | UUID = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Any | DeadLetterPage | Problem]:
    """What has failed or needs a person, of all kinds and accounts, newest first

     What has failed or needs a person, of all kinds and accounts, newest first.

    Messages of tasks are settled with their tasks; they are listed with `kind=notification` alone.

    Args:
        limit (int | Unset): How many at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before this one.
        status (ListDeadLettersStatusType0 | None | Unset):
        since (datetime.datetime | None | Unset): What died then or later.
        until (datetime.datetime | None | Unset): What died before then.
        redriven (bool | Unset): Also what was redriven. Default: False.
        kind (None | Unset | WorkKind):
        queue (None | Queue | Unset):
        intent (None | str | Unset): Of tasks.
        error (None | str | Unset): The `type` of the problem, or its last part.
        account_id (None | Unset | UUID):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DeadLetterPage | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        status=status,
        since=since,
        until=until,
        redriven=redriven,
        kind=kind,
        queue=queue,
        intent=intent,
        error=error,
        account_id=account_id,
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
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    status: ListDeadLettersStatusType0 | None | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
    redriven: bool | Unset = False,
    kind: None | Unset | WorkKind = UNSET,
    queue: None | Queue | Unset = UNSET,
    intent: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
    account_id: None | Unset | UUID = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Any | DeadLetterPage | Problem | None:
    """What has failed or needs a person, of all kinds and accounts, newest first

     What has failed or needs a person, of all kinds and accounts, newest first.

    Messages of tasks are settled with their tasks; they are listed with `kind=notification` alone.

    Args:
        limit (int | Unset): How many at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before this one.
        status (ListDeadLettersStatusType0 | None | Unset):
        since (datetime.datetime | None | Unset): What died then or later.
        until (datetime.datetime | None | Unset): What died before then.
        redriven (bool | Unset): Also what was redriven. Default: False.
        kind (None | Unset | WorkKind):
        queue (None | Queue | Unset):
        intent (None | str | Unset): Of tasks.
        error (None | str | Unset): The `type` of the problem, or its last part.
        account_id (None | Unset | UUID):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DeadLetterPage | Problem
    """

    return sync_detailed(
        client=client,
        limit=limit,
        cursor=cursor,
        status=status,
        since=since,
        until=until,
        redriven=redriven,
        kind=kind,
        queue=queue,
        intent=intent,
        error=error,
        account_id=account_id,
        if_none_match=if_none_match,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    status: ListDeadLettersStatusType0 | None | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
    redriven: bool | Unset = False,
    kind: None | Unset | WorkKind = UNSET,
    queue: None | Queue | Unset = UNSET,
    intent: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
    account_id: None | Unset | UUID = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Any | DeadLetterPage | Problem]:
    """What has failed or needs a person, of all kinds and accounts, newest first

     What has failed or needs a person, of all kinds and accounts, newest first.

    Messages of tasks are settled with their tasks; they are listed with `kind=notification` alone.

    Args:
        limit (int | Unset): How many at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before this one.
        status (ListDeadLettersStatusType0 | None | Unset):
        since (datetime.datetime | None | Unset): What died then or later.
        until (datetime.datetime | None | Unset): What died before then.
        redriven (bool | Unset): Also what was redriven. Default: False.
        kind (None | Unset | WorkKind):
        queue (None | Queue | Unset):
        intent (None | str | Unset): Of tasks.
        error (None | str | Unset): The `type` of the problem, or its last part.
        account_id (None | Unset | UUID):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DeadLetterPage | Problem]
    """

    kwargs = _get_kwargs(
        limit=limit,
        cursor=cursor,
        status=status,
        since=since,
        until=until,
        redriven=redriven,
        kind=kind,
        queue=queue,
        intent=intent,
        error=error,
        account_id=account_id,
        if_none_match=if_none_match,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    limit: int | Unset = 50,
    cursor: None | str | Unset = UNSET,
    status: ListDeadLettersStatusType0 | None | Unset = UNSET,
    since: datetime.datetime | None | Unset = UNSET,
    until: datetime.datetime | None | Unset = UNSET,
    redriven: bool | Unset = False,
    kind: None | Unset | WorkKind = UNSET,
    queue: None | Queue | Unset = UNSET,
    intent: None | str | Unset = UNSET,
    error: None | str | Unset = UNSET,
    account_id: None | Unset | UUID = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Any | DeadLetterPage | Problem | None:
    """What has failed or needs a person, of all kinds and accounts, newest first

     What has failed or needs a person, of all kinds and accounts, newest first.

    Messages of tasks are settled with their tasks; they are listed with `kind=notification` alone.

    Args:
        limit (int | Unset): How many at most. Default: 50.
        cursor (None | str | Unset): `next_cursor` of the page before this one.
        status (ListDeadLettersStatusType0 | None | Unset):
        since (datetime.datetime | None | Unset): What died then or later.
        until (datetime.datetime | None | Unset): What died before then.
        redriven (bool | Unset): Also what was redriven. Default: False.
        kind (None | Unset | WorkKind):
        queue (None | Queue | Unset):
        intent (None | str | Unset): Of tasks.
        error (None | str | Unset): The `type` of the problem, or its last part.
        account_id (None | Unset | UUID):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DeadLetterPage | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            limit=limit,
            cursor=cursor,
            status=status,
            since=since,
            until=until,
            redriven=redriven,
            kind=kind,
            queue=queue,
            intent=intent,
            error=error,
            account_id=account_id,
            if_none_match=if_none_match,
            prefer=prefer,
        )
    ).parsed
