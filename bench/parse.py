"""`python -m bench.parse`: how long the offline grammar takes for a sentence, beside a fixed loop on the same core.

CPU time, the best of a few rounds for each sentence, on the event loop and with the garbage collector of the API. With EVAL_DIR set, the sentences of its dev.jsonl are measured too.
"""

import json
import os
import statistics
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from core.ability import AbilitySpec
from core.event_loop import run
from providers.base import ParseContext
from providers.rules import RulesProvider
from services.registry import find_abilities

_ROUNDS = 5
_LOOP = 100_000
_NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/London"))
_NAMES = {
    "venue": ["Olive Garden", "Golden Lotus", "Curl Up", "Beauty Corner"],
    "service": ["haircut", "manicure"],
    "stylist": ["Maria"],
    "recipient": ["Anna", "Tom"],
    "person_name": ["Anna", "Tom"],
}
_CONTEXT = ParseContext(now=_NOW, timezone="Europe/London", names=_NAMES)
_LONG = (
    "Good morning dear, it's me again, could you please book us a table for six at the Golden Lotus on Sunday week at "
    "half past twelve, and tell Anna that we will pick her up at noon, and remind me to take my heart pills at 8 and 8?",
    "I'm afraid I can't make it to my haircut on Tuesday, could you move it to Thursday afternoon at quarter past three "
    "instead, and let my daughter know?",
    "book a table and " * 200,
)


def main() -> None:
    """Measure and print one line for each list of sentences."""
    specs = tuple(ability.spec() for ability in find_abilities())
    own = [example for spec in specs for example in spec.cues.examples]
    lists = {"own sentences": own, "long sentences": list(_LONG)}
    folder = os.environ.get("EVAL_DIR")
    path = Path(folder) / "dev.jsonl" if folder else None
    if path and path.is_file():
        lists["dev.jsonl"] = [json.loads(line)["text"] for line in path.read_text().splitlines()]
    print(f"{'sentences':<16}{'count':>7}{'median ms':>11}{'p99 ms':>9}{'median in loops':>17}")
    for name, texts in lists.items():
        print(_line(name, run(_measure(texts, specs))))


async def _measure(texts: Sequence[str], specs: Sequence[AbilitySpec]) -> tuple[list[float], float]:
    """The best CPU time of each sentence, and the middle one of the loop, in milliseconds."""
    provider, best, loops = RulesProvider(), [float("inf")] * len(texts), list[float]()
    for _ in range(_ROUNDS):
        loops.append(_time_loop())
        for index, text in enumerate(texts):
            start = time.process_time()
            await provider.parse(text, context=_CONTEXT, abilities=specs)
            best[index] = min(best[index], (time.process_time() - start) * 1000)
    return sorted(best), statistics.median(loops)


def _time_loop() -> float:
    start = time.process_time()
    for _ in range(_LOOP):
        pass
    return (time.process_time() - start) * 1000


def _line(name: str, measured: tuple[list[float], float]) -> str:
    times, loop = measured
    median, slow = statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
    return f"{name:<16}{len(times):>7}{median:>11.3f}{slow:>9.3f}{median / loop:>17.2f}"


if __name__ == "__main__":
    main()
