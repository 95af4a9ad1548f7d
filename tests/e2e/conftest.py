"""What holds for all of these tests."""

from collections.abc import Generator

import pytest

from tests.e2e.logs import LOGS


@pytest.fixture(scope="module", autouse=True)
def logs_tell_nothing_personal() -> Generator[None]:
    """No process that a file's tests started has logged what people say, who they are or what they take.

    Asked when the last test of the file is over and its processes have ended: it is that test's teardown that fails, and
    each line names the test that it belongs to.
    """
    LOGS.forget()
    with LOGS.listen():
        yield
    told = list(LOGS.find_personal())
    LOGS.forget()
    if told:
        lines = "\n".join(told[:20])
        pytest.fail(
            f"{len(told)} lines of these tests' logs tell something personal, as these:\n{lines}", pytrace=False
        )
