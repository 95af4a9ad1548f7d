"""Every intent and every sentence of the product's brief, as a developer's program lives them: POST, poll, webhook.

The same conversations run twice: understood offline, and through the OpenAI protocol by a scripted model.
"""

import json
import time
from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from grandma_client import AuthenticatedClient
from grandma_client.api.notes import list_notes
from grandma_client.api.notifications import list_notifications
from grandma_client.api.reminders import list_occurrences, list_reminders
from grandma_client.api.requests import get_request
from grandma_client.api.tasks import confirm_task, get_task, reply_to_task
from grandma_client.models import (
    Booking,
    Note,
    NoteKind,
    NotePage,
    Notification,
    NotificationPage,
    Occurrence,
    OccurrencePage,
    Reminder,
    ReminderPage,
    ReplyBody,
    Request,
    Task,
    User,
)
from grandma_client.types import UNSET, Unset

from core.config import Settings
from deploy.demo.mail import MailServer, running_mail_server
from deploy.demo.model import running_model
from tests.e2e import calls
from tests.e2e.calls import expect
from tests.e2e.product import Product, installed, wait_until
from tests.e2e.wishes import SCRIPT

ZONE = "Europe/London"
UNDER_WAY = {"queued", "running", "retrying"}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is helped, and what became of what they said."""

    product: Product
    client: AuthenticatedClient
    user: User
    mail: MailServer
    provider: str

    def say(self, text: str) -> list[Task]:
        """The tasks of a sentence once they rest."""
        request = self.product.say(self.client, text, user_id=str(self.user.id))
        tasks = self._wait_until_at_rest(request.id)
        assert {task.provider for task in tasks} == {self.provider}, tasks
        assert not any(task.degraded for task in tasks)
        return tasks

    def get_done(self, text: str, intent: str) -> Task:
        """The one task of a sentence that needs no further word."""
        [task] = self.say(text)
        return self.check_done(task, intent)

    def confirm(self, task: Task) -> Task:
        """Say yes to what is read back."""
        assert task.status == "awaiting_confirmation", task
        return self._go_on(confirm_task.sync(task.id, client=self.client))

    def reply(self, task: Task, text: str) -> Task:
        """Answer what is asked."""
        assert task.status == "needs_input", task
        return self._go_on(reply_to_task.sync(task.id, client=self.client, body=ReplyBody(text)))

    def check_done(self, task: Task, intent: str) -> Task:
        """That it is fulfilled, that it says so in a sentence, and that the webhook says the same."""
        assert (task.intent, task.status) == (intent, "completed"), task
        assert summary_of(task).rstrip('"').endswith((".", "!", "?"))
        wait_until(lambda: "task.completed" in self.product.received.types_by_task().get(task.id, set()))
        [told] = [
            each["data"]
            for tries in list(self.product.received.messages.values())
            for each in tries[:1]
            if (each["data"]["id"], each["type"]) == (str(task.id), "task.completed")
        ]
        assert told == json.loads(get_task.sync_detailed(task.id, client=self.client).content)
        return task

    @property
    def bookings(self) -> list[Booking]:
        return calls.bookings(self.client, self.user.id)

    @property
    def reminders(self) -> list[Reminder]:
        return expect(ReminderPage, list_reminders.sync(client=self.client, user_id=self.user.id)).items

    @property
    def occurrences(self) -> list[Occurrence]:
        return expect(OccurrencePage, list_occurrences.sync(client=self.client, user_id=self.user.id)).items

    @property
    def notifications(self) -> list[Notification]:
        return expect(NotificationPage, list_notifications.sync(client=self.client, user_id=self.user.id)).items

    def list_notes(self, kind: NoteKind | Unset = UNSET) -> list[Note]:
        return expect(NotePage, list_notes.sync(client=self.client, user_id=self.user.id, kind=kind)).items

    def read_mail(self, name: str) -> list[str]:
        """The texts that came for this person's relative, or for themselves."""
        number = self.user.channels[0].split("-")[1].split("@")[0]
        return [each.text for each in self.mail.letters if f"{name}-{number}@example.org" in each.recipients]

    def _go_on(self, answer: object) -> Task:
        task = expect(Task, answer)
        self._wait_until_at_rest(task.request_id)
        return calls.task(self.client, task.id)

    def _wait_until_at_rest(self, request_id: UUID) -> list[Task]:
        wait_until(lambda: is_at_rest(self._get(request_id)))
        return self._get(request_id).tasks

    def _get(self, request_id: UUID) -> Request:
        return expect(Request, get_request.sync(request_id, client=self.client))


def is_at_rest(request: Request) -> bool:
    return request.status != "understanding" and not any(
        task.status in UNDER_WAY or (task.status == "scheduled" and task.intent in TELLING) for task in request.tasks
    )


def summary_of(task: Task) -> str:
    assert task.result is not None, task
    return task.result.summary


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
                calls.add_venue(client, name="Bella Salon", kind="salon", services=["haircut"], staff=["Maria"])
            yield product
        assert product.received.refused == []
        assert bool(model.asked) == (provider == "openai")


@pytest.fixture
def rose(product: Product, mail: MailServer, provider: str) -> Generator[Person]:
    """A new person with a daughter Anna and a mailbox."""
    number = time.time_ns()
    with product.client as client:
        user = calls.add_user(client, name="Rose", timezone=ZONE, channels=[f"mailto:rose-{number}@example.org"])
        mailbox = f"mailto:anna-{number}@example.org"
        calls.add_contact(
            client, user.id, name="Anna", relation="daughter", channels=[mailbox], topics=["taken", "missed"]
        )
        yield Person(product=product, client=client, user=user, mail=mail, provider=provider)


def tomorrow() -> date:
    return datetime.now(ZoneInfo(ZONE)).date() + timedelta(days=1)


def test_restaurant_is_booked(rose: Person) -> None:
    task = rose.get_done("Book me a table for 4 at Olive Garden tomorrow 7pm.", "restaurant_booking")
    [booking] = rose.bookings
    assert (booking.task_id, booking.venue, booking.party_size, booking.time) == (task.id, "Olive Garden", 4, "19:00")
    assert booking.date == tomorrow().isoformat()


def test_salon_is_booked_after_a_question(rose: Person) -> None:
    [task] = rose.say("Book me a haircut with Maria at Bella Salon tomorrow.")
    assert task.asks_for == "time"
    rose.check_done(rose.reply(task, "at 2 in the afternoon"), "salon_booking")
    [booking] = rose.bookings
    assert (booking.venue, booking.service, booking.stylist, booking.time) == (
        "Bella Salon",
        "haircut",
        "Maria",
        "14:00",
    )


def test_free_tables_are_found(rose: Person) -> None:
    task = rose.get_done("Is there a table for 2 at Olive Garden tomorrow at 7pm?", "availability_search")
    assert "Olive Garden" in summary_of(task)
    assert rose.bookings == []


def test_booking_is_looked_up_changed_and_cancelled(rose: Person) -> None:
    rose.get_done("Book a table for 2 at Golden Lotus tomorrow at 6pm.", "restaurant_booking")
    found = rose.get_done("When is my table at Golden Lotus?", "booking_lookup")
    assert "6 in the evening" in summary_of(found)
    [change] = rose.say("Change my table at Golden Lotus to 3 people.")
    rose.check_done(rose.confirm(change), "booking_change")
    assert (rose.bookings[0].party_size, rose.bookings[0].status) == (3, "confirmed")
    [cancel] = rose.say("Please cancel my table at Golden Lotus.")
    assert "Golden Lotus" in (cancel.question or "")
    rose.check_done(rose.confirm(cancel), "booking_cancel")
    assert [booking.status for booking in rose.bookings] == ["cancelled"]


def test_medicine_is_reminded_of_every_morning(rose: Person) -> None:
    [task] = rose.say("Remind me to take my blood pressure pills every morning.")
    assert task.asks_for in {"time", "times"}
    rose.check_done(rose.reply(task, "at 8 in the morning"), "medicine_reminder")
    [reminder] = rose.reminders
    assert (reminder.subject, reminder.times, reminder.recurrence) == ("blood pressure pills", ["08:00"], "FREQ=DAILY")
    assert "blood pressure pills" in summary_of(rose.get_done("What are my reminders?", "reminder_lookup"))
    [change] = rose.say("Change my blood pressure pills reminder to 9 in the morning.")
    rose.check_done(rose.confirm(change), "reminder_change")
    assert rose.reminders[0].times == ["09:00"]


def test_reminder_is_stored_and_stopped(rose: Person) -> None:
    task = rose.get_done("Remind me to water the plants tomorrow at 5pm.", "reminder")
    assert task.result is not None
    assert task.scheduled_for == datetime.fromisoformat(task.result["next"])
    [reminder] = rose.reminders
    assert (reminder.subject, reminder.times) == ("water the plants", ["17:00"])
    [cancel] = rose.say("Cancel my reminder to water the plants.")
    rose.check_done(rose.confirm(cancel), "reminder_cancel")
    assert [each.status for each in rose.reminders] == ["cancelled"]


def test_medicine_fires_is_taken_and_the_family_is_informed(rose: Person) -> None:
    rose.get_done("Remind me to take my vitamin tablets in 2 seconds.", "medicine_reminder")
    wait_until(lambda: [each.status for each in rose.occurrences] == ["due"])
    wait_until(lambda: any("vitamin tablets" in text for text in rose.read_mail("rose")))
    rose.get_done("I took my vitamin tablets.", "medicine_taken")
    [occurrence] = rose.occurrences
    assert (occurrence.status, occurrence.answered_via) == ("taken", "words")
    wait_until(lambda: len(rose.read_mail("anna")) == 1)
    assert "vitamin" not in rose.read_mail("anna")[0], "what it is, is nobody's business unless allowed"


def test_daughter_is_told(rose: Person) -> None:
    task = rose.get_done("Tell my daughter I'm fine.", "family_notification")
    [text] = rose.read_mail("anna")
    assert "I'm fine" in text
    [notification] = rose.notifications
    assert (notification.recipient, notification.status, notification.task_id) == ("Anna", "sent", task.id)


def test_activity_is_noted_and_shared(rose: Person) -> None:
    rose.get_done("Note that I went for a walk in the park.", "activity_note")
    assert rose.read_mail("anna") == []
    rose.get_done("Let my daughter know I had lunch with Ruth.", "family_notification")
    assert ["walk" in note.text for note in rose.list_notes()] == [True]
    assert len(rose.read_mail("anna")) == 1


def test_shopping_is_noted(rose: Person) -> None:
    rose.get_done("Add milk to my shopping list.", "shopping")
    [note] = rose.list_notes("shopping")
    assert note.text == "milk"


def test_kind_word_and_what_cannot_be_done(rose: Person) -> None:
    rose.get_done("Hello, dear!", "smalltalk")
    assert "can't do that" in summary_of(rose.get_done("Paint my kitchen yellow.", "other"))


def test_two_wishes_of_one_sentence_rest_each_on_their_own(rose: Person) -> None:
    tasks = rose.say("Book a table for 2 at Golden Lotus tomorrow and tell my daughter I'm fine.")
    assert [task.intent for task in tasks] == ["restaurant_booking", "family_notification"]
    table, message = tasks
    rose.check_done(message, "family_notification")
    assert table.asks_for == "time"
    rose.check_done(rose.reply(table, "8pm"), "restaurant_booking")
    assert len(rose.read_mail("anna")) == 1
