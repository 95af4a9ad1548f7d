"""Who is meant by "Anna", "my daughter", "my children" or "everyone": stored contacts who agreed, and nobody else.

Pure: the contacts are handed in. What is uncertain becomes a question; nobody is guessed, because a message to the wrong
person can't be taken back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from core.domain import Problem, Question
from core.errors import PROBLEM_PREFIX
from core.people import Contact
from services.booking.wording import join_spoken
from services.notification.exclusions import (
    Exclusion,
    begin_with_exclusion,
    end_with_exclusion,
    find_exclusion,
    is_led_out,
    list_beginnings,
    move_lead,
    without_opener,
)
from services.notification.namesakes import call_apart
from services.notification.relations import (
    has_title,
    is_everyone,
    is_relation,
    plain_words,
    relation_of,
    relations_meant,
)

_SURELY = 92.0
"""Similarity (0–100) above which a name is a slip of the tongue: one letter in a dozen."""
_MARGIN = 8.0
_MOST_OPTIONS = 3
_PARTS = re.compile(r"\s*(?:,|;|&|\band\b|\bas well as\b|\bplus\b)\s*(?:and\b\s*|also\b\s*)?", re.IGNORECASE)
_OWNED = re.compile(r"(?:.{0,2}['’]s)\s+(?P<whose>[^\W\d_]+)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_OF = re.compile(r"\s+of\s+(?!(?:mine|ours|course)\b)(?P<whom>[^\W\d_]+)", re.IGNORECASE)
_OR = re.compile(r"\bn?or\b", re.IGNORECASE)
_NOBODY = re.compile(r"nobody|no one|none(?: of them)?", re.IGNORECASE)
_YOURS = {"my": "your", "our": "your", "me": "you", "myself": "yourself"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """Who is told, and who of a group can't be."""

    people: tuple[Contact, ...]
    left_out: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Whom one name or relation fits. `is_group`: all of them are meant."""

    said: str
    found: list[Contact] = field(default_factory=list["Contact"])
    is_group: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Who is told what, where the message began with who is not; `is_sure`: it can hardly mean anything else."""

    recipient: str
    message: str
    is_sure: bool


def choose_recipients(said: str, contacts: Sequence[Contact], *, slot: str) -> Recipients | Question | Problem:
    """Whom `said` means; the question that finds it out, asked for `slot`; or why nobody can be told at all.

    Who is left out ("everyone but Tom") is not among them; where that is not certain it is a question.
    """
    if not any(can_be_told(each) for each in contacts):
        return _nobody(contacts)
    called = call_apart(contacts)
    if same := [each for each in contacts if called[each.id].casefold() == said.strip().casefold()]:
        return _choose(_Part(said=said, found=same), contacts, slot=slot)
    exclusion = find_exclusion(said)
    if exclusion is None or _match(said, contacts).found:
        return _choose_all(said, contacts, slot=slot)
    return _choose_others(exclusion, contacts, slot=slot)


def hear_exclusion(recipient: str, message: str, contacts: Sequence[Contact]) -> Heard | None:
    """As in "everyone" and "but Tom that I am well"; None where the message begins with no such words.

    Words that name nobody stay in the message: they may be a message after all.
    """
    recipient, message = move_lead(recipient, message)
    begun = begin_with_exclusion(message)
    if begun is None:
        return _hear_at_the_end(recipient, message, contacts)
    for who, rest in list_beginnings(begun.rest):
        if _are_known(who, contacts) and plain_words(who.split()[-1]):
            words, is_led_in = without_opener(rest)
            return Heard(recipient=f"{recipient} {begun.lead} {who}", message=words, is_sure=is_led_in or not words)
    return None if begun.lead.startswith("not") else Heard(recipient=recipient, message=message, is_sure=False)


def _hear_at_the_end(recipient: str, message: str, contacts: Sequence[Contact]) -> Heard | None:
    """As in "everyone" and "I am well, but not Tom"; None where nobody is named there who would be told."""
    ended = end_with_exclusion(message)
    if ended is None or not _are_known(ended.excluded, contacts):
        return None
    told = choose_recipients(recipient, contacts, slot="")
    left = choose_recipients(f"{recipient} but not {ended.excluded}", contacts, slot="")
    if not isinstance(told, Recipients) or not isinstance(left, Recipients) or len(told.people) == len(left.people):
        return None
    return Heard(recipient=f"{recipient} but not {ended.excluded}", message=ended.meant, is_sure=False)


def ask_if_led_out(said: str, text: str, contacts: Sequence[Contact], *, slot: str) -> Question | None:
    """A question where the text names these people behind a word of exclusion: "tell anyone but Tom"."""
    at = text.casefold().find(said.casefold())
    if at < 0 or not is_led_out(text[:at]):
        return None
    return _ask_instead("I am not sure whom I shall tell and whom not.", contacts, slot=slot)


def ask_if_somebody_elses(said: str, text: str, contacts: Sequence[Contact], *, slot: str) -> Question | None:
    """A question where the text goes on with whose they are: "tell Tom's wife …", "tell the daughter of Anna …".

    Neither Tom nor the person's own daughter is meant.
    """
    at = text.casefold().find(said.casefold())
    if at < 0 or not said.strip():
        return None
    rest = text[at + len(said) :]
    owned = _OWNED.match(said[-2:] + rest)
    if owned and is_relation(plain_words(owned["whose"])):
        who = f"{_POSSESSIVE.sub('', said.strip())}'s {owned['whose']}"
    elif (of := _OF.match(rest)) and is_relation(plain_words(said)):
        who = f"{said.strip()} of {of['whom']}"
    else:
        return None
    if any(plain_words(each.name) == plain_words(who) for each in contacts):
        return None
    return _ask_instead(_unknown(who), contacts, slot=slot)


def add_exclusion(said: str, text: str, contacts: Sequence[Contact]) -> str:
    """The words for people with those that the text leaves out right behind them: "everyone" → "everyone but Tom"."""
    at = text.casefold().find(said.casefold())
    begun = begin_with_exclusion(text[at + len(said) :]) if at >= 0 and not find_exclusion(said) else None
    who = next((each for each, _ in list_beginnings(begun.rest) if _are_known(each, contacts)), None) if begun else None
    return f"{said} {begun.lead} {who}" if begun and who else said


def can_be_told(contact: Contact) -> bool:
    """Whether the contact agreed and there is a way to reach them."""
    return contact.consented_at is not None and bool(contact.channels)


def in_your_words(said: str) -> str:
    """The person's words as they are said back to them: "my daughter" → "your daughter"."""
    return re.sub(r"[^\W\d_]+", lambda word: _YOURS.get(word[0].lower(), word[0]), said)


def _choose_all(said: str, contacts: Sequence[Contact], *, slot: str) -> Recipients | Question:
    if is_everyone(said):
        return _group(contacts)
    whole = _match(said, contacts)
    parts = [whole] if whole.found else [_match(each, contacts) for each in _parts(said)]
    people: list[Contact] = []
    left_out: list[Contact] = []
    for part in parts or [whole]:
        chosen = _choose(part, contacts, slot=slot)
        if isinstance(chosen, Question):
            return chosen
        people += chosen.people
        left_out += chosen.left_out
    return Recipients(people=tuple(dict.fromkeys(people)), left_out=tuple(dict.fromkeys(left_out)))


def _choose_others(exclusion: Exclusion, contacts: Sequence[Contact], *, slot: str) -> Recipients | Question:
    """Those who are meant without those who are not; nobody is told as long as one of them is uncertain."""
    excluded = [_match(each, contacts) for each in _parts(_OR.sub(",", exclusion.excluded))]
    unsure = next((part for part in excluded if not part.found or (len(part.found) > 1 and not part.is_group)), None)
    if unsure is not None or not excluded or not plain_words(exclusion.meant):
        doubt = _unknown(unsure.said) if unsure and not unsure.found else "I am not sure whom I shall leave out."
        return _ask_instead(doubt, contacts, slot=slot)
    if _NOBODY.fullmatch(exclusion.meant):
        return _choose_all(exclusion.excluded, contacts, slot=slot)
    chosen = _choose_all(exclusion.meant, contacts, slot=slot)
    if isinstance(chosen, Question):
        return chosen
    out = [each for part in excluded for each in part.found]
    people = tuple(each for each in chosen.people if each not in out)
    if not people:
        return _ask_instead("Then I would tell nobody.", contacts, slot=slot)
    return Recipients(people=people, left_out=tuple(each for each in chosen.left_out if each not in out))


def _parts(said: str) -> list[str]:
    return [each for each in _PARTS.split(said) if each.strip()]


def _are_known(said: str, contacts: Sequence[Contact]) -> bool:
    """Whether the words are nothing but people whom we know."""
    parts = _parts(_OR.sub(",", said))
    return bool(parts) and all(_match(each, contacts).found for each in parts)


def _match(said: str, contacts: Sequence[Contact]) -> _Part:
    words = plain_words(said)
    if not words:
        return _Part(said=said)
    relations, is_group = relations_meant(words)
    for found, group in (
        ([each for each in contacts if plain_words(each.name) == words], False),
        ([each for each in contacts if _relation(each) in relations], is_group),
        (_by_both(words, contacts), False),
        ([each for each in contacts if _is_called(words, each, by_last_name=has_title(said))], False),
        (_by_likeness(words, contacts), False),
    ):
        if found:
            return _Part(said=said, found=found, is_group=group)
    return _Part(said=said)


def _by_both(words: tuple[str, ...], contacts: Sequence[Contact]) -> list[Contact]:
    """As in "my daughter Anna" or "Anna, my daughter"; who has no relation stored may have this one."""
    found: list[Contact] = []
    for cut in range(1, len(words)):
        for relation, name in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            fits = {relation_of(relation), *([""] if is_relation(relation) else [])}
            found += [each for each in contacts if _is_called(name, each) and _relation(each) in fits]
    related = [each for each in found if each.relation]
    return list(dict.fromkeys(related or found))


def _by_likeness(words: tuple[str, ...], contacts: Sequence[Contact]) -> list[Contact]:
    """Whose name is surely the one said, with a slip of the tongue."""
    said = " ".join(words)
    scores = {each.id: fuzz.ratio(said, " ".join(plain_words(each.name))) for each in contacts}
    ranked = sorted(scores.values(), reverse=True)
    if not ranked or ranked[0] < _SURELY or (len(ranked) > 1 and ranked[0] - ranked[1] < _MARGIN):
        return []
    return [each for each in contacts if scores[each.id] == ranked[0]]


def _is_called(words: tuple[str, ...], contact: Contact, *, by_last_name: bool = False) -> bool:
    """Whether the words are the contact's first name, perhaps with others of their names: "Anna" for "Anna Brown"."""
    name = plain_words(contact.name)
    known_by = name[-1:] if by_last_name else name[:1]
    return set(words) <= set(name) and not set(known_by).isdisjoint(words)


def _relation(contact: Contact) -> str:
    return relation_of(plain_words(contact.relation or ""))


def _choose(part: _Part, contacts: Sequence[Contact], *, slot: str) -> Recipients | Question:
    if part.is_group:
        group = _group(part.found)
        return group if group.people else _ask_instead(_why_not(part.found[0]), contacts, slot=slot)
    if len(part.found) > 1:
        return _ask_which(part, contacts, slot=slot)
    if not part.found:
        return _ask_instead(_unknown(part.said), contacts, slot=slot)
    [only] = part.found
    return Recipients(people=(only,)) if can_be_told(only) else _ask_instead(_why_not(only), contacts, slot=slot)


def _group(contacts: Sequence[Contact]) -> Recipients:
    return Recipients(
        people=tuple(each for each in contacts if can_be_told(each)),
        left_out=tuple(each for each in contacts if not can_be_told(each)),
    )


def _ask_which(part: _Part, contacts: Sequence[Contact], *, slot: str) -> Question:
    called = call_apart(contacts)
    options = tuple(called[each.id] for each in part.found)
    meant = in_your_words(part.said.strip())
    return Question(
        text=f"I know more than one person you may mean by {meant}: {join_spoken(options, last='and')}. "
        "Whom shall I tell?",
        slot=slot,
        options=options,
    )


def _ask_instead(doubt: str, contacts: Sequence[Contact], *, slot: str) -> Question:
    options = tuple(dict.fromkeys(each.name for each in contacts if can_be_told(each)))[:_MOST_OPTIONS]
    return Question(text=f"{doubt} I can tell {join_spoken(options)}. Whom shall I tell?", slot=slot, options=options)


def _unknown(said: str) -> str:
    meant = in_your_words(said.strip())
    if meant.lower().startswith("your "):
        return f"I don't know who {meant} is."
    return f"I don't know anybody called {meant}." if plain_words(said) else "I am not sure whom you mean."


def _why_not(contact: Contact) -> str:
    if contact.consented_at is None:
        return f"{contact.name} has not agreed to get messages from me yet."
    return f"I have no way to reach {contact.name} yet."


def _nobody(contacts: Sequence[Contact]) -> Problem:
    detail = "I don't have anybody's details yet, so there is nobody I can tell."
    if contacts:
        detail = " ".join(_why_not(each) for each in contacts[:_MOST_OPTIONS]) + " So there is nobody I can tell yet."
    return Problem(type=PROBLEM_PREFIX + "nobody-to-tell", title="There is nobody to tell", detail=detail)
