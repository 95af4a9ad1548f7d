"""Whether reminders keep the times of home or move with the person: asked once, when their time zone changes.

A task of this kind is made by `services/reminder/following.py` and waits for a yes. Until then, and after a no, the times of
home are kept.
"""

from pydantic import Field

from core.ability import Cues
from core.domain import Queue
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Wish
from services.effect_ledger import Response
from services.reminder.recorded import record_once
from services.reminder.reminder_service import ReminderService

INTENT = "reminder_zone"


class ZoneMoveDetails(TaskDetails):
    """From which clock to which."""

    from_timezone: str = Field(default="UTC", description="The zone by whose clock the reminders come.")
    to_timezone: str = Field(default="UTC", description="The zone in which the person is now.")


class ZoneMoveService(BaseTaskService[ZoneMoveDetails]):
    """Moves the reminders of one zone to another."""

    intent = INTENT
    queue = Queue.REMINDER
    summary = "move your reminders to the clock of another place"
    details_model = ZoneMoveDetails
    cues = Cues(phrases=(), examples=())
    has_outside_effect = True
    is_offered = False

    def read_back(self, details: ZoneMoveDetails) -> str:
        here, home = place_of(details.to_timezone), place_of(details.from_timezone)
        return (
            f"Your clock is that of {here} now. Your reminders still come by the clock of {home}."
            f" Shall they come by the clock of {here} from now on? If not, they keep the times of {home}."
        )

    async def perform(self, wish: Wish[ZoneMoveDetails]) -> Outcome:
        task, said = wish.task, wish.details
        service = ReminderService(unit_of_work=self._tools.unit_of_work, clock=self._tools.clock)

        async def move() -> Response:
            moved = await service.move_within(
                unit, task.user_id, account_id=task.account_id, zones=(said.from_timezone, said.to_timezone)
            )
            return {"moved": [str(each.id) for each in moved]}

        async with self._tools.unit_of_work() as unit:
            done = await record_once(unit, wish, "move", change=move)
        summary = f"Your reminders come by the clock of {place_of(said.to_timezone)} from now on."
        return Completed(summary=summary, data={"moved": done["moved"]})


def place_of(timezone: str) -> str:
    """A zone as people call it: "America/New_York" is New York."""
    return timezone.rpartition("/")[2].replace("_", " ")
