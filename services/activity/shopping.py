"""The shopping list: what is wanted is noted, and those who shop are told."""

from typing import Annotated

from pydantic import Field

from core.ability import Slot, SlotKind
from core.domain import Question, Queue
from core.note import NoteKind
from core.outcome import Asks, Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Tools, Wish
from services.activity.noting import Entry, Notebook
from services.activity.shopping_cues import CUES, ITEM_LEADS
from services.notification.recipients import in_your_words
from services.notification.telling import News, Teller, quote

ORDERS = ("order", "buy", "purchase", "my order", "my orders", "my package", "my parcel", "my delivery")
"""What is asked beyond the list: to have it bought, or what has become of something bought before ("my …")."""


class ShoppingDetails(TaskDetails):
    """What is wanted."""

    item: Annotated[
        str | None,
        Slot(
            kind=SlotKind.TEXT,
            ask="What shall I put on your shopping list?",
            after=ITEM_LEADS,
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

    def __init__(self, *, tools: Tools) -> None:
        super().__init__(tools=tools)
        self._teller = Teller(unit_of_work=tools.unit_of_work)
        self._notebook = Notebook(unit_of_work=tools.unit_of_work, teller=self._teller)

    def find_doubt(self, details: ShoppingDetails) -> Question | None:
        """Without a thing there is nothing to note, unless it is about something bought before."""
        return None if _has_item(details) or _is_about_earlier(details) else self.question_for("item")

    def read_back(self, details: ShoppingDetails) -> str:
        whom = f" and tell {in_your_words(details.share_with)}" if details.share_with else ""
        return f"Shall I put {_describe(details)} on your shopping list{whom}?"

    async def perform(self, wish: Wish[ShoppingDetails]) -> Outcome:
        """Note it, and say honestly that nothing is bought."""
        said = wish.details
        if not _has_item(said):
            if _is_about_earlier(said):
                return Completed(summary="I can't look up orders yet, but I can put things on your shopping list.")
            return Asks(question=self.question_for("item"))
        return await self._notebook.keep(await self._write(wish), task=wish.task)

    async def _write(self, wish: Wish[ShoppingDetails]) -> Entry:
        said, sender = wish.details, await self._teller.find_sender(wish.task)
        thing = _describe(said)
        whose = f"{sender}'s shopping list" if sender else "the shopping list"
        buy = " I can't order things, so somebody would have to buy it." if said.order else ""
        return Entry(
            kind=NoteKind.SHOPPING,
            text=said.item or "",
            quantity=said.quantity,
            details=wish.task.details,
            share_with=said.share_with,
            done=f"I noted {thing} on your list." + (" I can't order things myself yet." if said.order else ""),
            news=News(
                topic="shopping",
                subject=f"Shopping for {sender}" if sender else "The shopping list",
                text=f"This is on {whose} now: {quote(thing)}{buy}",
            ),
        )


def _has_item(details: ShoppingDetails) -> bool:
    return any(letter.isalnum() for letter in details.item or "")


def _is_about_earlier(details: ShoppingDetails) -> bool:
    return (details.order or "").startswith("my ")


def _describe(details: ShoppingDetails) -> str:
    """The thing with its quantity, unless that is part of its words."""
    item, quantity = details.item or "", details.quantity
    return item if quantity is None or quantity.casefold() in item.casefold() else f"{quantity} {item}"
