"""Moving a booking by so much: "an hour later", "half an hour earlier"."""

from datetime import timedelta

_LENGTHS = {
    ("half an hour", "30 minutes", "thirty minutes"): timedelta(minutes=30),
    ("a quarter of an hour", "15 minutes", "fifteen minutes"): timedelta(minutes=15),
    ("an hour and a half", "one and a half hours"): timedelta(minutes=90),
    ("an hour", "one hour", "1 hour"): timedelta(hours=1),
    ("two hours", "2 hours"): timedelta(hours=2),
    ("three hours", "3 hours"): timedelta(hours=3),
    ("a day", "one day"): timedelta(days=1),
    ("two days", "2 days"): timedelta(days=2),
    ("a week", "one week"): timedelta(days=7),
    ("two weeks", "2 weeks", "a fortnight"): timedelta(days=14),
}
SHIFTS = {
    f"{words} {way}": sign * length
    for names, length in _LENGTHS.items()
    for words in names
    for way, sign in (("later", 1), ("earlier", -1))
}
"""What people say, and how far it moves a booking on the wall clock of the venue."""
