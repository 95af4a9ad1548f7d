"""Every intent and every sentence of the product's brief, as a developer's program lives them: POST, poll, webhook.

The same conversations run twice: understood offline, and through the OpenAI protocol by a scripted model.
"""

import time
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest

from core.config import Settings
from deploy.demo.mail import MailServer, running_mail_server
from deploy.demo.model import running_model
from tests.e2e.product import Product, installed, wait_until
from tests.e2e.wishes import SCRIPT

ZONE = "Europe/London"
UNDER_WAY = {"queued", "running", "retrying"}

Task = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is helped, and what became of what they said."""

    product: Product
    client: httpx2.Client
    user_id: str
    mail: MailServer
    provider: str

    def say(self, text: str, **more: Any) -> list[Task]:
        """The tasks of a sentence once they rest."""
        request = self.product.say(self.client, text, user_id=self.user_id, **more)
        wait_until(lambda: self._is_at_rest(request["id"]))
        tasks = self.client.get(f"/v1/requests/{request['id']}").json()["tasks"]
        assert {task["provider"] for task in tasks} == {self.provider}, tasks
        assert not any(task["degraded"] for task in tasks)
        return tasks

    def get_done(self, text: str, intent: str, **more: Any) -> Task:
        """The one task of a sentence that needs no further word."""
        [task] = self.say(text, **more)
        return self.check_done(task, intent)

    def confirm(self, task: Task) -> Task:
        """Say yes to what is read back."""
        assert task["status"] == "awaiting_confirmation", task
        return self._go_on(task, self.client.post(f"/v1/tasks/{task['id']}/confirm"))

    def reply(self, task: Task, text: str) -> Task:
        """Answer what is asked."""
        assert task["status"] == "needs_input", task
        return self._go_on(task, self.client.post(f"/v1/tasks/{task['id']}/reply", json={"text": text}))

    def check_done(self, task: Task, intent: str) -> Task:
        """That it is fulfilled, that it says so in a sentence, and that the webhook says the same."""
        assert (task["intent"], task["status"]) == (intent, "completed"), task
        assert task["result"]["summary"].rstrip('"').endswith((".", "!", "?"))
        wait_until(lambda: "task.completed" in self.product.received.types_by_task().get(task["id"], set()))
        [told] = [
            each["data"]
            for tries in list(self.product.received.messages.values())
            for each in tries[:1]
            if (each["data"]["id"], each["type"]) == (task["id"], "task.completed")
        ]
        assert told == self.client.get(f"/v1/tasks/{task['id']}").json()
        return task

    def list(self, path: str, **narrowed: str) -> list[dict[str, Any]]:
        """What the API lists for this person."""
        answer = self.client.get(path, params={"user_id": self.user_id, "limit": "200", **narrowed})
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def _go_on(self, task: Task, answer: httpx2.Response) -> Task:
        assert answer.is_success, answer.text
        wait_until(lambda: self._is_at_rest(task["request_id"]))
        return self.client.get(f"/v1/tasks/{task['id']}").json()

    def _is_at_rest(self, request_id: str) -> bool:
        request = self.client.get(f"/v1/requests/{request_id}").json()
        return request["status"] != "understanding" and not any(
            task["status"] in UNDER_WAY or (task["status"] == "scheduled" and task["intent"] in TELLING)
            for task in request["tasks"]
        )


TELLING = {"family_notification", "activity_note", "shopping"}
"""They wait, scheduled, until their messages are out."""


@pytest.fixture(scope="module", params=["rules", "openai"])
def provider(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def mail() -> Generator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def product(
    provider: str,
    mail: MailServer,
    servers: Settings,
    template_database: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Generator[Product]:
    folder: Path = tmp_path_factory.mktemp(provider)
    settings = {"SMTP_URL": mail.url, "MAIL_FROM": "assistant@example.org", "DEFAULT_TIMEZONE": ZONE}
    with running_model(SCRIPT) as model:
        if provider == "openai":
            model_settings = {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "sk-test", "OPENAI_MODEL": "scripted"}
            settings |= {"LLM_PROVIDER": "openai", **model_settings}
        with installed(servers, template_database, folder=folder, **settings) as product:
            product.start("python", "-m", "worker")
            with product.client as client:
                salon = {"name": "Bella Salon", "kind": "salon", "services": ["haircut"], "staff": ["Maria"]}
                assert client.post("/v1/venues", json=salon).status_code == 201
            yield product
        assert product.received.refused == []
        assert bool(model.asked) == (provider == "openai")


@pytest.fixture
def rose(product: Product, mail: MailServer, provider: str) -> Generator[Person]:
    """A new person with a daughter Anna and a mailbox."""
    number = time.time_ns()
    with product.client as client:
        body = {"name": "Rose", "timezone": ZONE, "channels": [f"mailto:rose-{number}@example.org"]}
        user = client.post("/v1/users", json=body).json()
        anna = {
            "name": "Anna",
            "relation": "daughter",
            "channels": [f"mailto:anna-{number}@example.org"],
            "topics": ["taken", "missed"],
        }
        assert client.post(f"/v1/users/{user['id']}/contacts", json=anna).status_code == 201
        yield Person(product=product, client=client, user_id=user["id"], mail=mail, provider=provider)


def tomorrow() -> date:
    return datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=1)


def pick(values: Mapping[str, Any], *names: str) -> Sequence[Any]:
    return tuple(values[name] for name in names)


def test_restaurant_is_booked(rose: Person) -> None:
    task = rose.get_done("Book me a table for 4 at Olive Garden tomorrow 7pm.", "restaurant_booking")
    [booking] = rose.list("/v1/bookings")
    assert pick(booking, "task_id", "venue", "party_size", "time") == (task["id"], "Olive Garden", 4, "19:00")
    assert booking["date"] == tomorrow().isoformat()


def test_salon_is_booked_after_a_question(rose: Person) -> None:
    [task] = rose.say("Book me a haircut with Maria at Bella Salon tomorrow.")
    assert task["asks_for"] == "time"
    rose.check_done(rose.reply(task, "at 2 in the afternoon"), "salon_booking")
    [booking] = rose.list("/v1/bookings")
    assert pick(booking, "venue", "service", "stylist", "time") == ("Bella Salon", "haircut", "Maria", "14:00")


def test_free_tables_are_found(rose: Person) -> None:
    task = rose.get_done("Is there a table for 2 at Olive Garden tomorrow at 7pm?", "availability_search")
    assert "Olive Garden" in task["result"]["summary"]
    assert rose.list("/v1/bookings") == []


def test_booking_is_looked_up_changed_and_cancelled(rose: Person) -> None:
    rose.get_done("Book a table for 2 at Golden Lotus tomorrow at 6pm.", "restaurant_booking")
    found = rose.get_done("When is my table at Golden Lotus?", "booking_lookup")
    assert "6 in the evening" in found["result"]["summary"]
    [change] = rose.say("Change my table at Golden Lotus to 3 people.")
    rose.check_done(rose.confirm(change), "booking_change")
    assert pick(rose.list("/v1/bookings")[0], "party_size", "status") == (3, "confirmed")
    [cancel] = rose.say("Please cancel my table at Golden Lotus.")
    assert "Golden Lotus" in cancel["question"]
    rose.check_done(rose.confirm(cancel), "booking_cancel")
    assert [booking["status"] for booking in rose.list("/v1/bookings")] == ["cancelled"]


def test_medicine_is_reminded_of_every_morning(rose: Person) -> None:
    [task] = rose.say("Remind me to take my blood pressure pills every morning.")
    assert task["asks_for"] in {"time", "times"}
    rose.check_done(rose.reply(task, "at 8 in the morning"), "medicine_reminder")
    [reminder] = rose.list("/v1/reminders")
    assert pick(reminder, "subject", "times", "recurrence") == ("blood pressure pills", ["08:00"], "FREQ=DAILY")
    assert "blood pressure pills" in rose.get_done("What are my reminders?", "reminder_lookup")["result"]["summary"]
    [change] = rose.say("Change my blood pressure pills reminder to 9 in the morning.")
    rose.check_done(rose.confirm(change), "reminder_change")
    assert rose.list("/v1/reminders")[0]["times"] == ["09:00"]


def test_reminder_is_stored_and_stopped(rose: Person) -> None:
    task = rose.get_done("Remind me to water the plants tomorrow at 5pm.", "reminder")
    assert task["scheduled_for"] == task["result"]["next"]
    [reminder] = rose.list("/v1/reminders")
    assert pick(reminder, "subject", "times") == ("water the plants", ["17:00"])
    [cancel] = rose.say("Cancel my reminder to water the plants.")
    rose.check_done(rose.confirm(cancel), "reminder_cancel")
    assert [each["status"] for each in rose.list("/v1/reminders")] == ["cancelled"]


def test_medicine_fires_is_taken_and_the_family_is_informed(rose: Person) -> None:
    rose.get_done("Remind me to take my vitamin tablets in 2 seconds.", "medicine_reminder")
    wait_until(lambda: [each["status"] for each in rose.list("/v1/occurrences")] == ["due"])
    wait_until(lambda: any("vitamin tablets" in text for text in read_mail_to(rose, "rose")))
    rose.get_done("I took my vitamin tablets.", "medicine_taken")
    [occurrence] = rose.list("/v1/occurrences")
    assert pick(occurrence, "status", "answered_via") == ("taken", "words")
    wait_until(lambda: len(read_mail_to(rose, "anna")) == 1)
    assert "vitamin" not in read_mail_to(rose, "anna")[0], "what it is, is nobody's business unless allowed"


def test_daughter_is_told(rose: Person) -> None:
    task = rose.get_done("Tell my daughter I'm fine.", "family_notification")
    [text] = read_mail_to(rose, "anna")
    assert "I'm fine" in text
    [notification] = rose.list("/v1/notifications")
    assert pick(notification, "recipient", "status", "task_id") == ("Anna", "sent", task["id"])


def test_activity_is_noted_and_shared(rose: Person) -> None:
    rose.get_done("Note that I went for a walk in the park.", "activity_note")
    assert read_mail_to(rose, "anna") == []
    rose.get_done("Let my daughter know I had lunch with Ruth.", "family_notification")
    assert ["walk" in note["text"] for note in rose.list("/v1/notes")] == [True]
    assert len(read_mail_to(rose, "anna")) == 1


def test_shopping_is_noted(rose: Person) -> None:
    rose.get_done("Add milk to my shopping list.", "shopping")
    [note] = rose.list("/v1/notes", kind="shopping")
    assert note["text"] == "milk"


def test_kind_word_and_what_cannot_be_done(rose: Person) -> None:
    rose.get_done("Hello, dear!", "smalltalk")
    assert "can't do that" in rose.get_done("Paint my kitchen yellow.", "other")["result"]["summary"]


def test_two_wishes_of_one_sentence_rest_each_on_their_own(rose: Person) -> None:
    tasks = rose.say("Book a table for 2 at Golden Lotus tomorrow and tell my daughter I'm fine.")
    assert [task["intent"] for task in tasks] == ["restaurant_booking", "family_notification"]
    table, message = tasks
    rose.check_done(message, "family_notification")
    assert table["asks_for"] == "time"
    rose.check_done(rose.reply(table, "8pm"), "restaurant_booking")
    assert len(read_mail_to(rose, "anna")) == 1


def read_mail_to(person: Person, name: str) -> list[str]:
    """The texts that came for this person's relative, or for themselves."""
    user = person.client.get(f"/v1/users/{person.user_id}").json()
    number = user["channels"][0].split("-")[1].split("@")[0]
    return [each.text for each in person.mail.letters if f"{name}-{number}@example.org" in each.recipients]
