"""What made-up calls are made, and what they may be answered: for each operation no more than it has a reason for."""

import json
import re
import tomllib
from typing import Any

from api.export import PATH
from tests.fuzz.accepted import accepted_by, accepted_in_lives, render_accepted
from tests.fuzz.lives import slice_of_lives

DOCUMENT: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
LOGINS = {
    "POST /v1/auth/login",
    "POST /v1/auth/refresh",
    "POST /v1/auth/magic-link/follow",
    "POST /v1/auth/invitations/accept",
    "PUT /v1/auth/password",
}


def test_key_that_may_everything_is_refused_by_logins_alone() -> None:
    accepted = accepted_by(DOCUMENT)
    assert {name for name, statuses in accepted.items() if "401" in statuses} == LOGINS
    assert not {"403", "415", "500", "503", "4xx"} & {each for statuses in accepted.values() for each in statuses}


def test_calls_may_only_be_refused_for_what_their_schema_does_not_say() -> None:
    accepted = accepted_by(DOCUMENT)
    assert accepted["GET /v1/auth/me"] == {"2xx", "304"}
    assert accepted["GET /v1/users"] == {"2xx", "304", "400"}
    assert accepted["GET /v1/users/{user_id}"] == {"2xx", "304", "404"}
    assert accepted["GET /v1/users/{user_id}/bookings.ics"] == {"2xx", "404", "422"}
    assert accepted["POST /v1/users"] == {"2xx", "409", "422"}


def test_examples_are_malformed_nowhere_but_for_a_code_that_was_not_sent() -> None:
    accepted = accepted_in_lives(DOCUMENT)
    malformed = {name for name, statuses in accepted.items() if "422" in statuses}
    assert malformed == {"PUT /v1/users/{user_id}/contacts/{contact_id}/consent"}


def test_slice_calls_what_is_asked_for_and_no_stream_that_never_ends() -> None:
    some = slice_of_lives(DOCUMENT, walks=1, seed=1, key="", only="^/v1/(tasks|keys)")
    called = {path for path in DOCUMENT["paths"] if not re.search(some.excluded, path)}
    assert {path.split("/")[2] for path in called} == {"tasks", "keys"}
    assert "/v1/tasks/{task_id}/events" in called
    assert "/v1/tasks/{task_id}/events/stream" not in called


def test_each_operation_is_configured_once() -> None:
    accepted = accepted_by(DOCUMENT)
    blocks = tomllib.loads(render_accepted(accepted))["operations"]
    assert sorted(name for block in blocks for name in block["include-name"]) == sorted(accepted)
    for block in blocks:
        statuses = set(block["checks"]["positive_data_acceptance"]["expected-statuses"])
        assert all(accepted[name] == statuses for name in block["include-name"])
