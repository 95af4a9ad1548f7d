"""How people tell of their day, or want something written down."""

from core.ability import Cues

_ASKS = r"^(?!.*\?)(?!(?:did|have|has|had|when|what|which|how|do|does|should|was|were|can|could|if|why|is)\b)(?!.*\b(?:remind|book (?:a|me|us|the)|cancel|reserve)\b)"
_WENT = (
    r"(?:went|walked|swam|cycled|danced|gardened|baked|cooked|painted|knitted|sewed|sang|read|exercised|watched|played|visited|met|"
    r"had|ate|drank|slept|saw|did|made|finished|talked|spoke|called|rode|planted|watered|cleaned|took (?:a|the dog))"
)

CUES = Cues(
    phrases=(
        (
            rf"{_ASKS}(?:\W*(?:today|yesterday|this (?:morning|afternoon|evening)|last night|well|so)\W+)?(?:i|we)(?:'ve)?(?: (?:just|also|already|have|both))* {_WENT}\b",
            0.75,
        ),
        (
            rf"{_ASKS}(?:today |yesterday )?(?:my|our|the) (?:\w+ ){{1,2}}(?:visited|came to see|called|rang|phoned|brought|took) (?:me|us)\b",
            0.7,
        ),
        (rf"\b(?:tell|let) (?:everyone|everybody)\b.{{0,12}}\b(?:i|we)(?:'ve)? {_WENT}\b", 1.2),
        (rf"{_ASKS}.*\b(?:note|write|jot|put) (?:down|that|it down)\b", 0.9),
        (rf"{_ASKS}.*\b(?:write|put|note|record|log|add)\b.{{0,60}}\b(?:diary|journal|notes?|notebook)\b", 1.1),
        (rf"{_ASKS}.*\b(?:make|take) a note\b", 1.1),
        (
            rf"{_ASKS}.*\b(?:record|log|note)\b.{{0,40}}\b(?:walk|swim|exercise|blood pressure|weight|activity|visit)\b",
            1.0,
        ),
        (
            rf"{_ASKS}.*\bshare(?: (?:it|this|that|(?:my|our|the|some) (?:day|news|story)))? with (?:my |our )?\w+\b.{{0,20}}(?:\bthat\b|:|\b(?:i|we)\b|\W*$)",
            0.9,
        ),
        (rf"{_ASKS}.*\blet (?!me\b|us\b|you\b)(?:\w+ ){{1,3}}see (?:that )?(?:i|we)\b", 1.2),
        (rf"{_ASKS}.*\b(?:share|shared)\b.{{0,20}}\bthat (?:i|we)\b", 0.9),
        (
            rf"{_ASKS}.*\b(?:let|show|tell|telling|letting|showing) (?!me\b|us\b|you\b)(?:\w+ ){{1,4}}(?:(?:see|know|hear) )?(?:about )?what (?:i|we)(?:'ve| have)? (?:just )?"
            r"(?:did|done|been (?:doing|up to)|made|painted|baked|cooked|knitted)\b",
            1.6,
        ),
        (rf"{_ASKS}.*\bshare\b.{{0,60}}\b(?:family|everyone|everybody|them|kids|children|day|news)\b", 0.9),
    ),
    examples=(
        "I went for a walk in the park.",
        "I had lunch with Anna today.",
        "We've baked an apple pie this morning.",
        "I had a lovely walk, please share it with my family.",
        "Make a note that the plumber comes on Tuesday.",
        "Write in my diary that I slept well.",
        "Share with my family that I finished my puzzle.",
        "Let my daughter see what I did today: I planted roses.",
    ),
)
