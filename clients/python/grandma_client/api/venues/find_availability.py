import datetime
from http import HTTPStatus
from typing import Any, cast
from uuid import UUID

import httpx2

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.availability import Availability
from ...models.problem import Problem
from ...types import UNSET, Response, Unset


def _get_kwargs(
    *,
    venue_id: UUID,
    date: datetime.date,
    to: datetime.date | None | Unset = UNSET,
    party_size: int | None | Unset = UNSET,
    service: None | str | Unset = UNSET,
    stylist: None | str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    if not isinstance(if_none_match, Unset):
        headers["If-None-Match"] = if_none_match

    if not isinstance(prefer, Unset):
        headers["Prefer"] = prefer

    params: dict[str, Any] = {}

    json_venue_id = str(venue_id)
    params["venue_id"] = json_venue_id

    json_date = date.isoformat()
    params["date"] = json_date

    json_to: None | str | Unset
    if isinstance(to, Unset):
        json_to = UNSET
    elif isinstance(to, datetime.date):
        json_to = to.isoformat()
    else:
        json_to = to
    params["to"] = json_to

    json_party_size: int | None | Unset
    if isinstance(party_size, Unset):
        json_party_size = UNSET
    else:
        json_party_size = party_size
    params["party_size"] = json_party_size

    json_service: None | str | Unset
    if isinstance(service, Unset):
        json_service = UNSET
    else:
        json_service = service
    params["service"] = json_service

    json_stylist: None | str | Unset
    if isinstance(stylist, Unset):
        json_stylist = UNSET
    else:
        json_stylist = stylist
    params["stylist"] = json_stylist

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/v1/availability",
        "params": params,
    }

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx2.Response
) -> Any | Availability | Problem | None:
    if response.status_code == 200:
        response_200 = Availability.from_dict(response.json())

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

    if response.status_code == 409:
        response_409 = Problem.from_dict(response.json())

        return response_409

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
) -> Response[Any | Availability | Problem]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient,
    venue_id: UUID,
    date: datetime.date,
    to: datetime.date | None | Unset = UNSET,
    party_size: int | None | Unset = UNSET,
    service: None | str | Unset = UNSET,
    stylist: None | str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Any | Availability | Problem]:
    """The free times of one day or several at one venue

     The free times of one day or several at one venue: for so many people, or for a service and perhaps
    a stylist.
    Days on which nothing is free are listed with the reason.

    Args:
        venue_id (UUID):
        date (datetime.date): The day, local to the venue.
        to (datetime.date | None | Unset): The last of several days, at most 14 in all.
        party_size (int | None | Unset): Required for a restaurant.
        service (None | str | Unset): Required for a salon.
        stylist (None | str | Unset):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Availability | Problem]
    """

    kwargs = _get_kwargs(
        venue_id=venue_id,
        date=date,
        to=to,
        party_size=party_size,
        service=service,
        stylist=stylist,
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
    venue_id: UUID,
    date: datetime.date,
    to: datetime.date | None | Unset = UNSET,
    party_size: int | None | Unset = UNSET,
    service: None | str | Unset = UNSET,
    stylist: None | str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Any | Availability | Problem | None:
    """The free times of one day or several at one venue

     The free times of one day or several at one venue: for so many people, or for a service and perhaps
    a stylist.
    Days on which nothing is free are listed with the reason.

    Args:
        venue_id (UUID):
        date (datetime.date): The day, local to the venue.
        to (datetime.date | None | Unset): The last of several days, at most 14 in all.
        party_size (int | None | Unset): Required for a restaurant.
        service (None | str | Unset): Required for a salon.
        stylist (None | str | Unset):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Availability | Problem
    """

    return sync_detailed(
        client=client,
        venue_id=venue_id,
        date=date,
        to=to,
        party_size=party_size,
        service=service,
        stylist=stylist,
        if_none_match=if_none_match,
        prefer=prefer,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient,
    venue_id: UUID,
    date: datetime.date,
    to: datetime.date | None | Unset = UNSET,
    party_size: int | None | Unset = UNSET,
    service: None | str | Unset = UNSET,
    stylist: None | str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Response[Any | Availability | Problem]:
    """The free times of one day or several at one venue

     The free times of one day or several at one venue: for so many people, or for a service and perhaps
    a stylist.
    Days on which nothing is free are listed with the reason.

    Args:
        venue_id (UUID):
        date (datetime.date): The day, local to the venue.
        to (datetime.date | None | Unset): The last of several days, at most 14 in all.
        party_size (int | None | Unset): Required for a restaurant.
        service (None | str | Unset): Required for a salon.
        stylist (None | str | Unset):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Availability | Problem]
    """

    kwargs = _get_kwargs(
        venue_id=venue_id,
        date=date,
        to=to,
        party_size=party_size,
        service=service,
        stylist=stylist,
        if_none_match=if_none_match,
        prefer=prefer,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient,
    venue_id: UUID,
    date: datetime.date,
    to: datetime.date | None | Unset = UNSET,
    party_size: int | None | Unset = UNSET,
    service: None | str | Unset = UNSET,
    stylist: None | str | Unset = UNSET,
    if_none_match: str | Unset = UNSET,
    prefer: str | Unset = UNSET,
) -> Any | Availability | Problem | None:
    """The free times of one day or several at one venue

     The free times of one day or several at one venue: for so many people, or for a service and perhaps
    a stylist.
    Days on which nothing is free are listed with the reason.

    Args:
        venue_id (UUID):
        date (datetime.date): The day, local to the venue.
        to (datetime.date | None | Unset): The last of several days, at most 14 in all.
        party_size (int | None | Unset): Required for a restaurant.
        service (None | str | Unset): Required for a salon.
        stylist (None | str | Unset):
        if_none_match (str | Unset):
        prefer (str | Unset):

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx2.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Availability | Problem
    """

    return (
        await asyncio_detailed(
            client=client,
            venue_id=venue_id,
            date=date,
            to=to,
            party_size=party_size,
            service=service,
            stylist=stylist,
            if_none_match=if_none_match,
            prefer=prefer,
        )
    ).parsed
