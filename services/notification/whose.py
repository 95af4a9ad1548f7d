"""Whose a text is: done only where that is certain, and asked where it is not (ADR 0039).

Anybody may enter any number for anybody, in any account. So a number is somebody's only once a secret that was sent to it
has come back from it; and what answers a message of ours is theirs to whom the message went.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from core.incoming import Claim, IncomingMessage, TextSent
from core.people import NAMELESS
from repositories.sender_number import MOST_CLAIMS
from repositories.unit_of_work import UnitOfWork
from services.booking.wording import join_spoken
from services.notification.reply_words import ReplyWord, read_reply

ASKED_FOR: Final = timedelta(minutes=30)
"""So long a secret is waited for, and so long what comes from a shared telephone is whose it was said to be."""
ANSWERS_FOR: Final = timedelta(days=7)
WORDS_FOR: Final = timedelta(hours=24)
MOST_TRIES: Final = 5
MOST_A_DAY: Final = 20
WHO_WORD: Final = "PHONE"
STRANGER: Final = "I don't know this number. Please ask your family or carer to add it, and then write again."
NOT_UNDERSTOOD: Final = "Thank you. I can't do anything with that by text message."
WRONG: Final = "That is not what I asked for. Please look at my last message again."
TOO_OFTEN: Final = "That was not what I asked for either. Please write again in half an hour."
CANT_TELL: Final = "Too many people are said to have this number, so I can't know who writes. Please ask your family or carer about it."
_DIGITS: Final = 6
_MOST_ASKED: Final = 4
_LONGEST_NAME: Final = 40
_NOISE = re.compile(r"[^A-Z0-9]+")
_DOSE, _MISSED = "dose", "missed"


@dataclass(frozen=True, slots=True)
class Whose:
    """What is to be done with a text: for `claim`, handle `message`, where there is one; else only say `said`.

    `settles`: it is what was asked for.
    """

    claim: Claim | None = None
    message: IncomingMessage | None = None
    said: str = ""
    settles: bool = False


async def find_whose(unit: UnitOfWork, message: IncomingMessage, *, now: datetime) -> Whose:
    """Whose it is; where that is not certain, what is asked is stored with the text, which waits for the answer."""
    await unit.sender_numbers.lock(message.sender)
    claims = await unit.sender_numbers.list_claims(message.sender)
    if not claims:
        return Whose(said=STRANGER)
    if message.via != "sms":
        return await _of_call(unit, message, claims)
    if len(claims) >= MOST_CLAIMS and not claims[0].proved_at:
        return Whose(said=CANT_TELL)
    asked = [each for each in claims if each.secret and each.asked_at and now - each.asked_at < ASKED_FOR]
    if asked and (answered := await _take_answer(unit, message, asked)):
        return answered
    if _plain(message.text) == WHO_WORD:
        return await _ask(unit, message, claims, asked=asked, holds=False)
    texts = await unit.sender_numbers.list_texts(claims, message.sender, within=ANSWERS_FOR)
    certain, others = choose_whose(claims, texts, message.text, now=now)
    if certain is not None:
        return Whose(certain, message)
    return await _ask(unit, message, others, asked=asked)


def choose_whose(
    claims: Sequence[Claim], texts: Sequence[TextSent], text: str, *, now: datetime
) -> tuple[Claim | None, Sequence[Claim]]:
    """Whose a text is, where that is certain: pure.

    Else between whom it lies.
    """
    playing = _playing(claims, texts)
    word = read_reply(text)
    is_word = word is not None or _plain(text) == "AGAIN" or _is_short_number(text)
    fits = _fits_word(playing, texts, word, now=now) if is_word else _fits_words(playing, texts)
    if not fits:
        return None, claims
    if len(fits) > 1:
        chosen = _chosen(fits, texts, now=now)
        return chosen, () if chosen else _last_told(fits, texts)
    [only] = fits
    is_answer = only.contact_id is not None or (is_word and _told(only, _asking(texts, word, now=now)))
    return (only, ()) if is_answer or only.proved_at else (None, fits)


def _playing(claims: Sequence[Claim], texts: Sequence[TextSent]) -> Sequence[Claim]:
    """Those it may be from: where some are known, they, and others who were texted at the number.

    Where a person who is helped is known, others of the same account only: whoever else entered the number takes nothing away.
    """
    known = [each for each in claims if each.proved_at]
    if not known:
        return claims
    homes = {each.account_id for each in known}
    is_persons = any(each.contact_id is None for each in known)
    return [
        each
        for each in claims
        if each.proved_at or (_told(each, texts) and (each.account_id in homes or not is_persons))
    ]


def _fits_word(
    playing: Sequence[Claim], texts: Sequence[TextSent], word: ReplyWord | None, *, now: datetime
) -> Sequence[Claim]:
    """A word or a number answers what waits for one, else what was said lately, else it is of whom we know."""
    asking = _asking(texts, word, now=now)
    waiting = [each for each in asking if each.waits and word is not ReplyWord.REPEAT]
    tiers: tuple[Callable[[Claim], bool], ...] = (
        lambda each: _told(each, waiting),
        lambda each: _told(each, asking),
        lambda each: each.proved_at is not None,
    )
    return next((found for tier in tiers if (found := [each for each in playing if tier(each)])), ())


def _asking(texts: Sequence[TextSent], word: ReplyWord | None, *, now: datetime) -> Sequence[TextSent]:
    """What a word can be about: REPEAT any text, all others a dose."""
    recent = [each for each in texts if now - each.sent_at < WORDS_FOR]
    return recent if word is ReplyWord.REPEAT else [each for each in recent if each.topic in {_DOSE, _MISSED}]


def _fits_words(playing: Sequence[Claim], texts: Sequence[TextSent]) -> Sequence[Claim]:
    """Anything else is a wish of a person whom we know, or of who was texted, or the answer of a contact to what they got."""
    fits = [each for each in playing if _told(each, texts) or (each.proved_at and each.contact_id is None)]
    return fits or [each for each in playing if each.proved_at]


def _chosen(fits: Sequence[Claim], texts: Sequence[TextSent], *, now: datetime) -> Claim | None:
    """Who said a while ago that they write; nobody where another of them was told something since."""
    last = max(
        (each for each in fits if each.chosen_at and now - each.chosen_at < ASKED_FOR),
        key=lambda each: each.chosen_at or now,
        default=None,
    )
    if last is None or last.chosen_at is None:
        return None
    others = {each.person_id for each in fits} - {last.person_id}
    return None if any(each.person_id in others and each.sent_at > last.chosen_at for each in texts) else last


def _last_told(fits: Sequence[Claim], texts: Sequence[TextSent]) -> Sequence[Claim]:
    """As many as can be asked about: where there are more, those who were told something last."""
    if len(fits) <= _MOST_ASKED:
        return fits
    last = list(dict.fromkeys(each.person_id for each in sorted(texts, key=lambda each: each.sent_at, reverse=True)))
    told = [each for person_id in last for each in fits if each.person_id == person_id]
    return told[:_MOST_ASKED] or fits


def _told(claim: Claim, texts: Sequence[TextSent]) -> bool:
    return any(each.person_id == claim.person_id for each in texts)


async def _of_call(unit: UnitOfWork, message: IncomingMessage, claims: Sequence[Claim]) -> Whose:
    """A key is pressed in a call about one message: it is theirs to whom that was."""
    about = await unit.notifications.find(message.notification_id) if message.notification_id else None
    whose = about and (about.account_id, about.user_id, about.contact_id)
    claim = next((each for each in claims if (each.account_id, each.user_id, each.contact_id) == whose), None)
    return Whose(claim, message) if claim else Whose(said=NOT_UNDERSTOOD)


async def _take_answer(unit: UnitOfWork, message: IncomingMessage, asked: Sequence[Claim]) -> Whose | None:
    """The one who was asked for, with the text that waited for it; None where this is something else."""
    written = message.text.strip()
    digits = "".join(each for each in written if each in "0123456789")
    is_secret = len(digits) == _DIGITS and len(written) <= _DIGITS + 2
    is_spent = (asked[0].tries or 0) >= MOST_TRIES
    if is_secret and not is_spent:  # who enters a number anew is asked anew, and does not guess anew
        is_spent = await unit.consents.count_unknown_texts(message.sender, within=WORDS_FOR) > MOST_A_DAY
    found = next((each for each in asked if is_secret and secrets.compare_digest(each.secret or "", digits)), None)
    if found is None and are_named(asked):
        found = next((each for each in asked if _plain(spoken(each)) == _plain(written)), None)
    if is_spent:
        return Whose(said=TOO_OFTEN) if is_secret or found else None
    if found is None:
        if not is_secret:
            return None
        await unit.sender_numbers.count_try(message.sender)
        return Whose(said=WRONG)
    await unit.sender_numbers.prove(found, message.sender)
    held = await unit.incoming.find(found.held_id) if found.held_id else None
    said = "" if held else f"Thank you, {shown(found.name)}. I know this number now."
    return Whose(found, held, said, settles=True)


async def _ask(
    unit: UnitOfWork, message: IncomingMessage, others: Sequence[Claim], *, asked: Sequence[Claim], holds: bool = True
) -> Whose:
    """Ask who it is, in the same words while the same question stands, so that guessing does not begin anew."""
    if len(others) > _MOST_ASKED or len({_label(each).casefold() for each in others}) < len(others):
        return Whose(said=CANT_TELL)
    if asked and (asked[0].tries or 0) >= MOST_TRIES:
        return Whose(said=TOO_OFTEN)
    if {each.person_id for each in asked} == {each.person_id for each in others}:
        if holds:
            await unit.sender_numbers.hold(message.sender, message.id)
        return Whose(said=question({each.secret or "": each for each in asked}))
    drawn: dict[str, Claim] = {}
    for each in others:
        while (secret := f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}") in drawn:
            pass
        drawn[secret] = each
    tries = asked[0].tries or 0 if asked else 0  # what was guessed counts, however the question changes
    await unit.sender_numbers.ask(drawn, message.sender, held_id=message.id if holds else None, tries=tries)
    return Whose(said=question(drawn))


def question(asked: dict[str, Claim]) -> str:
    """What is asked: a name where all are known and have names apart, else the secrets."""
    if are_named(list(asked.values())):
        names = [shown(spoken(each)) for each in asked.values()]
        return f"Is this for {join_spoken(names, last='or')}? Please reply with the name, and nothing else."
    if len(asked) == 1:
        [(secret, claim)] = asked.items()
        return f"I don't know yet whose telephone this is. Please reply {secret} {_label(claim)}."
    ways = [f"{secret} {_label(claim)}" for secret, claim in asked.items()]
    return f"I can't know who writes this. Please reply {join_spoken(ways, last='or')}."


def are_named(claims: Sequence[Claim]) -> bool:
    """Whether a name is enough: the number is known to be theirs, and no two names are the same."""
    names = {_plain(spoken(each)) for each in claims}
    return len(claims) > 1 and all(each.proved_at for each in claims) and len(names - {""}) == len(claims)


def spoken(claim: Claim) -> str:
    """By whose name it is asked: theirs, or theirs to whom a contact writes."""
    return claim.name if claim.contact_id is None else claim.user_name


def shown(name: str) -> str:
    """A name in a text: somebody else may have thought it up, so there is no room for more."""
    return " ".join(name.split())[:_LONGEST_NAME] or "nobody by name"


def _label(claim: Claim) -> str:
    if claim.name == NAMELESS:
        return "if I am your assistant"
    if claim.contact_id is None:
        return f"if you are {shown(claim.name)}"
    return f"if you are {shown(claim.name)} and this is for {shown(claim.user_name)}"


def _plain(text: str) -> str:
    return _NOISE.sub("", text.upper())


def _is_short_number(text: str) -> bool:
    return _plain(text).isdecimal() and len(_plain(text)) < 3
