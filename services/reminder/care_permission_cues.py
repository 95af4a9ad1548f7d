"""How people say who may change their medicines, and ask who may."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE, REMINDERS

_CHANGE = r"(?:chang\w*|edit\w*|manag\w*|mov\w+|set up|sett?ing up|add\w*|cancel\w*|paus\w+|stop\w*|look after|looking after|touch\w*|alter\w*|adjust\w*)"
_WHAT = rf"(?:{MEDICINE}|{REMINDERS})"
_THEM = r"(?!me\b|us\b|you\b|it\b|that\b|this\b)"
_NOT_ASKED = r"^(?!\W*(?:please\W+)?(?:can|could|may|might|would|will|shall) (?:i|we|you)\b)(?!.*\b(?:doctor|gp|nurse|pharmacist|hospital)\b)(?!.*\b(?:tell|text|message|ask|inform|remind) (?:my|her|him|them|[A-Z])?)"
_WHO = r"(?<!\bi )(?<!\bwe )(?<!\byou )(?<!\bit )(?<!\bthat )(?<!\bwhat )(?<!\bhow )"
_MAY = (
    r"(?:may|can|is allowed to|are allowed to|is permitted to|should be (?:able|allowed) to|has (?:my )?permission to|have (?:my )?permission to|"
    r"may not|can ?not|can'?t|may no longer|can no longer|isn'?t allowed to|aren'?t allowed to|is not allowed to|are not allowed to|"
    r"is no longer allowed to|are no longer allowed to|must not|mustn'?t|should not|shouldn'?t|needn'?t)"
)

_MAY_NOT = (
    r"(?:may not|can ?not|can'?t|may no longer|can no longer|isn'?t allowed to|aren'?t allowed to|(?:is|are) (?:not|no longer) allowed to|must not|mustn'?t|"
    r"should not|should no longer|shouldn'?t)"
)

CUES = Cues(
    phrases=(
        (rf"\w {_WHO}{_MAY_NOT} {_CHANGE}\b.{{0,30}}\b{_WHAT}\b", 2.9),
        (
            rf"\b(?:don'?t|do not|never|no longer|stop) (?:let|allow|letting|allowing) {_THEM}.{{1,40}}?\b(?:to )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b",
            2.9,
        ),
        (rf"{_NOT_ASKED}.*\w {_WHO}{_MAY} (?:now |also |please )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b", 2.4),
        (rf"\b(?:let|allow|permit|letting|allowing) {_THEM}.{{1,40}}?\b(?:to )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b", 2.4),
        (
            rf"\b(?:permission|leave|right) (?:for \w+ )?(?:to )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b|\b{_WHAT}\b.{{0,40}}\bpermission\b",
            2.2,
        ),
        (
            rf"\bi (?:want|would like|'d like) {_THEM}.{{1,40}}\bto (?:be (?:able|allowed) to )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b",
            2.4,
        ),
        (rf"\bi (?:don'?t|do not|no longer) want {_THEM}.{{1,40}}\bto {_CHANGE}\b.{{0,30}}\b{_WHAT}\b", 2.9),
        (
            rf"\b(?:who|which of (?:my|them)\b.{{0,20}}) (?:may|can|is allowed to|are allowed to) {_CHANGE}\b.{{0,30}}\b{_WHAT}\b",
            2.6,
        ),
        (rf"^\W*(?:may|can|is) (?!i\b|we\b|you\b)(?:my )?\w+ (?:allowed to )?{_CHANGE}\b.{{0,30}}\b{_WHAT}\b", 2.4),
    ),
    examples=(
        "My daughter may change my reminders.",
        "Let Anna change my pills.",
        "Anna may not change my pills any more.",
        "I don't want Tom to change my medicines any longer.",
        "Who may change my medicines?",
    ),
)
