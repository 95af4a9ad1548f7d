"""How people ask what they will be reminded of, and what they have taken."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE, REMINDERS

_ASKS = r"(?:when|what|which|how often|how many|what time|at what time|show|list|read|tell me|do i|have i|did i|did you|are there|is there|any)"

_NEXT = r"(?:what(?:'s| is| comes| is coming|'s coming|'s due| is due)?|what (?:do|should|must|have) i(?: have| got| do)*)(?: to do| on| up| coming| due)* next"

CUES = Cues(
    phrases=(
        (rf"^(?:\w+,? )?{_NEXT}(?: (?:please|for me|today|then|on my list|to do))*\W*$", 0.9),
        (
            r"\b(?:what|which|when|how much|how many)\b.{0,20}\b(?:do|must|should|have) i\b.{0,20}\btake\b(?! (?:me|us|a|the|my) (?:bus|train|taxi|cab))",
            1.1,
        ),
        (rf"\b{_ASKS}\b.{{0,50}}\b{REMINDERS}\b", 1.3),
        (
            rf"\b(?:when|what time|how often|which|what)\b.{{0,40}}\b(?:i|we)\b.{{0,30}}\b(?:take|taking|due)\b.{{0,40}}\b{MEDICINE}\b",
            1.3,
        ),
        (rf"\b(?:which|what|how many)\b.{{0,20}}\b{MEDICINE}\b.{{0,40}}\b(?:i|me|today|tomorrow|due)\b", 1.2),
        (
            rf"^(?!(?:\w+ )?how (?!often|many|much)).*\b(?:did|have|had|has|do) (?:i|she|he|mum|mom|dad|my \w+)\b.{{0,30}}\b(?:take|taken|took|had|have|forget|forgotten|miss|missed)\b.{{0,40}}\b{MEDICINE}\b",
            1.4,
        ),
        (
            rf"^\W*(?:oh |sorry,? |i'm afraid |i think )*(?:i|i've|i have)(?: have)?(?: clean)? (?:forgot|forgotten|missed|didn'?t take|did not take|haven'?t taken|have not taken)\b(?!.*\bremind\b).{{0,30}}\b{MEDICINE}\b",
            1.6,
        ),
        (rf"\b(?:list|show me|what are) (?:all )?(?:of )?my {MEDICINE}\W*$|\bwhat am i (?:on|taking)\b", 1.2),
        (rf"\bwhen (?:is|are|was)\b.{{0,30}}\b(?:my|next)\b.{{0,20}}\b{MEDICINE}\b", 1.3),
        (
            rf"\b(?:is it|are)\b.{{0,30}}\b(?:time|due)\b.{{0,30}}\b{MEDICINE}\b|\b(?:are|is) my\b.{{0,20}}\b{MEDICINE}\b.{{0,10}}\bdue\b",
            1.2,
        ),
        (r"\b(?:what|when)\b.{0,30}\b(?:remind|reminding|reminded)\b", 1.2),
        (rf"\b(?:is|are)\b.{{0,20}}\b{REMINDERS}\b.{{0,20}}\b(?:set|on)\b", 1.1),
    ),
    examples=(
        "When do I have to take my pills?",
        "Did I take my blood pressure tablets today?",
        "What reminders do I have for tomorrow?",
        "What are you going to remind me of this week?",
        "Which medicines are due this evening?",
        "Is there an alarm set for the morning?",
        "What's next?",
        "What medicines am I on?",
        "I forgot my pills this morning.",
    ),
)
