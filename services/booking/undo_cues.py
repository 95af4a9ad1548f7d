"""How people take back what was done for them just now."""

from core.ability import Cues

_THAT = r"(?:that|this|it|the last (?:thing|one|bit)(?: (?:that )?you(?:'ve)? (?:just )?did)?|what (?:you|i) (?:just )?(?:did|said|asked)(?: for)?|everything)"
_AFTER = r"(?:\W+(?:again|please|thanks?|thank you|now|for me|back|after all|at once|quickly|would you|will you|can you))*\W*$"
_BEFORE = r"^\W*(?:(?:oh|no|oops|whoops|sorry|wait|please|um+|er+|dear|well|actually|can you|could you|would you|i want to|i'd like to|let's|quick|just)\W+)*"

CUES = Cues(
    phrases=(
        (rf"{_BEFORE}(?:undo|un-do|reverse|revert)(?: {_THAT})?{_AFTER}", 1.6),
        (rf"{_BEFORE}(?:take|put) {_THAT} back(?: (?:as|how|the way) it was)?{_AFTER}", 1.4),
        (
            r"\bi (?:didn't|did not|never) (?:mean|want|intend|ask for) (?:that|this|to (?:do|book|cancel|change|move|say|ask for) (?:that|this|it)|you to(?: do)?(?: that| this| it)?|it)\W*$",
            1.5,
        ),
        (
            r"^\W*(?:(?:oh|no|oops|sorry)\W+)*(?:that|this|it) was (?:a mistake|an? (?:accident|error)|wrong|not what i (?:meant|wanted))\W*$",
            1.4,
        ),
        (r"\bthat(?:'s| is|'s) not what i (?:meant|wanted|asked for)\W*$", 1.2),
        (r"^\W*(?:(?:oh|oops|sorry)\W+)*i made a mistake\W*$", 1.0),
        (r"\b(?:mistake|didn't mean (?:that|it|to))\b.{0,12}\b(?:take (?:it|that) back|undo (?:it|that))\b", 1.6),
    ),
    examples=(
        "Undo that.",
        "I didn't mean that.",
        "Please take that back.",
        "That was a mistake, undo it.",
        "Undo the last thing, please.",
    ),
)
