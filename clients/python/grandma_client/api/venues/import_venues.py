from http import HTTPStatus
from typing import Any

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.problem import Problem
from ...models.venue_import_answer import VenueImportAnswer
from ...models.venue_import_body import VenueImportBody
from ...types import UNSET, File, Response, Unset


def _get_kwargs(
    *,
    body: VenueImportBody | File | Unset = UNSET,
    keep_bookings: bool | Unset = False,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(idempotency_key, Unset):
        headers["Idempotency-Key"] = idempotency_key

    params: dict[str, Any] = {}

    params["keep_bookings"] = keep_bookings

    params["dry_run"] = dry_run

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/venues/import",
        "params": params,
    }

    if isinstance(body, VenueImportBody):
        _kwargs["json"] = body.to_dict()

        headers["Content-Type"] = "application/json"
    if isinstance(body, File):
        _kwargs["content"] = body.payload
        headers["Content-Type"] = "text/csv"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Problem | VenueImportAnswer | None:
    if response.status_code == 200:
        response_200 = VenueImportAnswer.from_dict(response.json())

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


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Response[Problem | VenueImportAnswer]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    body: VenueImportBody | File | Unset = UNSET,
    keep_bookings: bool | Unset = False,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | VenueImportAnswer]:
    """Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table (docs/bookings.md)

     Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table
    (docs/bookings.md). All of them or none: where something can't be taken, 422 names every row and
    nothing is stored.
    Sending the same again changes nothing.

    Args:
        keep_bookings (bool | Unset): As for a single venue. Default: False.
        dry_run (bool | Unset): Only tell what would become of each. Default: False.
        idempotency_key (str | Unset):
        body (VenueImportBody): Venues to be there afterwards. What is there already (same name,
            same location) is changed as far as it is said.
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | VenueImportAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
        keep_bookings=keep_bookings,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient,
    body: VenueImportBody | File | Unset = UNSET,
    keep_bookings: bool | Unset = False,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Problem | VenueImportAnswer | None:
    """Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table (docs/bookings.md)

     Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table
    (docs/bookings.md). All of them or none: where something can't be taken, 422 names every row and
    nothing is stored.
    Sending the same again changes nothing.

    Args:
        keep_bookings (bool | Unset): As for a single venue. Default: False.
        dry_run (bool | Unset): Only tell what would become of each. Default: False.
        idempotency_key (str | Unset):
        body (VenueImportBody): Venues to be there afterwards. What is there already (same name,
            same location) is changed as far as it is said.
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | VenueImportAnswer
    """

    return sync_detailed(
        client=client,
        body=body,
        keep_bookings=keep_bookings,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    body: VenueImportBody | File | Unset = UNSET,
    keep_bookings: bool | Unset = False,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Response[Problem | VenueImportAnswer]:
    """Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table (docs/bookings.md)

     Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table
    (docs/bookings.md). All of them or none: where something can't be taken, 422 names every row and
    nothing is stored.
    Sending the same again changes nothing.

    Args:
        keep_bookings (bool | Unset): As for a single venue. Default: False.
        dry_run (bool | Unset): Only tell what would become of each. Default: False.
        idempotency_key (str | Unset):
        body (VenueImportBody): Venues to be there afterwards. What is there already (same name,
            same location) is changed as far as it is said.
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | VenueImportAnswer]
    """

    kwargs = _get_kwargs(
        body=body,
        keep_bookings=keep_bookings,
        dry_run=dry_run,
        idempotency_key=idempotency_key,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    body: VenueImportBody | File | Unset = UNSET,
    keep_bookings: bool | Unset = False,
    dry_run: bool | Unset = False,
    idempotency_key: str | Unset = UNSET,
) -> Problem | VenueImportAnswer | None:
    """Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table (docs/bookings.md)

     Add venues, and change those that are there already (same name at the same location), from JSON or a
    CSV table
    (docs/bookings.md). All of them or none: where something can't be taken, 422 names every row and
    nothing is stored.
    Sending the same again changes nothing.

    Args:
        keep_bookings (bool | Unset): As for a single venue. Default: False.
        dry_run (bool | Unset): Only tell what would become of each. Default: False.
        idempotency_key (str | Unset):
        body (VenueImportBody): Venues to be there afterwards. What is there already (same name,
            same location) is changed as far as it is said.
        body (File):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | VenueImportAnswer
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
            keep_bookings=keep_bookings,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )
    ).parsed
