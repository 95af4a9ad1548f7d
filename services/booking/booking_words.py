"""The words for what is booked, shared by the cues of all bookings."""

SERVICES = (
    "acupuncture",
    "barber",
    "beard trim",
    "blow dry",
    "blow-dry",
    "blow out",
    "blowout",
    "bob",
    "braids",
    "bridal makeup",
    "brow wax",
    "colour",
    "color",
    "colouring",
    "coloring",
    "cut and blow dry",
    "cut and colour",
    "cut and color",
    "deep tissue massage",
    "eyebrow threading",
    "eyebrow wax",
    "eyebrows",
    "eyelashes",
    "facial",
    "foot care",
    "foot massage",
    "gel nails",
    "hair colour",
    "hair color",
    "hair cut",
    "hair cutting",
    "hair dye",
    "hair extensions",
    "hair wash",
    "haircolour",
    "haircolor",
    "haircut",
    "hairdo",
    "head massage",
    "highlights",
    "lashes",
    "makeover",
    "makeup",
    "mani-pedi",
    "manicure",
    "massage",
    "nails",
    "pedicure",
    "perm",
    "rinse and set",
    "root touch-up",
    "shampoo and set",
    "shave",
    "spa",
    "spa treatment",
    "styling",
    "tanning",
    "trim",
    "updo",
    "wash and set",
    "waxing",
)
"""What is done at a salon, as people say it."""

SALON_WORK = (
    r"(?:hair ?-?cuts?|hair ?-?(?:colou?r\w*|dye\w*|wash|extensions|do|style|styling|cutting|appointment)|manicures?|pedicures?|"
    r"mani-?pedis?|massages?|facials?|perms?|blow[ -]?(?:dry|out)s?|highlights|beard trim|trim|shave|wax(?:ing)?|"
    r"threading|eye ?brows?|(?:eye)?lashes|makeovers?|make ?up|shampoo and set|wash and set|cut and (?:blow ?dry|colou?r)|"
    r"updo|nails(?: done)?|hair (?:cut|done|coloured|colored|dyed|trimmed|washed|set|styled|permed)|foot care|spa(?: day| treatment)?)"
)
"""A service of a salon."""

SALON_SERVICE = (
    rf"(?:(?:an?|some)(?: (?:half|full|head|quick|new|good|proper|gentle|root|dry|wet|\w+'s))* (?:{'|'.join(sorted(SERVICES, key=len, reverse=True))})"
    r"(?= (?:with|at|on|for|from|by|tomorrow|today|tonight|next|this|and|please|in|appointment|session|done)\b|\W*$|[,.?!]))"
)
"""A service by the words that may mean other things too: "a colour with Maria", but no colour television."""

SALON_PLACE = (
    r"(?:salons?|hair ?dressers?|barbers?(?: ?shop)?|beauty (?:parlou?r|shop|salon)|beautician|nail (?:bar|place|shop)|"
    r"hair ?stylists?|stylists?|spa|hair (?:studio|place|shop))"
)
"""Where, or by whom, it is done."""

WHEN = (
    r"(?:\b(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|morning|afternoon|evening|night|lunchtime|noon|midday|o'clock|"
    r"next week|half past|quarter (?:to|past)|\d{1,2}(?:[:.]\d\d)? ?[ap]m|at (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half)|"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th))\b)"
)
"""Words for a day or an hour."""

PLACE_STAFF = r"(?:caf[eé]|pub|waiter|manager|receptionist|maître d'?)"
"""Whom a guest who can't come lets know, besides the restaurant itself."""

MEAL = r"(?:breakfast|brunch|lunch|dinner|supper|meal|afternoon tea)"

BOOKED = rf"(?:reservations?|resv|bookings?|appointments?|appointment's|appts?\.?|tables?|{SALON_WORK})"
"""A booking, by whatever name."""

NO_BOOKING = (
    r"\b(?:remind\w*|alarms?|orders?|subscriptions?|credit cards?|cards?|payments?|transactions?|transfers?|insurance|membership|"
    r"accounts?|flights?|trains?|tickets?|taxi|cab|bus|cars?|playlist|songs?|timer|policy|multiplication)\b"
)
"""Things that are cancelled, changed and looked up too, but are no bookings of ours."""
