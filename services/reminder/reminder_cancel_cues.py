"""How people ask for a reminder to be stopped."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE, REMINDERS

_CANCEL = (
    r"\b(?:cancel(?:l?ing)?|cancle|call off|delet(?:e|ing)|remov(?:e|ing)|drop|scrap|stop|get rid of|clear|turn(?:ing)? off|"
    r"switch(?:ing)? off|end|disable|undo|erase|take (?:off|away|out)|forget(?: about)?|kill)\b"
)

CUES = Cues(
    phrases=(
        (rf"{_CANCEL}.{{0,60}}\b{REMINDERS}\b", 1.5),
        (rf"\b{REMINDERS}\b.{{0,60}}{_CANCEL}", 1.4),
        (rf"\bno more\b.{{0,40}}\b{REMINDERS}\b", 1.5),
        (r"\b(?:stop|quit|no longer|no need to) remind(?:ing)? (?:me|us)\b", 1.5),
        (r"\b(?:don'?t|do not|needn'?t|no need to) remind (?:me|us)\b.*\b(?:any ?more|any longer|again)\b", 1.5),
        (r"\b(?:don'?t|do not|no longer) (?:need|want)\b.{0,30}\b(?:reminders?|alarms?|reminding|reminded)\b", 1.4),
        (rf"{_CANCEL}.{{0,30}}\b(?:my|the)\b.{{0,30}}\b{MEDICINE}\b.{{0,20}}\bremind", 1.3),
        (
            r"^(?:(?:please|can you|could you|would you|i want to|i'd like to)\W+)*(?:cancel|stop|delete|remove|turn off|switch off|end)\b(?!.*\b(?:order|delivery|list|taking|appointment|booking)\b)"
            rf" (?:my|the|our|all my)\b.{{0,20}}\b{MEDICINE}\b",
            1.1,
        ),
    ),
    examples=(
        "Cancel my pill reminder.",
        "Stop reminding me about the plants.",
        "Please delete the reminder to call Anna.",
        "Turn off my alarm for tomorrow.",
        "I don't need the reminder for my antibiotics any more.",
        "Don't remind me about the bins any more.",
    ),
)
