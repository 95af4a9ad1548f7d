"""How people put off a medicine that they were just told of, or leave it out."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE

_POLITE = r"(?:(?:please|can you|could you|would you|will you|no|not now|not yet|ok|okay|yes|well|oh)[\s,.]+)*"
_THEM = rf"(?:it|them|that|this|those|(?:my|the) (?:\w+ ){{0,3}}?{MEDICINE})"
_SPAN = r"(?:half an hour|an hour|a (?:minute|moment|while|bit)|(?:another )?(?:\d+|[a-z]+)(?: more)? (?:minutes?|mins?|hours?))"
_LATER = rf"(?:later(?: on)?|in {_SPAN}|at [\w: ]{{1,20}}|after \w+|again)"
_NOT_NOW = r"(?!.*\b(?:tomorrow|reminders?|alarms?|next|every|each|any ?more|any longer|from now on|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weeks?|remind)\b)"
"""Of what is said for another day, or for ever, nothing is left out now."""
_SKIP = r"(?:skip(?:ped|ping)?|leav(?:e|ing) (?:it |them )?out|left (?:it |them )?out|miss(?:ing)? out|not taking|not going to take|won'?t take|will not take|don'?t want to take|do not want to take)"

CUES = Cues(
    phrases=(
        (rf"^\W*{_POLITE}remind me (?:about|of) (?:it|that|them|this) (?:again )?{_LATER}(?!.* to )", 2.6),
        (rf"^\W*{_POLITE}remind me (?:again|later)\b(?!.* to )(?!.*\b(?:at|that|tomorrow|every|each)\b)", 2.6),
        (rf"^\W*{_POLITE}(?:ask|tell|nudge|prompt) me again\b(?!.* to )(?!.*\btomorrow\b)", 2.0),
        (
            r"^\W*(?:no[\s,.]+)?(?:not (?:now|yet|just now|right now)|later(?: on)?|snooze(?: it| that| them)?|in a (?:minute|moment|while|bit))"
            r"(?:[\s,.;]+(?:please|later|thanks|thank you|not now|again|dear|love|in a (?:minute|moment|while|bit)))*\W*$",
            1.8,
        ),
        (rf"\bi(?:'ll| will|'m going to|'d rather) (?:take|have) {_THEM} {_LATER}", 1.8),
        (rf"\bgive me {_SPAN}\W*$", 1.5),
        (rf"\bsnooze\b.{{0,30}}\b{MEDICINE}\b", 1.8),
        (
            rf"^{_NOT_NOW}.*\bi(?:'ll|'m| will| am|'ve| have| want to| would like to)?\b.{{0,12}}\b{_SKIP}\b.{{0,30}}\b{MEDICINE}\b",
            1.9,
        ),
        (rf"^{_NOT_NOW}\W*{_POLITE}(?:skip|leave out) {_THEM}\b", 1.7),
    ),
    examples=(
        "Remind me again in ten minutes.",
        "Not now, later.",
        "I'll take my pills in half an hour.",
        "I skipped my aspirin.",
        "Skip my tablets this time.",
    ),
)
