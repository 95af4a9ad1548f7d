"""How people ask for a booking to be cancelled."""

from core.ability import Cues
from services.booking.booking_words import BOOKED, MEAL, NO_BOOKING, PLACE_STAFF, SALON_PLACE

_OTHERS = rf"^(?!.*{NO_BOOKING})"
_CANCEL = (
    r"\b(?:cancel(?:l?ing)?|cancle|call(?:ing)? off|delet(?:e|ing)|remov(?:e|ing)|drop(?:ping)?|scrap|scratch|nix|get rid of|"
    r"withdraw|abandon|revoke|undo|take (?:off|back)|clear|forget(?: about)?|lose)\b"
)
_GONE = r"(?:cancel+ed|called off|removed|deleted|dropped)"
_CANT = r"\b(?:can(?:no|')?t|cannot|can not|won'?t|shan'?t|will not|not|unable)\b.{0,20}\b(?:make|come|attend|keep|go|be there)\b"
_CHANGES = r"\b(?:re-?schedul\w*|chang\w*|mov(?:e|ing)|postpone|add)\b"

CUES = Cues(
    phrases=(
        (rf"{_OTHERS}.*\b(?:make|need|want|request|do)\b.{{0,20}}\bcancell?ation\b", 1.0),
        (
            rf"{_OTHERS}.*\b(?:don'?t|doesn'?t|do not|does not|no longer|not) (?:\w+ )?(?:need|want)s?\b.{{0,20}}\b(?:my|our|the|that|her|his|their)\b.{{0,30}}\b{BOOKED}\b.*\bany ?more\b",
            1.35,
        ),
        (rf"{_OTHERS}.*\b{BOOKED}\b.{{0,60}}\b(?:don'?t|do not|no longer) (?:want|need) (?:it|that)\b", 1.35),
        (rf"{_OTHERS}.*{_CANCEL}.{{0,80}}\b{BOOKED}\b", 1.4),
        (rf"{_OTHERS}.*{_CANCEL}.{{0,30}}\b(?:my|our|the|that|this) {MEAL}\b", 1.2),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*{_CANCEL}", 1.3),
        (rf"{_OTHERS}.*\b{BOOKED}\b.*\b(?:be|get|have it|want it|like it|need it|needs) {_GONE}\b", 1.3),
        (rf"{_OTHERS}.*\b(?:get|have|want|need|like)\b.{{0,40}}\b{BOOKED}\b.{{0,60}}\b{_GONE}\b", 1.2),
        (rf"{_OTHERS}.*\b{BOOKED}\b(?!.*{_CHANGES}).*{_CANT}", 1.3),
        (rf"{_OTHERS}(?!.*{_CHANGES}).*{_CANT}.{{0,60}}\b(?:my|our|the)\b.{{0,20}}\b{BOOKED}\b", 1.35),
        (
            rf"{_OTHERS}.*\b(?:don'?t|do not|no longer|won'?t) (?:need|want)\b.{{0,20}}\b(?:my|our|the|that)\b.{{0,20}}\b{BOOKED}\b",
            1.35,
        ),
        (
            rf"{_OTHERS}.*\b(?:won'?t|shan'?t|not|will not|shall not|no longer)(?: be)? (?:need|want|com|us)(?:e|ing)?\b.{{0,40}}\b{BOOKED}\b",
            1.35,
        ),
        (
            rf"{_OTHERS}.*\b(?:tell|let|inform)\b.{{0,30}}\b(?:{SALON_PLACE}|restaurant|{PLACE_STAFF})\b.{{0,30}}\b(?:not (?:be )?coming|not going to (?:come|make it)|"
            r"(?:can'?t|won'?t|shan'?t|cannot|won'?t be able to) (?:be )?(?:com\w+|make it|mak\w+|attend|keep))\b",
            1.6,
        ),
        (
            r"^\W*(?:(?:please|actually|oh|sorry|no|can you|could you)\W+)*cancel (?:it|that|this)(?:\W+(?:please|now|for me|thanks|thank you))*\W*$",
            0.9,
        ),
        (rf"{_OTHERS}.*\bcancel (?:it|that|this|everything)\b(?!.*\bremind)", 0.5),
        (rf"{_OTHERS}.*\btake (?:my|our|his|her) names? off\b", 1.3),
        (rf"{_OTHERS}.*\b(?:ring|phone|call|tell|contact)\b.{{0,40}}\band cancel\b", 1.2),
        (
            rf"{_OTHERS}.*\b(?:tell|let) them\b.{{0,20}}\b(?:not|won'?t|shan'?t|can'?t)(?: be)? com(?:e|ing)\b.*\b(?:{BOOKED}|{MEAL})\b",
            1.6,
        ),
    ),
    examples=(
        "Cancel my table at Olive Garden tomorrow.",
        "Please call off my appointment with Maria on Friday.",
        "I have a booking at the Golden Lotus for Sunday, I'd like to cancel it.",
        "I can't make it to my haircut on Tuesday.",
        "We won't need the table tonight any more.",
        "Could you cancel the reservation under the name Hartley?",
    ),
)
