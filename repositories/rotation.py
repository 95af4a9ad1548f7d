"""Secrets that are replaced while the one before them stays good for a while."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Table, func


def rotated(table: Table, name: str, secret: str, *, overlap: timedelta) -> dict[str, Any]:
    """What has to be written for `secret` (encrypted) to take the place of the one in this column.

    The one before goes to `previous_…` and is good until `previous_…_until`; without an overlap nothing of it is kept.
    """
    is_kept = overlap > timedelta()
    return {
        name: secret,
        f"previous_{name}": table.c[name] if is_kept else None,
        f"previous_{name}_until": func.now() + overlap if is_kept else None,
    }
