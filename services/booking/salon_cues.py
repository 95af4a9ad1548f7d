"""How people ask for an appointment at a salon."""

from core.ability import Cues
from services.booking.booking_words import MEAL, SALON_PLACE, SALON_SERVICE, SALON_WORK, WHEN

_ELSE = (
    r"\b(?:cancel\w*|call(?:ing)? off|chang\w+|mov(?:e|ed|ing)|re-?schedul\w+|postpone\w*|push|delay|delete|remove|remind\w*|"
    r"tables?|restaurants?|dinner|lunch|breakfast|dentist\w*|doctor\w*|dr|surgery|clinic|hospital|physio\w*|vet|gp|optician\w*|orthodontist|"
    r"(?:can'?t|cannot|won'?t|shan'?t|unable to|not able to)\b.{0,15}\b(?:make|come|keep|attend)|flights?|hotel|taxi|cab|train|movie|concert|meeting|calendar|confirm|check|tell|text|email|find)\b"
)
_ALONE = rf"^(?!.*{_ELSE})(?!(?:when|what|which|where|who|how|do i|did i|have i|is my|is it|is there|are there|any)\b)"
_NO_MEAL = rf"^(?!.*\b(?:tables?|restaurants?|{MEAL})\b)"
_GET = (
    r"\b(?:book|booking|reserv\w+|get|arrang\w+|organi[sz]e|need|want|like|love|have|set up|set|schedul\w+|mak\w+|"
    r"request|fix|plan|put me down|squeeze|fit|see|visit|go(?:ing)? to)\b"
)

_WANTED = r"(?=.*\b(?:need|want|like|please|can|could|due|appointment|book|see if|poss|time i)\b)"
"""Where hair and a day are only spoken of, nothing is wanted: "my hair looks awful today"."""

CUES = Cues(
    phrases=(
        (
            rf"{_ALONE}{_WANTED}(?=.*{WHEN}).*\b(?:my (?:hair|roots|nails|feet|beard|fringe)\b(?! (?:looks?|is|are|was|feels?|gets?|keeps?|went|has))|{SALON_WORK}|permed|a (?:quick )?cut)\b",
            0.5,
        ),
        (
            rf"{_NO_MEAL}.*\b(?:space|room|time|gap|slot) for me\b.*\bfor an? (?:\w+ )?(?:cut|trim|perm|colou?r|wash|{SALON_WORK})\b",
            1.0,
        ),
        (
            r"\b(?:hair|nails|feet|beard|roots|fringe)\b.{0,20}\bneeds? (?:doing|cutting|a cut|a trim|dyeing|washing)\b",
            1.0,
        ),
        (rf"{_ALONE}.*{_GET}.{{0,60}}\b{SALON_WORK}\b", 1.1),
        (rf"{_ALONE}.*\b(?:book\w*|reserv\w+|appointment|schedul\w+)\b.{{0,80}}\b{SALON_PLACE}\b", 1.1),
        (rf"{_ALONE}.*{_GET}.{{0,80}}\b(?:the|my)\b.{{0,20}}\b{SALON_PLACE}\b", 1.0),
        (rf"{_ALONE}.*{_GET}.{{0,80}}\b{SALON_PLACE}\b", 0.6),
        (
            rf"{_NO_MEAL}.*\bbook(?:ing)?\b.{{0,40}}\b(?:{SALON_WORK}|{SALON_PLACE})\b(?!.*\b(?:cancel|change|move|remind)\b)",
            1.0,
        ),
        (
            rf"{_NO_MEAL}.*\b{SALON_PLACE}\b.{{0,60}}\b(?:appointment|book|booking)\b(?!.*\b(?:cancel|change|move|remind|confirm)\b)",
            0.9,
        ),
        (rf"{_ALONE}.*\bhair\b.{{0,30}}\b(?:done|cut|dyed|colou?red|washed|trimmed|set|styled)\b", 1.1),
        (rf"{_ALONE}.*\b(?:book|make|schedule|set up|get|need|want|like|have|fix)\b.{{0,30}}\bappointments?\b", 0.75),
        (rf"{_ALONE}.*\b{SALON_WORK}\b.{{0,30}}\b(?:with|at|on|for)\b", 0.6),
        (rf"{_ALONE}(?!.*\bget rid\b).*{_GET}.{{0,40}}\b{SALON_SERVICE}", 1.0),
        (rf"{_ALONE}.*\b(?:book|put|squeeze|fit) me(?: in)? with (?!a\b|the\b|my (?!hair|barber|stylist))\w+", 0.6),
        (rf"{_NO_MEAL}.*\b{SALON_PLACE}\b.{{0,40}}\b(?:fit|squeeze|slot|get|put) (?:me|us) in\b", 1.3),
        (
            rf"{_ALONE}.*\b(?:have|get|getting|having)\b.{{0,20}}\b(?:beard|fringe|roots|nails|eyebrows)\b.{{0,15}}\b(?:trimmed|done|cut|shaped|painted)\b",
            1.0,
        ),
        (rf"{_NO_MEAL}.*\b(?:fit|squeeze|slot|get) me in\b.{{0,40}}\b(?:{SALON_WORK}|{SALON_PLACE})\b", 1.0),
        (rf"{_ALONE}(?=.*{WHEN})\W*(?:the |an? |my )?{SALON_PLACE}\b", 0.6),
        (
            rf"{_ALONE}.*\b(?:can|could|would|will|ask) \w+ (?:to )?(?:do|cut|dye|wash|set|trim|perm) my (?:hair|colou?r|nails|roots|beard|feet)\b",
            1.1,
        ),
    ),
    examples=(
        "Book me a haircut with Maria on Friday at 2 in the afternoon.",
        "I need my hair done before the wedding, on Thursday morning if possible.",
        "Could you get me a manicure at Beauty Corner tomorrow at eleven?",
        "Please make an appointment at the hairdresser's for a perm next week.",
        "I'd like a shampoo and set at Curl Up on the 4th at half past ten.",
        "Schedule a pedicure for me on Saturday.",
    ),
)
