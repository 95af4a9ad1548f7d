"""Abilities that set who may do or hear what, and put back what was before."""

from core.domain import Details, Task
from services.ability import BaseTaskService, DetailsT, TakesBack


class RestoringService(BaseTaskService[DetailsT]):
    """Its details have `asked`, for a question how it is set, and `restore`, what to put back; neither needs anything else.

    Where it changes something, the result of its task has `before`: what was, in the form of `restore`.
    """

    def find_missing(self, known: Details) -> tuple[str, ...]:
        return () if {"asked", "restore"} & known.keys() else super().find_missing(known)

    async def undo(self, done: Task) -> TakesBack | str:
        """Everybody may, and hears, what they did before."""
        before = (done.result or {}).get("before")
        if not before:
            return "Nothing was changed by that, so there is nothing to take back."
        return TakesBack(intent=self.intent, details={"restore": before})
