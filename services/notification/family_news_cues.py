"""How people say who of their family is to hear of their medicines, and ask who does."""

from core.ability import Cues
from services.reminder.reminder_words import MEDICINE

_ME = r"(?:me|us|you|myself)\b"
_TELL = r"(?:tell|let|inform|notify|text|message|email|e-mail|alert|warn|update|ring|call|keep)"
_TELLING = r"(?:telling|informing|notifying|texting|messaging|emailing|alerting|updating|letting)"
_ENOUGH = (
    r"(?:any ?more|any longer|no more|again|from now on|in future|please|too|as well|every (?:day|week|time)|always)"
)
_MINE = r"(?:(?:all )?(?:of )?(?:my|the|her|his|mum's|mom's|dad's) )?"
_ENDS = rf"(?:\W+{_ENOUGH})*\W*$"
_WHEN = r"(?:when|if|whenever|as soon as|each time|every time|once|any time)"
_DOES = r"(?:take|takes|taken|took|miss|misses|missed|forget|forgets|forgot|forgotten|skip|skipped|run|runs|running|am running|had|not taken)"
_SUMMARY = r"(?:summary|summaries|report|reports|overview|digest|round-?up)"
_OFTEN = r"(?:daily|weekly|(?:every|each) (?:day|week|evening|night|sunday|weekend)|once a (?:day|week))"
_BECOMES = r"(?:taken|missed|forgotten|low|out|finished|gone)"
_STOP = r"(?:don'?t|do not|doesn'?t|does not|stop|no longer|never|needn'?t|need not|shouldn'?t|should not|not)"

STANDING = (
    rf"\b{_TELL} (?!{_ME}).{{1,40}}\b{_WHEN}\b(?:.{{0,30}}\b{_DOES}\b.{{0,30}}\b{MEDICINE}\b|.{{0,15}}\b{MEDICINE}\b.{{0,20}}\b{_BECOMES}\b)",
    rf"\b(?:{_TELL}|{_TELLING}) (?!{_ME}).{{1,40}}\b(?:about|informed of|up to date (?:on|with)|posted (?:on|about)) {_MINE}{MEDICINE}{_ENDS}",
    rf"\b{_TELL} (?!{_ME}).{{1,30}}\b{_WHEN} i(?:'ve| have| don'?t| do not| haven'?t| have not)? (?:take|taken|miss|missed|forget|forgot|forgotten|skip|skipped) (?:them|it|one|any)\b",
    rf"\b(?:send|give|get|gets|want|wants|e?-?mail|text|have|receive|like|tell) (?!{_ME}).{{0,40}}\b{_SUMMARY}\b.{{0,40}}\b{_OFTEN}\b",
    rf"\b(?:send|give|get|gets|want|wants|e?-?mail|text|have|receive|like|tell) (?!{_ME}).{{0,40}}\b{_OFTEN}\b.{{0,20}}\b{_SUMMARY}\b",
    rf"\b(?:send|give|get|gets|e?-?mail|text) (?!{_ME}).{{0,40}}\b{_SUMMARY}\b.{{0,15}}\b{MEDICINE}\b",
)
"""What somebody is to hear from now on, again and again; no message that goes out once."""

CUES = Cues(
    phrases=(
        *((pattern, 1.6) for pattern in STANDING),
        (
            rf"\b{_TELL} (?!{_ME}).{{1,40}}\b{_WHEN}\b.{{0,15}}\b(?:not|never|\w+n'?t)\b.{{0,20}}\b{_DOES}\b.{{0,30}}\b{MEDICINE}\b",
            1.8,
        ),
        (
            rf"\b{_STOP}\b.{{0,30}}\b(?:{_TELL}|{_TELLING}|hear|hearing|know|get|bother|send|sending)\b.{{0,40}}\b(?:(?:about|of|when|if|with)\b.{{0,30}}\b{MEDICINE}|{_SUMMARY})\b",
            1.6,
        ),
        (
            rf"\b(?:who|whom|which of (?:my|them))\b.{{0,30}}\b(?:hears?|told|tell|knows?|informed|notified|gets?)\b.{{0,40}}\b(?:{MEDICINE}|{_SUMMARY})\b",
            1.8,
        ),
        (
            r"\bwhat (?:does|do|is|are|will) (?!i\b|you\b)(?:my )?\w+(?: and \w+)? (?:hear|told|get told|get to hear|being told)\b",
            1.6,
        ),
    ),
    examples=(
        "Inform the family about the medicines.",
        "Let my daughter know when I've taken my pills.",
        "Don't tell Tom about my medicines any more.",
        "Send Anna a summary every week.",
        "Tell my son if I miss my tablets.",
        "Who hears about my pills?",
    ),
)
