from http import HTTPStatus
from typing import Any

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.request import Request
from ...models.submit_body import SubmitBody
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    body: SubmitBody,
    prefer: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(prefer, Unset):
        headers["prefer"] = prefer

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/requests",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Problem | Request | None:
    if response.status_code == 200:
        response_200 = Request.from_dict(response.json())

        return response_200

    if response.status_code == 202:
        response_202 = Request.from_dict(response.json())

        return response_202

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 414:
        response_414 = Problem.from_dict(response.json())

        return response_414

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[Problem | Request]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: SubmitBody,
    prefer: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Request]:
    """Say something in plain words

     Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status
    `understanding`.

    Args:
        prefer (None | str | Unset): `wait=N`: answer when all tasks rest, at most 60 s.
        idempotency_key (str | Unset):
        body (SubmitBody): One thing a user says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Request]
    """

    kwargs = _get_kwargs(
        body=body,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: SubmitBody,
    prefer: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Request | None:
    """Say something in plain words

     Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status
    `understanding`.

    Args:
        prefer (None | str | Unset): `wait=N`: answer when all tasks rest, at most 60 s.
        idempotency_key (str | Unset):
        body (SubmitBody): One thing a user says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Request
    """

    return sync_detailed(
        client=client,
        body=body,
        prefer=prefer,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: SubmitBody,
    prefer: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Request]:
    """Say something in plain words

     Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status
    `understanding`.

    Args:
        prefer (None | str | Unset): `wait=N`: answer when all tasks rest, at most 60 s.
        idempotency_key (str | Unset):
        body (SubmitBody): One thing a user says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Request]
    """

    kwargs = _get_kwargs(
        body=body,
        prefer=prefer,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: SubmitBody,
    prefer: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Request | None:
    """Say something in plain words

     Say something in plain words. What was answered 2xx is never lost.

    Where a remote model understands, `Prefer: respond-async` answers before it is asked, with status
    `understanding`.

    Args:
        prefer (None | str | Unset): `wait=N`: answer when all tasks rest, at most 60 s.
        idempotency_key (str | Unset):
        body (SubmitBody): One thing a user says.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Request
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            prefer=prefer,
            idempotency_key=idempotency_key,
        )
    ).parsed
