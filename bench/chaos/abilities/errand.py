"""Running an errand: an effect in an outside system of the chaos run, through the real ledger of effects.

What it does, and how long that takes, is in the request's metadata. This one file is also put beside the abilities of an
older version, so it needs nothing that is not there.
"""

import asyncio
import os
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any, cast

import httpx2
from pydantic import BaseModel, ConfigDict, Field

from core.ability import Cues, Slot, SlotKind
from core.domain import Queue, Repeat, Task
from core.errors import PermanentError, TransientError
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.effect_ledger import DidNotHappenError, Response

COLOURS = ("red", "blue", "green")
"""One sentence may ask for an errand of each."""

_PATIENCE_SECONDS = 30.0
_MOST_CONNECTIONS = 128


class ErrandKind(StrEnum):
    """How an errand goes. All but `idle` and `doomed` have an effect."""

    ASKED = "asked"  # the other side can be asked what happened
    UNASKED = "unasked"  # it can't, and a repeat would harm: a crash at the wrong moment needs a person
    REPEATED = "repeated"  # it can't, and a repeat under the same key is harmless
    REFUSED = "refused"  # the other side says no the first time, and surely did nothing
    FLAKY = "flaky"  # the first attempt fails before anything was done
    DOOMED = "doomed"  # every attempt would fail
    IDLE = "idle"  # nothing happens outside


class Errand(BaseModel):
    """What the metadata say: half of `seconds` passes before the effect, half between it and its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ErrandKind
    seconds: float = 0.0


class RefusedError(TransientError, DidNotHappenError):
    """The other side did nothing, and may do it next time."""


class Outside:
    """The outside system, whose address is in CHAOS_EFFECTS_URL."""

    def __init__(self) -> None:
        self._http: httpx2.AsyncClient | None = None

    async def call(self, key: str, errand: Errand, *, task: Task, answer: str | None = None) -> Response:
        """Have it done; `answer` is what a person said to a question about it."""
        body = {"task": str(task.id), "epoch": task.epoch, "answer": answer, **errand.model_dump(mode="json")}
        try:
            response = await self._client.post(f"/effects/{key}", json=body)
        except httpx2.ConnectError as error:
            raise RefusedError("The other side can't be reached.") from error
        except httpx2.HTTPError as error:
            raise TransientError("The other side did not answer.") from error
        if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE:
            raise RefusedError("Not now.")
        return {"key": key}

    async def find(self, key: str) -> Response | None:
        """What came of a call under this key; None where there was none."""
        try:
            response = await self._client.get(f"/effects/{key}")
        except httpx2.HTTPError as error:
            raise TransientError("The other side can't be asked.") from error
        return {"key": key} if response.status_code == HTTPStatus.OK else None

    @property
    def _client(self) -> httpx2.AsyncClient:
        if self._http is None:
            self._http = httpx2.AsyncClient(
                base_url=os.environ["CHAOS_EFFECTS_URL"],
                timeout=_PATIENCE_SECONDS,
                limits=httpx2.Limits(max_connections=_MOST_CONNECTIONS, max_keepalive_connections=_MOST_CONNECTIONS),
            )
        return self._http


class ErrandDetails(TaskDetails):
    """Which of the errands in the metadata it is."""

    colour: Annotated[str | None, Slot(kind=SlotKind.CHOICE, ask="Which errand?", values=COLOURS)] = Field(
        default=None, description="The colour of the errand, as said."
    )


class ErrandService(BaseTaskService[ErrandDetails]):
    """Has something done by the outside system."""

    intent = "errand"
    queue = Queue.ACTIVITY
    summary = "run an errand"
    details_model = ErrandDetails
    required = ("colour",)
    cues = Cues(phrases=((r"\brun the \w+ errand\b", 1.5),), examples=("Run the red errand.",))

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._outside = Outside()

    async def perform(self, wish: Wish[ErrandDetails]) -> Outcome:
        """Run it. The result names the epoch of the attempt that wrote it."""
        errands = cast("dict[str, Any]", wish.task.metadata["errands"])
        errand = Errand.model_validate(errands[wish.details.colour or COLOURS[0]])
        await asyncio.sleep(errand.seconds / 2)
        if errand.kind is ErrandKind.DOOMED:
            raise PermanentError("This errand can't be run.")
        if errand.kind is ErrandKind.FLAKY and wish.task.attempt < 2:
            raise TransientError("This errand is run at the second attempt.")
        if errand.kind is not ErrandKind.IDLE:
            await self._have_it_done(errand, wish)
        return Completed(summary="I ran the errand.", data={"epoch": wish.task.epoch})

    async def _have_it_done(self, errand: Errand, wish: Wish[ErrandDetails]) -> None:
        can_ask = errand.kind in {ErrandKind.ASKED, ErrandKind.REFUSED, ErrandKind.FLAKY}
        await wish.effects.once(
            "run",
            lambda key: self._outside.call(key, errand, task=wish.task),
            find=self._outside.find if can_ask else None,
            repeat=Repeat.SAME_ID if errand.kind is ErrandKind.REPEATED else Repeat.NEVER,
        )
