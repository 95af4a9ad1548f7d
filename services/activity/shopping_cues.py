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
    *("out of", "low on", "short of", "shop for", "shopping for"),
)
"""What leads in the thing that is wanted."""

_OTHERS = (
    r"^(?!.*\b(?:remind|reminder|alarm|restaurant|table|reservation|appointment|haircut|salon|hotel|flight|ticket|movie|song|playlist|"
    r"weather|directions?|taxi|cab|transfer|account|credit card|bank card|text|tell|e-?mail|message|bill|call)\b)"
)

CUES = Cues(
    phrases=(
        (rf"{_OTHERS}.*\b(?:i|we) need (?:some more|more|another)\b", 0.7),
        (
            rf"{_OTHERS}.*\b(?:get|fetch|bring|pick up)\b.{{0,40}}\b(?:from|at) the (?:shops?|store|supermarket|market|chemist)\b",
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
            rf"{_OTHERS}.*\b(?:i(?:'m| am)? ?|we )(?:need|want|looking for|am looking for|would like|'d like)\b.{{0,80}}\b(?:size|colou?r(?:ed)?|black|white|blue|red|pink|green|grey|gray|brown|pack|shoes?|shirts?|milk|bread|eggs|price lower than|organic)\b",
            0.8,
        ),
        (r"\bprice (?:lower|less|under)\b", 0.9),
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
