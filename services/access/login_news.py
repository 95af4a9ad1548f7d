"""What a person is told of logins: of each new one that opens something of theirs, in the transaction that makes it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from core.domain import Message, Repeat
from core.new_notification import new_notification
from core.people import User
from core.roles import Role
from repositories.unit_of_work import UnitOfWork
from services.reminder.wording import address

TOPIC: Final = "login"
_SAID: Final[Mapping[Role, str]] = {
    Role.PERSON: "you can log in with {email} from now on. Whoever logs in with that address sees and changes all that I keep for you.",
    Role.CARER_MANAGER: "somebody new looks after you: {email} may see and change all that I keep for you, and ask others to help.",
    Role.CARER_VIEWER: "somebody new looks after you: {email} may see all that I keep for you, and change nothing.",
    Role.FAMILY: "{email} can log in as your family from now on, and sees nothing of what I keep for you.",
}
_OBJECT: Final = "If you do not want that, tell whoever set me up for you; they can end it at once."


async def tell_link(unit: UnitOfWork, user: User, role: Role, *, email: str, invitation_id: UUID) -> None:
    """Tell the person who can log in for them from now on, and as what, as far as there is a way to."""
    if not user.channels:
        return
    message = Message(
        key=f"login:{invitation_id}:{user.id}",
        to=user.name,
        channels=user.channels,
        subject="A new login" if role in {Role.PERSON, Role.FAMILY} else "Somebody new looks after you",
        text=f"{address(_SAID[role].format(email=email), name=user.known_name)} {_OBJECT}",
        topic=TOPIC,
        repeat=Repeat.SAME_ID,
    )
    added = await unit.notifications.add_many([new_notification(message, account_id=user.account_id, user_id=user.id)])
    # Nobody here can ring after the commit: the next sweep does.
    await unit.notifications.forget_dispatches([each.id for each in added])
