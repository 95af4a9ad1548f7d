"""`python -m bench.chaos.effects`: the outside system in which errands have their effect, and where people are told.

It honours keys, unless the errand is one that it can't be asked about: then every call is another effect. What it did is
in its history, which it reads again when it is started again.
"""

import asyncio
import re
from http import HTTPStatus
from pathlib import Path
from urllib.parse import unquote

from bench.chaos.abilities.errand import ErrandKind
from bench.chaos.asgi import Answer, Call, serve
from bench.chaos.brief import load_brief
from bench.chaos.history import Effect, HistoryWriter, Told, read_history
from core.event_loop import run

LABEL = re.compile(r"number (\d+)")
"""What a reminder of the run is known by, in its subject and in what people are told."""


class OutsideSystem:
    """Remembers by key what it did."""

    def __init__(self, history: Path) -> None:
        known = read_history([history]) if history.exists() else []
        self._done = {event.key for event in known if isinstance(event, Effect) and event.type == "ok"}
        self._refused = {event.key for event in known if isinstance(event, Effect) and event.type == "fail"}
        self._writer = HistoryWriter(history)

    async def handle(self, call: Call) -> Answer:
        """An effect, a question about one, or a word to somebody."""
        if call.path == "/told":
            return self._hear(call)
        key = unquote(call.path.removeprefix("/effects/"))
        if call.method == "GET":
            return Answer(HTTPStatus.OK if key in self._done else HTTPStatus.NOT_FOUND)
        return await self._do(key, call)

    async def _do(self, key: str, call: Call) -> Answer:
        wanted = call.json()
        kind, task, epoch = ErrandKind(wanted["kind"]), str(wanted["task"]), int(wanted["epoch"])
        if kind is ErrandKind.REFUSED and key not in self._refused:
            self._refused.add(key)
            self._writer.write(Effect(process="effects", type="fail", task=task, epoch=epoch, key=key))
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        repeated = key in self._done and kind is not ErrandKind.UNASKED
        self._done.add(key)
        self._writer.write(Effect(process="effects", type="ok", task=task, epoch=epoch, key=key, repeated=repeated))
        await asyncio.sleep(float(wanted["seconds"]) / 2)
        return Answer(HTTPStatus.OK)

    def _hear(self, call: Call) -> Answer:
        label = LABEL.search(str(call.json()["message"]))
        self._writer.write(Told(process="effects", type="ok", reminder=label[0] if label else "unknown"))
        return Answer(HTTPStatus.OK)


def main() -> None:
    """Serve until told to stop."""
    brief, folder = load_brief()
    system = OutsideSystem(folder / "effects.jsonl")
    run(serve(system.handle, port=brief.effects_port))


if __name__ == "__main__":
    main()
