"""How people say what they want bought."""

from core.ability import Cues

CUES = Cues(
    phrases=(
        (r"\b(?:shopping|grocery) list\b", 1.0),
        (r"\b(?:add|put)\b.*\b(?:to|on) (?:my|the|our) list\b", 1.0),
        (r"\b(?:order|buy)\b (?!a table)", 0.7),
        (r"\bwe(?:'re| are) out of\b|\bi(?:'m| am) out of\b", 0.6),
    ),
    examples=(
        "Add milk and eggs to my list.",
        "Order two loaves of bread.",
        "Put washing powder on the shopping list.",
    ),
)
