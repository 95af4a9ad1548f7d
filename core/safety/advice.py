"""Recognises questions that only a doctor or a pharmacist may answer: doses, combinations, side effects.

Whatever the question is, the answer is one fixed sentence. What is recorded ("did I take my pill?") is no such question.
"""

import re
from functools import cache

from core.safety.vocabulary import MEDICINE, MEDICINES, RELATIVE
from core.safety.words import Words

_ONE = rf"(?:i|we|he|she|they|you|one|someone|anyone|people|(?:my |our )?{RELATIVE})"
_MAY = (
    rf"(?:can|could|may|should|shall|must|might|do|does|would|dare) {_ONE}(?: (?:safely|also|still|really|always|ever|have to|need to|better))*"
    rf"|(?:is it|would it be|is that|its|it is|are they) (?:ok|fine|safe|all right|dangerous|bad|harmful|wise|sensible|possible|allowed|a problem|advisable|risky|good|wrong)(?: for {_ONE})?(?: to| if {_ONE})?"
    rf"|(?:am i|are we|is {_ONE}) (?:allowed|supposed|meant|safe|ok|all right)(?: to)?|what (?:happens|would happen|will happen) if {_ONE}|what if {_ONE}|(?:does|will|would|could) it (?:matter|hurt|harm|help)(?: me)? (?:if|to)(?: {_ONE})?|whether {_ONE} (?:can|may|should)"
)
_TAKE = r"(?:take|takes|taking|took|have|having|give|giving|use|swallow|drink|drinking|eat|eating|mix|mixing|combine|combining|add|get)"
_AMOUNT = r"(?:two|three|four|five|another|more|extra|an extra|double|both|half|twice|a second|one more|two more|\d+|some more|a third|a whole|less)"
_HARM = (
    r"(?:skip|skipping|miss|missed|missing|forget|forgot|forgotten|stop|stopping|stopped|double|doubling|halve|split|crush|come off|coming off|leave out|"
    r"left out|leave off|cut|cut down|up|increase|reduce|lower|change|swap|delay|late|early|go without|stop taking|do without|replace)"
)
_AILMENT = (
    r"(?:headache|pain|pains|cold|cough|fever|indigestion|heartburn|sleep\w*|constipation|diarr\w*|arthritis|rash|flu|nausea|stomach|cramps?|back|knee|"
    r"temperature|migraine|toothache|hay ?fever|allergy|allergies|sickness|wind|blood pressure|joints|throat|itch\w*|swelling|gout|depression|anxiety|nerves)"
)
_QUESTIONS = (
    rf"\b(?:{_MAY}) (?:\w+ ){{0,2}}{_TAKE} (?:\w+ ){{0,2}}{_AMOUNT} (?:\w+ ){{0,3}}(?:{MEDICINE})\b",
    rf"\b(?:{_MAY}) (?:\w+ ){{0,2}}{_TAKE} (?:\w+ ){{0,2}}{_AMOUNT} (?:of (?:these|those|them)|at once|together|at a time|at the same time|instead)\b(?! (?:cakes?|biscuits?|sweets))",
    rf"\b(?:{_MAY}) (?:\w+ ){{0,2}}{_TAKE} (?:\w+ ){{0,6}}(?:with|together|alongside|and|on top of|on|while|after|before|at the same time|plus|or|for|if|when|without)\b(?=.{{0,120}})",
    rf"\b(?:{_MAY}) (?:\w+ ){{0,2}}{_TAKE} (?:my |the |his |her |these |this |those |some |an? )?(?:\w+ ){{0,2}}{MEDICINE} (?:now|yet|again|too|early|late|today|anyway|instead|sooner|later|on an empty stomach|more often|every day)\b",
    rf"\b(?:{_MAY}) (?:\w+ ){{0,4}}{_HARM} (?:\w+ ){{0,5}}{MEDICINE}\b",
    r"\bhow (?:many|much|often|long|far apart|soon|late) (?:\w+ ){0,5}(?:can|should|may|must|could|is safe|are safe|is too many|is too much|between|apart|before|after|ought|allowed|max\w*)\b(?:.{0,120})",
    rf"\b(?:what|whats|which) (?:is |are |s )?(?:\w+ ){{0,3}}(?:safe|right|correct|maximum|max|highest|usual|normal|recommended|best|lethal|proper) (?:\w+ ){{0,2}}(?:dose|dosage|amount|limit|{MEDICINE})\b",
    rf"\b(?:could|can|might|are|is|do|does|would|will) (?:\w+ ){{0,4}}{MEDICINE} (?:\w+ ){{0,3}}(?:make|making|makes|cause|causing|causes|give|giving|affect|affecting|upset|upsetting|be making|be causing|harm|hurt|help with|safe|dangerous|addictive)\b",
    rf"\b(?:does|do|will|can|would|is|are|should) (?:\w+ ){{0,4}}{MEDICINE} (?:\w+ ){{0,3}}(?:go|mix|work|react|clash|be taken|be mixed|safe|ok|all right|all right|fine) (?:together|with|alongside|for|on|after|before|and)\b",
    rf"\bdo (?:i|we) (?:really |still )?(?:need|have to) (?:to )?(?:keep |carry on )?(?:(?:take|taking|have|finish|on) )?(?:\w+ ){{0,4}}{MEDICINE}\b(?! (?:today|at|on|tomorrow|this|again at))",
    r"\b(?:my|the|this|his|her) (?:\w+ ){0,2}(?:dose|dosage) (?:\w+ ){0,2}(?:too (?:high|low|much|strong|weak)|right|correct|enough|wrong)\b|\bis (?:\w+ ){0,3}(?:dose|dosage) (?:\w+ ){0,2}(?:too|right|correct|enough|wrong|safe)\b",
    rf"\bwhat (?:should|do|shall|can) i do (?:if|when|about) (?:\w+ ){{0,4}}(?:missed|forgot|forgotten|miss|forget|skipped) (?:\w+ ){{0,5}}{MEDICINE}\b|\b(?:missed|forgot|forgotten|skipped) (?:\w+ ){{0,5}}{MEDICINE}\b.{{0,60}}\b(?:what (?:should|do|shall) i|should i|shall i|can i|do i)\b",
)
_QUESTIONS_OF_IT = (
    rf"\b(?:what|which) (?:\w+ ){{0,2}}(?:can|should|could|shall|may|do) (?:{_ONE}) (?:safely )?(?:take|give|have|use) (?:\w+ )?for (?:\w+ ){{0,4}}{_AILMENT}\b",
    rf"\b(?:what|which) (?:\w+ ){{0,2}}(?:to|{_ONE} (?:can|should|could|shall|may|might|ought to)) (?:safely )?(?:take|give|have|use) (?:\w+ )?"
    rf"for (?:(?:an?|my|the|his|her|this|that|bad|sore|terrible|awful|some) ){{0,3}}{_AILMENT}\b(?! (?:day|weather|picnic|meal|lunch|supper|buffet|drinks?|garden))",
    rf"\b(?:something|anything|tablet|pill|medicine|best thing) (?:\w+ ){{0,2}}(?:i can|i could|to|i should) take for (?:\w+ ){{0,4}}{_AILMENT}\b",
    rf"\b(?:{_MAY}) (?:\w+ ){{0,3}}take (?:one|two|both|another|these|the other one|the missed one|the next one|it (?:now|late|anyway|twice|together|again))\b(?! (?:\w+ ){{0,2}}(?:friends?|people|guests?|buses|trains?|bags?|cases?|dogs?|books?|cakes?|biscuits?)\b)",
    r"\bside effects?\b|\binteract(?:s|ion|ions|ing)?\b",
)
"""Questions in whose sentence no medicine need be named."""
_ABOUT = frozenset({*MEDICINES, "take", "effects", "effect"})
"""Of these words every question has one."""
_MEDICINE = rf"\b{MEDICINE}\b"
_SAID_TO_OTHERS = r"(?:^|[.,] )(?:and |then |also |can you |could you |would you |will you |please )*(?:remind|tell(?! (?:me|us)\b)|ask|let(?! (?:me|us) know\b)|text|message|call|ring|book|note|write|put|add|make an appointment|email)\b"
_WISHES = r"\b(?:remind\w*|reminders?|alarm|appointment|list|order|buy|prescription (?:renew\w*|collect\w*|from)|have left|did i|when (?:do|should|did) i|what time|which (?:tablets|pills) do i)\b"
_SENTENCES = re.compile(r"[^.]+")
_compile = cache(re.compile)


def find_advice(words: Words) -> tuple[tuple[int, int], ...]:
    """The parts of a text, as (start, end), that ask for medical advice; none where nothing does."""
    if _ABOUT.isdisjoint(words.text.split(" ")):
        return ()
    found = (_find(sentence) for sentence in _SENTENCES.finditer(words.text))
    return tuple(words.place(start, end) for start, end in filter(None, found))


def _find(sentence: re.Match[str]) -> tuple[int, int] | None:
    said = sentence[0]
    if _compile(_WISHES).search(said):
        return None
    questions = _QUESTIONS if _compile(_MEDICINE).search(said) else ()
    for question in (*questions, *_QUESTIONS_OF_IT):
        match = _compile(question).search(said)
        if match and not _compile(_SAID_TO_OTHERS).search(said[: match.start()]):
            return sentence.start() + match.start(), sentence.start() + match.end()
    return None
