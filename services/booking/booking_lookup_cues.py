"""How people ask what is booked."""

from core.ability import Cues
from services.booking.booking_words import BOOKED, MEAL, NO_BOOKING

_OTHERS = rf"^(?!.*{NO_BOOKING})(?!.*\b(?:cancel\w*|call off|chang(?:e|ing)|mov(?:e|ing)|reschedul\w+|available|availability|free|remind\w*)\b)"
_MINE = r"(?:my|our|the|any|a|an)"
_ASKS = (
    r"(?:when(?:'s|’s| is| are| was)?|what(?:'s|’s| is| are)?|where(?:'s|’s| is| are)?|which|who|how many|for how many)"
)

CUES = Cues(
    phrases=(
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
