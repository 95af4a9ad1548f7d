"""One text put to a model, until its answer fits the form or it is clear that none will.

At most: one re-ask after an answer that does not fit, built from scratch; one longer answer after one that was cut off;
one more try where the server stumbled; a looser form where the server takes no stricter one. All within one deadline.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from providers.base import ModelCall
from providers.failure import Fault
from providers.remote.asking import Caller, Question, Reply
from providers.remote.errors import CallFailedError
from providers.remote.form import Form, UnfitError
from providers.remote.manner import Manner
from providers.remote.prompts import Prompt
from providers.spans.wire import WireAnswer

USUAL_CAP, LONGER_CAP = 1_500, 6_000
"""Greatest lengths of an answer in tokens; models that think first count their thoughts."""


@dataclass(slots=True, kw_only=True)
class Exchange:
    """The state of one exchange; `calls` are the calls that it made, `until` is by the loop's clock."""

    caller: Caller
    manner: Manner
    form: Form
    prompt: Prompt
    until: float
    calls: list[ModelCall] = field(default_factory=list[ModelCall])
    _cap: int = USUAL_CAP
    _has_stumbled: bool = False

    async def run(self) -> WireAnswer:
        """An answer that fits.

        Raises:
            CallFailedError: there is none; `calls` tells what it cost.
        """
        answer, problems = "", ()
        while True:
            reply = await self._ask(answer, problems)
            try:
                return self.form.read(reply.text, is_loose=self.manner.is_loose)
            except UnfitError as error:
                self._relabel("does not fit")
                if problems:
                    raise _useless("The model's answers don't fit the form.") from error
                answer, problems = reply.text, error.problems

    async def _ask(self, answer: str, problems: Sequence[str]) -> Reply:
        """A whole reply."""
        while True:
            reply = await self._ask_once(answer, problems)
            if not reply.is_cut_off:
                return reply
            if self._cap == LONGER_CAP:
                raise _useless("The model's answers are cut off.")
            self._cap = LONGER_CAP

    async def _ask_once(self, answer: str, problems: Sequence[str]) -> Reply:
        """Some reply, whatever the manner in which the server can be asked."""
        while True:
            question = self._question(answer, problems)
            try:
                return await self.caller.ask(question, until=self.until, calls=self.calls)
            except CallFailedError as error:
                adapted = self.manner.adapt(error, structure=question.structure, cap_field=question.cap_field)
                if not adapted and (self._has_stumbled or not error.may_pass):
                    raise
                self._has_stumbled |= not adapted

    def _question(self, answer: str, problems: Sequence[str]) -> Question:
        structure = self.manner.structure_for(self.form)
        outline = self.form.outline if self.manner.shows_form else None
        messages = (
            self.prompt.messages_again(outline=outline, answer=answer, problems=problems)
            if problems
            else self.prompt.messages(outline=outline)
        )
        return Question(
            messages=messages,
            schema=self.form.schema,
            structure=structure,
            cap=self._cap,
            cap_field=self.manner.cap_field,
        )

    def _relabel(self, outcome: str) -> None:
        self.calls[-1] = replace(self.calls[-1], outcome=outcome)


def _useless(detail: str) -> CallFailedError:
    return CallFailedError(detail, outcome="does not fit", fault=Fault.AWAY)
