"""How people say what they want to buy."""

from core.ability import Cues

ITEM_LEADS = (
    *(
        "add",
        "put",
        "write",
        "note",
        "to order",
        "order",
        "to buy",
        "buy",
        "to purchase",
        "purchase",
        "to get",
        "get me",
        "get us",
    ),
    *("get", "fetch", "pick up", "need", "want", "would like", "i'd like", "we'd like", "looking for", "searching for"),
    *("buy me", "buy us", "order me", "order us"),
    *("out of", "low on", "short of", "shop for", "shopping for"),
)
"""What leads in the thing that is wanted."""

_OTHERS = (
    r"^(?!.*\b(?:remind|reminder|alarm|restaurant|table|reservation|appointment|haircut|salon|hotel|flight|tickets?|events?|movies?|films?|concerts?|attractions?|something to do|song|playlist|"
    r"weather|directions?|taxi|cab|transfer|account|credit card|bank card|text|tell|e-?mail|message|bill|call)\b)"
)

_NOT_SOLD = (
    r"(?!.*\b(?:help|doctor|nurse|ambulance|company|friend|chat|rest|nap|hand|job|flat|house|apartment|room|hotel|ride|lift|taxi|movie|"
    r"film|event|concert|music|place|somewhere|restaurant|cafe|food|eat|dinner|lunch|salon|hairdresser|appointment|information|directions)\b)"
)
_DESCRIBED = (
    r"that(?:'s| is| are| has| have| fits?)|with an?|for my|made of|low in|free of|\w+[- ]free|pack of|\d+ ?(?:inch|foot|ft|oz|ml|gb|pack|count|by)|"
    r"organic|size|colou?red|cotton|leather|steel|wooden|plastic"
)

CUES = Cues(
    phrases=(
        (rf"{_OTHERS}{_NOT_SOLD}.*\b(?:looking|loojking|searching|shopping) for (?!my\b|the\b|our\b)", 0.55),
        (
            rf"{_OTHERS}{_NOT_SOLD}.*\bi(?:'d| would| ?m| am)? (?:need|want|like|prefer)\b.{{0,80}}\b(?:{_DESCRIBED})\b",
            0.6,
        ),
        (rf"{_OTHERS}.*\bfind me (?:a|an|some) (?:set|pair|pack|box|bottle|bag)\b", 0.9),
        (
            rf"{_OTHERS}.*\b(?:my|the|an?) (?:recent |last |online )?(?:order|orders|ordered|package|parcel|item|delivery)\b.{{0,40}}\b(?:is|are|status|where|update|updates|get here|location)\b|\b(?:where|status|update|updates|location)\b.{{0,40}}\b(?:my|the) (?:\w+ )?(?:order|orders|order's|package|parcel|item|delivery)\b",
            1.0,
        ),
        (
            rf"{_OTHERS}.*\b(?:ordered|placed my order|bought)\b.{{0,60}}\b(?:status|arriv\w+|get here|delivered|when will)\b",
            1.0,
        ),
        (
            r"\bwhere can i (?:find|buy|get|order)\b(?!.{0,40}\b(?:food|eat|lunch|dinner|a taxi|bus|train|doctor)\b)",
            0.7,
        ),
        (rf"{_OTHERS}.*\b(?:i|we) need (?:some more|more|another)\b", 0.7),
        (
            rf"{_OTHERS}.*\b(?:get|fetch|bring|pick up|need|want)\b.{{0,40}}\b(?:from|at) the (?:shops?|store|supermarket|market|chemist)\b",
            0.9,
        ),
        (r"\b(?:add|put|write|note)\b.*\b(?:to|on|onto) (?:my|the|our) list\b", 1.1),
        (r"\b(?:shopping|grocery|groceries|shop) list\b", 1.2),
        (rf"{_OTHERS}.*\b(?:buy|purchase|purchasing|buying|shop for|shopping for)\b", 1.0),
        (rf"{_OTHERS}.*\b(?:order|ordering|reorder)\b(?! in)", 0.8),
        (
            rf"{_OTHERS}.*\b(?:track|status|where|when|arrive|arrived|delivered|delivery|shipped|shipping|ship|late|cancel|change|return)\b.{{0,60}}\b(?:orders?|packages?|parcels?|items?|purchases?|delivery|shipment)\b",
            1.1,
        ),
        (
            rf"{_OTHERS}.*\b(?:orders?|packages?|parcels?|purchases?|shipment)\b.{{0,60}}\b(?:arriv\w+|deliver\w*|ship\w*|here|come|status|get)\b",
            1.0,
        ),
        (r"\bamazon\b|\bwalmart\w*|\btesco\b|\bebay\b", 0.8),
        (
            rf"{_OTHERS}.*\b(?:we're|we are|i'm|i am) (?:nearly |almost )?(?:out of|running (?:out of|low on|short of))\b",
            1.0,
        ),
        (
            rf"{_OTHERS}{_NOT_SOLD}.*\b(?:i(?:'m| am)? ?|we )(?:need|want|looking for|am looking for|would like|'d like)\b.{{0,80}}\b(?:size|colou?r(?:ed)?|black|white|blue|red|pink|green|grey|gray|brown|pack|shoes?|shirts?|milk|bread|eggs|price lower than|organic)\b",
            0.8,
        ),
        (rf"{_OTHERS}{_NOT_SOLD}.*\b(?:get|fetch|find) (?:me|us) (?:a|an|another|some) new\b", 0.8),
        (
            rf"{_OTHERS}.*\bha(?:s|ve) my (?:\w+ )?(?:orders?|packages?|parcels?|delivery|shipment)\b.{{0,20}}\b(?:sent|posted|dispatched|lost|left|been)\b",
            1.1,
        ),
        (r"\bprice (?:lower|less|under)\b", 0.9),
        (
            rf"{_OTHERS}{_NOT_SOLD}.*\b(?:get|fetch|pick up|buy|bring) (?:me |us )?(?:some|an? (?:pint|loaf|packet|bag|box|bottle|tin|jar|dozen|pair|carton))\b",
            0.7,
        ),
        (rf"{_OTHERS}.*\b(?:run|ran|running) out of\b(?! (?:time|patience|energy|breath|steam))", 0.9),
        (r"\bwhat(?:'s| has|s) happened to (?:my|the) (?:\w+ )?(?:parcel|order|delivery|package)\b", 1.1),
    ),
    examples=(
        "Put milk and bread on my shopping list.",
        "I need to buy two light bulbs.",
        "We're out of coffee.",
        "Order a new kettle for me, please.",
        "Add 3 cans of cat food to the shopping list.",
        "Where is my parcel?",
    ),
)
