"""A day or a week of somebody's medicines in a few plain sentences for their family: pure."""

from collections.abc import Sequence
from datetime import date, time

from core.adherence import Dose, DoseResult
from core.notification import Topic
from core.summary import Summary
from core.when import describe_day, describe_time
from services.booking.wording import join_spoken
from services.reminder.wording import slot_time

_MOST = 5


def describe_summary(
    summary: Summary, doses: Sequence[Dose], *, name: str | None, at: time, shares_names: bool, today: date
) -> str:
    """What became of the doses; medicines are named only where the person allowed it."""
    whose = f"{name}'s" if name else "The"
    day = describe_day(summary.on, today)
    lead = f"{whose} medicines "
    lead += f"in the week to {day}" if summary.topic is Topic.WEEKLY_SUMMARY else f"on {day}"
    told = [f"{lead}, until {describe_time(at)}: {_count(doses)}."]
    for result, words in ((DoseResult.MISSED, "Not confirmed"), (DoseResult.SKIPPED, "Left out")):
        found = [each for each in doses if each.result is result]
        if found:
            told.append(f"{words}: {_list(found, summary=summary, shares_names=shares_names, today=today)}.")
    unknown = sum(each.result is DoseResult.UNKNOWN for each in doses)
    if unknown:
        whom = name or "the person you look after"
        told.append(f"Of {unknown} nobody knows, because I could not remind {whom}.")
    return " ".join(told)


def _count(doses: Sequence[Dose]) -> str:
    late = sum(each.result is DoseResult.LATE for each in doses)
    confirmed = sum(each.result is DoseResult.TAKEN for each in doses) + late
    if len(doses) == 1 and not confirmed:
        return "one was planned"
    if confirmed == len(doses):
        spoken = {1: "the only one was confirmed", 2: "both were confirmed"}.get(
            confirmed, f"all {confirmed} were confirmed"
        )
    else:
        spoken = f"{confirmed or 'none'} of {len(doses)} {'was' if confirmed == 1 else 'were'} confirmed"
    return f"{spoken}, {'' if confirmed == 1 else f'{late} of them '}late" if late else spoken


def _list(doses: Sequence[Dose], *, summary: Summary, shares_names: bool, today: date) -> str:
    spoken = [_speak(each, summary=summary, shares_names=shares_names, today=today) for each in doses[:_MOST]]
    more = len(doses) - len(spoken)
    return join_spoken([*spoken, f"{more} more"] if more else spoken, last="and")


def _speak(dose: Dose, *, summary: Summary, shares_names: bool, today: date) -> str:
    what = dose.reminder.subject if shares_names else "the one"
    on = dose.occurrence.local_date
    day = "" if on == summary.on else f" on {describe_day(on, today)}"
    return f"{what} for {describe_time(slot_time(dose.occurrence, dose.reminder.timezone))}{day}"
