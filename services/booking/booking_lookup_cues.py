"""How people ask what is booked."""

from core.ability import Cues
from services.booking.booking_words import BOOKED, MEAL, NO_BOOKING

_OTHERS = rf"^(?!.*{NO_BOOKING})(?!.*\b(?:cancel\w*|call off|chang(?:e|ing)|mov(?:e|ing)|reschedul\w+|available|availability|free|remind\w*|(?:where|when|what times?) (?:can|could) (?:i|we|you|they|she|he))\b)"
_MINE = r"(?:my|our|the|any|a|an)"
_ASKS = (
    r"(?:when(?:'s|’s| is| are| was)?|what(?:'s|’s| is| are)?|where(?:'s|’s| is| are)?|which|who|how many|for how many)"
)

CUES = Cues(
    phrases=(
        (
            r"\bremind me (?:again )?(?:what (?:time|day|date)|which day|where|who|how many|when (?=i'm|we're|is|are|my|our|it))\b.{0,30}\b(?:booked|booking|reservation|table|hair|eating)\b",
            2.2,
        ),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\b(?:what time|when|where|what day|which day) (?:was|is) (?:it|that)\b", 1.5),
        (r"^(?:what time|when|where|what day|which day) was (?:it|that)\b(?! (?:going|raining|due))", 0.5),
        (rf"{_OTHERS}{_ASKS}\b.{{0,60}}\b(?:my|our)\b.{{0,30}}\b{BOOKED}\b", 1.2),
        (rf"{_OTHERS}.*\b{_ASKS}\b.{{0,30}}\b(?:my|our|the)\b.{{0,20}}\b{BOOKED}\b", 1.1),
        (rf"{_OTHERS}.*\b{_ASKS}\b.{{0,20}}\b{BOOKED}\b.{{0,20}}\b(?:do|have|did|are)\b", 1.2),
        (rf"{_OTHERS}.*\b(?:do|did|have|had|has) (?:i|we|you|she|he|my \w+)\b.{{0,40}}\b{BOOKED}\b", 1.2),
        (rf"{_OTHERS}.*\b(?:have|did) (?:i|we|you)\b.{{0,20}}\b(?:booked|reserved|book|reserve|made)\b", 1.1),
        (
            rf"{_OTHERS}.*\b(?:is|are|was) (?:there )?{_MINE}?\b.{{0,30}}\b{BOOKED}\b.{{0,40}}\b(?:booked|made|confirmed|for|on|at|saved|today|tomorrow)\b",
            0.8,
        ),
        (rf"{_OTHERS}.*\b(?:any|my|our|the) {BOOKED} (?:is |are )?(?:saved|scheduled|planned|on file)\b", 1.2),
        (rf"{_OTHERS}.*\b(?:is|are) (?:my|our)\b.{{0,30}}\b{BOOKED}\b", 1.2),
        (
            rf"{_OTHERS}.*\b(?:confirm|conform|check|verify|look up|look for|find(?! (?:me |us )?an?\b)|show|tell me about|list|read|see|pull up|details? (?:of|for|about))\b.{{0,40}}\b{BOOKED}\b",
            1.1,
        ),
        (rf"{_OTHERS}.*\b{BOOKED}\b.{{0,60}}\b(?:confirm it|confirmed|still stands?|still on)\b", 0.9),
        (
            rf"{_OTHERS}.*\b{_ASKS}\b.{{0,30}}\b(?:am i|are we|have i|have we|did i|did we)\b.{{0,20}}\b(?:booked|book|reserved|{MEAL})\b",
            1.0,
        ),
        (
            rf"{_OTHERS}.*\b(?:when|what time|what day|which day|where) (?:are we|am i|are they) (?:going|eating|dining|having|booked|expected|due) (?:to|at|in|for|out)\b",
            0.7,
        ),
        (
            rf"{_OTHERS}.*\b(?:who(?:'s| is)|when(?:'s| is)) \w+ ?(?:doing|cutting|washing|setting|colou?ring) my (?:hair|nails|feet|beard)\b",
            1.2,
        ),
        (
            rf"{_OTHERS}.*\bwho(?:'s| is) (?:doing|cutting|washing|setting|colou?ring) my (?:hair|nails|feet|beard)\b",
            1.2,
        ),
        (
            rf"{_OTHERS}.*\b(?:forgot(?:ten)?|can'?t remember|don'?t remember|can'?t recall|not sure|no idea|lost track)\b.{{0,10}}\b(?:when|what time|which day|what day|where)\b"
            rf".{{0,30}}\b(?:seeing|{BOOKED}|booked|going|eating|hair)\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:am i|are we) (?:down|booked|in|due|meant|supposed)\b.{{0,20}}\b(?:for|at|to|in|with)\b",
            0.9,
        ),
        (rf"{_OTHERS}.*\bwhat(?:'s| have| do)? (?:i|we)(?: have)? (?:got )?(?:on|booked|coming up|lined up)\b", 0.8),
        (rf"{_OTHERS}.*\bis it \w+ (?:or \w+ )?that (?:i'm|we're|i am|we are) (?:having|going|seeing|eating)\b", 1.1),
        (
            rf"\bremind (?:me|us) (?:when|what time|what day|where|which day)\b.{{0,20}}\b{BOOKED}\b.{{0,12}}(?:\bis\b|\W*$)",
            1.6,
        ),
        (rf"{_OTHERS}.*\bhave you got (?:me|us) (?:down|booked|in)\b", 1.3),
    ),
    examples=(
        "When is my table at Olive Garden?",
        "Do I have an appointment with Maria this week?",
        "What have I booked for Friday?",
        "Did you book my haircut?",
        "I booked a table for Sunday, what time was it?",
        "Please check my reservation at the Golden Lotus.",
    ),
)
