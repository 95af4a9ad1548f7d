"""How people ask for somebody to be told something."""

from core.ability import Cues
from services.notification.family_news_cues import STANDING

RECIPIENT_LEADS = (
    *(
        "tell",
        "text",
        "email",
        "e-mail",
        "mail",
        "message",
        "inform",
        "notify",
        "let",
        "ask",
        "write",
        "send",
        "give",
        "phone",
    ),
    *("drop", "shoot", "pop", "get hold of", "want", "pass on to"),
    *("call", "ring", "whatsapp", "ping", "contact", "write to", "reply to", "respond to", "text to", "message to"),
    *("email to", "e-mail to", "mail to", "note to", "word to", "text message to", "text message", "letter to", "to"),
    *("telling", "texting", "messaging", "emailing", "letting", "informing", "asking"),
)
"""What leads in the person who is told."""

_ME = r"(?:me|us|you)\b"
_OTHERS = (
    r"^(?!.*\bremind (?:me|us)\b.*\b(?:tell|text|message|e-?mail|mail|let|send|write|inform|notify|ask|reply|ring|call|phone|contact|ping)\b)(?!.*\bneed telling\b)"
    + "".join(f"(?!.*{pattern})" for pattern in STANDING)
)
_TELL = r"(?:tell|text|message|e-?mail|mail|sms|whatsapp|notify|inform|phone|ring|write to|write|ping|contact)"

CUES = Cues(
    phrases=(
        (
            rf"{_OTHERS}.*\bwrite (?:to )?(?!{_ME})(?!(?:down|it|this|that|in|on|up)\b)(?:(?:my|our) )?\w+ (?:that|saying)\b",
            1.0,
        ),
        (
            rf"{_OTHERS}(?:.*[\s,.!])?(?:tell|telling|inform|informing|notify) (?!{_ME})(?!(?:the|a) (?:time|joke|story|difference|truth|weather))\w+",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:text|message|email|e-mail|mail|whatsapp|sms|ping) (?!{_ME})(?:(?:to|the|my|our|message|messages?|back) )?(?!(?:from|about|is|are|was|of|in|for|alerts?|address|account|inbox)\b)\w+",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:send|shoot|drop|write|compose|get|start|give|leave|make|draft|forward|reply|deliver)\b.{{0,40}}\b(?:text|message|messages|email|e-mail|emails|mail|note|sms|word|line|letter|reply)\b",
            1.1,
        ),
        (rf"{_OTHERS}.*\b(?:let|letting) (?!{_ME})(?!(?:it|that)\b)(?:\w+ ){{1,4}}know\b", 1.2),
        (rf"{_OTHERS}.*\b(?:send|give) (?!{_ME})(?:(?:my|our) )?\w+ (?:all )?the details\b", 1.0),
        (
            rf"{_OTHERS}.*\b(?:send|give|say)\b.{{0,40}}\b(?:my love|regards|best wishes|hello|hi|happy birthday)\b.{{0,10}}\bto\b",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:ask|call|ring|phone) (?:my|mum|mom|dad|the family)\b.{{0,40}}\b(?:to|if|whether|and (?:tell|say|ask))\b",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b{_TELL} (?:my|our) (?:\w+ )?(?:daughter|son|family|wife|husband|sister|brother|mother|father|mum|mom|dad|grand\w+|carer|nurse|doctor|friend|neighbou?r|niece|nephew|aunt|uncle|cousin|kids|children)\b",
            1.2,
        ),
        (rf"{_OTHERS}.*\b(?:want|like|need) (?!{_ME})(?:(?:my|our|the) )?(?:\w+ ){{1,2}}to know\b", 1.1),
        (
            rf"{_OTHERS}(?:.*[\s,.!])?ask (?!{_ME})(?!(?:for|about|if|whether|a|an|the|at|what|when|that|it)\b)(?:(?:my|our) )?(?:\w+ ){{1,2}}(?:to|if|whether|when|what|for)\b",
            1.0,
        ),
        (rf"{_OTHERS}.*\bpass (?:it |this |that |a message )?on to (?!{_ME})(?:(?:my|our|the) )?\w+\b", 1.0),
    ),
    examples=(
        "Tell my daughter I'm fine.",
        "Please let my son know that I took my pills.",
        "Send a message to Anna saying I'll be late for dinner.",
        "Text my sister happy birthday.",
        "Could you inform my family that I'm back home?",
        "Write to Tom that the doctor was happy with me.",
    ),
)
