"""How people ask for a table."""

from core.ability import Cues
from services.booking.booking_words import WHEN

CUISINES = (
    "American",
    "Argentinian",
    "Armenian",
    "Asian",
    "Australian",
    "Austrian",
    "barbecue",
    "barbecued",
    "Belgian",
    "Brazilian",
    "British",
    "burger",
    "Burmese",
    "burrito",
    "Cajun",
    "Cambodian",
    "Cantonese",
    "Caribbean",
    "Chinese",
    "Creole",
    "Croatian",
    "Cuban",
    "curry",
    "Danish",
    "dim sum",
    "dumplings",
    "Dutch",
    "Egyptian",
    "English",
    "Ethiopian",
    "European",
    "Filipino",
    "Finnish",
    "fondue",
    "French",
    "German",
    "Greek",
    "halal",
    "Hawaiian",
    "Hungarian",
    "Indian",
    "Indonesian",
    "Iranian",
    "Irish",
    "Israeli",
    "Italian",
    "Jamaican",
    "Japanese",
    "kebab",
    "Korean",
    "kosher",
    "Latin American",
    "Lebanese",
    "lobster",
    "Malaysian",
    "Mediterranean",
    "Mexican",
    "Moroccan",
    "Nepalese",
    "noodles",
    "Norwegian",
    "paella",
    "Pakistani",
    "pancakes",
    "pasta",
    "Persian",
    "Peruvian",
    "pizza",
    "pizza and pasta",
    "Polish",
    "Portuguese",
    "ramen",
    "Romanian",
    "Russian",
    "Scandinavian",
    "Scottish",
    "seafood",
    "Sichuan",
    "Sicilian",
    "small plates",
    "soul food",
    "Southern",
    "Spanish",
    "steak",
    "sushi",
    "Swedish",
    "Swiss",
    "Syrian",
    "Szechuan",
    "tacos",
    "Taiwanese",
    "tapas",
    "Tex-Mex",
    "Thai",
    "Tibetan",
    "Tunisian",
    "Turkish",
    "Tuscan",
    "Ukrainian",
    "vegan",
    "vegetarian",
    "Vietnamese",
    "Welsh",
    "West Indian",
)

_OTHER_WISH = (
    r"\b(?:cancel\w*|call(?:ing)? off|chang\w+|move|moving|moved|re-?schedul\w+|postpone\w*|amend\w*|modify\w*|"
    r"update\w*|delete|remove|drop|push|bring forward|extend|alter|upgrade|instead|get rid|any ?more|already|confirm\w*|check|remind\w*|"
    r"hair\w*|salon|stylist|barber\w*|nails?|manicure|pedicure|massage|spa|dentist|doctor\w*|"
    r"flights?|hotel room|taxi|cab|train|bus|tickets?|movie|concert|events?|cars?|rental|appointments?)\b"
)
_ASK_ABOUT = (
    r"^(?:when|what|which|who|where|how many|do i have|did i|did you|have i|is my|is there|are there|any|find)\b"
)
_ALONE = rf"^(?!.*{_OTHER_WISH})(?!{_ASK_ABOUT})"
"""A sentence that wishes for nothing else: weak hints count in these only."""

_GET = r"\b(?:book|reserv|get|arrang|organi[sz]|need|want|like|love|have|sav|hold|keep|secur|request|set up)\w*"
_MAKE = r"\b(?:book|mak|made|get|need|want|like|have|plac|set|arrang|do|put)\w*"
_MEAL = r"(?:breakfast|brunch|lunch|dinner|supper|a meal|afternoon tea)"
_PLACE = (
    r"(?:restaurant|bistro|brasserie|caf[eé]|diner|pub|tavern|trattoria|pizzeria|steakhouse|grill|tea ?house|"
    r"tea ?room|bar|cafeteria|eatery|food truck)"
)
_NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"

CUES = Cues(
    phrases=(
        (rf"^(?!.*{_OTHER_WISH}).*{_GET}\b.{{0,40}}\b(?:tables?|seats?|spot)\b", 1.0),
        (rf"{_ALONE}.*\b(?:a|the|our|my) tables?\b.{{0,20}}\bfor\b", 0.9),
        (rf"{_ALONE}.*\btables? (?:for|of|at|in|on)\b", 0.9),
        (rf"{_ALONE}.*\bbook(?:ing)?\b.{{0,40}}\b{_PLACE}\b", 0.9),
        (rf"{_ALONE}.*\b(?:reserve|reserving|(?:table|seats?) .{{0,20}}reserved)\b", 0.8),
        (rf"{_ALONE}.*{_MAKE}\b.{{0,30}}\b(?:reservations?|bookings?)\b", 0.8),
        (rf"{_ALONE}.*{_GET}\b.{{0,40}}\b{_MEAL}\b.{{0,30}}\b(?:for|at|on)\b", 0.6),
        (rf"{_ALONE}.*\b(?:a|the) (?:booking|reservation) (?:at|for|in|on)\b", 0.8),
        (rf"{_ALONE}.*\bbook(?:ing)?\b.{{0,30}}\b(?:for|party of) {_NUMBER}\b", 0.7),
        (rf"{_ALONE}.*\bparty of {_NUMBER}\b", 0.5),
        (rf"{_ALONE}.*\b{_MEAL}\b.{{0,30}}\bfor {_NUMBER}\b", 0.5),
        (rf"{_ALONE}.*\b(?:reservations?|bookings?) for\b", 0.7),
        (rf"{_ALONE}.*\b(?:eat|dine)(?: out)? (?:at|in)\b", 0.5),
        (rf"{_ALONE}.*\b(?:ring|phone|call|ask)\b.{{0,40}}\bfor (?:a|our) table\b", 1.2),
        (
            rf"{_ALONE}.*\b(?:get|put|fit|squeeze|slot|book|pop) (?:us|the \w+ of us|both of us)(?: all)?(?: down| in)(?! with)\b"
            rf".{{0,40}}\b(?:at|for {_NUMBER}|{_MEAL})\b",
            0.8,
        ),
        (
            rf"{_ALONE}.*{_GET}\b.{{0,20}}\bsomewhere\b.{{0,20}}\bto (?:eat|dine)\b.*\b(?:for {_NUMBER}|of us|people)\b",
            1.2,
        ),
        (
            rf"{_ALONE}(?=.*{WHEN})(?=.*(?:\bfor {_NUMBER}\b|\bof us\b|\bpeople\b|\b(?:just|only) me\b)).*\b(?:tables?|{_MEAL}|dine|curry|roast|carvery|fish and chips)\b",
            0.5,
        ),
        (
            rf"{_ALONE}.*\b(?:go|going|come|coming) (?:out )?for (?:a |an )?(?:{_MEAL}|meal|curry|roast|carvery|steak|pizza)\b.*\bbook\b",
            1.2,
        ),
        (rf"{_ALONE}.*\b(?:take|taking|treat|treating)\b.{{0,40}}\b(?:out )?(?:to|for) {_MEAL}\b", 0.6),
        (
            rf"{_ALONE}(?:.*\b(?:to|you|please|i|we|me|and|let's|just|also|try|yes|well|so|then|now|ok|okay|tonight|tomorrow|"
            r"\w+day|is)\W+)?(?:\W*)book(?:ing)?\b(?! (?:called|about|by|club|of|from|is|was)\b)",
            0.5,
        ),
        (rf"{_ALONE}\W*(?:a table |just )?(?:for )?{_NUMBER} (?:of us )?for {_MEAL}\b", 0.8),
    ),
    examples=(
        "Book a table for 4 at Olive Garden on Sunday at 7 in the evening.",
        "Could you reserve somewhere Italian for two people tomorrow at half past six?",
        "I'd like a table at the Golden Lotus for my birthday, six of us, next Friday at 1 pm.",
        "Please get us dinner for three at Chez Colette on the 14th at eight.",
        "We need a booking at The Curry Leaf tonight, just my sister and me.",
        "Can I have lunch for five at the Harbour Fish House on Saturday at noon?",
        "Make me a reservation at Night Owl Diner for 9 tomorrow morning.",
    ),
)
