"""How people ask for a booking to be changed."""

from core.ability import Cues
from services.booking.booking_words import BOOKED, MEAL, NO_BOOKING, WHEN

_OTHERS = rf"^(?!.*{NO_BOOKING})(?!.*\b(?:cancel\w*|call off|delete)\b)"
_CHANGE = (
    r"\b(?:chang(?:e|es|ing)|changed(?= (?:my|our)\b)|mov(?:e|ing)|re-?schedul(?:e|ing)|postpon(?:e|ing)|put(?:ting)? (?:off|back)|push(?:ing)?(?: back| out)?|"
    r"bring(?:ing)?(?=.{0,40}forward)|put(?:ting)?(?=.{0,40}\b(?:off|back|forward)\b)|amend(?:ing)?|modify(?:ing)?|alter(?:ing)?|adjust(?:ing)?|updat(?:e|ing)|delay(?:ing)?|shift(?:ing)?|"
    r"extend(?:ing)?|shorten|swap|switch|correct|edit|upgrade|increase|reduce|make (?:a )?changes? (?:to|in))\b"
)
_PAST = r"(?:changed|moved|re-?scheduled|postponed|put off|amended|modified|altered|pushed|delayed|extended|updated)"

_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve)"
_A_PLACE = r"(?:the|our) (?:restaurant|kitchen|chef|caf[eé]|bistro|pub|bar|inn|hotel|carvery|tea ?rooms?|venue|place|waiter|waitress|staff|people at [\w' ]{2,30})"
_LENGTH = r"(?:an?|one|two|three|four|half an?|\d+|fifteen|thirty|a quarter of an)(?: hours?| minutes?| mins?| days?| weeks?| fortnight)(?: and a half)?"

CUES = Cues(
    phrases=(
        (
            rf"^(?:\w+,? )?(?:(?:please|actually|no|sorry|could|can|would|you|we|i'd|i|like|make|it|that|have|be|to|say|maybe|rather|prefer|want)\W+)*"
            rf"(?:by )?{_LENGTH} (?:later|earlier|sooner)(?: (?:please|instead|thanks|thank you|would be (?:better|nicer|good)))*\W*$",
            0.8,
        ),
        (
            rf"^\W*(?:(?:please|actually|no|sorry|oh|well|can you|could you|let's)\W+)*make (?:it|that) (?:for )?{_COUNT} (?:people|persons?|guests|of us)\b",
            1.2,
        ),
        (rf"{_OTHERS}.*{_CHANGE}.{{0,60}}\b{BOOKED}\b", 1.3),
        (rf"{_OTHERS}.*{_CHANGE}.{{0,40}}\b(?:my|our|the|that|this) {MEAL}\b", 1.1),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*{_CHANGE}", 1.2),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\b(?:be|get|have it|want it|need it) {_PAST}\b", 1.2),
        (rf"{_OTHERS}.*\b(?:get|have|want|need)\b.*\b{BOOKED}\b.{{0,20}}\b{_PAST}\b", 1.1),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\b(?:instead|earlier|later)\b", 0.7),
        (rf"{_OTHERS}.*\b(?:the|our|my) plans? (?:(?:is|are|has|have|got)(?: been)? )?changed\b.*\b{BOOKED}\b", 1.3),
        (rf"{_OTHERS}.*\bmake\b.{{0,30}}\b{BOOKED}\b.*\b(?:earlier|sooner|later|instead)\b", 1.1),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\bmake (?:it|that|this)\b.*\b(?:earlier|later)\b", 1.3),
        (
            rf"{_OTHERS}.*\badd\b.{{0,30}}\b(?:people|persons?|guests?|more|seats?|nights?|days?)\b.{{0,30}}\b{BOOKED}\b",
            1.2,
        ),
        (
            r"\b(?:change|move|switch|push)\b.{0,20}\b(?:the|that|it|this)\b(?: (?:date|day|time|hour|number))?\b.{0,30}\bto\b",
            0.8,
        ),
        (r"\bchang(?:e|ing) the (?:date|day|time|hour|number of (?:people|guests))\b", 0.8),
        (rf"{_OTHERS}(?!.*\bwhen\b).*\b{BOOKED}\b.{{0,20}}\bchanged\b", 1.1),
        (rf"{_OTHERS}.*\bchang(?:e|ed|ing)\b.{{0,20}}\b(?:hair|salon|nail)\b.{{0,20}}\bto\b", 1.1),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\badd\b.{{0,20}}\b(?:people|persons?|guests?|more|seats?)\b", 1.3),
        (rf"{_OTHERS}.*\b(?:time|date|day|timing|hour)\b.{{0,20}}\b(?:change|changed|moved)\b.{{0,10}}\bto\b", 1.0),
        (
            rf"{_OTHERS}.*\b(?:make|reserve|book|have|want|do|get|try|need)\b.{{0,10}}\b(?:it|that|the (?:reservation|booking|table|appointment))\b.*\binstead\b(?! of)",
            1.2,
        ),
        (rf"{_OTHERS}.*\binstead\b(?! of).{{0,20}}\b(?:make|want|book|reserve)\b.{{0,20}}\b{BOOKED}\b", 1.2),
        (rf"{_OTHERS}.*\bmake (?:it|that)\b.*\binstead\b", 0.9),
        (r"^(?:no|sorry|actually|wait|oh)\b.{0,20}\bmake (?:it|that)\b", 0.7),
        (
            rf"{_OTHERS}.*\b(?:be|are|is|we're|there's)\b.{{0,20}}\b{_COUNT} (?:of us )?(?:(?:on|for|at|this|next) [\w' ]{{1,20}}? )?(?:instead of|rather than|and not|not) {_COUNT}\b",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:{_COUNT}|another|an extra|a few|someone) (?:more|fewer|less|extra|other|else)?(?: (?:people|person|guests?|friends?))? ?"
            r"(?:is|are|will be|'s|can't) (?:also )?(?:coming|joining|come)\b",
            0.8,
        ),
        (
            rf"{_OTHERS}.*\bcan(?:'t|not| not) (?:do|make|manage)\b.*\b(?:make|do|have|try|move|could we say) (?:it|that)\b",
            1.3,
        ),
        (r"\b(?:change|changed) (?:of|my) (?:plan|plans|mind)\b", 0.5),
        (
            rf"{_OTHERS}.*\bmake (?:my|our|the|that|this) {BOOKED}\b.{{0,30}}\b(?:into|for {_COUNT} (?:people )?(?:instead|now))\b",
            1.5,
        ),
        (
            rf"{_OTHERS}.*\b(?:it|there|we)(?:'ll| will| are going to|'re going to)? (?:now |only |just )*be (?:only |just |now )*{_COUNT}(?: of us)?\b"
            rf"(?=.*\b(?:{MEAL}|{BOOKED}|now|after all|instead)\b)",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:tell|telling|let|inform|warn|ring|call|phone|text|message) {_A_PLACE}\b(?: know)?(?: (?:and|to) (?:say|tell them))?(?: that)? "
            rf"(?:we|there|it)(?:'re|'ll be|'s| are| is| will be| are going to be)(?: (?:now|only|just|going to be))* {_COUNT}(?: of us| people)?"
            rf"(?:,? (?:now|instead|altogether|in all|after all|please|(?:and )?not {_COUNT}))*\W*$",
            1.7,
        ),
        (rf"{_OTHERS}.*\b(?:can|could) (?:we|you|i) (?:make|do|have|try) (?:it|that) (?:on |at |for )?{WHEN}", 0.6),
        (
            rf"{_OTHERS}.*\b(?:{_COUNT}|another|an extra|a couple) (?:more |extra |other )?(?:people |person |guests? )?(?:on|at|to|onto) (?:my|our|the) {BOOKED}\b",
            1.4,
        ),
        (
            rf"{_OTHERS}.*{_CHANGE} (?:(?:our|my|the) )?(?:breakfast|brunch|lunch|dinner|supper)\b.{{0,20}}\bto (?:{WHEN}|(?:{_COUNT}|half)\b)",
            1.1,
        ),
        (rf"{_OTHERS}.*\binstead of\b.{{0,30}}\b(?:{BOOKED}|{MEAL})\b.*\b(?:rather|prefer)\b", 1.6),
        (rf"{_OTHERS}.*\bnot {_COUNT} but {_COUNT}\b.*\b(?:{BOOKED}|{MEAL}|people)\b", 1.1),
    ),
    examples=(
        "Move my table at Olive Garden to Saturday at 8 in the evening.",
        "Please change my haircut to three o'clock.",
        "Could you reschedule my appointment with Maria for next Tuesday?",
        "I have a booking at the Golden Lotus, can you make it for six people instead?",
        "We need to postpone our dinner reservation to the 12th.",
        "Make my table tomorrow an hour later.",
    ),
)
