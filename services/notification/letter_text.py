"""The words of a letter on channels that know no buttons."""

from services.notification.ports import Letter


def with_links(letter: Letter) -> str:
    """The text with a line for each page that can be opened, and for how to have no more of this."""
    lines = [letter.text]
    if pages := [each for each in letter.actions if not each.acts]:
        lines += ["", *(f"{each.label}: {each.url}" for each in pages)]
    if letter.unsubscribe_url:
        lines += ["", f"To get no more of these messages: {letter.unsubscribe_url}"]
    return "\n".join(lines)
