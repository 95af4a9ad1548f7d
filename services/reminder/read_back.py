"""A reminder as it would be stored, said back before it is."""

from datetime import date

from services.reminder.recurrence import read_rule
from services.reminder.rule_words import describe_end, describe_rule
from services.reminder.timing import Timing
from services.reminder.wording import describe_clock, describe_span


def ask_before_storing(what: str, timing: Timing, *, today: date) -> str:
    """The question whether to remind of `what`: "to take your aspirin", on which day, when, and how often."""
    said = [what]
    if timing.recurrence:
        rule = read_rule(timing.recurrence, timezone="UTC")
        end = describe_end(rule, today=today)
        gap = ", " if end.startswith("on ") else " "
        said.append("once" if rule.count == 1 else f"{describe_rule(rule)}{gap if end else ''}{end}")
    if timing.on:
        said.append(describe_span(timing.on, today))
    if timing.times:
        said.append(f"at {describe_clock([f'{each:%H:%M}' for each in timing.times])}")
    return f"Shall I remind you {', '.join(said)}?"
