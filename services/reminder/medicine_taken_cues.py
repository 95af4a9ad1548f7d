"""How people say that medicine was taken, or was not."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE

_ASKS = r"^(?!.*\bused to\b)(?!(?:did|have|has|had|when|what|which|how|do|does|should|was|were|can|could|if|why|is)\b)(?!.*\b(?:remind\w*|tell|let|text|message|inform|e-?mail|write to|send|if|whether|sure|think|believe|guess|suppose|might|may|maybe|perhaps|probably|later|will)\b)"

CUES = Cues(
    phrases=(
        (
            rf"{_ASKS}.*\b(?:i|we|he|she|mum|mom|dad)(?:'ve|'s| have| has)?(?: (?:just|already|now|also|both|all|finally))* "
            rf"(?:took|taken|had|swallowed|used|injected|done|finished|given|gave)\b.{{0,40}}\b{MEDICINE}\b",
            1.3,
        ),
        (rf"{_ASKS}.*\b(?:just |already )(?:took|taken|had|swallowed)\b.{{0,40}}\b{MEDICINE}\b", 1.1),
        (rf"{_ASKS}.*\b{MEDICINE}\b.{{0,30}}\b(?:taken|are done|is done|done)\b", 1.0),
        (
            rf"{_ASKS}.*\b(?:mark|note|record|log|put down|write down)\b.{{0,40}}\b{MEDICINE}\b.{{0,30}}\b(?:taken|done|took)\b",
            1.2,
        ),
        (rf"^(?:yes,? |ok(?:ay)?,? )?(?:taken|took|had)\b.{{0,20}}\b{MEDICINE}\b", 1.2),
        (
            rf"{_ASKS}.*\bi(?:'ve| have)? (?:took|taken|had|swallowed) (?:it|them|the (?:first|second|morning|evening) one)\b",
            0.6,
        ),
    ),
    examples=(
        "I took my pills.",
        "I've just had my blood pressure tablets.",
        "I took my insulin at eight this morning.",
        "My eye drops are done.",
        "Mark my vitamins as taken.",
        "We have already taken the antibiotics today.",
    ),
)
