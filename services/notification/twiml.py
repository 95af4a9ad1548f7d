"""What a telephone call says and asks: TwiML, the XML that Twilio and services like it play."""

from xml.sax.saxutils import escape, quoteattr

LANGUAGE = "en-GB"
WAIT_SECONDS = 8
_ROUNDS = 2
"""So often a call says its message, for whoever was still finding their glasses."""
MOST_CHARACTERS = 1_500


def ask(text: str, *, question: str, action: str | None, language: str = LANGUAGE) -> str:
    """Say a message, and post the key that is pressed to `action`; without one there is nothing to press."""
    spoken = _say(text, language)
    if action is None:
        return _response((spoken + '<Pause length="1"/>') * _ROUNDS)
    gather = (
        f'<Gather input="dtmf" numDigits="1" timeout="{WAIT_SECONDS}" method="POST" action={quoteattr(action)}>'
        f'{spoken}<Pause length="1"/>{_say(question, language)}</Gather>'
    )
    return _response(gather * _ROUNDS)


def say(text: str, *, language: str = LANGUAGE) -> str:
    """Say something and hang up."""
    return _response(_say(text, language) if text else "")


def reply(text: str) -> str:
    """Answer a text; nothing at all where there is nothing to say."""
    return _response(f"<Message>{escape(_plain(text))}</Message>" if text else "")


def _say(text: str, language: str) -> str:
    return f"<Say language={quoteattr(language)}>{escape(_plain(text))}</Say>"


def _response(inside: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><Response>{inside}</Response>'


def _plain(text: str) -> str:
    """Without what XML has no place for."""
    return "".join(each if each.isprintable() else " " for each in text)[:MOST_CHARACTERS]
