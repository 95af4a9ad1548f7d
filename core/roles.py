"""Who may do what: the one matrix. docs/roles.md shows it, and a test holds the two together.

A *permission* is for a kind of act; a *role* is what somebody is in an account. API keys have permissions one by one,
called scopes. Which route needs which permission says `api/permissions.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Permission(StrEnum):
    """What may be allowed, by the names that scopes have."""

    REQUESTS_READ = "requests:read"
    REQUESTS_WRITE = "requests:write"
    TASKS_SETTLE = "tasks:settle"
    PEOPLE_READ = "people:read"
    PEOPLE_WRITE = "people:write"
    PEOPLE_MANAGE = "people:manage"
    PEOPLE_EXPORT = "people:export"
    REMINDERS_READ = "reminders:read"
    REMINDERS_WRITE = "reminders:write"
    DOSES_WRITE = "doses:write"
    BOOKINGS_READ = "bookings:read"
    BOOKINGS_WRITE = "bookings:write"
    NOTES_READ = "notes:read"
    NOTES_WRITE = "notes:write"
    NOTIFICATIONS_READ = "notifications:read"
    VENUES_READ = "venues:read"
    VENUES_WRITE = "venues:write"
    WEBHOOKS_MANAGE = "webhooks:manage"
    KEYS_MANAGE = "keys:manage"
    MEMBERS_MANAGE = "members:manage"
    AUDIT_READ = "audit:read"
    SELF = "self"
    UNLISTED = "unlisted"
    OPERATE = "operate"


MEANINGS: Final[Mapping[Permission, str]] = {
    Permission.REQUESTS_READ: "read what was said, and what became of it",
    Permission.REQUESTS_WRITE: "say something for a person; answer, confirm, cancel and take back tasks",
    Permission.TASKS_SETTLE: "settle tasks that need a person, and try failed ones again",
    Permission.PEOPLE_READ: "read who a person is, and their contacts",
    Permission.PEOPLE_WRITE: "change a person and their contacts",
    Permission.PEOPLE_MANAGE: "add and erase people",
    Permission.PEOPLE_EXPORT: "take away everything that is stored about a person",
    Permission.REMINDERS_READ: "read reminders, their due times and what was taken",
    Permission.REMINDERS_WRITE: "set up, change, pause and cancel reminders",
    Permission.DOSES_WRITE: "say that something was taken or skipped, put it off, correct what was said",
    Permission.BOOKINGS_READ: "read bookings and look for free times",
    Permission.BOOKINGS_WRITE: "change and cancel bookings, and give out the link to the calendar",
    Permission.NOTES_READ: "read notes",
    Permission.NOTES_WRITE: "remove notes",
    Permission.NOTIFICATIONS_READ: "read what family was told, and answered",
    Permission.VENUES_READ: "read venues",
    Permission.VENUES_WRITE: "add, import, change and remove venues, and their secrets",
    Permission.WEBHOOKS_MANAGE: "read and change webhook endpoints and their secrets",
    Permission.KEYS_MANAGE: "make, rotate and revoke API keys",
    Permission.MEMBERS_MANAGE: "invite others who look after a person, and end that",
    Permission.AUDIT_READ: "read who looked at a person's data",
    Permission.SELF: "ask who one is, log out, set one's own password",
    Permission.UNLISTED: "call what is not assigned to any other permission yet",
    Permission.OPERATE: "see and stop the work of all accounts",
}


class Role(StrEnum):
    """What somebody is. The first four are for certain people of an account, the others for all of them."""

    PERSON = "person"
    CARER_MANAGER = "carer-manager"
    CARER_VIEWER = "carer-viewer"
    FAMILY = "family"
    STAFF = "staff"
    ADMIN = "admin"
    KEY = "key"
    OPERATOR = "operator"

    @property
    def is_for_certain_people(self) -> bool:
        """Whether it opens the data of some people only, not of everybody in the account."""
        return self in _FOR_CERTAIN_PEOPLE


_FOR_CERTAIN_PEOPLE = frozenset({Role.PERSON, Role.CARER_MANAGER, Role.CARER_VIEWER, Role.FAMILY})

_LOOKING = frozenset(
    {
        Permission.REQUESTS_READ,
        Permission.PEOPLE_READ,
        Permission.REMINDERS_READ,
        Permission.BOOKINGS_READ,
        Permission.NOTES_READ,
        Permission.NOTIFICATIONS_READ,
        Permission.VENUES_READ,
        Permission.SELF,
    }
)
_LIVING = _LOOKING | {
    Permission.REQUESTS_WRITE,
    Permission.PEOPLE_WRITE,
    Permission.PEOPLE_EXPORT,
    Permission.REMINDERS_WRITE,
    Permission.DOSES_WRITE,
    Permission.BOOKINGS_WRITE,
    Permission.NOTES_WRITE,
    Permission.MEMBERS_MANAGE,
    Permission.AUDIT_READ,
}
_HELPING = _LOOKING | {
    Permission.REQUESTS_WRITE,
    Permission.TASKS_SETTLE,
    Permission.BOOKINGS_WRITE,
    Permission.VENUES_WRITE,
}

EVERYTHING: Final = frozenset(Permission)
OF_AN_ACCOUNT: Final = EVERYTHING - {Permission.OPERATE}
"""What may be allowed within one account; the rest is for whoever runs the installation."""

MATRIX: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.PERSON: _LIVING,
    Role.CARER_MANAGER: _LIVING,
    Role.CARER_VIEWER: _LOOKING,
    Role.FAMILY: frozenset({Permission.SELF}),
    Role.STAFF: _HELPING,
    Role.ADMIN: OF_AN_ACCOUNT,
    Role.KEY: OF_AN_ACCOUNT,
    Role.OPERATOR: EVERYTHING,
}
"""`key`: one without scopes; others may do what their scopes say."""
