"""What the tests ask of the API, through the Python client that its users have: every answer is read as what it is said to be."""

import re
from typing import Any, TypeVar
from uuid import UUID

import httpx2
from grandma_client import AuthenticatedClient
from grandma_client.api.bookings import list_bookings
from grandma_client.api.requests import submit_request
from grandma_client.api.tasks import list_tasks
from grandma_client.api.users import create_user
from grandma_client.api.webhooks import get_signing_secret
from grandma_client.models import BookingPage, Request, SigningSecretAnswer, SubmitBody, TaskPage, User, UserBody
from grandma_client.types import UNSET

from clients.generate import CLIENT

T = TypeVar("T")


def over(connection: httpx2.Client) -> AuthenticatedClient:
    """The client over a connection that is open already, with its address and key."""
    return AuthenticatedClient(base_url=str(connection.base_url), token="").set_httpx_client(connection)


def expect(kind: type[T], answer: object) -> T:
    """The answer, where it is none of the others that may come."""
    assert isinstance(answer, kind), answer
    return answer


def say(connection: httpx2.Client, **body: Any) -> Request:
    """A sentence, and the tasks of it."""
    said = submit_request.sync_detailed(client=over(connection), body=SubmitBody.from_dict(body))
    assert said.status_code == 202, said.content
    assert said.headers["Location"].endswith(str(expect(Request, said.parsed).id))
    return expect(Request, said.parsed)


def tasks(connection: httpx2.Client, user_id: str | None = None) -> TaskPage:
    """The newest tasks, of a person or of everybody."""
    whose = UUID(user_id) if user_id else UNSET
    return expect(TaskPage, list_tasks.sync(client=over(connection), limit=200, user_id=whose))


def bookings(connection: httpx2.Client, user_id: str | None = None) -> BookingPage:
    """The newest bookings, of a person or of everybody."""
    whose = UUID(user_id) if user_id else UNSET
    return expect(BookingPage, list_bookings.sync(client=over(connection), limit=200, user_id=whose))


def add_user(connection: httpx2.Client, **body: Any) -> User:
    """A person to be helped."""
    return expect(User, create_user.sync(client=over(connection), body=UserBody.from_dict(body)))


def signing_secret(connection: httpx2.Client) -> str:
    """What signs messages to the address in a request."""
    return expect(SigningSecretAnswer, get_signing_secret.sync(client=over(connection))).secret


def code_of_readme(base_url: str, key: str) -> str:
    """The lines that the client's README shows, for another address and key, and for a machine that may be busy."""
    [code] = re.findall(r"```python\n(.*?)```", (CLIENT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert "http://127.0.0.1:8000" in code
    changes = {"http://127.0.0.1:8000": base_url, "THE KEY THAT make run PRINTS": key, "wait=10": "wait=60"}
    for shown, meant in changes.items():
        assert shown in code
        code = code.replace(shown, meant)
    return code
