from datetime import UTC, datetime, timedelta

import pytest

from core.signing_secret import SigningSecrets

UNTIL = datetime(2026, 11, 22, 9, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("previous", "until", "at", "signing"),
    [
        (None, None, UNTIL, ("new",)),
        ("old", UNTIL, UNTIL - MOMENT, ("new", "old")),
        ("old", UNTIL, UNTIL, ("new",)),
        ("old", UNTIL, UNTIL + MOMENT, ("new",)),
        ("old", None, UNTIL, ("new",)),
    ],
)
def test_old_secret_signs_behind_the_new_one_until_its_time_is_over(
    previous: str | None, until: datetime | None, at: datetime, signing: tuple[str, ...]
) -> None:
    secrets = SigningSecrets(current="new", previous=previous, previous_until=until)
    assert secrets.list_signing(at) == signing
