"""More of what the days are made of: the hairdresser, the pills, the family; and the same words read by a model."""

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx2

from deploy.demo.mail import MailServer
from deploy.demo.model import ScriptedModel, running_model
from deploy.demo.narrator import check
from deploy.demo.processes import find_free_port
from deploy.demo.product import Product, Reminder, Task
from deploy.demo.story import ZONE, Stage, expect_state, tell_end, tell_understanding

ROSE, ANNA = "rose@example.org", "anna@example.org"
_MEDICINE = "vitamin tablets"
_EVENING_MEDICINE = "heart pills"
_LADDER_OF_SECONDS = {
    "steps": [{"after_minutes": 0.05, "tell": "main"}, {"after_minutes": 0.08, "tell": "carer"}],
    "window_minutes": 0.2,
}
_TUESDAY, _FRIDAY, _SATURDAY = 1, 4, 5


def play_salon(stage: Stage) -> None:
    """A question of a salon, asked and answered."""
    stage.narrator.open_scene("At the hairdresser's")
    words = f"I'd like a haircut with Maria at Silver Scissors on {spoken_day(_TUESDAY)}."
    task = stage.say_and_wait(words)
    tell_understanding(stage, words, task)
    expect_state(task, "needs_input")
    stage.narrator.step("asked", f"“{task.question}”")
    answer = "At two in the afternoon"
    stage.product.reply(task, answer)
    stage.narrator.step("replied", f"“{answer}”")
    stage.product.wait_until_at_rest({task.id})
    done = stage.product.get_task(task.id)
    check(done.details.get("time") == "14:00", expected="14:00 to be understood", came=f"it was {done.details}")
    tell_end(stage, done)


def play_medicine(stage: Stage, mail: MailServer) -> None:
    """A reminder that fires, and is answered."""
    stage.narrator.open_scene("A medicine, in five seconds")
    words = f"Remind me to take my {_MEDICINE} in 5 seconds."
    said_at = datetime.now(UTC)
    task = stage.say_and_wait(words)
    tell_understanding(stage, words, task)
    tell_end(stage, task)
    letter = mail.wait_for(ROSE, _MEDICINE)
    waited = (letter.received_at - said_at).total_seconds()
    check(waited >= 5, expected="nothing before five seconds are over", came=f"mail came after {waited:.1f} s")
    stage.narrator.step("reminded", f"mail to {ROSE} {waited:.1f} s after the words: “{letter.first_line}”")
    reminder = stage.product.find_reminder(_MEDICINE)
    due = stage.product.find_occurrence(reminder)
    check(due.status == "due", expected="the dose to be due", came=f"it is {due.status}")
    answer = f"I took my {_MEDICINE}."
    taken = stage.say_and_wait(answer)
    expect_state(taken, "completed")
    stage.narrator.step("said", f"“{answer}”")
    after = stage.product.find_occurrence(reminder)
    check(after.status == "taken", expected="the dose to be recorded as taken", came=f"it is {after.status}")
    stage.narrator.step("recorded", f"taken: “{taken.summary}”")
    told = mail.wait_for(ANNA, "Rose")
    check(_MEDICINE not in told.text, expected="the family not to learn which medicine", came="it was named")
    stage.narrator.step("family", f"her daughter, who wants to know, is told: “{told.first_line}”")


def set_off_unanswered_dose(stage: Stage) -> Reminder:
    """A medicine that nobody is going to answer, on a ladder of seconds; it climbs while other things happen."""
    at = datetime.now(UTC) + timedelta(seconds=1)
    return stage.product.remind(_EVENING_MEDICINE, at=at, ladder=_LADDER_OF_SECONDS)


def play_missed_dose(stage: Stage, mail: MailServer, reminder: Reminder) -> None:
    """What becomes of it: told, told again, the daughter hears, missed; and taken after all, by the link in the mail."""
    stage.narrator.open_scene("A dose that nobody answers")
    letter = mail.wait_for(ROSE, f"time for your {_EVENING_MEDICINE}")
    stage.narrator.step("reminded", f"mail to {ROSE}: “{letter.first_line}”")
    again = mail.wait_for(ROSE, f"once more: your {_EVENING_MEDICINE}")
    waited = (again.received_at - letter.received_at).total_seconds()
    stage.narrator.step("again", f"{waited:.0f} s later (ten minutes, where nobody sets another ladder): once more")
    told = mail.wait_for(ANNA, "has not confirmed")
    check(_EVENING_MEDICINE not in told.text, expected="the family not to learn which medicine", came="it was named")
    stage.narrator.step("carer", f"{ANNA} has it: “{told.first_line}”")
    stage.product.wait_until_dose_is(reminder, "missed")
    stage.narrator.step("recorded", "missed, when its window had closed")
    link = again.text.partition("Answer here: ")[2].split()[0]
    page = httpx2.get(link, trust_env=False)
    check("Taken" in page.text, expected="a page with a button", came=f"it answered {page.status_code}")
    still = stage.product.find_occurrence(reminder)
    check(still.status == "missed", expected="nothing to happen by opening a link", came=f"the dose is {still.status}")
    pressed = httpx2.post(link, data={"answer": "taken"}, trust_env=False)
    check(pressed.is_success, expected="the button to be taken", came=f"it answered {pressed.status_code}")
    after = stage.product.find_occurrence(reminder)
    check(after.late, expected="a dose that was taken late", came=f"it is {after.status}")
    stage.narrator.step("link", "opening the link in the mail changes nothing; its button records: taken, and late")


def play_family(stage: Stage, mail: MailServer) -> None:
    """News for the daughter, by mail."""
    stage.narrator.open_scene("Tell my daughter")
    words = "Tell my daughter I'm fine."
    task = stage.product.wait_for_end(stage.say(words))
    tell_understanding(stage, words, task)
    letter = mail.wait_for(ANNA, "I'm fine")
    stage.narrator.step("mail", f"a local mail server has it for {ANNA}: “{letter.first_line}”")
    tell_end(stage, task)


def play_emergency(stage: Stage, mail: MailServer) -> None:
    """What must not wait is in the answer, and the daughter hears of it."""
    stage.narrator.open_scene("An emergency")
    words = "I've fallen and I can't get up."
    task = stage.say(words)
    expect_state(task, "completed")
    stage.narrator.step("said", f"“{words}”")
    check("999" in task.summary, expected="the emergency number in the very answer", came=f"it was “{task.summary}”")
    stage.narrator.step("answered", f"at once, with no worker and no model asked: “{task.summary}”")
    letter = mail.wait_for(ANNA, "can't get up")
    stage.narrator.step("mail", f"{ANNA} has it: “{letter.first_line}”")


def play_two_wishes(stage: Stage, mail: MailServer) -> None:
    """One sentence, two tasks, each with a life of its own."""
    stage.narrator.open_scene("Two wishes in one breath")
    words = f"Book a table for 2 at Golden Lotus on {spoken_day(_FRIDAY)} at 1pm and tell my daughter I will eat out."
    tasks = stage.product.say_several(words, webhook_url=stage.receiver.url)
    intents = [task.intent for task in tasks]
    check(
        intents == ["restaurant_booking", "family_notification"],
        expected="a table and a message to be understood",
        came=f"it was {', '.join(intents)}",
    )
    stage.narrator.step("said", f"“{words}”")
    for task in map(stage.product.wait_for_end, tasks):
        stage.narrator.step("understood", f"{task.intent} (confidence {task.confidence:.2f})")
        tell_end(stage, task)
    mail.wait_for(ANNA, "eat out")


def play_model(stage: Stage) -> None:
    """The same words offline, through the OpenAI protocol, and with the model gone."""
    stage.narrator.open_scene("The same words, read by a model (the OpenAI protocol, a scripted server)")
    day = spoken_day(_FRIDAY)
    words = f"Book me a table for 4 at Olive Garden on {day} at 7pm."
    slots = {"party_size": "4", "venue": "Olive Garden", "date": day, "time": "at 7pm"}
    script = {words: [{"intent": "restaurant_booking", "words": words, "slots": slots}]}
    port = find_free_port()
    with ExitStack() as stack:
        model = stack.enter_context(running_model(script))
        settings = {"LLM_PROVIDER": "openai", "OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": "sk-demo"}
        api = stage.processes.start_api("the API with a model", **settings, OPENAI_MODEL="scripted", PORT=str(port))
        with stage.product.at(f"http://127.0.0.1:{port}") as beside:
            api.wait_until(beside.is_ready, what="the second API to be ready")
            _play_with_model(stage, beside, words, model=model)
            stack.close()
            _play_without_model(stage, beside)
    stage.processes.stop(api)


def _play_with_model(stage: Stage, beside: Product, words: str, *, model: ScriptedModel) -> None:
    offline = stage.product.parse(words)
    task = _say(stage, beside, words)
    check(
        task.provider == "openai" and bool(model.asked),
        expected="the model to be asked",
        came=f"{task.provider} answered",
    )
    check(
        (offline.provider, offline.details) == ("rules", task.details),
        expected="the same details as offline",
        came=f"{task.details} instead of {offline.details}",
    )
    tell_understanding(stage, words, task)
    stage.narrator.step("compared", "the grammar, asked beside it, reads the very same details")
    tell_end(stage, task)


def _play_without_model(stage: Stage, beside: Product) -> None:
    words = f"Book me a table for 2 at Golden Lotus on {spoken_day(_SATURDAY)} at 6pm."
    task = _say(stage, beside, words)
    check(
        (task.provider, task.degraded) == ("rules", True),
        expected="the grammar to stand in for the model, and to say so",
        came=f"{task.provider} answered",
    )
    tell_understanding(stage, words, task)
    stage.narrator.step("no model", "its server is gone; the built-in grammar answers, and the task is marked degraded")
    tell_end(stage, task)


def spoken_day(weekday: int) -> str:
    """The next such day (Monday is 0) that is at least two days away, as "24 November"."""
    today = datetime.now(ZoneInfo(ZONE)).date()
    day = next(day for day in (today + timedelta(days=ahead) for ahead in range(2, 9)) if day.weekday() == weekday)
    return f"{day.day} {day:%B}"


def _say(stage: Stage, product: Product, words: str) -> Task:
    return product.wait_for_end(product.say(words, webhook_url=stage.receiver.url))
