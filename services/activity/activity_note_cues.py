"""How people say what they did."""

from core.ability import Cues

CUES = Cues(
    phrases=(
        (r"\b(?:note|write down|make a note) (?:down )?that\b", 0.9),
        (r"^i (?:went|walked|had|did|was|saw|met|visited|baked|cooked|read|watched|played|swam)\b", 0.7),
        (r"\btell (?:everyone|everybody) (?:that )?i (?:went|walked|had|did|was|saw|met|visited)\b", 0.9),
    ),
    examples=(
        "I went for a walk this morning.",
        "Tell everyone I had lunch with Ruth.",
        "Note that the plumber came.",
    ),
)
