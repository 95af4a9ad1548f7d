"""Who may change the person's medicines: allowed, withdrawn and asked for in words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from pydantic import Field, JsonValue

from core.ability import Slot, SlotKind
from core.domain import Details, Problem, Question, Queue
from core.outcome import Asks, AsksToConfirm, Completed, Fails, Outcome
from core.people import Contact
from services.ability import TaskDetails, Wish
from services.booking.wording import join_spoken
from services.effect_ledger import Response
from services.notification.recipients import Recipients, choose_recipients
from services.reminder.care_permission_cues import CUES
from services.reminder.care_permissions import set_permission
from services.reminder.recorded import find_recorded, record_once
from services.restoring import RestoringService

_ENDS = re.compile(
    r"\b(?:not|n't|never|no longer|no more|any ?more|any longer|stop|take away|withdraw|remove|revoke|forbid)\b|\b(?:don't|dont|can't|cannot|mustn't|shouldn't|isn't|aren't)\b"
)
_ASKS = re.compile(
    r"^\W*(?:(?:please|so|tell me|say)\W+)*(?:who|which of|(?:may|can|is|are) (?!i\b|we\b|you\b)(?:my )?\w+(?: allowed)?)\b"
)


_WHO = re.compile(
    r"(?:^|[,.;]|\b(?:that|let|allow|permit|letting|allowing|want|like|give|from|may|can|is|please)\b)\s*(?P<who>(?:my |our )?(?!i\b|we\b|you\b|me\b|us\b|who\b)[^\W\d_]+(?: and (?:my |our )?[^\W\d_]+)?)"
    r"(?= (?:may|can|cannot|can't|is|are|isn't|aren't|should|shouldn't|must|mustn't|has|have|to|permission)\b| (?:change|edit|manage|move|look after|set|add|cancel|pause|stop|touch)\b)",
    re.IGNORECASE,
)
"""Somebody who is named before what they may do."""


class CarePermissionDetails(TaskDetails):
    """Who may change the person's medicines from now on, or no more."""

    recipient: Annotated[
        str | None,
        Slot(kind=SlotKind.NAME, ask="Whom do you mean?", after=("let", "allow", "permit", "letting", "want", "for")),
    ] = Field(
        default=None,
        description='Who may change the medicines, as said: a name ("Anna") or a relation ("my daughter").',
    )
    ends: bool | None = Field(default=None, description="True where they may no longer.")
    asked: bool | None = Field(default=None, description="True where it is only asked who may.")
    restore: dict[UUID, bool] | None = Field(
        default=None, description="Who was allowed to and who not, before another task changed it."
    )


class CarePermissionService(RestoringService[CarePermissionDetails]):
    """Lets contacts change medicines, or no more, after reading it back; both sides are told."""

    intent = "care_permission"
    queue = Queue.REMINDER
    summary = "set who may change your medicines"
    details_model = CarePermissionDetails
    required = ("recipient",)
    cues = CUES
    keeps_something = True
    reads_back_itself = True

    def hear(self, details: Details, text: str) -> Details:
        said = " ".join(text.casefold().replace("’", "'").split())
        known: dict[str, JsonValue] = dict(details)
        if not known.get("recipient") and (who := _WHO.search(text.replace("’", "'"))):
            known["recipient"] = who["who"]
        if _ASKS.match(said):
            return {**known, "asked": True}
        return {**known, "ends": True} if _ENDS.search(said) else known

    async def perform(self, wish: Wish[CarePermissionDetails]) -> Outcome:
        task = wish.task
        async with self._tools.unit_of_work() as unit:
            if done := await find_recorded(unit, wish, "permission"):
                return _completed(done)
            contacts = await unit.contacts.list_of_user(task.user_id, account_id=task.account_id)
        if wish.details.restore is not None:
            wanted = {each: wish.details.restore[each.id] for each in contacts if each.id in wish.details.restore}
            return await self._write(wish, wanted)
        if not contacts:
            return Completed(summary="Nobody but you may change your medicines: I have nobody's details.")
        if wish.details.asked:
            return Completed(summary=_say_who(contacts))
        return await self._settle(wish, contacts)

    async def _settle(self, wish: Wish[CarePermissionDetails], contacts: Sequence[Contact]) -> Outcome:
        """Read back who is meant, and set it after the yes."""
        found = _choose(wish.details.recipient or "", contacts)
        known = wish.details.model_dump(mode="json", exclude_none=True)
        if isinstance(found, Problem):
            return Fails(problem=found)
        if isinstance(found, Question):
            return Asks(question=found, details={name: value for name, value in known.items() if name != "recipient"})
        allowed = not wish.details.ends
        who = join_spoken([each.name for each in found], last="and")
        if all(each.may_edit_medicines is allowed for each in found):
            already = "may change your medicines already" if allowed else "may not change your medicines anyway"
            return Completed(summary=f"{who} {already}.", data={"before": {}, "changed": []})
        if not wish.is_confirmed:
            return AsksToConfirm(question=Question(text=_ask(who, allowed=allowed)), details=known)
        return await self._write(wish, dict.fromkeys(found, allowed))

    async def _write(self, wish: Wish[CarePermissionDetails], wanted: dict[Contact, bool]) -> Outcome:
        async def write() -> Response:
            before: dict[str, JsonValue] = {}
            for each, allowed in wanted.items():
                if await set_permission(unit, each, allowed=allowed):
                    before[str(each.id)] = not allowed
            changed: list[JsonValue] = [each.name for each in wanted if str(each.id) in before]
            return {"summary": _say_done(wanted), "changed": changed, "before": before}

        async with self._tools.unit_of_work() as unit:
            return _completed(await record_once(unit, wish, "permission", change=write))


def _choose(said: str, contacts: Sequence[Contact]) -> list[Contact] | Question | Problem:
    """Whom the words mean, whether or not they can be told things: permission is the person's alone to give."""
    by_id = {each.id: each for each in contacts}
    reachable = [
        replace(each, consented_at=each.consented_at or each.created_at, channels=each.channels or ("mailto:",))
        for each in contacts
    ]
    found = choose_recipients(said, reachable, slot="recipient")
    return [by_id[each.id] for each in found.people] if isinstance(found, Recipients) else found


def _ask(who: str, *, allowed: bool) -> str:
    if allowed:
        return f"Shall I let {who} set up, change and stop your medicines' reminders from now on? I tell you whenever that happens."
    return f"Shall I no longer let {who} change your medicines' reminders?"


def _say_done(wanted: dict[Contact, bool]) -> str:
    said: list[str] = []
    for allowed, verb in ((True, "may change"), (False, "may no longer change")):
        if names := [each.name for each, may in wanted.items() if may is allowed]:
            said.append(f"{join_spoken(names, last='and')} {verb} your medicines")
    return f"{', and '.join(said) or 'Nothing has changed'}."


def _say_who(contacts: Sequence[Contact]) -> str:
    names = [each.name for each in contacts if each.may_edit_medicines]
    if not names:
        return "Nobody but you may change your medicines."
    return f"{join_spoken(names, last='and')} may change your medicines, and nobody else but you."


def _completed(done: Response) -> Completed:
    return Completed(summary=str(done["summary"]), data={name: done[name] for name in ("changed", "before")})
