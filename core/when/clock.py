"""Times of day: "7pm", "half past six", "quarter to eight", "at 8, 2 and 8", "noon", "in the evening", "bedtime"."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from core.when.parts import Clock, Day, DayPart, Meals, Part, Repeats, Rule
from core.when.vocabulary import ANY_PART, FOLLOW, HALVES, MEALS, MERIDIEM, MONTHS, PART_NAMES, any_of

_HOUR = r"(?P<hour>2[0-4]|1[0-9]|0?[0-9])"
_MINUTE = r"(?P<minute>[0-5][0-9])"
_NOON = "noon|midday|mid day|midnight|mid night"
_NAMED = {"noon": 12, "midday": 12, "mid day": 12, "midnight": 0, "mid night": 0}
_OCLOCK = r"(?: o'clock)?"
_LEAD = r"(?:at|by|around|about|from|until|til|till|before|after|approximately|roughly|@) (?:about |around |exactly |like )?"
_PART = rf"(?: ,)? (?:early |late )?(?P<part>{HALVES})"
_MAYBE_PART = rf"(?:{_PART})?"
_IN_PART = rf"(?= (?:in the|this|at|tomorrow|yesterday) (?:early |late )?{HALVES}\b| (?:tonight|tonite)\b)"
_ITEM = r"(?:2[0-3]|1[0-9]|0?[1-9])(?:[:.][0-5][0-9])?(?: am| pm| o'clock)?"
_ITEM_PARTS = re.compile(r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2}))?(?: (?P<meridiem>am|pm))?")
_NO_MONTH = rf"(?! {any_of(MONTHS)}\b)"
_CHANGE = re.compile(r"\b(?:change|move|switch|reschedule|push|bring|shift)\b")
_MOVE = re.compile(r"\b(?:mov(?:e|ing)|push|bring|shift|postpone|put|re-?schedul(?:e|ing)|set back|snooze|delay)\b")
_ASKED_CHANGE = re.compile(r"\bchang(?:e|ing) (?:my|our|the|it|that)\b")
_COUNTED = re.compile(
    r"\b(?:tables?|bookings?|reservations?|part(?:y|ies)|people|guests?|number|seats?|(?:for|of) [0-9]+|us|order|list)\b"
)
_HOUR_BEFORE = re.compile(
    rf"(?:\b(?:am|pm|{_NOON}|o'clock)|[0-9]:[0-5][0-9]|\b[0-9]{{1,2}} (?:in the (?:early |late )?{HALVES}|at night)) (?:, )?$"
)
_NEAR = 60  # characters before an hour in which another one is looked for
_FAR = 500  # characters around an hour in which it is looked for what it is the hour of
_STEPS = frozenset({5, 10, 15, 20, 25})
_NOON_MINUTES = 12 * 60
_BEFORE_COUNT = re.compile(r"(?:[a-z]{3,} ,|\b(?:takes?|taking|took|had|have|is|just|only)) $")
_MOST_TAKEN = 4  # tablets at a time that somebody may say without their name


def _face(hour: int, minute: int, meridiem: str | None, *, written: str = "") -> Clock:
    """A clock time; `written` is the hour as it stands, since "07:30" counts 24 hours and "7:30" does not."""
    if meridiem and 1 <= hour <= 12:
        return Clock(hour % 12 + (12 if meridiem == "pm" else 0), minute, sure=True)
    sure = bool(meridiem) or not 1 <= hour <= 12 or written.startswith("0")
    return Clock(hour, minute, sure=sure)


def _parts(*parts: Part, part: str | None = None) -> tuple[Part, ...]:
    """The pieces, with the part of the day that was named right behind; nothing if the clock has no such time."""
    if any(isinstance(piece, Clock) and not piece.readings() for piece in parts):
        return ()
    return (*parts, DayPart(PART_NAMES[part])) if part else parts


def _build_digital(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    clock = _face(int(given["hour"]), int(given.get("minute") or 0), given.get("meridiem"), written=_digits(given))
    return _parts(clock, part=given.get("part"))


def _build_unled(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    """As in "8 in the evening"; of a medicine "aspirin, one at night" is one tablet."""
    clock, *parts = _build_digital(match, now)
    is_few = isinstance(clock, Clock) and int(match["hour"]) <= _MOST_TAKEN
    may_count = is_few and _BEFORE_COUNT.search(match.string, max(0, match.start() - _NEAR), match.start())
    return (replace(clock, counts=True), *parts) if may_count else (clock, *parts)


def _digits(given: dict[str, str | None]) -> str:
    return (given["hour"] or "") if given.get("minute") else ""


def _build_counted(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "to 15h", which counts 24 hours."""
    return _parts(Clock(int(match["hour"]), int(match["minute"] or 0), sure=True))


def _build_moved(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "move it to 8" and "change my aspirin to 8"; "to 8" alone, and for a table, says nothing of time."""
    begin, end = max(0, match.start() - _FAR), match.start()
    is_moved = _MOVE.search(match.string, begin, end)
    is_changed = _ASKED_CHANGE.search(match.string, begin, end) and not _COUNTED.search(match.string, begin, end + _FAR)
    return _build_digital(match, _) if is_moved or is_changed else ()


def _build_named(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    return (Clock(_NAMED[match["name"]], sure=True),)


def _build_spoken(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    given = match.groupdict()
    steps = 30 if given.get("half") else 15 if given.get("quarter") else int(given.get("steps") or 0)
    if given.get("steps") and not given.get("minutes") and steps not in _STEPS:
        return ()
    hour, named = given["hour"] or "", given.get("name")
    base = Clock(_NAMED[named], sure=True) if named else _face(int(hour), 0, given.get("meridiem"))
    later = (given.get("direction") or "past") in {"past", "after"}
    total = base.hour * 60 + (steps if later else -steps)
    if not base.sure and total < 60:
        total += _NOON_MINUTES  # a quarter to one is 12:45
    return _parts(Clock(total // 60 % 24, total % 60, sure=base.sure), part=given.get("part"))


def _build_oh(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    return _parts(_face(int(match["hour"]), int(match["unit"]), match["meridiem"]))


def _build_list(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    clocks = _items(match["items"])
    return _parts(*clocks)


def _build_range(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    first, last = _items(match["first"] + " , " + match["last"])
    if _CHANGE.search(match.string, max(0, match.start() - _FAR), match.start()):
        return _parts(last)
    return _parts(Clock(first.hour, first.minute, sure=first.sure, inferred=True))


def _items(listed: str) -> list[Clock]:
    """The clock times of a list; a meridiem said once at its end holds for all before it, by inference."""
    found = list(_ITEM_PARTS.finditer(listed))
    last = found[-1]["meridiem"]
    shared = last if all(item["meridiem"] is None for item in found[:-1]) else None
    clocks: list[Clock] = []
    for item in found:
        clock = _face(int(item["hour"]), int(item["minute"] or 0), item["meridiem"] or shared)
        guessed = item["meridiem"] is None and shared is not None and 1 <= int(item["hour"]) <= 12
        clocks.append(Clock(clock.hour, clock.minute, sure=clock.sure, inferred=guessed, shared=guessed))
    # Nobody names the same hour twice: "at 8 and 8 pm" is once in the morning.
    hours = [(clock.hour, clock.minute) for clock in clocks]
    return [clock.bare() if hours.count((clock.hour, clock.minute)) > 1 else clock for clock in clocks]


def _build_further(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "at 8 in the morning and 9": behind an hour a bare number is another one."""
    if not _HOUR_BEFORE.search(match.string, max(0, match.start() - _NEAR), match.start()):
        return ()
    return _parts(Clock(int(match["hour"]), int(match["minute"] or 0), inferred=True, shared=True))


def _build_counts_by_part(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "two in the morning and one at night", where nothing makes the numbers hours."""
    given = match.groupdict()
    return tuple(DayPart(PART_NAMES[part]) for part in (given.get("meal") or match["part"], match["second"]))


def _build_thrice(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    return tuple(DayPart(name) for name in ("morning", "lunch", PART_NAMES[match["part"]]))


def _build_part(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    return (DayPart(PART_NAMES[match["part"]]),)


def _build_every_part(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    """As in "of a morning", which is every morning."""
    return (Repeats("FREQ=DAILY"), DayPart(PART_NAMES[match["part"]]))


def _build_bedtime(_: re.Match[str], __: datetime) -> tuple[Part, ...]:
    return (DayPart("bedtime"),)


def _build_meal(match: re.Match[str], _: datetime) -> tuple[Part, ...]:
    name = PART_NAMES[match["part"]]
    return (DayPart(name, weak=name in MEALS and match["part"] in {name, "supper"}),)


def _build_this_part(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(now.date()), DayPart(PART_NAMES[match["part"]]))


def _build_tonight(_: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(now.date()), DayPart("tonight"))


def _build_last_night(_: re.Match[str], now: datetime) -> tuple[Part, ...]:
    return (Day(now.date() - timedelta(days=1)), DayPart("night"))


def _build_part_clock(match: re.Match[str], now: datetime) -> tuple[Part, ...]:
    said = match["part"]
    clock = _face(int(match["hour"]), 0, None)
    return (*_build_tonight(match, now), clock) if said in {"tonight", "tonite"} else _parts(clock, part=said)


_DOT_LEADS = "|".join(f"(?<=\\b{lead} )" for lead in ("at", "by", "for", "around", "about", "from", "until", "before"))
_NO_COUNT = "".join(f"(?<!{lead} )" for lead in ("table for", "party of", "group of", "dinner for", "lunch for", "of"))

_LEAD_OF_STEPS = r"(?:at|by|around|about|until|til|till|before|after|@) (?:about |around |exactly |just )?"
_NO_HOUR = "".join(f"(?<!{lead} )" for lead in ("at", "by", "around", "about", "from", "before", "after", "until", ":"))
_IN_PART_OF = rf"(?:in the|at|with|before|after) (?:my )?(?P<{{name}}>{ANY_PART})"
_COUNTS_BY_PART = (
    rf"{_NO_HOUR}[1-4] (?:[a-z]+ )?{_IN_PART_OF.format(name='part')}(?: (?:with|before|after) (?:my )?(?P<meal>{any_of(MEALS)}))?(?: ,)? (?:and |then |& )*(?:another )?[1-4] (?:[a-z]+ )?"
    rf"{_IN_PART_OF.format(name='second')}"
)

# "One at 8 am and two at 9 pm" says how many; "9 in the evening" has its own rule.
_NO_COUNTED = r"(?! (?:at|by|in|this|tonight|of|around|before|after)\b)"

RULES: tuple[Rule, ...] = (
    Rule(rf"(?:{_LEAD})?(?:12|12:00)(?: o'clock)?(?: [ap]m)?(?: at)? (?P<name>{_NOON})", _build_named),
    Rule(rf"(?P<name>{_NOON})", _build_named),
    Rule(_COUNTS_BY_PART, _build_counts_by_part),
    Rule(
        rf"(?:in the )?morning(?: ,)? (?:and )?(?:noon|midday|lunch(?:time)?)(?: ,)? (?:and )?(?:at )?(?P<part>{HALVES})",
        _build_thrice,
    ),
    Rule(
        rf"(?:{_LEAD_OF_STEPS})?(?:(?:a )?(?P<quarter>quarter)|(?P<half>half)|(?<!from )(?<!between )(?P<steps>[1-5]?[0-9])(?P<minutes> minutes?)?)"
        rf" (?P<direction>past|after|to|before|till|til|of)"
        rf" (?:(?P<name>{_NOON})|{_HOUR}{_OCLOCK}(?: {MERIDIEM}|{_PART}|{FOLLOW}))",
        _build_spoken,
    ),
    Rule(rf"(?P<half>half) {_HOUR}{_OCLOCK}(?: {MERIDIEM}|{_PART}|{FOLLOW})", _build_spoken),
    Rule(
        rf"(?:from|between) (?P<first>{_ITEM}) (?:and|to|until|till|-) (?P<last>{_ITEM}){FOLLOW}",
        _build_range,
    ),
    Rule(rf"(?P<first>{_ITEM}) - (?P<last>{_ITEM}(?<=m)){FOLLOW}", _build_range),
    Rule(
        rf"at (?P<items>{_ITEM}(?: , {_ITEM}){{0,4}}(?: ,)? (?:and|&) (?:at )?{_ITEM}){_NO_COUNTED}{FOLLOW}",
        _build_list,
    ),
    Rule(rf"{_NO_COUNT}(?<!for )(?P<items>{_ITEM} (?:and|&) (?:at )?{_ITEM}(?<=m)){FOLLOW}", _build_list),
    Rule(rf"(?P<items>{_ITEM}(?<=m) (?:and|&) (?:at )?{_ITEM}){_NO_COUNTED}{FOLLOW}", _build_list),
    Rule(rf"(?:and|&) (?P<hour>1[0-2]|[1-9])(?::{_MINUTE})?{_NO_COUNTED}{FOLLOW}", _build_further),
    Rule(rf", (?P<hour>1[0-2]|[1-9])(?::{_MINUTE})?(?= (?:and|&) (?:at )?[0-9])", _build_further),
    Rule(rf"{_HOUR}:{_MINUTE}(?::[0-5][0-9])?(?: {MERIDIEM})?{_MAYBE_PART}", _build_digital),
    Rule(rf"{_HOUR}\.{_MINUTE} {MERIDIEM}", _build_digital),
    Rule(rf"(?:{_DOT_LEADS}){_HOUR}\.{_MINUTE}{_MAYBE_PART}", _build_digital),
    Rule(rf"{_HOUR}\.{_MINUTE}(?= (?:in the|this|tomorrow|tonight|today) ?)", _build_digital),
    Rule(rf"{_HOUR} {_MINUTE} {MERIDIEM}", _build_digital),
    Rule(rf"(?:{_LEAD}|for ){_HOUR} {_MINUTE}(?:{_PART}|{FOLLOW})", _build_digital),
    Rule(rf"{_HOUR} (?P<minute>15|30|45)(?:{_PART}|{FOLLOW}|{_IN_PART})", _build_digital),
    Rule(rf"{_HOUR} {_MINUTE}(?:{_PART}|{_IN_PART})", _build_digital),
    Rule(rf"{_HOUR} (?:o|oh|0) (?P<unit>[1-9])(?: {MERIDIEM})?", _build_oh),
    Rule(rf"{_HOUR}{_OCLOCK} {MERIDIEM}{_MAYBE_PART}", _build_digital),
    Rule(rf"{_HOUR} o'clock{_MAYBE_PART}", _build_digital),
    Rule(rf"(?P<hour>1[0-9]|2[0-3]|0?[0-9]){_MINUTE} {MERIDIEM}", _build_digital),
    Rule(rf"{_LEAD}(?P<hour>[01]?[0-9]|2[0-3]){_MINUTE}(?: hours)?{FOLLOW}", _build_digital),
    Rule(rf"{_LEAD}(?P<hour>2[0-3]|1[0-9]|0?[1-9])(?:{_PART}|{_IN_PART}|{FOLLOW})", _build_digital),
    Rule(rf"(?:{_LEAD}|to )(?P<hour>2[0-3]|[01]?[0-9]) h(?: (?P<minute>[0-5][0-9]))?{FOLLOW}", _build_counted),
    Rule(rf"to (?P<hour>1[0-2]|[1-9]){FOLLOW}", _build_moved),
    Rule(
        rf"(?:(?<=\balarm )|(?<=\breminder )|(?<=\balarms ))for (?P<hour>1[0-2]|[1-9])(?:{_PART}|{_IN_PART}|{FOLLOW})",
        _build_digital,
    ),
    Rule(rf"{_NO_COUNT}(?<!for )(?P<hour>1[0-2]|[1-9])(?:{_IN_PART}|{_PART})", _build_unled),
    Rule(rf"{_NO_COUNT}(?P<hour>1[0-2]|[1-9])(?= in the {HALVES}\b)", _build_unled),
    Rule(
        rf"(?<![0-9] )(?:at |in the |in )?(?P<part>{HALVES}|tonight|tonite)(?: ,)? (?P<hour>1[0-2]|[1-9])"
        rf"(?! (?:in the (?:early |late )?{HALVES}|at night)\b){_NO_MONTH}{FOLLOW}",
        _build_part_clock,
    ),
    Rule(r"tonight|tonite|to night", _build_tonight),
    Rule(r"last night", _build_last_night),
    Rule(rf"this (?:early |late )?(?P<part>{ANY_PART})", _build_this_part),
    Rule(
        rf"(?:in the|at|during the|of the|by|through the|in|early|late|before|after|mid) (?:early |late |my |the )?"
        rf"(?P<part>{ANY_PART})",
        _build_part,
    ),
    Rule(r"of an? (?P<part>morning|afternoon|evening|night)", _build_every_part),
    Rule(r"(?:before|at|by) bed|(?:before|when) (?:i go|going|i am going|i'm going) to (?:bed|sleep)", _build_bedtime),
    Rule(
        r"(?:with|at|before|after) (?:my |the |all (?:my )?)?(?:main )?(?:meals|meal ?times)",
        lambda _match, _now: (Meals(),),
    ),
    Rule(r"(?:1st|first) thing(?: in the (?P<part>morning))?", lambda _match, _now: (DayPart("morning"),)),
    Rule(r"last thing(?: at night)?", lambda _match, _now: (DayPart("night"),)),
    Rule(
        r"(?P<part>morning|afternoon|evening) (?:and|&) (?:at )?(?P<second>evening|afternoon|night|bedtime)",
        _build_counts_by_part,
    ),
    Rule(r"(?P<part>mornings|afternoons|evenings|nights)", _build_part),
    Rule(rf"(?P<part>{ANY_PART})(?= (?:at|around|by) [0-9]| [0-9]{{1,2}}[:.][0-9]{{2}})", _build_meal),
    Rule(r"(?P<part>breakfast|brunch|lunch|dinner|supper)", _build_meal),
    Rule(
        r"(?P<part>bedtime|bed time|lunchtime|lunch time|dinnertime|dinner time|suppertime|supper time|teatime|"
        r"tea time|breakfasttime|breakfast time)",
        _build_part,
    ),
)
