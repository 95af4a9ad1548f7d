"""How people ask to have somebody told something."""

from core.ability import Cues

_KIN = (
    r"(?:everyone|everybody|(?:my|the|our) (?:family|children|kids|daughters?|sons?|wife|husband|sister|brother|mum|mom|"
    r"mother|dad|father|carer|caregiver|nurse|neighbou?r|friend|grand\w+|niece|nephew)|mum|mom|dad|[a-z]+)"
)

CUES = Cues(
    phrases=(
        (rf"\b(?:tell|inform|notify|text|e-?mail|message) (?!me\b|us\b|you\b|a joke){_KIN}\b", 0.9),
        (rf"\blet (?!me\b|us\b){_KIN} know\b", 0.9),
        (r"\bsend (?:an? )?(?:e-?mail|text|message|note) to\b", 0.9),
    ),
    examples=(
        "Tell my daughter I'm fine.",
        "Let Anna know that I will be late.",
        "Tell my family I miss them.",
        "Send a message to my son saying the heating works again.",
        "Tell Tom tomorrow at 9 in the morning that the doctor comes at noon.",
    ),
)
