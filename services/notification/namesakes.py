"""What to call people so that they can be told apart: by name, else by relation, else by where they are reached, else by order."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from core.people import Contact
from services.notification.relations import plain_words

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_LAST_DIGITS = 2


def call_apart(contacts: Sequence[Contact]) -> Mapping[UUID, str]:
    """A description of each that fits none of the others, in the order in which they were added."""
    called: dict[UUID, str] = {}
    for group in _group_by_name(contacts):
        left = group
        for describe in (_by_relation, _by_channel) if len(group) > 1 else (_by_name,):
            told = {each.id: describe(each) for each in left}
            times = Counter(text.casefold() for text in told.values() if text)
            called |= {id_: text for id_, text in told.items() if text and times[text.casefold()] == 1}
            left = [each for each in left if each.id not in called]
        called |= {each.id: _by_order(each, group.index(each)) for each in left}
    return called


def _group_by_name(contacts: Sequence[Contact]) -> list[list[Contact]]:
    groups: dict[tuple[str, ...], list[Contact]] = {}
    for each in contacts:
        groups.setdefault(plain_words(each.name), []).append(each)
    return list(groups.values())


def _by_name(contact: Contact) -> str | None:
    return contact.name


def _by_relation(contact: Contact) -> str | None:
    return f"{contact.name}, your {contact.relation}" if contact.relation else None


def _by_channel(contact: Contact) -> str | None:
    """Enough of an address to be recognised, and nothing of one that may hold secrets."""
    scheme, _, address = (contact.channels or ("",))[0].partition(":")
    mask = _MASKS.get(scheme.lower())
    masked = mask(address) if mask else None
    return f"{contact.name} ({masked})" if masked else None


def _mask_mail(address: str) -> str | None:
    box, at, host = address.partition("?")[0].rpartition("@")
    return f"{box[0]}…@{host}" if at and box and host else None


def _mask_number(number: str) -> str | None:
    digits = [each for each in number if each.isdigit()]
    return f"the number ending in {' '.join(digits[-_LAST_DIGITS:])}" if len(digits) > 2 * _LAST_DIGITS else None


_MASKS: Mapping[str, Callable[[str], str | None]] = {"mailto": _mask_mail, "tel": _mask_number}


def _by_order(contact: Contact, position: int) -> str:
    which = _ORDINALS[position] if position < len(_ORDINALS) else f"{position + 1}th"
    return f"the {which} {contact.name}, added in {contact.created_at:%B %Y}"
