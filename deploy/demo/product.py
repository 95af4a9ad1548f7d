"""The product as its callers see it: HTTP and nothing else."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, Field

from deploy.demo.narrator import check, fail

UNDER_WAY = frozenset({"queued", "running", "retrying"})
_PAUSE_SECONDS = 0.03

T = TypeVar("T", bound=BaseModel)


class Seen(BaseModel):
    """What we read of an answer; it may hold more."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Task(Seen):
    """A task, as far as the story looks at it."""

    id: str
    intent: str
    details: dict[str, Any]
    confidence: float
    provider: str
    status: str
    question: str | None
    result: dict[str, Any] | None
    error: dict[str, Any] | None

    @property
    def summary(self) -> str:
        """The sentence that is read to the person."""
        return str((self.result or {}).get("summary", ""))

    @property
    def story(self) -> str:
        """Where it stands and why, for complaints."""
        why = self.question or (self.error or {}).get("detail") or self.summary
        return f"the task is {self.status} ({why})" if why else f"the task is {self.status}"


class Request(Seen):
    """What was said, with its tasks."""

    tasks: list[Task]


class Event(Seen):
    """One move of a task."""

    to: str
    at: datetime
    reason: str | None


class EventList(Seen):
    """A task's history."""

    items: list[Event]


class Booking(Seen):
    """A table that is kept."""

    task_id: str | None
    venue: str
    date: str
    time: str
    party_size: int
    status: str
    reference: str


class Page(Seen):
    """A part of a list."""

    items: list[Any]
    next_cursor: str | None


class Secret(Seen):
    """What webhooks are signed with."""

    secret: str = Field(repr=False)


class Product:
    """Calls the API with a key; every unexpected answer stops the story."""

    def __init__(self, *, base_url: str, key: str, watch: Callable[[], None]) -> None:
        self._client = httpx2.Client(
            base_url=base_url, headers={"Authorization": f"Bearer {key}"}, timeout=30, trust_env=False
        )
        self._watch = watch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def is_ready(self) -> bool:
        """Whether it says that it can work."""
        try:
            return self._client.get("/health/ready").status_code == HTTPStatus.OK
        except httpx2.TransportError:
            return False

    def get_signing_secret(self) -> str:
        """The secret for our receiver."""
        return self._get("/v1/webhooks/signing-secret", Secret).secret

    def say(self, text: str, *, webhook_url: str, confirm: str = "auto") -> Task:
        """Say something that is one wish; returns its task as it was taken in."""
        body = {"text": text, "webhook_url": webhook_url, "confirm": confirm}
        tasks = self._read(self._client.post("/v1/requests", json=body), Request).tasks
        self._watch()
        check(len(tasks) == 1, expected=f"one task from “{text}”", came=f"there are {len(tasks)}")
        return tasks[0]

    def reply(self, task: Task, text: str) -> Task:
        """Answer its question."""
        return self._read(self._client.post(f"/v1/tasks/{task.id}/reply", json={"text": text}), Task)

    def confirm(self, task: Task) -> Task:
        """Say yes to its read-back."""
        return self._read(self._client.post(f"/v1/tasks/{task.id}/confirm"), Task)

    def get_task(self, task_id: str) -> Task:
        """The task as it stands."""
        return self._get(f"/v1/tasks/{task_id}", Task)

    def list_events(self, task_id: str) -> list[Event]:
        """Every move of the task."""
        return self._get(f"/v1/tasks/{task_id}/events", EventList).items

    def list_tasks(self, task_ids: Collection[str]) -> list[Task]:
        """These tasks as they stand, all in one look."""
        return [each for each in self._list("/v1/tasks", Task) if each.id in task_ids]

    def count_states(self, task_ids: Collection[str]) -> Counter[str]:
        """How many of these tasks are in which state."""
        return Counter(task.status for task in self.list_tasks(task_ids))

    def list_bookings(self, task_ids: Collection[str]) -> list[Booking]:
        """What these tasks have booked."""
        return [each for each in self._list("/v1/bookings", Booking) if each.task_id in task_ids]

    def wait_until_at_rest(self, task_ids: Collection[str], *, seconds: float = 30) -> None:
        """Wait until none of these tasks will move by itself."""
        end = time.monotonic() + seconds
        while (states := self.count_states(task_ids)).keys() & UNDER_WAY:
            self._watch()
            if time.monotonic() > end:
                shown = ", ".join(f"{number} {state}" for state, number in states.items())
                fail(expected=f"all tasks to be at rest within {seconds:.0f} s", came=f"they are {shown}")
            time.sleep(_PAUSE_SECONDS)

    # -------------------------------------------------------------- inside

    def _list(self, path: str, kind: type[T]) -> Iterable[T]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._get(path, Page, limit="200", **({"cursor": cursor} if cursor else {}))
            yield from (kind.model_validate(each) for each in page.items)
            cursor = page.next_cursor

    def _get(self, path: str, kind: type[T], **query: str) -> T:
        return self._read(self._client.get(path, params=query), kind)

    def _read(self, answer: httpx2.Response, kind: type[T]) -> T:
        call = f"{answer.request.method} {answer.request.url.path}"
        check(
            answer.is_success,
            expected=f"{call} to succeed",
            came=f"it answered {answer.status_code}: {answer.text[:500]}",
        )
        return kind.model_validate_json(answer.content)
