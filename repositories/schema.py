"""The schema's revision: bring a database up to it, or ask whether it is there.

Alembic is loaded by those who migrate only: it takes ten megabytes and a tenth of a second, of every process.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from repositories.database import Database
from repositories.walls import walls_are_of_models, walls_stand

if TYPE_CHECKING:
    from alembic.config import Config

_ROOT = Path(__file__).resolve().parent.parent
_REVISION = re.compile(r'^revision = "(?P<own>\w+)"\ndown_revision = (?:None|"(?P<before>\w+)")$', re.MULTILINE)


def upgrade_schema(url: str) -> None:
    """Bring the database up to the newest revision. Blocks, and starts an event loop of its own: call it in a thread."""
    from alembic import command

    command.upgrade(_config(url), "head")


async def is_upgraded(url: str) -> bool:
    """Whether `upgrade_schema` would change nothing: the newest revision is there, and the walls of this code's models."""
    database = Database(url, pool_size=1)
    try:
        if await find_revision(database) != newest_revision() or not await walls_stand(database):
            return False
        async with database.transaction() as session:
            return await walls_are_of_models(session)
    finally:
        await database.close()


def check_schema(url: str) -> None:
    """Raises alembic's CommandError where the tables differ from the models."""
    from alembic import command

    command.check(_config(url))


@cache
def newest_revision() -> str | None:
    """The revision that this code wants."""
    revisions = _known_revisions()
    newest = revisions.keys() - revisions.values()
    return newest.pop() if newest else None


def is_served(revision: str | None) -> bool:
    """Whether this code works on a database of this revision: its own, or one that it does not know and so is newer.

    Migrations work with the code before them, so that processes may be replaced one by one after a migration.
    """
    return revision == newest_revision() or (revision is not None and revision not in _known_revisions())


async def find_revision(database: Database) -> str | None:
    """The revision that the database has; None where it was never migrated."""
    async with database.transaction() as session:
        exists = await session.scalar(text("SELECT to_regclass('alembic_version') IS NOT NULL"))
        return await session.scalar(text("SELECT version_num FROM alembic_version")) if exists else None


@cache
def _known_revisions() -> dict[str, str | None]:
    """Each revision of this code, and the one before it."""
    files = (_ROOT / "migrations" / "versions").glob("*.py")
    found = (_REVISION.search(path.read_text(encoding="utf-8")) for path in files)
    return {each["own"]: each["before"] for each in found if each}


def _config(url: str) -> "Config":
    from alembic.config import Config

    config = Config(toml_file=_ROOT / "pyproject.toml")
    config.attributes["url"] = url
    return config
