"""Which route needs which permission: every route with a key or login is here, by the name of its function.

A route that is not is for operators, admins and keys without scopes, and a test asks for it to be put here. Who has which
permission says `core/roles.py`.
"""

from collections.abc import Mapping
from typing import Final

from core.roles import Permission

ROUTES: Final[Mapping[Permission, tuple[str, ...]]] = {
    Permission.REQUESTS_READ: ("get_request", "list_tasks", "get_task", "list_events", "stream_events"),
    Permission.REQUESTS_WRITE: (
        "submit_request",
        "parse_text",
        "reply_to_task",
        "confirm_task",
        "cancel_task",
        "undo_task",
    ),
    Permission.TASKS_SETTLE: ("redrive_task", "resolve_task"),
    Permission.PEOPLE_READ: (
        "list_users",
        "get_user",
        "list_contacts",
        "get_contact",
        "get_push_key",
        "list_push_subscriptions",
        "get_consent",
    ),
    Permission.PEOPLE_WRITE: (
        "change_user",
        "create_contact",
        "change_contact",
        "delete_contact",
        "create_push_subscription",
        "delete_push_subscription",
        "put_consent",
        "withdraw_consent",
        "make_consent_code",
    ),
    Permission.PEOPLE_MANAGE: ("create_user", "delete_user", "put_ladders"),
    Permission.PEOPLE_EXPORT: ("export_user",),
    Permission.REMINDERS_READ: (
        "list_reminders",
        "get_reminder",
        "preview_reminder",
        "list_occurrences",
        "get_occurrence",
        "list_answers",
        "list_edits",
        "get_stock",
        "get_ladders",
        "get_allowance",
        "get_adherence",
        "get_reminder_calendar",
    ),
    Permission.REMINDERS_WRITE: (
        "create_reminder",
        "change_reminder",
        "cancel_reminder",
        "pause_reminder",
        "resume_reminder",
        "move_reminders",
        "get_reminder_calendar_link",
        "replace_reminder_calendar_link",
        "set_stock",
        "refill_stock",
        "forget_stock",
    ),
    Permission.DOSES_WRITE: (
        "take_occurrence",
        "skip_occurrence",
        "snooze_occurrence",
        "correct_occurrence",
        "take_needed",
    ),
    Permission.BOOKINGS_READ: ("find_availability", "list_bookings", "get_booking", "get_calendar"),
    Permission.BOOKINGS_WRITE: ("change_booking", "cancel_booking", "get_calendar_link", "replace_calendar_link"),
    Permission.NOTES_READ: ("list_notes", "get_note"),
    Permission.NOTES_WRITE: ("remove_note",),
    Permission.NOTIFICATIONS_READ: ("list_notifications", "get_notification", "list_replies", "get_reply"),
    Permission.VENUES_READ: ("list_venues", "get_venue"),
    Permission.VENUES_WRITE: ("create_venue", "import_venues", "change_venue", "delete_venue", "put_venue_secrets"),
    Permission.WEBHOOKS_MANAGE: (
        "get_signing_secret",
        "rotate_signing_secret",
        "create_endpoint",
        "list_endpoints",
        "get_endpoint",
        "change_endpoint",
        "delete_endpoint",
        "rotate_endpoint_secret",
        "send_test_message",
        "list_deliveries",
        "get_delivery",
        "redeliver",
        "redeliver_failed",
    ),
    Permission.KEYS_MANAGE: ("create_key", "list_keys", "get_key", "rotate_key", "revoke_key"),
    Permission.MEMBERS_MANAGE: (
        "create_invitation",
        "list_invitations",
        "delete_invitation",
        "list_members",
        "delete_member",
        "end_member_link",
    ),
    Permission.AUDIT_READ: ("list_accesses",),
    Permission.SELF: ("get_me", "log_out", "set_password"),
    Permission.OPERATE: (
        "list_queues",
        "get_spending",
        "pause_queue",
        "resume_queue",
        "pause_account",
        "resume_account",
        "list_dead_letters",
        "get_dead_letter",
        "redrive_dead_letter",
        "redrive_dead_letters",
    ),
}

OPEN: Final = frozenset(
    {
        "get_health",
        "get_liveness",
        "get_readiness",
        "get_metrics",
        "show_documents",
        "take_call",
        "take_text",
        "take_key",
        "take_status",
        "show_link",
        "press_link",
        "show_opt_out",
        "press_opt_out",
        "log_in",
        "send_magic_link",
        "show_magic_link",
        "follow_magic_link",
        "refresh_login",
        "show_invitation",
        "accept_invitation",
    }
)
"""Routes that need neither key nor login: they tell nothing, or are opened by a signature."""

_NEEDED: Final = {name: permission for permission, names in ROUTES.items() for name in names}


def needed_for(route_name: str) -> Permission:
    """What a caller of the route of this name must be allowed."""
    return _NEEDED.get(route_name, Permission.UNLISTED)
