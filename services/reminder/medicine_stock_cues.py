"""How people say, and ask, how much of a medicine there is."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE

_NO_ORDER = r"^(?!.*\b(?:remind|tell|text|message|shopping list|tomorrow at|every day|every morning)\b)"

COUNTS = (*("left", "remaining", "in the box", "in the packet", "in stock"),)
FILLS = (
    *("picked up", "collected", "fetched", "refilled", "refill", "brought me", "delivered", "arrived"),
    *("got my prescription", "got the prescription", "bought", "new box", "new pack", "new packet"),
)
ASKS = ("how many", "how much", "run out", "last me", "need more", "order more", "enough")

CUES = Cues(
    phrases=(
        (
            rf"{_NO_ORDER}.*\b(?:i(?:'ve| have)?(?: only)?(?: got)?|there are|there's|we(?:'ve| have)(?: got)?)\b.{{0,20}}\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fourteen|twenty|thirty)\b.{{0,40}}\b{MEDICINE}\b.{{0,20}}\b(?:left|remaining|in the (?:box|packet|bottle|house))\b",
            1.9,
        ),
        (
            rf"{_NO_ORDER}.*\b\d+ (?:\w+ ){{0,3}}(?:left|remaining)\b.{{0,20}}\b(?:of|for)\b.{{0,30}}\b{MEDICINE}\b",
            1.8,
        ),
        (
            rf"{_NO_ORDER}.*\b(?:picked up|collected|fetched|got|refilled)\b.{{0,40}}\b(?:prescription|{MEDICINE})\b.{{0,40}}\b(?:\d+|twenty|thirty|fifty|sixty)\b",
            2.0,
        ),
        (
            rf"{_NO_ORDER}.*\b(?:picked up|collected|fetched|bought|refilled|got (?:another|a new))\b.{{0,20}}\b(?:\d+|twenty|thirty|fifty|sixty)\b.{{0,30}}\b{MEDICINE}\b",
            2.0,
        ),
        (
            rf"\bhow (?:many|much)\b.{{0,30}}\b{MEDICINE}\b.{{0,30}}\b(?:left|remaining|still|have i got|do i have)\b",
            2.2,
        ),
        (
            rf"\bwhen\b.{{0,20}}\b(?:run|runs|running) out\b.{{0,20}}\b{MEDICINE}\b|\bwhen\b.{{0,20}}\b{MEDICINE}\b.{{0,20}}\brun out\b",
            1.9,
        ),
        (
            rf"{_NO_ORDER}(?!.*\b(?:denture|dishwasher|washing|list|buy|order|get (?:me|some|more)|need some)\b)(?:.*\b(?:i'm|i am|we're|we are)|\W*) ?(?:(?:nearly|almost|getting|running|just about|right) )*"
            rf"(?:out of|low on|short of|down to my last)\b.{{0,20}}\b{MEDICINE}\b",
            1.9,
        ),
        (rf"\b(?:do i|have i|is there|are there)\b.{{0,20}}\benough\b.{{0,20}}\b{MEDICINE}\b", 1.6),
    ),
    examples=(
        "I've got 28 tablets left.",
        "I picked up my prescription, 56 tablets.",
        "How many pills do I have left?",
        "When do my tablets run out?",
        "I have 14 aspirin tablets left.",
    ),
)
