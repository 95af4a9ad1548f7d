"""What the tests ask of the API, through the Python client that its users have: every answer is read as what it is said to be."""

import re
from typing import Any, TypeVar
from uuid import UUID

from grandma_client import AuthenticatedClient
from grandma_client.api.bookings import list_bookings
from grandma_client.api.requests import submit_request
from grandma_client.api.tasks import get_task, list_tasks
from grandma_client.api.users import create_contact, create_user
from grandma_client.api.venues import create_venue
from grandma_client.api.webhooks import get_signing_secret
from grandma_client.models import (
    Booking,
    BookingPage,
    Contact,
    ContactBody,
    Request,
    SigningSecretAnswer,
    SubmitBody,
    Task,
    TaskPage,
    User,
    UserBody,
    Venue,
    VenueBody,
)
from grandma_client.types import UNSET

from clients.generate import CLIENT

T = TypeVar("T")


def expect(kind: type[T], answer: object) -> T:
    """The answer, where it is none of the others that may come."""
    assert isinstance(answer, kind), answer
    return answer


def say(client: AuthenticatedClient, *, key: str = "", **body: Any) -> Request:
    """A sentence, and the tasks of it; `key` makes it safe to say again."""
    said = submit_request.sync_detailed(
        client=client, body=SubmitBody.from_dict(body), idempotency_key=key if key else UNSET
    )
    request = expect(Request, said.parsed)
    assert (said.status_code, said.headers["Location"]) == (202, f"/v1/requests/{request.id}")
    return request


def task(client: AuthenticatedClient, task_id: UUID) -> Task:
    """A task as it stands."""
    return expect(Task, get_task.sync(task_id, client=client))


def tasks(client: AuthenticatedClient, user_id: UUID | None = None) -> list[Task]:
    """The newest tasks, of a person or of everybody."""
    return expect(TaskPage, list_tasks.sync(client=client, limit=200, user_id=user_id or UNSET)).items


def bookings(client: AuthenticatedClient, user_id: UUID | None = None) -> list[Booking]:
    """The newest bookings, of a person or of everybody."""
    return expect(BookingPage, list_bookings.sync(client=client, limit=200, user_id=user_id or UNSET)).items


def add_user(client: AuthenticatedClient, **body: Any) -> User:
    """A person to be helped."""
    return expect(User, create_user.sync(client=client, body=UserBody.from_dict(body)))


def add_contact(client: AuthenticatedClient, user_id: UUID, **body: Any) -> Contact:
    """Somebody who is told news of that person."""
    return expect(Contact, create_contact.sync(user_id, client=client, body=ContactBody.from_dict(body)))


def add_venue(client: AuthenticatedClient, **body: Any) -> Venue:
    """A place to book at."""
    return expect(Venue, create_venue.sync(client=client, body=VenueBody.from_dict(body)))


def signing_secret(client: AuthenticatedClient) -> str:
    """What signs messages to the address in a request."""
    return expect(SigningSecretAnswer, get_signing_secret.sync(client=client)).secret


def code_of_readme(base_url: str, key: str) -> str:
    """The lines that the client's README shows, for another address and key, and for a machine that may be busy."""
    [code] = re.findall(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert "http://127.0.0.1:8000" in code
    changes = {"http://127.0.0.1:8000": base_url, "THE KEY THAT make run PRINTS": key, "wait=10": "wait=60"}
    for shown, meant in changes.items():
        assert shown in code
        code = code.replace(shown, meant)
    return code
