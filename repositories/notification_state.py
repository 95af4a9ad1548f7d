"""What has become of a message, as a condition; and why somebody may not be told."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from core.domain import TaskStatus
from core.notification import CONTACT_TOPICS, GONE, NotificationStatus, outcome_of
from repositories.models import NotificationRow
from repositories.rows import table_of

_NOTIFICATIONS = table_of(NotificationRow)


def refusal_of(found: Any) -> str | None:
    """Why whom a message is for may not be told; None: they may."""
    if found.contact_id is None:
        is_gone = found.topic in CONTACT_TOPICS or found.recipient == GONE
        return "Whom this was for is no longer among your contacts." if is_gone else None
    if found.topic == "consent":  # which asks them, or says what has become of it
        return None
    if not found.consented_at:
        return f"{found.recipient} does not agree to get messages any more."
    is_declined = found.topic in found.declined_topics
    return f"{found.recipient} does not want to hear about this any more." if is_declined else None


def is_outcome(outcome: NotificationStatus) -> ColumnElement[bool]:
    """`Notification.outcome` as a condition."""
    c = _NOTIFICATIONS.c
    by_work = c.status.in_([status for status in TaskStatus if outcome_of(status) is outcome])
    silent = and_(c.undelivered_at.is_(None), c.delivered_at.is_(None))
    if outcome is NotificationStatus.FAILED:
        return or_(c.undelivered_at.is_not(None), and_(silent, c.provider_id.is_(None), by_work))
    if outcome is NotificationStatus.DELIVERED:
        return and_(c.undelivered_at.is_(None), c.delivered_at.is_not(None))
    if outcome is NotificationStatus.SENT:
        return and_(silent, or_(c.provider_id.is_not(None), by_work))
    return and_(silent, c.provider_id.is_(None), by_work)
