"""The product as its callers see it: HTTP and nothing else."""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Self, TypeVar

import httpx2
from pydantic import BaseModel, ConfigDict, Field

from deploy.demo.narrator import check, fail

UNDER_WAY = frozenset({"queued", "running", "retrying"})
FINAL = frozenset({"completed", "failed", "cancelled", "expired"})
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
    degraded: bool
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


class Guess(Seen):
    """What a sentence would be taken for."""

    intent: str
    details: dict[str, Any]
    provider: str


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


class Reminder(Seen):
    """What a person is reminded of."""

    id: str
    subject: str


class Occurrence(Seen):
    """One due time of a reminder."""

    id: str
    reminder_id: str
    status: str
    late: bool


class User(Seen):
    """A person who is helped."""

    id: str
    name: str


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
        self._key = key
        self._watch = watch

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def at(self, base_url: str) -> "Product":
        """The same product, called at another API of it."""
        return Product(base_url=base_url, key=self._key, watch=self._watch)

    def is_ready(self) -> bool:
        """Whether it says that it can work."""
        try:
            return self._client.get("/health/ready").status_code == HTTPStatus.OK
        except httpx2.TransportError:
            return False

    def get_signing_secret(self) -> str:
        """The secret for our receiver."""
        return self._get("/v1/webhooks/signing-secret", Secret).secret

    def introduce(self, *, mailbox: str, daughter: tuple[str, str]) -> User:
        """Give the person helped a mailbox, and a daughter with one."""
        [user] = self._list("/v1/users", User)
        path, (name, address) = f"/v1/users/{user.id}", daughter
        contact = {
            "name": name,
            "relation": "daughter",
            "channels": [f"mailto:{address}"],
            "topics": ["missed", "taken"],
        }
        self._read(self._client.post(f"{path}/contacts", json=contact), Seen)
        return self._read(self._client.patch(path, json={"name": "Rose", "channels": [f"mailto:{mailbox}"]}), User)

    def parse(self, text: str) -> Guess:
        """What would be understood; nothing is done."""
        return self._read(self._client.post("/v1/parse", json={"text": text}), Guess)

    def say(self, text: str, *, webhook_url: str, confirm: str = "auto") -> Task:
        """Say something that is one wish; returns its task as it was taken in."""
        tasks = self.say_several(text, webhook_url=webhook_url, confirm=confirm)
        check(len(tasks) == 1, expected=f"one task from “{text}”", came=f"there are {len(tasks)}")
        return tasks[0]

    def say_several(self, text: str, *, webhook_url: str, confirm: str = "auto") -> list[Task]:
        """Say something; returns the tasks of its wishes as they were taken in."""
        body = {"text": text, "webhook_url": webhook_url, "confirm": confirm}
        tasks = self._read(self._client.post("/v1/requests", json=body), Request).tasks
        self._watch()
        return tasks

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

    def find_reminder(self, subject: str) -> Reminder:
        """The reminder of this."""
        found = [each for each in self._list("/v1/reminders", Reminder) if each.subject == subject]
        check(len(found) == 1, expected=f"one reminder of {subject}", came=f"there are {len(found)}")
        return found[0]

    def find_occurrence(self, reminder: Reminder) -> Occurrence:
        """Its only due time."""
        found = [each for each in self._list("/v1/occurrences", Occurrence) if each.reminder_id == reminder.id]
        check(len(found) == 1, expected="one due time", came=f"there are {len(found)}")
        return found[0]

    def remind(self, medicine: str, *, at: datetime, ladder: Mapping[str, Any]) -> Reminder:
        """A medicine at one instant, with a ladder of its own."""
        body = {"kind": "medicine", "subject": medicine, "at": at.isoformat(), "escalation": ladder}
        return self._read(self._client.post("/v1/reminders", json=body), Reminder)

    def wait_until_dose_is(self, reminder: Reminder, status: str, *, seconds: float = 20) -> Occurrence:
        """Its only due time, once it stands so."""
        end = time.monotonic() + seconds
        while (dose := self.find_occurrence(reminder)).status != status:
            self._watch()
            check(time.monotonic() < end, expected=f"the dose to be {status}", came=f"it is {dose.status}")
            time.sleep(_PAUSE_SECONDS)
        return dose

    def wait_for_end(self, task: Task, *, seconds: float = 20) -> Task:
        """The task once it has moved for the last time."""
        end = time.monotonic() + seconds
        while (latest := self.get_task(task.id)).status not in FINAL:
            self._watch()
            check(time.monotonic() < end, expected=f"an end within {seconds:.0f} s", came=latest.story)
            time.sleep(_PAUSE_SECONDS)
        return latest

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
