from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...types import UNSET, Response


def _get_kwargs(
    system: str,
    *,
    venue: UUID,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_venue = str(venue)
    params["venue"] = json_venue

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/inbound/{system}".format(
            system=quote(str(system), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Any | Problem | None:
    if response.status_code == 204:
        response_204 = cast(Any, None)
        return response_204

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

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[Any | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    system: str,
    *,
    client: AuthenticatedClient | Client,
    venue: UUID,
) -> Response[Any | Problem]:
    """Something has happened to a booking in an outside system (`calcom`, `easyappointments`)

     Something has happened to a booking in an outside system (`calcom`, `easyappointments`): it is
    looked up there.

    Signed the way the system signs (docs/bookings.md); no API key.

    Args:
        system (str):
        venue (UUID): The venue whose system calls; its secret is what the call is signed with.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        system=system,
        venue=venue,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    system: str,
    *,
    client: AuthenticatedClient | Client,
    venue: UUID,
) -> Any | Problem | None:
    """Something has happened to a booking in an outside system (`calcom`, `easyappointments`)

     Something has happened to a booking in an outside system (`calcom`, `easyappointments`): it is
    looked up there.

    Signed the way the system signs (docs/bookings.md); no API key.

    Args:
        system (str):
        venue (UUID): The venue whose system calls; its secret is what the call is signed with.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return sync_detailed(
        system=system,
        client=client,
        venue=venue,
    ).parsed


async def asyncio_detailed(
    system: str,
    *,
    client: AuthenticatedClient | Client,
    venue: UUID,
) -> Response[Any | Problem]:
    """Something has happened to a booking in an outside system (`calcom`, `easyappointments`)

     Something has happened to a booking in an outside system (`calcom`, `easyappointments`): it is
    looked up there.

    Signed the way the system signs (docs/bookings.md); no API key.

    Args:
        system (str):
        venue (UUID): The venue whose system calls; its secret is what the call is signed with.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Problem]
    """

    kwargs = _get_kwargs(
        system=system,
        venue=venue,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    system: str,
    *,
    client: AuthenticatedClient | Client,
    venue: UUID,
) -> Any | Problem | None:
    """Something has happened to a booking in an outside system (`calcom`, `easyappointments`)

     Something has happened to a booking in an outside system (`calcom`, `easyappointments`): it is
    looked up there.

    Signed the way the system signs (docs/bookings.md); no API key.

    Args:
        system (str):
        venue (UUID): The venue whose system calls; its secret is what the call is signed with.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Problem
    """

    return (
        await asyncio_detailed(
            system=system,
            client=client,
            venue=venue,
        )
    ).parsed
