"""The schema's revision: bring a database up to it, or ask whether it is there."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from repositories.database import Database

_ROOT = Path(__file__).resolve().parent.parent


def upgrade_schema(url: str) -> None:
    """Bring the database up to the newest revision. Blocks, and starts an event loop of its own: call it in a thread."""
    command.upgrade(_config(url), "head")


def check_schema(url: str) -> None:
    """Raises alembic's CommandError where the tables differ from the models."""
    command.check(_config(url))


@cache
def newest_revision() -> str | None:
    """The revision that this code wants."""
    return ScriptDirectory.from_config(_config("")).get_current_head()


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
def _known_revisions() -> frozenset[str]:
    return frozenset(each.revision for each in ScriptDirectory.from_config(_config("")).walk_revisions())


def _config(url: str) -> Config:
    config = Config(toml_file=_ROOT / "pyproject.toml")
    config.attributes["url"] = url
    return config
