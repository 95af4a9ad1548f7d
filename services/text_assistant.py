"""The assistant by text message: what nobody else knows what to do with is a wish of the person, or answers its question."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import structlog

from core.clock import Clock
from core.domain import Task, TaskFilter, TaskStatus
from core.errors import ConflictError, LimitError
from core.idempotency import IdempotencyKey
from repositories.unit_of_work import UnitOfWorkFactory
from services.answers import STALE_AFTER
from services.notification.ports import Incoming
from services.request_service import RequestService, Submission
from services.task_control import TaskControl

logger = structlog.stdlib.get_logger(__name__)

PATIENCE: Final = timedelta(seconds=8)
"""The telephone service waits fifteen seconds for an answer."""
WORKING: Final = "I am working on it."
TOO_MUCH: Final = "I have too much to do at the moment. Please try again in a few minutes."
_LOOKED_AT: Final = 20


class TextAssistant:
    """Takes any text of a person who is helped (`IncomingHandler`), the last to be asked."""

    def __init__(
        self, *, requests: RequestService, tasks: TaskControl, unit_of_work: UnitOfWorkFactory, clock: Clock
    ) -> None:
        self._requests = requests
        self._tasks = tasks
        self._unit_of_work = unit_of_work
        self._clock = clock

    async def handle(self, incoming: Incoming) -> str | None:
        """Answer with what was done, asked or not understood; None for contacts, and for keys of a call."""
        if incoming.contact_id is not None or incoming.via == "voice" or not incoming.text.strip():
            return None
        try:
            answered = await self._reply(incoming)
            return _say(answered) if answered else await self._submit(incoming)
        except LimitError:
            return TOO_MUCH

    async def _reply(self, incoming: Incoming) -> Sequence[Task]:
        """The tasks that stand after an answer to the open question, if there is one that came by text and is still fresh."""
        asking = await self._find_asking(incoming)
        if asking is None:
            return ()
        try:
            task = await self._tasks.reply(asking.id, incoming.text, account_id=incoming.account_id)
        except ConflictError:  # it was answered, or has expired, in the meantime
            return ()
        state = await self._requests.get(task.request_id, account_id=incoming.account_id)
        state = await self._requests.wait_for_rest(state, patience=PATIENCE)
        return [each for each in state.tasks if each.id == task.id] or [task]

    async def _find_asking(self, incoming: Incoming) -> Task | None:
        open_still: list[Task] = []
        for status in (TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION, TaskStatus.SCHEDULED):
            narrowed = TaskFilter(status=status, user_id=incoming.user_id)
            found = await self._tasks.list_page(narrowed, account_id=incoming.account_id, before=None, limit=_LOOKED_AT)
            open_still += [each for each in found if self._is_open(each, incoming)]
        return max(open_still, key=lambda each: each.updated_at, default=None)

    def _is_open(self, task: Task, incoming: Incoming) -> bool:
        """Asked by text not long ago. What is only scheduled takes a "no" to a message that is about to go."""
        if task.metadata.get("via") != incoming.via or self._clock.now() - task.updated_at > STALE_AFTER:
            return False
        return task.status is not TaskStatus.SCHEDULED or task.intent == "family_notification"

    async def _submit(self, incoming: Incoming) -> str:
        async with self._unit_of_work() as unit:
            account = await unit.accounts.find(incoming.account_id)
        if account is None:
            return ""
        submission = Submission(
            text=incoming.text.strip(),
            user_id=incoming.user_id,
            metadata={"via": incoming.via, "incoming_id": str(incoming.id)},
            idempotency=IdempotencyKey(account_id=incoming.account_id, scope="incoming", key=str(incoming.id)),
        )
        state = await self._requests.submit(submission, account=account)
        state = await self._requests.wait_for_rest(state, patience=PATIENCE)
        return _say(state.tasks) or WORKING


def _say(tasks: Sequence[Task]) -> str:
    """One sentence or question for each task; the questions last, since they are what is answered next."""
    said = [(task.question is not None, _sentence(task)) for task in tasks]
    return " ".join(sentence for _, sentence in sorted(said, key=lambda each: each[0]) if sentence)


def _sentence(task: Task) -> str:
    if task.question is not None and task.status in {TaskStatus.NEEDS_INPUT, TaskStatus.AWAITING_CONFIRMATION}:
        return task.question.text
    summary = (task.result or {}).get("summary")
    if isinstance(summary, str) and summary:
        return summary
    if task.error is not None:
        return task.error.detail
    return "That is cancelled." if task.status is TaskStatus.CANCELLED else WORKING
