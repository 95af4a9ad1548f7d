from typing import Literal

Permission = Literal[
    "audit:read",
    "bookings:read",
    "bookings:write",
    "doses:write",
    "keys:manage",
    "members:manage",
    "notes:read",
    "notes:write",
    "notifications:read",
    "operate",
    "people:export",
    "people:manage",
    "people:read",
    "people:write",
    "reminders:read",
    "reminders:write",
    "requests:read",
    "requests:write",
    "self",
    "tasks:settle",
    "unlisted",
    "venues:read",
    "venues:write",
    "webhooks:manage",
]

PERMISSION_VALUES: set[Permission] = {
    "audit:read",
    "bookings:read",
    "bookings:write",
    "doses:write",
    "keys:manage",
    "members:manage",
    "notes:read",
    "notes:write",
    "notifications:read",
    "operate",
    "people:export",
    "people:manage",
    "people:read",
    "people:write",
    "reminders:read",
    "reminders:write",
    "requests:read",
    "requests:write",
    "self",
    "tasks:settle",
    "unlisted",
    "venues:read",
    "venues:write",
    "webhooks:manage",
}


def check_permission(value: str) -> Permission:
    if value in PERMISSION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PERMISSION_VALUES!r}")
