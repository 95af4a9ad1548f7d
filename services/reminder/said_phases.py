"""What a sentence says of a medicine that comes in parts: "two tablets a day for a week, then one a day for a week". Pure.

Either every part is understood to its last word, or the whole counts as not understood: a plan of which only the first
part were set would stop a medicine, or go on with it, without anybody having said so.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from core.when import Policy, find_times, is_in_part
from core.when.words import Words
from services.booking.fields import LocalTime
from services.reminder.amount_words import (
    AMOUNT,
    COUNTED,
    NUMBER,
    NUMBER_WORDS,
    STRENGTH,
    Amount,
    in_number,
    number_of,
    spell_count,
    write_amount,
)
from services.reminder.said_ties import SaidTie, find_ties

EVERY_DAY = "FREQ=DAILY"
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # only hours and what comes again are read
_MOST_DAYS = 366

_TIMES_A_DAY = re.compile(
    r"\b(?:(?P<word>once|twice)|(?P<count>[0-9]{1,2}) times)(?: (?:(?:a|per|each|every|in a) day|daily))?\b"
)
_A_DAY = re.compile(r"\b(?:(?:a|per|each|every) day|daily)\b")
LENGTH = re.compile(
    r"\b(?:for|over|during|in) (?:the )?(?:next |following |1st |another |further |a further )?(?P<count>[0-9]{1,3}|an?|another) (?:more )?(?P<unit>days?|weeks?|fortnights?)\b(?! (?:on|off)\b)"
    r"|(?<!every )(?<!last )\b(?P<bare>[0-9]{1,3}) (?:more )?(?P<bare_unit>days?|weeks?|fortnights?)\b(?! (?:on|off)\b)"
    r"|\b(?:(?:on|for|in|during) )?(?:the )?(?P<nth>1st|2nd|3rd|4th|5th|6th|next|following|last|final) (?P<nth_unit>day|week|fortnight)\b"
    r"|\b(?:on |in )?(?P<numbered>day|week) [1-6]\b"
)
_THEN = r"(?:then|after that|after this|afterwards?|followed by|thereafter|and next)"
JOINT = re.compile(rf" ?[,;.]? ?(?:(?:and|but) )?\b{_THEN}\b ?,?")
_LISTED = re.compile(rf" ?[,;] (?:and )?(?={NUMBER}\b|once\b|twice\b)| and (?={NUMBER}\b|once\b|twice\b)")
STOP = re.compile(
    r"\s*(?:(?:i )?(?:can |will |should |must )?(?:stop|finish|end)(?: (?:it|them|taking (?:it|them)|altogether|completely|for good))*|none|nothing|no more|off(?: it| them)?|that's it|that's all|that is all|i'm done|done)[\s.!]*"
)
_GOES_ON = re.compile(
    rf"\s*(?:(?:take|taking|down to|only|just|go to|go down to|back to) )*(?:{NUMBER}\b|every\b|each\b|alternate\b|on (?:alternate|\w+days?)\b|daily|weekly|less\b|more\b|fewer\b|lower\b|higher\b|with\b|at\b)"
)
_UNTIL = re.compile(r"\b(?:until|till?|up to) |\bfor (?:an?|the|[0-9]+) (?:\w+ )?months?\b")
_ANOTHER_WISH = re.compile(
    r"[\s,;.]*(?:(?:please|also|and|can you|could you) )*(?:remind|tell|text|message|call|ring|book|reserve|cancel|set|let|wake|add|note|buy)\b"
)
_TAPERS = re.compile(
    r"\b(?:taper(?:s|ed|ing)?|wean(?:s|ed|ing)?)\b"
    r"|\b(?:reduc(?:e|es|ing)|decreas(?:e|es|ing)|increas(?:e|es|ing)|lower(?:ing)?|(?:cut|come|coming|go|going|step|stepping)(?: it| them)? (?:down|up))(?: \w+){0,4} (?:by|to) (?:[0-9]|half)"
)
_FILLER = re.compile(
    r"\b(?:and|then|so|of|them|those|it|its|i|take|taking|need|have|to|the|my|a|an|in|only|just|all|both|each time|at a time|every time|per dose|a dose|"
    r"please|dose|doses|tablets?|pills?|time|for|after|that|again|also|go|down|reduce|with|food|at|is|are|always|on|day|morning|evening|night|afternoon|onwards|first|part|every|each|straight away|this|will|be)\b|[^\w\s]"
)
_EACH_TIME = re.compile(r"\b(?:each time|at a time|every time|per dose|a dose)\b")
_PART_OF_DAY = re.compile(
    r"\b(?:every|each|in the|at|of a|of an) (?:morning|evening|night|afternoon)s?\b|\b(?:nightly)\b"
)
_LEAD_IN = re.compile(
    r".*?\b(?:take|taking|on|have|use|using|start|starting|give|giving|of|about|for|need|forget|says?|said|prescribed(?: me)?)\s+(?:(?:my|the|some|a|an)\s+)?(?P<what>.+)|(?P<bare>.+)",
    re.IGNORECASE | re.DOTALL,
)
_NO_NAME = re.compile(rf"(?:remind me|.*\b(?:take|taking|told|need|have)|{COUNTED})")
_OF = re.compile(
    r" of (?:my |the )?(?P<what>(?!them\b|those\b|it\b)[\w][\w ' -]*?)(?= (?:a|per|each|every|for|once|twice|at|with|in|daily|[0-9])\b|$| ?[,;:])"
)


class SaidPhase(BaseModel):
    """A stretch of days of a medicine, as it was said."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    dosage: str | None = Field(default=None, max_length=200, description="How much, as said.")
    is_a_day: bool = Field(default=False, description="Whether that is how much a day, and not each time.")
    times_a_day: int | None = Field(default=None, ge=1, le=24, description="How often a day, where that was said.")
    times: tuple[LocalTime, ...] = Field(default=(), max_length=24, description="The times of day.")
    part: str | None = Field(default=None, max_length=20, description="The part of the day, where one was said.")
    tied_to: tuple[SaidTie, ...] = Field(default=(), max_length=4, description="The times by meals and bed.")
    recurrence: str = Field(default=EVERY_DAY, max_length=200, description="On which days.")
    days: int | None = Field(default=None, ge=1, le=_MOST_DAYS, description="How many days; none: from then on.")

    @property
    def is_placed(self) -> bool:
        """Whether its times of day are known."""
        return bool(self.times or self.tied_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPlan:
    """What a sentence says of parts. `phases` empty: there are some, and not all of them were understood.

    `medicine`: the words for it, where they stand beside the parts.
    """

    phases: tuple[SaidPhase, ...] = ()
    medicine: str | None = None


def read_phases(text: str) -> SaidPlan | None:
    """The parts of a plan; None where the sentence has none, an empty plan where it is not understood to the end."""
    line = Words.of(text).line.replace("from then on", "onwards")
    pieces = _pieces(line)
    if pieces is None:
        return SaidPlan() if _TAPERS.search(line) else None
    head, parts = _split_head(pieces)
    medicine, parts = _take_medicine(head, parts)
    if parts and STOP.fullmatch(parts[-1]):
        stops, parts = True, parts[:-1]
    else:
        stops = False
    common = _read_part(head, is_head=True)
    read = [_read_part(part) for part in parts]
    phases = [each for each in read if each is not None]
    if len(phases) < len(read) or len(phases) < 2 or not _is_whole(phases, stops=stops):
        return SaidPlan(medicine=medicine)
    with_units = _lend_units(phases)
    lent = [_lend(each, common) for each in with_units]
    counted = [each if _is_counted(each) else each.model_copy(update={"times": (), "tied_to": ()}) for each in lent]
    return SaidPlan(phases=tuple(counted), medicine=medicine)


def settle_phases(phases: Sequence[SaidPhase], times: Sequence[LocalTime] = ()) -> tuple[SaidPhase, ...]:
    """The parts with these times for the first one that has none, and with each other's where they can only be the same."""
    settled = list(phases)
    open_at = next((number for number, each in enumerate(settled) if not each.is_placed), None)
    if times and open_at is not None:
        settled[open_at] = settled[open_at].model_copy(update={"times": tuple(sorted(times))})
        if not _is_counted(settled[open_at]):
            return tuple(phases)
    elif times and len({each.times for each in settled}) == 1 and not any(each.tied_to for each in settled):
        settled = [each.model_copy(update={"times": tuple(sorted(times))}) for each in settled]
    known = {(each.times, each.tied_to) for each in settled if each.is_placed}
    if len(known) == 1:
        [(same, ties)] = known
        alike = {"times": same, "tied_to": ties}
        settled = [
            each.model_copy(update=alike)
            if not each.is_placed and _fits(each, len(same) + len(ties)) and _suits(each, same)
            else each
            for each in settled
        ]
    return tuple(settled)


def dose_of(phase: SaidPhase) -> str | None:
    """How much is taken each time; None where nothing was said, or where it can't be told how the day's amount is shared."""
    count = len(phase.times) + len(phase.tied_to)
    if phase.dosage is None or not phase.is_a_day or count <= 1:
        return phase.dosage
    number, _, unit = phase.dosage.partition(" ")
    whole = NUMBER_WORDS.index(number) if number in NUMBER_WORDS else int(number) if number.isdigit() else 0
    if not whole or whole % count or re.fullmatch(STRENGTH, unit):
        return None
    each = whole // count
    return f"{spell_count(each)} {in_number(unit, each)}".strip()


def find_unshared(phase: SaidPhase) -> bool:
    """Whether an amount a day was said that can't be shared among so many times."""
    return phase.is_placed and phase.dosage is not None and dose_of(phase) is None


# ------------------------------------------------------------------ the parts


def _pieces(line: str) -> list[str] | None:
    """The line, parted where one stretch follows the other; None where none does."""
    pieces: list[str] = []
    for piece in JOINT.split(line):
        pieces += _split_listed(piece)
    end = next((number for number, each in enumerate(pieces) if number and _ANOTHER_WISH.match(each)), len(pieces))
    pieces = pieces[:end]
    follows = any(_is_part(each) or _GOES_ON.match(each) for each in pieces[1:])
    return pieces if follows and (LENGTH.search(pieces[0]) or _UNTIL.search(pieces[0])) else None


def _split_listed(piece: str) -> list[str]:
    """A list of stretches: "3 for 5 days , 2 for 5 days": only behind a length, for hours are listed too."""
    parts: list[str] = []
    start = 0
    for match in _LISTED.finditer(piece):
        behind = piece[match.end() :]
        if LENGTH.search(piece[start : match.start()]) and _is_part(behind):
            parts.append(piece[start : match.start()])
            start = match.end()
    return [*parts, piece[start:]]


def _is_part(piece: str) -> bool:
    amount = AMOUNT.match(piece.strip())
    has_often = _TIMES_A_DAY.search(piece) or _A_DAY.search(piece)
    return bool(has_often or (amount and (LENGTH.search(piece) or amount["unit"])))


def _split_head(pieces: Sequence[str]) -> tuple[str, list[str]]:
    """What stands before the first amount or the first "twice a day", and the parts."""
    first = pieces[0]
    length = LENGTH.search(first)
    begin = re.search(
        rf"\b(?:{NUMBER} ?(?:{COUNTED}|{STRENGTH})\b|{NUMBER} (?=(?:a|per|each|every) day|daily|every (?:morning|evening|night)|in the morning|at night|for )|once\b|twice\b|[0-9] times\b)",
        first,
    )
    start = begin.start() if begin else length.start() if length else 0
    return first[:start], [first[start:], *pieces[1:]]


def _take_medicine(head: str, parts: Sequence[str]) -> tuple[str | None, list[str]]:
    """The words for the medicine: behind "take" and before the first amount, else "two tablets *of prednisone* a day"."""
    left = list(parts)
    if found := _OF.search(left[0]):
        left[0] = f"{left[0][: found.start()]} {left[0][found.end() :]}"
        return found["what"].strip(), left
    said = head.strip(" ,:;-.")
    lead = _LEAD_IN.fullmatch(said)
    what = (lead["what"] or lead["bare"]).strip(" ,:;-.") if lead else ""
    for reading in _time_stretches(what):
        what = what.replace(reading, " ")
    what = re.sub(r"\b(?:every|each) (?:day|morning|evening|night)\b|\b(?:daily|nightly)\b", " ", what)
    what = " ".join(what.split()).strip(" ,:;-.")
    is_name = bool(what) and len(what.split()) <= 5 and not _NO_NAME.fullmatch(what)
    return (what if is_name else None), left


def _time_stretches(said: str) -> list[str]:
    reading = find_times(said, now=_ANY_DAY, timezone="UTC", policy=Policy.MEDICINE)
    ties = [said[start:end] for _, (start, end) in find_ties(said)]
    return [*(span.text for span in reading.spans), *ties]


def _read_part(part: str, *, is_head: bool = False) -> SaidPhase | None:
    """One stretch; None where a word of it is not understood. Of the head only its times and days are read."""
    left = part
    length, left = _take(LENGTH, left) if not is_head else (None, left)
    often, left = _take(_TIMES_A_DAY, left)
    amount, left = _take_amount(left) if not is_head else (None, left)
    is_each = _EACH_TIME.search(left) is not None
    ties = find_ties(left)
    for start, end in sorted({place for _, place in ties}, reverse=True):
        left = f"{left[:start]} {left[end:]}"
    daily = _A_DAY.search(left)
    reading = find_times(left, now=_ANY_DAY, timezone="UTC", policy=Policy.MEDICINE)
    recurrence = reading.recurrence or EVERY_DAY
    is_odd = bool({"COUNT", "UNTIL", "HOURLY", "MINUTELY"} & set(re.findall(r"[A-Z]+", recurrence)))
    rest = left
    for span in reading.spans:
        rest = rest.replace(span.text, " ", 1)
    rest = _FILLER.sub(" ", _PART_OF_DAY.sub(" ", _A_DAY.sub(" ", rest))).strip()
    if not is_head and (rest or is_odd or reading.date or not (amount or often or daily)):
        return None
    return SaidPhase(
        dosage=write_amount(amount) if amount else None,
        is_a_day=bool(amount and daily and not often and not is_each),
        times_a_day=_often(often),
        times=() if "time" in reading.ambiguous else tuple(sorted(set(reading.times))),
        part=reading.day_part if not reading.times and not ties else None,
        tied_to=tuple(tie for tie, _ in ties),
        recurrence=EVERY_DAY if is_odd else recurrence,
        days=days_of(length) if length else None,
    )


def _take(pattern: re.Pattern[str], said: str) -> tuple[re.Match[str] | None, str]:
    match = pattern.search(said)
    return match, f"{said[: match.start()]} {said[match.end() :]}" if match else said


def _take_amount(said: str) -> tuple[Amount | None, str]:
    match = AMOUNT.match(said.strip())
    if match is None:
        return None, said
    return Amount(match["number"], match["unit"]), said.strip()[match.end() :]


def _is_whole(phases: Sequence[SaidPhase], *, stops: bool) -> bool:
    """Whether it is known how long each part lasts; the last one alone may go on, unless it was said to stop."""
    lasting = [each.days is not None for each in phases]
    return all(lasting) if stops else all(lasting[:-1])


def _lend(phase: SaidPhase, common: SaidPhase | None) -> SaidPhase:
    """What was said once for all parts."""
    if common is None or phase.is_placed:
        return phase
    shared: dict[str, object] = {"times": common.times, "tied_to": common.tied_to, "part": phase.part or common.part}
    if phase.times_a_day is None:
        shared["times_a_day"] = common.times_a_day
    if phase.recurrence == EVERY_DAY:
        shared["recurrence"] = common.recurrence
    return phase.model_copy(update=shared)


def _lend_units(phases: Sequence[SaidPhase]) -> list[SaidPhase]:
    """The unit that was said before holds: "two tablets, then one"."""
    lent = [phases[0]]
    for before, phase in pairwise(phases):
        unit = (lent[-1].dosage or "").partition(" ")[2]
        said = phase.dosage
        if said is not None and " " not in said and unit and before.dosage is not None:
            amount = number_of(said)
            said = f"{said} {in_number(unit, amount)}" if said != "half" else f"half a {in_number(unit, 1)}"
        lent.append(phase.model_copy(update={"dosage": said}))
    return lent


def _is_counted(phase: SaidPhase) -> bool:
    """Whether there are as many times as were said a day."""
    return phase.times_a_day in {None, len(phase.times) + len(phase.tied_to)}


def _fits(phase: SaidPhase, count: int) -> bool:
    if phase.times_a_day is not None:
        return phase.times_a_day == count
    return dose_of(phase.model_copy(update={"times": (_ANY_DAY.time(),) * count, "tied_to": ()})) is not None or (
        phase.dosage is None
    )


def _suits(phase: SaidPhase, times: Sequence[LocalTime]) -> bool:
    """Whether these times lie in the part of the day that was said of it."""
    return phase.part is None or (bool(times) and all(is_in_part(at, phase.part) for at in times))


def _often(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    return {"once": 1, "twice": 2}.get(match["word"] or "") or int(match["count"])


def days_of(match: re.Match[str]) -> int | None:
    given = match.groupdict()
    unit = next(given[name] for name in ("unit", "bare_unit", "nth_unit", "numbered") if given[name])
    said = given["count"] or given["bare"] or ""
    count = int(said) if said.isdigit() else 1
    days = count * {"d": 1, "w": 7, "f": 14}[unit[0]]
    return days if 1 <= days <= _MOST_DAYS else None
