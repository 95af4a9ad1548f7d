"""On which channels a rung tells."""

import pytest

from core.escalation import Tell
from services.reminder.rung_channels import channels_for

MAIL, TEXT, CALL, PUSH = "mailto:rose@x.example", "tel:+44 20 7946 0000", "voice:+442079460001", "ntfys://ntfy.sh/rose"


@pytest.mark.parametrize(
    ("tell", "channels", "told"),
    [
        (Tell.MAIN, (MAIL, TEXT), (MAIL, TEXT)),
        (Tell.MAIN, (), ()),
        (Tell.SECOND, (MAIL, PUSH, TEXT), (TEXT,)),
        (Tell.SECOND, (TEXT, CALL, MAIL), (MAIL,)),
        (Tell.SECOND, (MAIL, PUSH), (PUSH,)),
        (Tell.SECOND, (MAIL,), ()),
        (Tell.SECOND, (TEXT, CALL), ()),
        (Tell.VOICE, (MAIL, TEXT, CALL), (CALL,)),
        (Tell.VOICE, (MAIL, TEXT), ("voice:+442079460000",)),
        (Tell.VOICE, (MAIL, PUSH), ()),
        (Tell.CARER, (MAIL, TEXT, CALL), ()),
    ],
)
def test_rung_tells_on_what_the_person_has(tell: Tell, channels: tuple[str, ...], told: tuple[str, ...]) -> None:
    assert channels_for(tell, channels) == told
