"""A medicine that comes in parts, from what was said to what is asked, read back and stored: pure.

Nothing is stored before every part has its times, and the whole was said back.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time

from pydantic import JsonValue

from core.domain import Question
from core.errors import InvalidFieldError
from core.regimen import Phase, Regimen
from core.reminder import NewReminder
from core.when import USUAL_DAY_TIMES, DayTimes, describe_time, to_local
from services.asking import name_options
from services.reminder.hours import tie_phases
from services.reminder.recurrence import read_rule
from services.reminder.regimen_words import count_word, describe_days, describe_phase
from services.reminder.rule_words import describe_rule
from services.reminder.said_course import scope_of
from services.reminder.said_phases import (
    EVERY_DAY,
    SaidPhase,
    SaidPlan,
    dose_of,
    find_unshared,
    read_phases,
    settle_phases,
)
from services.reminder.wording import bare_medicine, describe_span, name_of

OPEN, UNEVEN, REPLACES = "open", "uneven", "replaces"
"""What keeps a plan from being set: its parts were not understood, it has different amounts at different times of a day, or
it is to take the place of another one.
"""
_CHANGES = re.compile(
    r"\W*(?:(?:please|can|could|would|will|you) )*(?:change|update|alter|adjust|switch|move)\b", re.IGNORECASE
)

ASK_PARTS = Question(
    text="I did not get every part of that plan, and I won't set only one of them. Please tell me each part: how much, at "
    "what time, and for how many days. For example: two tablets at 8 in the morning for a week, then one tablet at 8 in "
    "the morning for a week, then stop.",
    slot="phases",
)
_PLAN_WORDS = re.compile(r"[0-9]|\b(?:then|days?|weeks?)\b")
_TIMING = ("date", "time", "times", "recurrence", "dosage", "days_on", "days_off", "tied_to")


def hear_parts(known: Mapping[str, JsonValue], text: str) -> dict[str, JsonValue] | None:
    """The details with the parts that the sentence says in place of what was read of the first one; None: it says none."""
    found = known.get("medicine")
    plan = read_phases(scope_of(text, found) if isinstance(found, str) else text)
    if plan is None:
        return None
    if _CHANGES.match(text):
        return {"plan": REPLACES}
    kept = {name: value for name, value in known.items() if name not in _TIMING or name == "date"}
    if medicine := _medicine(plan, found if isinstance(found, str) else "", text):
        kept["medicine"] = medicine
    else:
        kept.pop("medicine", None)
    if not plan.phases:
        return {**kept, "plan": OPEN}
    kept.pop("plan", None)
    return {**kept, "phases": [each.model_dump(mode="json", exclude_defaults=True) for each in plan.phases]}


def give_times(details: Mapping[str, object]) -> dict[str, object]:
    """The details of a plan in parts with the times of day that were said since in the part that lacked them."""
    phases = details.get("phases")
    if not phases:
        return dict(details)
    several, single = details.get("times"), details.get("time")
    said = [*_list_of(several), *([single] if single else [])]
    known = [each if isinstance(each, SaidPhase) else SaidPhase.model_validate(each) for each in _list_of(phases)]
    times = [each if isinstance(each, time) else time.fromisoformat(str(each)) for each in said]
    left = {name: value for name, value in details.items() if name not in _TIMING or name == "date"}
    return {**left, "phases": settle_phases(known, times)}


def find_open_part(phases: Sequence[SaidPhase]) -> Question | None:
    """What is asked next; None where every part has its times."""
    for number, phase in enumerate(phases):
        what = _say_part(phase, number)
        if not phase.is_placed:
            return _ask_times(what, phase, phases[:number])
        if find_unshared(phase):
            text = f"{what}: I can't tell how much that is each time. Please tell me the whole plan again, with how much each time."
            return Question(text=text, slot="phases")
    return None


def untie_unknown(phases: Sequence[SaidPhase], hours: DayTimes) -> tuple[SaidPhase, ...]:
    """The parts without ties to hours that nobody has said, so that they are asked for."""
    return tuple(
        each if all(tie.to in hours for tie in each.tied_to) else each.model_copy(update={"tied_to": (), "times": ()})
        for each in phases
    )


def propose_usual(phases: Sequence[SaidPhase]) -> str | None:
    """The hour that most people have for the first part that is tied to one; for a question only."""
    usual = to_regimen(phases, USUAL_DAY_TIMES)
    first = next((each for each in usual.phases if each.tied_to), None)
    return describe_time(time.fromisoformat(first.times[0])) if first and len(first.times) == 1 else None


def to_regimen(phases: Sequence[SaidPhase], hours: DayTimes) -> Regimen:
    """As it is stored. Raises InvalidFieldError where two times of a part fall together."""
    plain = [
        Phase(
            recurrence=each.recurrence,
            times=tuple(sorted(f"{at:%H:%M}" for at in each.times)),
            days=each.days,
            dosage=dose_of(each),
            tied_to=tuple(tie.tie for tie in each.tied_to),
        )
        for each in phases
    ]
    return Regimen(phases=tie_phases(plain, hours))


def ask_before(reminder: NewReminder, *, now: datetime) -> str:
    """The whole plan as a question."""
    phases = reminder.regimen.phases
    parts = ", then ".join(describe_phase(each, timezone=reminder.timezone) for each in phases)
    end = "and then no more" if phases[-1].days else "and go on with that"
    span = describe_span(reminder.starts_on, to_local(now, reminder.timezone).date())
    return f"Shall I remind you to take {name_of(reminder)}, starting {span}: {parts}, {end}?"


def say_parts(phases: Sequence[SaidPhase]) -> str:
    """The parts as they were said, with their times where these are known."""
    said = [_say_part(each, number) for number, each in enumerate(phases)]
    return ", ".join(f"{text[0].lower()}{text[1:]}" for text in said)


def find_refusal(phases: Sequence[SaidPhase], hours: DayTimes) -> Question | None:
    """What is asked where two times of a part would fall together."""
    try:
        to_regimen(phases, hours)
    except InvalidFieldError:
        text = "Two times of that plan fall together. Please tell me the whole plan again, with a time for each dose."
        return Question(text=text, slot="phases")
    return None


# ------------------------------------------------------------------ words


def _medicine(plan: SaidPlan, found: str, text: str) -> str | None:
    """The medicine as it was written; what a provider took for it counts where it lies in the words beside the parts."""
    beside = plan.medicine
    if beside is None:
        units = {(each.dosage or "").rpartition(" ")[2].removesuffix("s") for each in plan.phases}
        is_plan = _PLAN_WORDS.search(found) is not None or found.casefold().removesuffix("s") in units
        return None if is_plan else found or None
    if found and beside.endswith(bare_medicine(found).casefold()):
        return found
    at = text.casefold().find(beside)
    return text[at : at + len(beside)] if at >= 0 else None


def _ask_times(what: str, phase: SaidPhase, before: Sequence[SaidPhase]) -> Question:
    many = phase.times_a_day is not None and phase.times_a_day > 1
    spoken = {"night": "at night", "bedtime": "at bedtime"}.get(phase.part or "", f"in the {phase.part}")
    day = spoken if phase.part else "of the day"
    asked = (
        f"{what}: at which {count_word(phase.times_a_day or 0)} times of the day?"
        if many
        else f"{what}: at what time {day}?"
    )
    earlier = sorted({at for each in before for at in each.times})
    question = Question(text=asked, slot="time" if phase.times_a_day == 1 else "times")
    return question if many or len(earlier) < 2 else name_options(question, [describe_time(at) for at in earlier])


def _say_part(phase: SaidPhase, number: int) -> str:
    """How a part is spoken of: "then one tablet a day for one week"."""
    often = {1: "once a day", 2: "twice a day"}.get(phase.times_a_day or 0) or (
        f"{count_word(phase.times_a_day)} times a day" if phase.times_a_day else ""
    )
    rule = "" if phase.recurrence == EVERY_DAY else describe_rule(read_rule(phase.recurrence, timezone="UTC"))
    a_day = "a day" if phase.is_a_day else ""
    length = f"for {describe_days(phase.days)}" if phase.days else "from then on"
    said = [part for part in (phase.dosage or "", a_day, often, rule, length) if part]
    return f"{'First' if number == 0 else 'Then'} {' '.join(said)}"


def _list_of(value: object) -> list[object]:
    return [*value] if isinstance(value, list | tuple) else []
