from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from uuid import UUID

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.venue import Venue
from ...models.venue_change import VenueChange
from ...types import UNSET, Response, Unset


def _get_kwargs(
    venue_id: UUID,
    *,
    body: VenueChange,
    keep_bookings: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_match, Unset):
        headers["if-match"] = if_match

    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["keep_bookings"] = keep_bookings

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "patch",
        "url": "/v1/venues/{venue_id}".format(
            venue_id=quote(str(venue_id), safe=""),
        ),
        "params": params,
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Problem | Venue | None:
    if response.status_code == 200:
        response_200 = Venue.from_dict(response.json())

        return response_200

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

    if response.status_code == 412:
        response_412 = Problem.from_dict(response.json())

        return response_412

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


def _build_response(*, client: AuthenticatedClient | Client, response: httpx2.Response) -> Response[Problem | Venue]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    venue_id: UUID,
    *,
    client: AuthenticatedClient,
    body: VenueChange,
    keep_bookings: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Venue]:
    """Change the fields that are given

     Change the fields that are given. Where a booking that is still to come would lose its place (closed
    then, its
    table gone, nobody there to do it), nothing is changed and the answer is 409, which names the
    bookings.

    Args:
        venue_id (UUID):
        keep_bookings (bool | Unset): Change it although bookings that stand would lose their
            place; they stay, to be settled by you. Default: False.
        if_match (None | str | Unset): The ETag of what you have read: 412 where it was changed
            meanwhile.
        idempotency_key (str | Unset):
        body (VenueChange): What of a venue should change; what is left out stays, null goes back
            to what is usual.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Venue]
    """

    kwargs = _get_kwargs(
        venue_id=venue_id,
        body=body,
        keep_bookings=keep_bookings,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    venue_id: UUID,
    *,
    client: AuthenticatedClient,
    body: VenueChange,
    keep_bookings: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Venue | None:
    """Change the fields that are given

     Change the fields that are given. Where a booking that is still to come would lose its place (closed
    then, its
    table gone, nobody there to do it), nothing is changed and the answer is 409, which names the
    bookings.

    Args:
        venue_id (UUID):
        keep_bookings (bool | Unset): Change it although bookings that stand would lose their
            place; they stay, to be settled by you. Default: False.
        if_match (None | str | Unset): The ETag of what you have read: 412 where it was changed
            meanwhile.
        idempotency_key (str | Unset):
        body (VenueChange): What of a venue should change; what is left out stays, null goes back
            to what is usual.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Venue
    """

    return sync_detailed(
        venue_id=venue_id,
        client=client,
        body=body,
        keep_bookings=keep_bookings,
        if_match=if_match,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    venue_id: UUID,
    *,
    client: AuthenticatedClient,
    body: VenueChange,
    keep_bookings: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | Venue]:
    """Change the fields that are given

     Change the fields that are given. Where a booking that is still to come would lose its place (closed
    then, its
    table gone, nobody there to do it), nothing is changed and the answer is 409, which names the
    bookings.

    Args:
        venue_id (UUID):
        keep_bookings (bool | Unset): Change it although bookings that stand would lose their
            place; they stay, to be settled by you. Default: False.
        if_match (None | str | Unset): The ETag of what you have read: 412 where it was changed
            meanwhile.
        idempotency_key (str | Unset):
        body (VenueChange): What of a venue should change; what is left out stays, null goes back
            to what is usual.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Venue]
    """

    kwargs = _get_kwargs(
        venue_id=venue_id,
        body=body,
        keep_bookings=keep_bookings,
        if_match=if_match,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    venue_id: UUID,
    *,
    client: AuthenticatedClient,
    body: VenueChange,
    keep_bookings: bool | Unset = False,
    if_match: None | str | Unset = UNSET,
    idempotency_key: str | Unset = UNSET,
) -> Problem | Venue | None:
    """Change the fields that are given

     Change the fields that are given. Where a booking that is still to come would lose its place (closed
    then, its
    table gone, nobody there to do it), nothing is changed and the answer is 409, which names the
    bookings.

    Args:
        venue_id (UUID):
        keep_bookings (bool | Unset): Change it although bookings that stand would lose their
            place; they stay, to be settled by you. Default: False.
        if_match (None | str | Unset): The ETag of what you have read: 412 where it was changed
            meanwhile.
        idempotency_key (str | Unset):
        body (VenueChange): What of a venue should change; what is left out stays, null goes back
            to what is usual.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Venue
    """

    return (
        await asyncio_detailed(
            venue_id=venue_id,
            client=client,
            body=body,
            keep_bookings=keep_bookings,
            if_match=if_match,
            idempotency_key=idempotency_key,
        )
    ).parsed
