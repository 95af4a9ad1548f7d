"""What holds for all of these tests."""

from collections.abc import Generator

import pytest

from tests.e2e.logs import LOGS


@pytest.fixture(scope="session", autouse=True)
def logs_tell_nothing_personal() -> Generator[None]:
    """No process that was started here has logged what people say, who they are or what they take.

    Asked once the last test of this process is over, whose teardown it fails; each line names the test that it belongs to.
    """
    with LOGS.listen():
        yield
    told = list(LOGS.find_personal())
    assert told == [], f"{len(told)} lines of the logs tell something personal, as these:\n" + "\n".join(told[:20])
