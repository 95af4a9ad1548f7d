"""`python -m bench.reminders.year`: every dose of a year, in ten zones and eleven kinds of schedules, beside a walk over the
minutes that shares no code with the planner.
"""

import sys
import time
from dataclasses import replace
from datetime import UTC, datetime

from services.reminder.plan import list_due
from tests.unit.services.reminder.year import INTERVALS, SCHEDULES, ZONES, compare

_MOST_SHOWN = 3


def main() -> int:
    began, doses, wrong = time.monotonic(), 0, 0
    for zone in ZONES:
        for name in (*SCHEDULES, *INTERVALS):
            extra, lost = compare(zone, name)
            wrong += len(extra) + len(lost)
            for kind, found in (("planned in vain", extra), ("lost", lost)):
                for on, slot, at in sorted(found)[:_MOST_SHOWN]:
                    print(f"{zone}, {name}: {kind}: {on} {slot} at {at:%Y-%m-%d %H:%M} UTC")
        doses += sum(_count(zone, name) for name in SCHEDULES)
        print(f"{zone}: {time.monotonic() - began:.0f} s", flush=True)
    years = len(ZONES) * (len(SCHEDULES) + len(INTERVALS))
    print(f"{years} years with {doses:,} doses by the wall clock: {wrong} differences")
    return 1 if wrong else 0


def _count(zone: str, name: str) -> int:
    plan = replace(SCHEDULES[name].plan, timezone=zone)
    return len(list_due(plan, after=None, until=datetime(2027, 11, 19, tzinfo=UTC)))


if __name__ == "__main__":
    sys.exit(main())
