"""Short replies as people say them: yes, no, never mind, and a question back; anything else is left to the provider.

A reply is read clause by clause. It is an answer where every clause is one; where only its beginning is, or where it reads
like an order or a question to the assistant, it is doubtful as words to keep or to pass on.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum, auto


class Answer(Enum):
    """What a short reply amounts to."""

    YES = auto()
    NO = auto()
    NEVER_MIND = auto()
    ASKS_BACK = auto()


class _Clause(Enum):
    WITHDRAWS = auto()
    CANCELS = auto()
    ASKS_BACK = auto()
    NO = auto()
    YES = auto()
    LITTLE = auto()


STALE_AFTER = timedelta(minutes=10)
"""So long after a question a yes may be meant for something else; it hears the question again."""

_LONGEST = 120
_BEGINNING = 200  # characters in which words betray to whom they are said
_LITTLE = (
    r"(?:um+|uh+|oh|ah|well|er+|hmm+|so|sorry|please|thank you(?: very much)?|thanks|dear|love|then|that's all|just|now|you know|"
    r"i think|i guess|i suppose|i mean|actually|really|on second thoughts?|wait(?: a (?:minute|moment|second))?|hang on|"
    r"hold on|if you don't mind|after all|any ?more|at all|for now|and|but|or)"
)
_ASSENT = r"(?:ok|okay|alright|all right|right|yes|yeah|no|nope|nah)"
_IT = (
    r"(?:it|that|this|them|everything|all (?:of )?(?:it|that|this)|(?:the|this|that|my) (?:whole |last )?(?:thing|lot|message|text|request|"
    r"task|note|order|question|wish|idea)|what i (?:said|asked|told you)(?: for| before)?)"
)
_THING = r"(?:it|that|this|them|(?:any|every)thing|a (?:thing|word))"
_WHOM = r"(?:him|her|them|it|that|this|(?:any|every)(?:one|body|thing)|a (?:thing|word)|(?:my )?(?!i\b|we\b|me\b|us\b|that\b|about\b|not\b)[a-z]+)"
_TELL = r"(?:tell|text|message|inform|notify|let|bother|write to|say|mention|send|pass)"
_DO = r"(?:do|book|reserve|note|add|put|order|buy|write|change|cancel|stop|delete|remove|call off)"
_NO_DEED = (
    rf"(?:{_TELL}(?: (?:to |on )?{_WHOM})?(?: (?:to |about )?(?:{_THING}|him|her|(?:any|every)(?:one|body)|know))*|{_DO}(?: {_THING})?(?: down)?|"
    r"go (?:ahead|on)|continue|remind me(?: of (?:it|that|anything))?)"
)
"""What the assistant is told not to do; "don't call me" and the like may be words for somebody else."""
_PATTERNS = {
    _Clause.WITHDRAWS: (
        rf"never ?mind(?: (?:about )?{_IT})?|forget (?:about )?{_IT}(?: (?:i|that) (?:said|asked))?|forget about (?:him|her|them)|"
        rf"leave (?:it|that|this)(?: (?:be|out|alone|there|at that))?|(?:skip|drop|ignore|disregard) {_IT}|"
        r"i(?:'ve| have|'d| had)? changed? my mind|i take (?:it|that) back|"
        rf"(?:don't|do not|never|you needn't|no need to|you don't (?:need|have) to) {_NO_DEED}|"
        rf"i (?:don't|do not|no longer|won't|never|wouldn't) (?:want|wish|need|like)(?: (?:it|that|this|one|any(?:thing)?|to)|"
        rf" (?:you )?to {_NO_DEED})?(?: (?:sent|told|done|booked))?|i'd rather not(?: {_NO_DEED})?|"
        r"(?:tell|say|send|text)(?: (?:him|her|them))? (?:nothing|no ?thing)|no need|it doesn't matter|there'?s no need|don't bother|"
        r"let'?s not(?: do (?:it|that))?|let'?s (?:forget|leave) (?:it|that)|no message|give up"
    ),
    _Clause.CANCELS: (
        rf"(?:(?:i(?:'d| would) like to|i want to|can you|could you|would you|will you|you can|let's) )?"
        rf"(?:cancel|stop|abort|quit|scrap|scratch|end|call off|delete|remove)(?: {_IT})?|call {_IT} off"
    ),
    _Clause.ASKS_BACK: (
        r"(?:sorry )?(?:what|who|whom|which|why|how|when|where)(?: (?:one|ones|is it|is that|was it|was that|now|for|so))?|"
        r"what (?:was|is|'s) (?:the|your|my|that) (?:question|again)(?: again)?|what(?:'s| is| was) (?:that|it|this|the question)(?: again)?|"
        r"(?:what|who|whom|which(?: one)?) do you mean(?: (?:by (?:that|this|it)))?|"
        r"what (?:did you (?:say|ask|mean)|are you (?:asking|saying|talking about)|do you (?:want|need)(?: to know| from me)?|were you (?:asking|saying))(?: me)?(?: again)?|"
        r"pardon(?: me)?|i beg your pardon|excuse me|come again|huh|eh|"
        r"(?:(?:can|could|would|will) you )?(?:please )?(?:say|ask|repeat|read)(?: (?:me |to me )?(?:that|it|this|the question))?(?: (?:once more|again|to me))*|"
        r"i (?:don't|do not|didn't|did not|can't|couldn't) (?:understand|hear|follow|catch|get|remember)(?: (?:you|that|it|this|what you (?:said|mean|want|asked)|the question))?"
    ),
    _Clause.NO: (
        r"no|nope|nah|don't|do not|not that|wrong|that's wrong|that is wrong|no way|not (?:now|really|yet)|nothing|no thank you|no thanks|"
        r"i don't think so|that's not (?:it|right|what i (?:want|meant|said))|none of (?:them|those|these)|neither"
    ),
    _Clause.YES: (
        r"yes|yeah|yep|yup|aye|sure|certainly|of course|ok|okay|alright|all right|correct|right|fine|go ahead|do it|do that|"
        r"please do|book it|that's (?:right|correct|fine|it)|that is (?:right|correct|fine)|confirm(?:ed)?|sounds good|perfect|"
        r"yes i do|absolutely|definitely|exactly|send it|tell (?:him|her|them)"
    ),
    _Clause.LITTLE: _LITTLE,
}  # fmt: skip
_LEADS = {
    _Clause.WITHDRAWS: rf"(?:{_LITTLE}|{_ASSENT})",
    _Clause.CANCELS: rf"(?:{_LITTLE}|{_ASSENT})",
    _Clause.YES: rf"(?:{_LITTLE}|yes|yeah|ok|okay|alright)",
}
_CLAUSES = tuple(
    (kind, re.compile(rf"(?:{_LEADS.get(kind, _LITTLE)} )*(?:{words})(?: {_LITTLE})*"))
    for kind, words in _PATTERNS.items()
)
_COMMA = re.compile(r"[,.…–—]")
_BREAK = re.compile(r"[\s,.!?;:…–—]*[,.!?;:…–—][\s,.!?;:…–—]*|\s+-\s+|\s+(?:and|but)\s+")
_TAKES_BACK = re.compile(
    rf"(?:(?:{_LITTLE}|{_ASSENT}) )*(?:never ?mind|forget (?:it|that|about|what)|cancel|stop|scratch|scrap|leave it|i(?:'ve| have)? changed? my mind|"
    rf"(?:don't|do not) (?:{_TELL}|{_DO})|i (?:don't|do not|no longer) (?:want|wish|need)|no|nope|nah|not|nothing)\b"
)
_ORDER = re.compile(
    rf"(?:(?:{_LITTLE}|{_ASSENT}) )*(?:(?:can|could|would|will) you|i(?:'d| would) (?:like|want) you to|i want you to|you (?:should|can|must|could)|"
    r"remind (?:me|us)|wake me|book|reserve|set (?:an?|my|the)|cancel|read (?:me|that|it)|repeat|play|open|show (?:me|us)|"
    r"make (?:it|that)|change (?:it|that|the|my)|help|"
    r"(?:tell|text|message|e-?mail|inform|notify|call|ring|phone|write to|send|ask|let) (?!him\b|her\b|them\b|everyone\b|everybody\b)(?P<whom>.+))(?!\w)"
)
_QUESTION = re.compile(
    rf"(?:(?:{_LITTLE}|{_ASSENT}) )*(?:(?:what|who|whom|which|why|how|when|where)(?:'s| (?:not|is|are|was|were|do|does|did|shall|should|can|could|will|"
    r"would|have|has|about|time|one|many|much|else|day|if))\b|(?:do|did|are|can|could|will|would|have|should|shall|may|am|is) (?:you|i|it|that|there)\b)"
)


def read_answer(text: str, *, of_cancelling: bool = False) -> Answer | None:
    """The answer that the whole of a short text is; None where it says more, or something else, or both yes and no.

    `of_cancelling`: it was asked whether something is to be cancelled, so that "cancel it" is a yes.
    """
    said = _plain(text)
    if not said or len(said) > _LONGEST:
        return None
    kinds = {_kind_of(clause) for clause in _clauses(said)} - {_Clause.LITTLE}
    if not kinds:
        return Answer.ASKS_BACK if "sorry" in said else None
    if of_cancelling and _Clause.CANCELS in kinds:
        kinds = kinds - {_Clause.CANCELS} | {_Clause.YES}
    if None in kinds or {_Clause.YES, _Clause.NO} <= kinds:
        return None
    return next(answer for kind, answer in _AMOUNTS.items() if kind in kinds)


_AMOUNTS = {
    _Clause.WITHDRAWS: Answer.NEVER_MIND,
    _Clause.CANCELS: Answer.NEVER_MIND,
    _Clause.ASKS_BACK: Answer.ASKS_BACK,
    _Clause.NO: Answer.NO,
    _Clause.YES: Answer.YES,
}
"""What is said beside these kinds of clauses counts less."""


def says_nothing(text: str) -> bool:
    """Whether there is nothing in it but politeness and hesitation."""
    return all(_kind_of(clause) is _Clause.LITTLE for clause in _clauses(_plain(text)))


def is_bare(text: str) -> bool:
    """Whether words that were to be kept or passed on are an answer to the assistant instead: "no", "nothing", "forget it"."""
    return read_answer(text) is not None


def is_doubtful(text: str, *, is_passed_on: bool, names: Iterable[str] = ()) -> bool:
    """Whether a reply to "What shall I …?" may be meant for the assistant: it takes something back, asks or orders.

    `is_passed_on`: the words are for somebody else, so that "book a table" is hardly one of them; an order to tell one of
    the `names` is the answer that was asked for.
    """
    said = " ".join(_COMMA.sub(" ", _plain(text)[:_BEGINNING]).split())
    if text.rstrip().endswith("?") or _TAKES_BACK.match(said) or _QUESTION.match(said):
        return True
    kinds = (_kind_of(clause) for clause in _clauses(_plain(text)[:_BEGINNING]))
    first = next((kind for kind in kinds if kind is not _Clause.LITTLE), None)
    if first in {_Clause.WITHDRAWS, _Clause.CANCELS, _Clause.ASKS_BACK, _Clause.NO}:
        return True
    order = _ORDER.match(said) if is_passed_on else None
    if order is None:
        return False
    return not (order["whom"] and any(order["whom"].startswith(_plain(name)) for name in names if name.strip()))


def _plain(text: str) -> str:
    """Lower case, straight quotes, one space between the words."""
    return " ".join(text[: _BEGINNING * 2].casefold().replace("’", "'").split())


def _clauses(said: str) -> list[str]:
    return [clause for clause in (each.strip(" '\"") for each in _BREAK.split(said)) if clause]


def _kind_of(clause: str) -> _Clause | None:
    return next((kind for kind, pattern in _CLAUSES if pattern.fullmatch(clause)), None)
