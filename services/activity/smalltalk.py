"""A kind word for a kind word."""

from core.ability import Cues
from core.domain import Queue
from core.outcome import Completed, Outcome
from services.ability import BaseTaskService, TaskDetails, Wish
from services.activity.offer import describe_offer

_YOU = r"(?:you|u|ya)"
_END = r"[\s.!?,]*$"
_FRIEND = r"(?: there| again|,? (?:my )?(?:dear|friend|love))?"
_WHOLE_THANKS = (
    rf"^(?:(?:ok(?:ay)?|great|no|yes|alright|well|perfect)[\s,.!]*)?(?:thanks?|thank you|cheers|many thanks)\b"
    rf"(?!.*\b(?:i|i'd|need|want|would|please|book|find|can|could|also)\b)[^?]*{_END}"
)
"""Thanks that are followed by no further wish."""

CUES = Cues(
    phrases=(
        (rf"^(?:hello|hi|hiya|hey|good (?:morning|afternoon|evening|day)|greetings){_FRIEND}{_END}", 1.0),
        (r"^(?:bye|goodbye|good ?night|see you|farewell|take care|have a (?:nice|good|great|lovely) \w+)\b", 0.9),
        (r"\b(?:goodbye|see you later|talk to you (?:later|soon))\b", 0.8),
        (rf"\bhow (?:are|have) (?:{_YOU}|we)\b(?! (?:getting|going) (?:to|there))|\bhow you(?:'re| are) doing\b", 1.0),
        (r"\bhow(?:'s| is| are)? (?:it|everything|things|life|your day)(?: \w+)?(?: going| today| with you|\W*$)", 0.9),
        (
            rf"\bdo {_YOU} (?:ever |sometimes |often )?(?:get|feel|sleep|eat|dream|cry|laugh|rest|miss|worry)\b(?! (?:me|us|my|the|a)\b)",
            0.8,
        ),
        (r"\bi (?:do |really |so |just )*(?:like|love|enjoy) (?:talking|chatting|speaking) (?:to|with) you\b", 0.9),
        (r"^(?:hey )?what(?:'s|’s| is) up\b|^knock,? knock\b", 0.9),
        (rf"\b(?:who|what) (?:are|made|built|created|designed|programmed) {_YOU}\b(?! going to| doing)", 0.9),
        (
            r"\b(?:what(?:'s|’s| is| was)|tell me|do you have a|know|when(?:'s| is)|about) your (?:own )?(?:name|age|birthday|"
            r"hometown|job|favou?rite|hobb(?:y|ies)|purpose|opinion|creation|maker|boss)\b",
            0.9,
        ),
        (r"\bwho (?:is|was|are) your (?:boss|maker|creator|designer|programmer|owner)\b", 0.9),
        (r"\bwhat (?:should|shall|can|do|may) (?:i|we|people) (?:call|address) you\b", 1.0),
        (rf"\bwhere (?:are|were|do|did) {_YOU} (?:from|born|made|live|come|grow)\b", 0.9),
        (rf"\b(?:what|which) (?:\w+ )?(?:did|do|were|are) {_YOU} (?:born|grow up|come from|work for)\b", 0.8),
        (
            rf"\b(?:are|do|can|have|did|if) {_YOU}(?:'re| are)? (?:an? |really |ever |actual(?:ly)? )*"
            r"(?:human|robot|bot|real|alive|machine|person|computer|dream|sleep|love|happy)\b",
            0.9,
        ),
        (rf"\b(?:tell|talk|share|know|say|hear)\b.{{0,20}}\babout (?:{_YOU}rself|your)\b", 0.9),
        (
            rf"\b(?:do|did|would|could) {_YOU} (?:like|enjoy|prefer|have)\b.{{0,20}}\b(?:animals?|pets?|hobb(?:y|ies)|friends?|family|"
            r"feelings?|kids|children|a name|parents|siblings|music|sports?|colou?rs?)\b",
            0.9,
        ),
        (
            rf"\b(?:who|what (?:company|person|people|team|firm)|which company)\b.{{0,30}}\b{_YOU}(?:r)?\b(?! (?:open|have|recommend|suggest|serve))",
            0.7,
        ),
        (rf"\bhow old\b(?:.{{0,10}}\b{_YOU}\b|\W*$)|\b{_YOU}(?:'re| are)? how old\b", 0.9),
        (
            rf"\b(?:where|how) (?:{_YOU}|(?:is|'s|has) (?:life|the world)) (?:from|treating)\b|\blife treating {_YOU}\b",
            0.9,
        ),
        (
            r"\b(?:it|that|this|you|you've)(?:'s| is| was| were| are| been| have been)? (?:\w+ ){0,2}(?:helpful|useful|appreciated|"
            r"much help|a great help|lovely of you|kind of you)\b(?!.*\b(?:if|could|would)\b)",
            0.8,
        ),
        (
            r"\b(?:something|anything) funny\b|\bmake me (?:laugh|smile)\b|\bcheer me up\b|\bi'?m (?:bored|lonely)\b",
            0.8,
        ),
        (r"\b(?:i appreciate|i(?:'m| am) grateful)\b", 0.7),
        (r"\b(?:jokes?|riddles?)\b", 0.7),
        (r"\b(?:meaning|purpose|point) (?:of|in|to) (?:my |your )?(?:life|living|existence)\b", 0.8),
        (rf"\b(?:hobbies|pets)\b.*\b{_YOU}\b|\b{_YOU}\b.*\b(?:hobbies|pets)\b|^any hobbies\b", 0.8),
        (r"\bwhat (?:can|could) you (?:do|help)\b", 0.9),
        (rf"\b(?:like|prefer|want) to be (?:called|referred|addressed)\b|\bshould i (?:call|address) {_YOU}\b", 0.9),
        (_WHOLE_THANKS, 0.8),
        (r"\b(?:appreciate (?:it|that|your|the)|much appreciated|pleasure (?:talking|speaking|chatting))\b", 0.8),
        (
            r"\b(?:that(?:'s| is| will be|'ll be) (?:all|it|everything|what)(?: (?:that )?i (?:need|want)(?:ed)?)?"
            r"(?: for now| today)?|(?:nothing|not need anything|n't need anything|needing anything) else)"
            r"(?: for now| today| right now)?(?:[,.! ]*(?:thanks|thank you))?\W*$",
            0.8,
        ),
        (r"\b(?:good|nice|great|well|excellent|amazing) (?:job|work|done|one|chat)\b", 0.8),
        (
            r"\byou(?:'re| are) (?:so |very |really |the |a )*(?:welcome|kind|sweet|funny|smart|great|best|awesome|wonderful|"
            r"helpful|nice|dear|angel)\b",
            0.9,
        ),
        (
            rf"\b(?:nice|pleased|lovely|good) to (?:meet|see|talk to|talk with|speak to|speak with|chat with|hear from) {_YOU}\b",
            1.0,
        ),
        (
            r"^(?:night[ -]night|nighty night|sleep well|sweet dreams|cheerio|ta[ -]?ra|ta ta|toodle|so long|morning|evening)\b.{0,20}$",
            0.9,
        ),
        (
            r"\bi(?:'m| am| feel|'m feeling| am feeling)(?: just| a bit| a little| so| very| rather| quite| really| all| ever so)* "
            r"(?:lonely|bored|sad|blue|down|low|fed up|cheerful|chirpy|glum)\b",
            0.8,
        ),
        (
            rf"\b{_YOU}(?:'re| are)(?: such| ever so| really| a| an| the| very| so| my| quite)* (?:clever|kind|good|sweet|lovely|funny|smart|star|darling|"
            r"treasure|gem|marvel|wonderful|marvellous|brilliant|clever clogs)\b",
            0.8,
        ),
        (
            rf"\b(?:pets?|animals?|hobb(?:y|ies)|friends?|colou?rs?|foods?) do {_YOU} (?:have|like|own|keep|love|prefer)\b",
            0.9,
        ),
        (
            rf"\b(?:if|whether) (?:{_YOU}(?:'re| are)|your) (?:an? |really )*(?:human|robot|bot|real|alive|machine|person|computer)\b",
            0.9,
        ),
        (r"\bwhat do (?:they|people|folk|your friends) call you\b", 0.9),
        (r"\bdid you have an? (?:nice|good|lovely|pleasant)\b", 0.8),
    ),
    examples=(
        "Hello, dear.",
        "Thank you so much, you've been a great help.",
        "How are you getting on today?",
        "What shall I call you?",
        "Good night, sleep well!",
        "Are you a real person?",
        "Tell me a joke, would you?",
    ),
)


class SmalltalkDetails(TaskDetails):
    """There is nothing to remember."""


class SmalltalkService(BaseTaskService[SmalltalkDetails]):
    """Answers greetings, thanks and questions about the assistant."""

    intent = "smalltalk"
    queue = Queue.ACTIVITY
    summary = "have a little chat"
    details_model = SmalltalkDetails
    cues = CUES

    async def perform(self, wish: Wish[SmalltalkDetails]) -> Outcome:
        del wish
        offer = describe_offer(self._tools.abilities)
        kind = "It's nice to hear from you."
        return Completed(summary=f"{kind} I can {offer} whenever you like." if offer else kind)
