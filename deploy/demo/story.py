"""What is said, and what must come of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice, product
from zoneinfo import ZoneInfo

import httpx2

from deploy.demo.narrator import Narrator, check
from deploy.demo.processes import Processes, Running
from deploy.demo.product import Booking, Product, Task
from deploy.demo.receiver import Receiver

ZONE = "Europe/London"
_FIRST_WORDS = "Book me a table for 4 at Olive Garden tomorrow 7pm."
_PLACES = ("Olive Garden", "Golden Lotus", "The Curry Leaf", "The Harbour Fish House", "Night Owl Diner")
_TIMES = (("6pm", "18:00"), ("7:30pm", "19:30"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Who plays."""

    narrator: Narrator
    processes: Processes
    product: Product
    receiver: Receiver
    redis_url: str
    may_empty_redis: bool
    workers: list[Running]

    @property
    def worker(self) -> Running:
        """The one that is at work."""
        return self.workers[-1]

    def start_worker(self) -> None:
        """Another worker, ready for work."""
        self.workers.append(self.processes.start_worker())
        self.worker.wait_until_logged("worker started")

    def say(self, text: str, *, confirm: str = "auto") -> Task:
        """Say it, with our receiver's address on it."""
        return self.product.say(text, webhook_url=self.receiver.url, confirm=confirm)

    def say_and_wait(self, text: str, *, confirm: str = "auto") -> Task:
        """Say it; returns the task once it is done, or rests because the person has the next move."""
        task = self.say(text, confirm=confirm)
        self.product.wait_until_at_rest({task.id})
        return self.product.get_task(task.id)


@dataclass(frozen=True, slots=True)
class Wish:
    """A table that somebody would like."""

    venue: str
    on: date
    spoken: str
    time: str
    party_size: int

    @property
    def sentence(self) -> str:
        """How it is said."""
        return f"Book a table for {self.party_size} at {self.venue} on {self.on.day} {self.on:%B} at {self.spoken}."

    def is_met_by(self, booking: Booking) -> bool:
        """Whether this booking is what was asked for."""
        wanted = (self.venue, self.on.isoformat(), self.time, self.party_size)
        return (booking.venue, booking.date, booking.time, booking.party_size) == wanted


def make_wishes(count: int, *, first_day: int) -> list[Wish]:
    """Different tables, from so many days from now on."""
    start = datetime.now(ZoneInfo(ZONE)).date()
    days = (start + timedelta(days=first_day + number) for number in range(count))
    moments = ((on, *time, venue) for on, time, venue in product(days, _TIMES, _PLACES))
    return [
        Wish(venue, on, spoken, time, 2 + number % 3)
        for number, (on, spoken, time, venue) in enumerate(islice(moments, count))
    ]


def play_first_table(stage: Stage) -> None:
    """The sentence of the README."""
    stage.narrator.open_scene("A table, please")
    before = datetime.now(ZoneInfo(ZONE)).date()
    task = stage.say_and_wait(_FIRST_WORDS)
    days = {(day + timedelta(days=1)).isoformat() for day in (before, datetime.now(ZoneInfo(ZONE)).date())}
    tell_understanding(stage, _FIRST_WORDS, task)
    expected = {"party_size": 4, "venue": "Olive Garden", "time": "19:00"}
    check(
        task.intent == "restaurant_booking"
        and task.details.items() >= expected.items()
        and task.details.get("date") in days,
        expected="a table for 4 at Olive Garden tomorrow at 19:00 to be understood",
        came=f"it was {task.intent} with {task.details}",
    )
    tell_end(stage, task)
    bookings = stage.product.list_bookings({task.id})
    check(
        len(bookings) == 1 and bookings[0].party_size == 4,
        expected="one booking for 4",
        came=f"there are {len(bookings)}",
    )
    booked = bookings[0]
    stage.narrator.step(
        "booked", f"{booked.venue}, {booked.date} {booked.time}, to be said at the door: {booked.reference}"
    )
    _play_forgery(stage)


def play_question(stage: Stage) -> None:
    """A sentence without a time."""
    stage.narrator.open_scene("Something is missing, so it is asked for")
    words = "I'd like a table for two at the Golden Lotus tomorrow, please."
    task = stage.say_and_wait(words)
    tell_understanding(stage, words, task)
    expect_state(task, "needs_input")
    check(bool(task.question), expected="a question", came="there is none")
    stage.receiver.wait_for(task.id, "task.needs_input")
    stage.narrator.step("asked", f"“{task.question}” (and webhook task.needs_input arrived, signature genuine)")
    answer = "Half past twelve in the afternoon"
    stage.product.reply(task, answer)
    stage.narrator.step("replied", f"“{answer}”")
    stage.product.wait_until_at_rest({task.id})
    done = stage.product.get_task(task.id)
    check(done.details.get("time") == "12:30", expected="12:30 to be understood", came=f"it was {done.details}")
    tell_end(stage, done)


def play_read_back(stage: Stage) -> None:
    """`confirm: always`."""
    stage.narrator.open_scene("Read back first, because the caller wants it so (confirm: always)")
    words = "Please book a table for 3 at The Harbour Fish House tomorrow at 5pm."
    task = stage.say_and_wait(words, confirm="always")
    tell_understanding(stage, words, task)
    expect_state(task, "awaiting_confirmation")
    stage.receiver.wait_for(task.id, "task.awaiting_confirmation")
    booked = stage.product.list_bookings({task.id})
    check(not booked, expected="nothing to be booked before the yes", came="a table is booked already")
    stage.narrator.step("read back", f"“{task.question}” (nothing is booked yet)")
    stage.product.confirm(task)
    stage.narrator.step("confirmed", "“Yes”")
    stage.product.wait_until_at_rest({task.id})
    tell_end(stage, stage.product.get_task(task.id))


def play_hello(stage: Stage) -> None:
    """A kind word."""
    stage.narrator.open_scene("A kind word for a kind word")
    words = "Hello, dear!"
    task = stage.say_and_wait(words)
    tell_understanding(stage, words, task)
    check(task.intent == "smalltalk", expected="smalltalk", came=f"it was taken for {task.intent}")
    tell_end(stage, task)


def tell_understanding(stage: Stage, words: str, task: Task) -> None:
    """What was said and what was made of it."""
    details = ", ".join(f"{name} {value}" for name, value in task.details.items()) or "no details"
    stage.narrator.step("said", f"“{words}”")
    stage.narrator.step(
        "understood", f"{task.intent}: {details} (by {task.provider}, confidence {task.confidence:.2f})"
    )


def tell_end(stage: Stage, task: Task) -> None:
    """That the task was fulfilled, by which way, and that the receiver knows."""
    expect_state(task, "completed")
    events = stage.product.list_events(task.id)
    states = [event.to for event in events]
    check(states[-1:] == ["completed"], expected="a history that ends with completed", came=f"it is {states}")
    taken = (events[-1].at - events[-2].at if len(events) > 1 else timedelta()).total_seconds()
    stage.narrator.step("lived", f"{' → '.join(states)} (running for {taken * 1000:.0f} ms)")
    stage.narrator.step("answered", f"“{task.summary}”")
    message = stage.receiver.wait_for(task.id, "task.completed")
    check(message.summary == task.summary, expected="the same answer by webhook", came=f"it was “{message.summary}”")
    stage.narrator.step("webhook", "task.completed arrived with the same answer; its signature is genuine")


def expect_state(task: Task, status: str) -> None:
    """Stop the story unless the task stands so."""
    check(task.status == status, expected=f"the task to be {status}", came=task.story)


def _play_forgery(stage: Stage) -> None:
    body = b'{"type":"task.completed","data":{"id":"forged","result":null}}'
    headers = {"webhook-id": "forged", "webhook-timestamp": f"{datetime.now().timestamp():.0f}"}  # noqa: DTZ005 - an instant
    headers["webhook-signature"] = "v1,Zm9yZ2Vk"
    answer = httpx2.post(stage.receiver.url, content=body, headers=headers, trust_env=False)
    refused = stage.receiver.forget_refusals()
    check(
        (answer.status_code, refused) == (401, 1),
        expected="a forged webhook to be refused",
        came=f"the receiver answered {answer.status_code}",
    )
    stage.narrator.step("forgery", "a message with a made-up signature is refused by the receiver")
