"""How people ask where and when there is room."""

import re

from core.ability import Cues
from services.booking.booking_words import MEAL, SALON_PLACE, SALON_SERVICE, SALON_WORK
from services.booking.restaurant_cues import CUISINES

_PLACE = (
    r"(?:restaurants?|bistros?|brasseries?|caf[eé]s?|diners?|pubs?|pizzerias?|steak ?houses?|grill|burger joints?|tea ?(?:rooms?|shops?)|carver(?:y|ies)|chip shops?|chippy|eater(?:y|ies)|"
    rf"eating places?|places? to (?:eat|dine)|(?:somewhere|some ?place|something|anywhere|where) (?:\w+ )?to (?:eat|dine)|{SALON_PLACE})"
)
_SEEK = (
    r"\b(?:find(?:ing)?|search(?:ing)?|look(?:ing)?(?: up)?(?: for)?|seek(?:ing)?|suggest\w*|recommend\w*|show|know of|tell me|"
    r"locate|which|what|where|any|list|help me|options?)\b"
)
_OTHERS = r"^(?!.*\b(?:cancel\w*|reschedul\w+|remind\w*|flights?|hotels?|movies?|taxi|cab|train|bus|tickets?|apartments?|house|lyrics|song)\b)(?!.*\b(?:my|our) (?:reservation|booking|appointment)\b)"

_CUISINE = "(?:" + "|".join(re.escape(cuisine.lower()) for cuisine in CUISINES) + ")"
_DISH = r"(?:roast|carvery|fish and chips|cream tea|cup of tea|coffee|cake|pie|full english|buffet)"
_SOMEWHERE = r"(?:somewhere|some ?place|anywhere|a (?:\w+ )?place|places|something)"
_TO_EAT = rf"(?:{MEAL}|eat|dine|a table|\d+ (?:people|of us)|{_CUISINE})"

_KEPT = r"(?!.*\b(?:mov\w+|chang\w+|swap\w*|shift\w*|bring\w*|push\w*|postpon\w+|my|our)\b)"
_EARLIEST = r"(?:earliest|soonest|(?:first|next) (?:possible|free|available|open))"

CUES = Cues(
    phrases=(
        (
            rf"{_OTHERS}{_KEPT}.*\b{_EARLIEST}\b(?: \w+){{0,2}} (?:{SALON_WORK}|tables?|slots?|appointments?|bookings?|reservations?|{MEAL})\b",
            2.2,
        ),
        (
            rf"^\W*(?:(?:um+|er+|oh|well|please|maybe|perhaps|how about|i(?:'d| would)? (?:like|want|fancy)|we(?:'d| would)? (?:like|want|fancy))\W+)*"
            rf"(?:{_SOMEWHERE}|a (?:nice |good )?restaurant)(?: \w+){{0,2}}? {_CUISINE}\b",
            1.3,
        ),
        (
            rf"{_OTHERS}.*\b(?:when|what times?|what days?|how soon)\b.{{0,12}}\b(?:can|could|might|may) (?:i|we)\b.{{0,20}}\b(?:get|have|come|book|go|see)\b"
            rf".{{0,40}}\b(?:{SALON_WORK}|{SALON_SERVICE}|{SALON_PLACE}|tables?|appointments?)\b",
            1.3,
        ),
        (
            rf"{_OTHERS}.*\b(?:any|an?|which|what|anywhere|somewhere|anything|something) (?:\w+ ){{0,2}}{_CUISINE}(?: (?:places?|restaurants?|food|one))?(?: (?:that|which|is|are|still|here|nearby|around|there))* (?:free|available|open)\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:find|know(?: of)?|suggest|show|recommend|look(?:ing)? for|search(?:ing)? for|is there|are there)\b.{{0,12}}\b{_SOMEWHERE}"
            rf"(?: \w+){{0,2}} {_CUISINE}\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:when|what times?|what days?)\b.{{0,12}}\b(?:can|could|will|would|does|is|has) \w+ (?:\w+ )?(?:do|cut|wash|dye|trim|colou?r|set) my (?:hair|nails|beard|feet)\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:is|are)(?: there)? {_SOMEWHERE} (?:\w+ )?(?:free|available|with room|with space)\b.{{0,20}}\b{_TO_EAT}\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:restaurants?|places?|somewhere|spots?|establishments?|eatery|joints?|one|something)\b.{{0,30}}\b(?:serv(?:es?|ing)|sells?)\b",
            0.95,
        ),
        (
            rf"{_OTHERS}.*\b(?:any|are there|is there)(?: any| an?)? (?:open|free|available) (?:reservations?|tables?|slots?|appointments?)\b",
            1.4,
        ),
        (
            rf"{_OTHERS}.*\b(?:find|recommend|suggest)(?: me| us)? (?:an?|some|any) (?:\w+ ){{0,2}}{SALON_PLACE}\b(?!.*\bbook\b)",
            1.5,
        ),
        (rf"{_OTHERS}.*\bsuggest\w*\b.{{0,30}}\b(?:{MEAL}|eat|food|restaurants?|places?)\b", 1.0),
        (
            rf"{_OTHERS}.*\b(?:want|need|like|looking|interested)\b.{{0,40}}\b(?:a|an|any|some)\b.{{0,30}}\b{SALON_PLACE}\b(?!.*\b(?:appointment|book|at \d))",
            0.85,
        ),
        (
            rf"{_OTHERS}.*\b(?:find|help me find|look for)\b.{{0,40}}\b(?:spot|joint|place|cuisine|curry|sushi|pizza|burgers?)\b",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:do|does) (?!(?:i|we)\b)\w+ have\b.{{0,30}}\b(?:tables?|room|space|time|slots?|openings?|appointments?)\b",
            1.4,
        ),
        (rf"{_OTHERS}.*\bfind (?:me |us )?(?:a|an) (?:\w+ ){{0,2}}(?:tables?|slot|appointment)\b(?!.*\bbook\b)", 1.3),
        (
            rf"{_OTHERS}(?:is|are) (?!(?:it|this|that|there|he|she|you|my|our)\b)(?:\w+ ){{1,4}}(?:free|available)\b.{{0,40}}\b(?:{SALON_WORK}|{MEAL}|for \w+(?=\W*$)|tables?)\b",
            1.1,
        ),
        (rf"{_OTHERS}(?:when )?(?:is|does|has) \w+ (?:free|available|have time|got time)\b", 0.8),
        (rf"{_OTHERS}.*{_SEEK}.{{0,60}}\b{_PLACE}\b", 1.15),
        (
            rf"{_OTHERS}.*\b(?:is|are) there\b.{{0,40}}\b(?:tables?|seats?|slots?|appointments?|room|{SALON_PLACE})\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:any|when|what|which|is|are|do|does|have|got)\b.{{0,60}}\b(?:tables?|slots?|appointments?|openings?|availab\w+|{SALON_WORK})\b.{{0,40}}\b(?:free|available|open|left)\b",
            1.2,
        ),
        (
            rf"{_OTHERS}.*\b(?:any|when|which|what|does|do)\b.{{0,40}}\b(?:free|available|openings?|availability|vacanc\w+)\b.{{0,60}}\b(?:tables?|seats?|for \d+|people|{SALON_WORK}|{SALON_PLACE}|{MEAL})\b",
            1.0,
        ),
        (rf"{_OTHERS}.*\b(?:when|what times?)\b.{{0,40}}\b(?:free|available|fit me in|see me|take me|come in)\b", 0.7),
        (rf"{_OTHERS}.*\b(?:where|places?)\b.{{0,40}}\b(?:eat|dine|{MEAL}|food)\b", 0.9),
        (
            rf"{_OTHERS}.*\bplaces? (?:that|which|to|with|for|serving)\b.{{0,40}}\b(?:serves?|sell|food|eat|{MEAL}|cuisine)\b",
            1.0,
        ),
        (rf"{_OTHERS}.*\bgood places?\b", 0.7),
        (rf"{_OTHERS}.*\b(?:good|nice|great|best|decent|cheap|nearest|local)\b.{{0,30}}\b{_PLACE}\b", 0.75),
        (rf"{_OTHERS}.*\b(?:search|look|find)\w*\b.{{0,40}}\b(?:food|cuisine|{MEAL})\b", 1.0),
        (rf"{_OTHERS}.*\b(?:hungry|grab a bite|eat out|get something to eat)\b", 0.6),
        (
            rf"{_OTHERS}.*\b(?:would|will|could|might) there be\b.{{0,20}}\b(?:room|space|a table|tables|seats|anything free|a slot|an appointment)\b",
            1.2,
        ),
        (
            rf"{_OTHERS}.*\b(?:is there|are there|know(?: of)?|where(?:'s| is| can i (?:get|find)))\b.{{0,25}}\b(?:good|nice|decent|cheap|lovely|proper|best)\b"
            rf".{{0,15}}\b(?:{_CUISINE}|{_DISH}|{MEAL})\b",
            1.0,
        ),
        (
            rf"{_OTHERS}.*\b{_SOMEWHERE}\b.{{0,30}}\b(?:does|do|serves?|with)\b.{{0,20}}\b(?:{MEAL}|{_DISH}|{_CUISINE}|food)\b",
            1.1,
        ),
        (rf"{_OTHERS}.*\b(?:can|could) i (?:get|have)\b.{{0,20}}\b{SALON_WORK}\b.{{0,12}}\banywhere\b", 1.5),
        (rf"{_OTHERS}.*\b(?:any|a) chance of\b.{{0,20}}\b(?:tables?|slots?|seats?|appointments?|{SALON_WORK})\b", 1.1),
        (
            rf"{_OTHERS}.*\bwhat times? (?:can|could|will|would|do|does) (?!i\b|we\b)\w+\b.{{0,20}}\b(?:fit|see|take|do|have|seat|squeeze)\b",
            1.0,
        ),
        (
            rf"{_OTHERS}.*\bwhere (?:can|could|do|should) (?:i|we|you) (?:get|have|go for|find|go to get)\b.{{0,20}}\b(?:{SALON_WORK}|hair|{MEAL}|meal|{_DISH}|{_CUISINE})\b",
            1.4,
        ),
        (
            rf"{_OTHERS}.*\b(?:find out|check|see|ask|know) (?:if|whether)\b.{{0,40}}\b(?:has|have|had)(?: got)?(?: any)? (?:room|space|a table|tables|availability|a slot)\b",
            1.4,
        ),
        (
            rf"{_OTHERS}.*\b(?:do|does) (?!i\b|we\b)(?:\w+ ){{1,4}}have(?: any)? (?:tables?|room|space|availability|slots?)\b",
            1.3,
        ),
        (rf"{_OTHERS}.*\b(?:anywhere|somewhere)\b.{{0,20}}\b(?:get|does|do|have)\b.{{0,15}}\b{SALON_WORK}\b", 1.6),
    ),
    examples=(
        "Is there a table for four at Olive Garden on Friday evening?",
        "When does Maria have time for a haircut this week?",
        "Find me a nice Italian restaurant near the station.",
        "Are there any tables free for two tonight?",
        "Is the Golden Lotus free on Sunday for lunch?",
        "Which salons have an appointment free on Saturday?",
        "Where could we have lunch on Sunday?",
        "When can I get a manicure at Beauty Corner?",
        "What is the earliest table for twenty next week?",
        "Somewhere Italian near me on Sunday lunchtime.",
    ),
)
