"""For whom a booking is made: what the person has told about themselves once goes along, and is never asked for."""

from typing import Any

from core.domain import ConfirmPolicy
from core.people import User
from core.profile import read_profile
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import Wish
from services.booking.ports import Guest


async def find_guest(wish: Wish[Any], unit_of_work: UnitOfWorkFactory) -> Guest:
    """The person whose wish it is; a second booking is made only for whoever was told of the first, or never asks."""
    task = wish.task
    async with unit_of_work.reading() as unit:
        user = await unit.users.get(task.user_id, account_id=task.account_id)
    return make_guest(user, wish)


def make_guest(user: User, wish: Wish[Any]) -> Guest:
    """The same for a person who is at hand. A name that was said with the wish goes before theirs."""
    task, known = wish.task, read_profile(user.preferences)
    is_sure = task.confirm is ConfirmPolicy.NEVER or bool(task.confirmed and wish.details.another)
    return Guest(
        account_id=task.account_id,
        user_id=task.user_id,
        task_id=task.id,
        only_once=not is_sure,
        name=getattr(wish.details, "person_name", None) or user.known_name,
        phone=user.phone,
        email=user.email,
        diet=known.diet,
        access_needs=known.access_needs,
        marketing_consent=known.marketing_consent,
    )
