"""What the users of `make load` do. Locust runs this from an environment of its own: nothing of the product is imported.

`LOAD_PLAN` is a file that says who calls and how (`plan.py`), and where to write what came of it.
"""

import itertools
import json
import os
import random
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

from locust import FastHttpUser, between, constant, events, task

PLAN = json.loads(Path(os.environ["LOAD_PLAN"]).read_text(encoding="utf-8"))
CALLS: dict[str, list[float]] = {}
FAILED: list[str] = []
ACCEPTED: list[str] = []
_next_person = itertools.cycle(PLAN["people"])
_next_number = itertools.count()

_TALK = ("Good morning!", "How are you today?", "Thank you, dear.", "What can you do?")
_PLACES = ("Olive Garden", "Golden Lotus", "Curry Leaf", "Harbour Fish House")
_MEDICINES = ("my heart pill", "two paracetamol", "my blood pressure tablet", "the water tablet")


def _table(number: int) -> str:
    day = datetime.now(UTC).date() + timedelta(days=2 + number % 300)
    place, hour = _PLACES[number % 4], 5 + number % 4
    return f"Book a table for {2 + number % 7} at {place} on {day.day} {day:%B} {day.year} at {hour}pm"


def _medicine(number: int) -> str:
    return f"Remind me to take {_MEDICINES[number % 4]} every day at {6 + number % 5}:{number % 60:02}"


def _sentence() -> str:
    number = next(_next_number)
    return (_TALK[number // 3 % 4], _table(number), _medicine(number))[number % 3]


class _Person(FastHttpUser):
    """Somebody with a key of their own, who is helped by the product."""

    abstract = True

    def on_start(self) -> None:
        self.random = random.Random(next(_next_number))
        self.me = next(_next_person)
        self.seen: list[tuple[str, str]] = []

    def call(self, method: str, path: str, name: str, *, expected: tuple[int, ...] = (200,), body=None, headers=None):
        """One call under a name. Whatever is not expected is an error."""
        given = {"Authorization": f"Bearer {self.me['key']}", **(headers or {})}
        with self.client.request(method, path, name=name, json=body, headers=given, catch_response=True) as response:
            if response.status_code in expected:
                response.success()
            else:
                response.failure(f"{name}: {response.status_code} {(response.text or '')[:300]}")
        return response

    def say(self, text: str, name: str = "POST /v1/requests") -> dict:
        """A sentence, with a key that makes repeating it harmless."""
        response = self.call(
            "POST",
            "/v1/requests",
            name,
            expected=(202,),
            body={"text": text, "user_id": self.me["user_id"]},
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )
        if response.status_code != 202:
            return {"tasks": []}
        said = response.json()
        ACCEPTED.append(said["id"])
        return said


class Caller(_Person):
    """Says things, looks what became of them, and reads lists, as a person in front of an app does."""

    abstract = PLAN["who"] != "Caller"
    wait_time = between(*PLAN["thinks"])

    @task(4)
    def speak(self) -> None:
        for each in self.say(_sentence())["tasks"]:
            self.seen = [*self.seen[-9:], (each["id"], "")]

    @task(4)
    def look(self) -> None:
        self._poll("GET /v1/tasks/{id}", {})

    @task(1)
    def wait_for_news(self) -> None:
        self._poll("GET /v1/tasks/{id}, waiting for news", {"Prefer": "wait=1"})

    @task(2)
    def answer(self) -> None:
        for each in self.say("Book a table at Olive Garden", "POST /v1/requests, which asks")["tasks"]:
            if each["status"] == "needs_input":
                number = next(_next_number)
                day = datetime.now(UTC).date() + timedelta(days=2 + number % 300)
                reply = f"For {2 + number % 7} people on {day.day} {day:%B} {day.year} at 7pm"
                self.call("POST", f"/v1/tasks/{each['id']}/reply", "POST /v1/tasks/{id}/reply", body={"text": reply})

    @task(2)
    def list_tasks(self) -> None:
        self._list("/v1/tasks")

    @task(2)
    def list_reminders(self) -> None:
        self._list("/v1/reminders")

    @task(2)
    def list_occurrences(self) -> None:
        self._list("/v1/occurrences")

    @task(1)
    def read_contacts(self) -> None:
        self.call("GET", f"/v1/users/{self.me['user_id']}/contacts", "GET /v1/users/{id}/contacts")

    def _list(self, path: str) -> None:
        self.call("GET", f"{path}?user_id={self.me['user_id']}&limit=20", f"GET {path}")

    def _poll(self, name: str, wish: dict[str, str]) -> None:
        """Look at a task; what was seen before is not sent again."""
        if not self.seen:
            return
        place = self.random.randrange(len(self.seen))
        task_id, tag = self.seen[place]
        known = {"If-None-Match": tag} if tag else {}
        response = self.call("GET", f"/v1/tasks/{task_id}", name, expected=(200, 304), headers=known | wish)
        self.seen[place] = (task_id, response.headers.get("ETag") or tag)


class Writer(_Person):
    """Says the next thing as soon as the last was taken."""

    abstract = PLAN["who"] != "Writer"
    wait_time = constant(0)

    @task
    def speak(self) -> None:
        self.say(_sentence())


@events.request.add_listener
def _note(name: str, response_time: float, exception: object, **_: object) -> None:
    CALLS.setdefault(name, []).append(response_time)
    if exception is not None:
        FAILED.append(str(exception))


@events.user_error.add_listener
def _note_crash(exception: object, **_: object) -> None:
    FAILED.append(f"a user stumbled: {exception!r}")


@events.quitting.add_listener
def _write(**_: object) -> None:
    found = {"calls": CALLS, "failed": FAILED, "accepted": ACCEPTED}
    Path(PLAN["out"]).write_text(json.dumps(found), encoding="utf-8")
