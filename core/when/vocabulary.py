"""The words of the grammar and the patterns made of them, over the plain line of `words.py`."""

from collections.abc import Iterable

_WEEKDAY_NAMES = (
    "monday|mon",
    "tuesday|tuesdy|tues|tue",
    "wednesday|wednseday|wensday|wednesdy|weds|wed",
    "thursday|thurday|thurs|thur|thu",
    "friday|fri",
    "saturday|saterday|sat",
    "sunday|sun",
)
_MONTH_NAMES = (
    "january|jan",
    "february|febuary|feb",
    "march|mar",
    "april|apr",
    "may",
    "june|jun",
    "july|jul",
    "august|aug",
    "september|sept|sep",
    "october|oct",
    "november|nov",
    "december|dec",
)
WEEKDAYS = {name: index for index, names in enumerate(_WEEKDAY_NAMES) for name in names.split("|")}
MONTHS = {name: index for index, names in enumerate(_MONTH_NAMES, start=1) for name in names.split("|")}
WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


# "the sun" and "I sat" are no days.
_NO_DAY = "".join(f"(?<!\\b{word} )" for word in ("the", "i", "we", "you", "he", "she", "they", "in the", "get", "to"))
_PLAIN_WEEKDAY = any_of([name for name in WEEKDAYS if name not in {"sat", "sun", "wed"}])
WEEKDAY = rf"(?P<weekday>{_PLAIN_WEEKDAY}|{_NO_DAY}(?:sat|sun|wed))(?:'s)?"
WEEKDAY_FULL = any_of([name for name in WEEKDAYS if len(name) > 5])
MONTH = rf"(?P<month>{any_of(MONTHS)})\b(?: \.)?"
ORDINAL = r"(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)"
YEAR = r"(?P<year>(?:19|2[01])[0-9]{2})"
MERIDIEM = r"(?P<meridiem>am|pm)"

DAY_PARTS = {
    "morning": ("morning", "mornings"),
    "afternoon": ("afternoon", "afternoons", "arvo"),
    "evening": ("evening", "evenings", "eve"),
    "night": ("night", "nights", "nite"),
    "breakfast": ("breakfast", "breakfast time", "breakfasttime"),
    "brunch": ("brunch", "brunch time"),
    "lunch": ("lunch", "lunchtime", "lunch time"),
    "dinner": ("dinner", "dinnertime", "dinner time", "supper", "suppertime", "supper time", "teatime", "tea time"),
    "bedtime": ("bedtime", "bed time"),
}
PART_NAMES = {word: name for name, words in DAY_PARTS.items() for word in words}
MEALS = frozenset({"breakfast", "brunch", "lunch", "dinner"})
HALVES = any_of([word for word, name in PART_NAMES.items() if name in {"morning", "afternoon", "evening", "night"}])
ANY_PART = any_of(list(PART_NAMES))

UNITS = {
    "second": "seconds?|secs?|2nd",
    "minute": "minutes?|mins?",
    "hour": "hours?|hrs?|h",
    "day": "days?",
    "week": "weeks?|wks?",
    "fortnight": "fortnights?",
    "month": "months?",
    "year": "years?",
}
UNIT = "(?:" + "|".join(f"(?P<{name}>{words})" for name, words in UNITS.items()) + ")"
ANY_UNIT = "(?:" + "|".join(UNITS.values()) + ")"

# What may stand behind a bare "at 7" or "the 21st". Anything else is taken for what the number counts or names:
# "at 7 Dials", "the 21st floor", "at 5 Guys".
_FOLLOWERS = (
    "a|about|after|also|an|and|around|as|at|because|before|but|by|daily|each|every|exactly|for|from|if|in|instead|is|it|"
    "just|maybe|me|my|near|next|nightly|o'clock|on|only|or|our|please|pls|plz|precisely|sharp|since|so|starting|tell|"
    "thank|thanks|that|the|then|there|this|through|til|till|to|today|tomorrow|tonight|under|until|uh|um|using|weekdays|"
    "weekly|when|which|who|will|with|would|you|your|i|i'd|i'll|we|works|ish|sometime|yes|ok|okay|hi|hello|"
    "can|could|shall|should|may|might|not|no|he|she|they|it's|that's|there's|theres|thats|im|ive|we're|we'll|we'd|we've|i'm|i've|he's|she's|they're|"
    "can't|don't|won't|love|dear|darling|either|how|what|where|why|whether|until|nearly|roughly|again|anyway|though|"
    "book|buy|call|check|feed|get|give|go|have|make|meet|pick|ring|start|take|turn|wake|water|remind|reserve|send|has"
)
FOLLOW = rf"(?=$| (?:[.,;:!?)&]|{_FOLLOWERS}|{HALVES}|{WEEKDAY_FULL}s?|{any_of(MONTHS)}|noon|day after)(?: |$))"
