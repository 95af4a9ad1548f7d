"""How people ask to be reminded of anything."""

from core.ability import Cues
from services.booking.booking_words import WHEN
from services.reminder.reminder_words import HANDLES, REMIND

_OTHERS = (
    rf"^(?!.*{HANDLES})(?!.*\b(?:cancel|delete|remove|change|move|clear|reschedule|postpone)\b.{{0,60}}\b(?:event|calendar)\b)"
    r"(?!(?:what|when|which|who|where|show|list|did i|did you|have i|do i|is there|are there|how|read)\b)"
)
_SET = r"\b(?:set|make|add|create|put|schedule|give|need|want|like|start|open|turn on|program|leave|book|note|mark|enter|save|new|pop|stick|jot|write)\b"

CUES = Cues(
    phrases=(
        (rf"{_OTHERS}.*\bremind(?:ing)? (?:me|my(?= to\b)|us|him|her|my|mum|mom|dad|everyone)\b", 1.1),
        (rf"{_OTHERS}.*{_SET}.{{0,40}}\b(?:reminders?|alarms?|wake[- ]up calls?)\b", 1.1),
        (rf"{_OTHERS}.*\b(?:reminders?|alarms?)\b.{{0,30}}\b(?:for|to|at|about|on|set)\b", 0.9),
        (
            rf"{_OTHERS}.*\b(?:wake|woken|get) (?:me |us )?up\b.{{0,40}}\b(?:at|in|by|on|tomorrow|every|before|early)\b",
            1.0,
        ),
        (rf"{_OTHERS}.*\b(?:don'?t|never) (?:let me |let us )?forget\b", 0.9),
        (rf"{_OTHERS}.*\b(?:set|make|add|create|put)\b.{{0,20}}\bnotifications?\b", 1.0),
        (
            rf"{_OTHERS}(?!.*\b(?:movie|film|bus|train|tv|flight|game|class) (?:schedule|calendar)).*{_SET}.{{0,80}}\b(?:calendar|schedule|diary|agenda)\b",
            0.95,
        ),
        (
            rf"{_OTHERS}.*\b(?:set|schedule|add|create|put|plan|organi[sz]e)\b.{{0,30}}\b(?:meetings?|events?|appointments?|birthday|party|class|visit)\b",
            0.8,
        ),
        (
            rf"{_OTHERS}.*\b(?:(?:alert|notify|prompt|nudge) me (?:to|when|at|about|of|in|on|every)|tell me (?:to|(?:at|in) (?:\d|half|quarter|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)|when it(?:'s| is) time))\b",
            0.9,
        ),
        (rf"{_OTHERS}.*\b{REMIND}\b", 0.6),
        (
            rf"{_OTHERS}.*\b(?:give me a (?:nudge|prod|poke|shout|buzz|tap|heads[- ]up|kick)|jog my memory)\b.{{0,40}}\b(?:to|about|at|on|when|for|in)\b",
            0.9,
        ),
        (rf"{_OTHERS}.*\ba note (?:for me )?to (?!my\b|the\b|self\b)\w+\b.*{WHEN}", 1.1),
        (rf"{_OTHERS}.*\blet me know (?:when|at|once) (?:it(?:'s| is| gets)|\d|half|quarter|noon)\b", 0.9),
        (rf"{_OTHERS}.*\bi (?:mustn'?t|must not|can'?t|don'?t want to) (?:forget|miss)\b", 0.9),
        (rf"{_OTHERS}.*\bi (?:must|have to|need to|mustn'?t forget to) (?:remember|not forget)\b", 0.7),
    ),
    examples=(
        "Remind me to call Anna tomorrow at 3 in the afternoon.",
        "Please remind me in 20 minutes to take the cake out of the oven.",
        "Set an alarm for half past six in the morning.",
        "Put my doctor's appointment on Thursday at ten in my calendar.",
        "Don't let me forget to water the plants every Monday and Thursday.",
        "Wake me up at seven tomorrow.",
        "I need a reminder about Tom's birthday on the 4th of May.",
    ),
)
