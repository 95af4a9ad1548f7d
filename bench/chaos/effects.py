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
from bench.chaos.history import Effect, Heard, HistoryWriter, Told, read_history
from core.event_loop import run

LABEL = re.compile(r"number (\d+)")
"""What a reminder of the run is known by, in its subject and in what people are told."""
_TASK = re.compile(r"task ([0-9a-f-]{36})")
"""What a message to the family is known by."""
_HEARD_SECONDS = 0.1


class OutsideSystem:
    """Remembers by key what it did."""

    def __init__(self, history: Path) -> None:
        known = read_history([history]) if history.exists() else []
        self._done = {event.key for event in known if isinstance(event, Effect) and event.type == "ok"}
        self._refused = {event.key for event in known if isinstance(event, Effect) and event.type == "fail"}
        self._put_off = {event.task for event in known if isinstance(event, Heard) and event.type == "fail"}
        self._writer = HistoryWriter(history)

    async def handle(self, call: Call) -> Answer:
        """An effect, a question about one, or a word to somebody."""
        if call.path == "/told":
            return self._hear(call)
        if call.path.startswith("/family/"):
            return await self._hear_tidings(call)
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
        done = Effect(process="effects", type="ok", task=task, epoch=epoch, key=key, repeated=repeated)
        self._writer.write(done.model_copy(update={"answer": wanted.get("answer")}))
        await asyncio.sleep(float(wanted["seconds"]) / 2)
        return Answer(HTTPStatus.OK)

    def _hear(self, call: Call) -> Answer:
        label = LABEL.search(str(call.json()["message"]))
        self._writer.write(Told(process="effects", type="ok", reminder=label[0] if label else "unknown"))
        return Answer(HTTPStatus.OK)

    async def _hear_tidings(self, call: Call) -> Answer:
        """`late` can't take the first try of a task's message, `gone` none; `torn` takes it, and a gateway says that it broke."""
        name = call.path.removeprefix("/family/")
        found = _TASK.search(str(call.json()["message"]))
        task = found[1] if found else "unknown"
        if name == "gone":
            return Answer(HTTPStatus.GONE)
        if name == "late" and task not in self._put_off:
            self._put_off.add(task)
            self._writer.write(Heard(process="effects", type="fail", task=task, to=name))
            return Answer(HTTPStatus.SERVICE_UNAVAILABLE)
        self._writer.write(Heard(process="effects", type="ok", task=task, to=name))
        await asyncio.sleep(_HEARD_SECONDS)
        return Answer(HTTPStatus.BAD_GATEWAY if name == "torn" else HTTPStatus.OK)


def main() -> None:
    """Serve until told to stop."""
    brief, folder = load_brief()
    system = OutsideSystem(folder / "effects.jsonl")
    run(serve(system.handle, port=brief.effects_port))


if __name__ == "__main__":
    main()
