"""The shopping list: what is wanted is noted, and those who shop are told."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Fails, Outcome, Problem, Question, Queue
from core.errors import PROBLEM_PREFIX
from services.ability import BaseTaskService, TaskDetails, Wish
from services.activity.shopping_cues import CUES

ORDERS = ("order", "buy", "purchase", "my order", "my orders", "my package", "my parcel", "my delivery")
"""What is asked beyond the list: to have it bought, or what has become of something bought before ("my …")."""


class ShoppingDetails(TaskDetails):
    """What is wanted."""

    item: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="What shall I put on your shopping list?",
            after=("add", "put", "order", "buy", "get", "need", "want", "looking for", "out of"),
        ),
    ] = Field(default=None, description='What is wanted, as said: "milk and eggs", "two loaves of bread".')
    quantity: Annotated[str | None, Slot(kind=SlotKind.TEXT)] = Field(
        default=None,
        description='How much of it, as said and only where it is no part of the item: "two", "half a pound".',
    )
    order: Annotated[str | None, Slot(kind=SlotKind.CHOICE, values=ORDERS)] = Field(
        default=None,
        description='"order" or "buy" where it should be bought, not only noted; "my order" and the like where the '
        "person asks about something bought before.",
    )
    share_with: Annotated[
        str | None,
        Slot(
            kind=SlotKind.NAME,
            ask="Whom shall I tell?",
            after=("tell", "let", "inform", "ask", "share with", "share it with", "share this with"),
        ),
    ] = Field(
        default=None,
        description='Who is to hear of it, as said ("my family", "my daughter", "Anna"); left out where it is only to '
        "be noted.",
    )


class ShoppingService(BaseTaskService[ShoppingDetails]):
    """Keeps the shopping list and is honest about what it can't buy."""

    intent = "shopping"
    queue = Queue.ACTIVITY
    summary = "keep your shopping list"
    details_model = ShoppingDetails
    cues = CUES
    has_outside_effect = True

    def find_doubt(self, details: ShoppingDetails) -> Question | None:
        """Without a thing there is nothing to note, unless it is about an order made elsewhere."""
        return None if details.item or (details.order or "").startswith("my ") else self.question_for("item")

    async def perform(self, wish: Wish[ShoppingDetails]) -> Outcome:
        return Fails(problem=Problem(type=PROBLEM_PREFIX + "nobody-to-tell", title="Nobody can be told yet", detail=""))
