"""A short run of `make fuzz`: every operation is called a few times with what Schemathesis makes up, and keeps its promises."""

from pathlib import Path

import pytest

from core.config import Settings
from tests.e2e.forgetful import FORGETS_TO_DELETE, FORGETS_WHAT_WAS_MADE, forgetful_api
from tests.e2e.product import KEY, installed
from tests.fuzz.accepted import accepted_by
from tests.fuzz.live import fetch_document
from tests.fuzz.lives import slice_of_lives
from tests.fuzz.slices import SCHEMATHESIS, Slice

FEWEST_CALLS = 300
FEWEST_CALLS_OF_LIVES = 100
REMOVED = "^/v1/(users|venues|webhooks|auth/invitations)"
"""What is gone when it was deleted."""
pytestmark = pytest.mark.skipif(
    not SCHEMATHESIS.exists(), reason="`make test` and `make fuzz` install Schemathesis into .venv-fuzz"
)


def test_made_up_calls_find_no_broken_promise(servers: Settings, template_database: str, tmp_path: Path) -> None:
    with installed(servers, template_database, folder=tmp_path) as product:
        base_url = f"http://127.0.0.1:{product.environment['PORT']}"
        document = fetch_document(base_url)
        each = Slice(
            document=document,
            accepted=accepted_by(document),
            examples=1,
            seed=1,
            key=KEY,
            phases="examples,fuzzing",
            without="/events/stream$",
        ).run(base_url, tmp_path)
        lives = slice_of_lives(document, walks=3, seed=1, key=KEY, only=REMOVED).run(base_url, tmp_path)
    assert dict(each.wrong) == {}
    assert dict(lives.wrong) == {}
    assert each.calls >= FEWEST_CALLS
    assert lives.calls >= FEWEST_CALLS_OF_LIVES


def test_lives_tell_what_is_not_gone_and_what_is_not_there(tmp_path: Path) -> None:
    with forgetful_api() as base_url:
        result = slice_of_lives(fetch_document(base_url), walks=3, seed=1, key=KEY).run(base_url, tmp_path)
    assert {each.partition(":")[0] for each in result.wrong} == {"Stateful tests"}
    wrong = "\n".join(result.wrong)
    assert f"The resource was deleted with `DELETE {FORGETS_TO_DELETE}/" in wrong
    assert f"Created with : `POST {FORGETS_WHAT_WAS_MADE}`" in wrong
    assert f"DELETE {FORGETS_WHAT_WAS_MADE}/" not in wrong
    assert f"POST {FORGETS_TO_DELETE}`" not in wrong
