"""A short run of `make fuzz`: every operation is called a few times with what Schemathesis makes up, and keeps its promises."""

from pathlib import Path

import pytest

from core.config import Settings
from tests.e2e.product import KEY, installed
from tests.fuzz.slices import SCHEMATHESIS, Slice

FEWEST_CALLS = 300


@pytest.mark.skipif(
    not SCHEMATHESIS.exists(), reason="`make test` and `make fuzz` install Schemathesis into .venv-fuzz"
)
def test_made_up_calls_find_no_broken_promise(servers: Settings, template_database: str, tmp_path: Path) -> None:
    endless = "/events/stream$"
    some = Slice(examples=1, seed=1, key=KEY, phases="examples,fuzzing", without=endless)
    with installed(servers, template_database, folder=tmp_path) as product:
        result = some.run(f"http://127.0.0.1:{product.environment['PORT']}", tmp_path)
    assert dict(result.wrong) == {}
    assert result.calls >= FEWEST_CALLS
