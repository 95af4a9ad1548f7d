"""The first of two walls between accounts: what a session of one account is asked for is narrowed to that account.

Repositories need not think of it, and a statement that forgets its condition still sees its own account alone. Statements are narrowed
in what they themselves name; what they name inside (subqueries, SQL given as text) is left to the second wall, in the database
(`repositories/walls.py`, ADR 0026).
"""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import Delete, FromClause, Select, Update, event
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql.expression import Alias, ColumnElement, Join, TableClause, or_

ACCOUNT = "account_id"


class AccountSession(Session):
    """A session that is one account's; which one is in `info[ACCOUNT]`."""


@event.listens_for(AccountSession, "do_orm_execute")
def _narrow(state: ORMExecuteState) -> None:
    state.statement = narrowed(state.statement, state.session.info[ACCOUNT])


def narrowed(statement: Any, account_id: UUID) -> Any:
    """The statement, about the rows of this account alone in every table that it names and that has accounts."""
    match statement:
        case Select():
            named = _named_by(cast("Select[Any]", statement))
        case Update() | Delete():
            named = {statement.table: False}
        case _:
            return statement
    conditions = [
        _is_of(part, account_id, may_be_missing=missing) for part, missing in named.items() if _has_account(part)
    ]
    return cast("Any", statement).where(*conditions) if conditions else cast("Any", statement)


def _named_by(statement: Select[Any]) -> dict[FromClause, bool]:
    """What a select reads from, and whether a join may leave its columns empty.

    `get_final_froms` says the same, and takes a hundred times as long: it compiles the statement.
    """
    found: dict[FromClause, bool] = {}
    for part in statement._from_obj:  # pyright: ignore[reportPrivateUsage] - see above
        _add(found, part)
    for right, _, left, flags in statement._setup_joins:  # pyright: ignore[reportPrivateUsage] - see above
        if left is not None:
            _add(found, left, may_be_missing=bool(flags["full"]))
        _add(found, cast("FromClause", right), may_be_missing=bool(flags["isouter"] or flags["full"]))
    more = [part for condition in statement._where_criteria for part in condition._from_objects]  # pyright: ignore[reportPrivateUsage] - see above
    for part in (*statement.columns_clause_froms, *more):
        if part not in found:
            _add(found, part)
    return found


def _add(found: dict[FromClause, bool], part: FromClause, *, may_be_missing: bool = False) -> None:
    if isinstance(part, Join):
        _add(found, part.left, may_be_missing=may_be_missing or part.full)
        _add(found, part.right, may_be_missing=may_be_missing or part.isouter or part.full)
    else:
        found[part] = found.get(part, False) or may_be_missing


def _has_account(part: FromClause) -> bool:
    of_what: Any = cast("Any", part).element if isinstance(part, Alias) else part
    return isinstance(of_what, TableClause) and ACCOUNT in part.c


def _is_of(part: FromClause, account_id: UUID, *, may_be_missing: bool) -> ColumnElement[bool]:
    column = part.c[ACCOUNT]
    is_ours = column == account_id
    return or_(is_ours, column.is_(None)) if may_be_missing else is_ours
