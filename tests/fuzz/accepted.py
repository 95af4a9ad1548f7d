"""What each operation may answer to a call that its schema allows (`positive_data_acceptance`): no more than it has a reason for.

Every operation documents whatever may come of it, down to 503; held against that, hardly anything could be wrong. But a key that
may do everything is never 401 or 403, one call at a time is never 503, and so on.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from typing import Any, Final

Accepted = Mapping[str, frozenset[str]]
"""By the name of the operation, such as `GET /v1/users`."""

_BY_STATE: Final = frozenset({"304", "404", "409", "412"})
"""Documented where there are: it depends on what has been made before, and in which state that is."""
_SAID_BY_SCHEMA: Final = frozenset({"cursor", "limit", "If-None-Match", "Prefer"})
"""Parameters of which the schema says all, or that are left alone where they say nothing."""
_UNSAID: Final[frozenset[str]] = frozenset({"422"})
_REFUSED_BY_NAME: Final[Mapping[str, frozenset[str]]] = {
    # No login, link or invitation can be made up, and a key has no password.
    **dict.fromkeys(("refresh_login", "follow_magic_link", "accept_invitation", "set_password"), frozenset({"401"})),
    "log_in": frozenset({"401", "429"}),
    # To one address a few times a day.
    "make_consent_code": frozenset({"429"}),
    "create_invitation": frozenset({"429"}),
}
_REFUSED_IN_LIVES: Final[Mapping[str, frozenset[str]]] = {
    # The code of the example is never the one that was sent.
    "put_consent": _UNSAID,
}


def accepted_by(document: dict[str, Any]) -> Accepted:
    """Bodies and queries are judged by meaning too: a zone that there is, a day that is still to come, a new Idempotency-Key."""
    links = {name for name, scheme in document["components"]["securitySchemes"].items() if scheme.get("in") == "query"}
    return {
        name: _accepted(operation) | (_UNSAID if _is_judged_by_meaning(operation, links) else frozenset[str]())
        for name, operation in _operations(document)
    }


def accepted_in_lives(document: dict[str, Any]) -> Accepted:
    """Where the bodies are the examples of the document, which mean something."""
    return {
        name: (_accepted(operation) | _REFUSED_IN_LIVES.get(operation["operationId"], frozenset())) - {"304", "412"}
        for name, operation in _operations(document)
    }


def render_accepted(accepted: Accepted) -> str:
    """As Schemathesis is configured; one block for all operations that may answer the same."""
    alike: defaultdict[frozenset[str], list[str]] = defaultdict(list)
    for name, statuses in accepted.items():
        alike[statuses].append(name)
    return "".join(
        f"\n[[operations]]\ninclude-name = {sorted(names)}\n"
        f"checks.positive_data_acceptance.expected-statuses = {sorted(statuses)}\n"
        for statuses, names in alike.items()
    )


def _accepted(operation: dict[str, Any]) -> frozenset[str]:
    named = _REFUSED_BY_NAME.get(operation["operationId"], frozenset())
    cursor = {"400"} if "cursor" in _parameters(operation) else set[str]()  # nobody but us can sign one
    return frozenset({"2xx"} | (_BY_STATE & operation["responses"].keys()) | named | cursor)


def _is_judged_by_meaning(operation: dict[str, Any], links: Set[str]) -> bool:
    """Of the token in a link's query no schema says that it is text."""
    names = {name for name, place in _parameters(operation).items() if place != "path"}
    has_token = any(not links.isdisjoint(each) for each in operation.get("security", ()))
    return "requestBody" in operation or has_token or bool(names - _SAID_BY_SCHEMA)


def _parameters(operation: dict[str, Any]) -> dict[str, str]:
    return {each["name"]: each["in"] for each in operation.get("parameters", ())}


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            yield f"{method.upper()} {path}", operation
