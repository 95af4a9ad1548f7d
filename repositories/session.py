"""Sessions of this product on the server."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

APPLICATION_NAME = "grandma"
TENANT_ROLE = "grandma_api"
"""As whom transactions of callers run: subject to row-level security (repositories/walls.py)."""

_END_FROZEN = text(
    """
    SELECT count(pg_terminate_backend(pid))
    FROM pg_stat_activity
    WHERE application_name = :application AND datname = current_database() AND usename = current_user
      AND pid <> pg_backend_pid() AND wait_event = 'ClientRead' AND xact_start < now() - CAST(:after AS interval)
    """
)


class SessionRepository:
    """Questions about our own sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def end_frozen(self, *, after: timedelta) -> int:
        """End sessions whose open transaction has waited so long for its client; answers how many there were.

        Nothing outside is called inside a transaction, so such a client is frozen, and holds locks that others wait
        for. The server's own time-outs don't see a client that froze between two messages of one statement.
        """
        return await self._session.scalar(_END_FROZEN, {"application": APPLICATION_NAME, "after": after}) or 0
