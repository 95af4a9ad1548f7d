"""How people ask for a reminder to be changed."""

from core.ability import Cues
from services.booking.booking_words import BOOKED, MEAL
from services.reminder.reminder_words import MEDICINE, REMINDERS

_CHANGE = (
    r"\b(?:chang(?:e|ing)|mov(?:e|ing)|re-?schedul(?:e|ing)|postpon(?:e|ing)|put(?:ting)? (?:off|back|forward)|push(?:ing)?(?: back)?|"
    r"bring(?:ing)? forward|updat(?:e|ing)|delay(?:ing)?|shift(?:ing)?|adjust|edit|alter|switch|set back|pause|resume|snooze)\b"
)

_BOOKINGS = rf"\b(?:{BOOKED}|{MEAL}|restaurant|salon)\b"
_CHORES = (
    r"(?:bins?|rubbish|recycling|trash|garbage|plants?|flowers|laundry|washing|walk|exercises?|cat|dog|rent|bills?)"
)

CUES = Cues(
    phrases=(
        (rf"{_CHANGE}.{{0,30}}\b(?:when|the time|what time)\b.{{0,40}}\bremind", 1.8),
        (rf"{_CHANGE}.{{0,60}}\b{REMINDERS}\b", 1.4),
        (rf"\b{REMINDERS}\b.{{0,60}}{_CHANGE}", 1.3),
        (rf"{_CHANGE}.{{0,30}}\b(?:my|the|our)\b.{{0,30}}\b{MEDICINE}\b.{{0,20}}\b(?:to|until|till|by)\b", 1.3),
        (rf"\bmake\b.{{0,20}}\b{REMINDERS}\b.{{0,60}}\b(?:earlier|later|instead)\b", 1.6),
        (rf"\bmake (?:my|that|the)\b.{{0,20}}\b{REMINDERS}\b.{{0,10}}\b(?:daily|weekly|monthly|for|at)\b", 1.3),
        (r"\b(?:remind|wake) me\b.*\binstead(?: of)?\b", 1.7),
        (rf"\b(?:rather have|prefer) my\b.{{0,30}}\b{REMINDERS}\b", 1.5),
        (
            rf"^(?!.*{_BOOKINGS}).*{_CHANGE}.{{0,30}}\b(?:my|the|our)\b.{{0,30}}\bto (?:every|each|daily|weekly|monthly|weekdays|weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
            1.2,
        ),
        (rf"^(?!.*{_BOOKINGS}).*{_CHANGE}.{{0,10}}\b(?:my|the|our) {_CHORES}\b.{{0,30}}\b(?:to|until|till)\b", 1.1),
        (r"\b(?:remind me (?:again )?later|snooze)\b", 0.9),
    ),
    examples=(
        "Move my pill reminder to 9 in the morning.",
        "Change the reminder to call Anna to Friday.",
        "Make my alarm half an hour later.",
        "Please remind me about the plants at six instead of five.",
        "Push my medicine back to ten o'clock in the evening.",
        "Could you put off the reminder about the bins until Thursday?",
    ),
)
