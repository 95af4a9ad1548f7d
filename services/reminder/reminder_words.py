"""The words for medicine and for reminding, shared by the cues of all reminders."""

MEDICINE = (
    r"(?:medicines?|medications?|medicatino|meds?|pills?|tablets?|capsules?|vitamins?|insulin|antibiotics?|drops|eye ?drops|"
    r"inhaler|painkillers?|pain ?meds?|aspirin|paracetamol|ibuprofen|tylenol|metformin|statins?|warfarin|beta blockers?|"
    r"blood thinners?|heart (?:pill|tablet)s?|water tablets?|supplements?|cough syrup|syrup|ointment|puffer|"
    r"injections?|doses?|steroids?|lisinopril|amlodipine|omeprazole|simvastatin|atorvastatin|levothyroxine|ramipril|bisoprolol)"
)
"""Something that is taken for one's health."""

PHARMACY = r"\b(?:pick(?:ing)? up|refills?|refilling|re-?order|order|buy|collect|get|fetch|renew|(?<!take )(?<!take my )(?<!take the )prescriptions?|pharmacy)\b"
"""Getting medicine is no taking of it."""

_NO_MEDICINE = (
    r"(?:it|them|him|her|this|that|these|those|us|me|you|one|two|some|something|everything|anything|nothing|somebody|someone|everybody|everyone|"
    r"an?|the|my|our|his|their|your|mum|mom|mam|mama|dad|daddy|papa|granny|grandma|grandpa|gran|nan|\w+'s|"
    r"care|part|place|time|turns?|charge|action|advantage|effect|notice|note|notes|minutes|messages?|calls?|photos?|photographs?|pictures?|selfies?|"
    r"off|out|up|down|over|away|back|in|on|along|apart|after|"
    r"kids?|children|child|grandkids|grandchildren|boys|girls|baby|babies|wife|husband|son|daughter|mother|father|sister|brother|friends?|family|"
    r"bins?|rubbish|trash|garbage|recycling|waste|bottles?|laundry|washing|dishes|clothes|curtains|sheets|rug|carpet|"
    r"bus|buses|train|taxi|cab|uber|car|bike|bicycle|tram|metro|subway|underground|plane|flight|boat|ferry|coach|lift|elevator|stairs|road|path|"
    r"dogs?|cats?|puppy|pets?|horse|"
    r"umbrella|coat|jacket|hat|scarf|gloves|shoes|boots|slippers|keys?|phone|mobile|wallet|purse|bag|bags|handbag|glasses|stick|cane|walker|"
    r"walk|walks|nap|naps|bath|baths|shower|showers|break|breaks|rest|seat|look|breath|breaths|steps?|swim|stroll|ride|drive|trip|"
    r"holiday|holidays|vacation|tour|day|morning|afternoon|evening|weekend|"
    r"tests?|exams?|class|classes|lessons?|course|courses|quiz|"
    r"bread|cakes?|pies?|pizza|food|lunch|dinner|breakfast|supper|snacks?|sandwich|sandwiches|drink|drinks|water|tea|coffee|milk|juice|soup|chicken|meat|turkey|fish|roast|cookies|biscuits|"
    r"books?|newspapers?|papers?|parcel|parcels|package|packages|post|mail|letters?|money|cash|cards?|gifts?|presents?|flowers|plants?|"
    r"temperature|pulse|pressure|readings?|weight|measurements?|blood|sugar|oxygen|stock|inventory|attendance|"
    r"delivery|cover|shelter|communion|tickets?|passport|documents?|form|forms|cups?|chairs?|table|computer|laptop|tablet pc|tv|battery|batteries|charger|camera|"
    r"cast|order|orders|orders?|attendance|possession|responsibility|control|interest|pride|pity|sides?|risks?|ballet|yoga|piano|guitar|library|car keys)"
)
UNLISTED_MEDICINE = (
    rf"\b(?:to take|taking) (?:(?:my|our|some|one|two|three|half an?|\d+)(?: (?:morning|evening|daily|weekly|mg|ml|\d+))* )?(?!{_NO_MEDICINE}\b)[a-z][\w-]{{2,}}"
    rf"(?: and (?:my |some )?(?!{_NO_MEDICINE}\b)[a-z][\w-]{{2,}})?"
    r"(?=\W*$|,|\.|:| (?:\d+ ?(?:mg|mcg|ml|milligrams?|micrograms?)|half an hour|an hour|at|every|each|in the|on|in \d+|tomorrow|today|tonight|daily|nightly|twice|once|three times|four times|before (?:bed|breakfast|lunch|dinner|food|meals|i)|"
    r"after (?:breakfast|lunch|dinner|food|meals|eating)|with (?:breakfast|lunch|dinner|food|meals|water|milk|a meal|a glass)|for \d+ (?:days|weeks)|for a (?:week|month)|until|please|by \d+|this (?:morning|evening)|"
    r"\d+ ?[ap]m|mornings?|evenings?|as prescribed|on \w+days)\b)"
)
"""What is taken, by a name that is no everyday thing to take: "to take my Eliquis every day"."""

_OTHERS_MEDICINE = (
    r"\b(?:remind (?:me|us)|don'?t let (?:me|us) forget)(?: that)? (?!(?:i|i'm|i've|i'll|we|we're|it|it's|that|that's|there|there's|today|tomorrow|tonight)\b)"
    rf"(?!(?:(?:my|our|the|his|her) )?(?:\w+ )?{MEDICINE}\b)"
    r"(?:(?:my|our|the|his|her) )?(?:\w+ )?(?:\w+(?:'s|’s) (?:on|taking|having|due|got|to (?:take|have))|\w+ (?:is|takes|has|gets|needs|should (?:take|have)|(?:has|needs|is) to (?:take|have)))\b"
)
"""As in "remind me Kev's on Plavix": it is he who takes it, and a reminder of that is none of the speaker's own medicine."""
SOMEBODY_ELSE = (
    r"(?:\bremind (?!(?:me|my(?= to\b)|us|myself|ourselves|you|about|of|to|that|in|at|on|every|when|again)\b)(?:\w+ ){1,4}?(?:to|about|of|that|every|at|on|in)\b"
    rf"|{_OTHERS_MEDICINE})"
)
"""A reminder for somebody else: the speaker takes nothing."""

REMIND = (
    r"(?:remind(?:ed|ing)?|reminders?|alarms?|alert me|wake me|wake[- ]up call|notify me|don'?t let me forget|"
    r"(?:so|that) i (?:don'?t|won'?t|do not) (?:forget|miss)|prompt me|nudge me|jog my memory|"
    r"tell me (?:to|when)|telling (?:to|when)|help me (?:to )?remember|keep me right|don'?t let me (?:miss|forget)|"
    r"give me a (?:nudge|prod|poke|shout|buzz|tap|heads[- ]up|kick)|(?:mustn'?t|must not|can'?t|don'?t want to|keep|always|never) forget(?:ting)?)"
)
"""To be told in time."""

HANDLES = (
    r"(?:\b(?:cancel|delete|stop|remove|drop|change|move|push|switch|turn off|get rid|clear|re-?schedule|postpone|put off|put back|"
    r"delay|snooze|bring|update|pause|skip|no more|rather have my|prefer my|no longer need|don'?t need|do not need|don'?t want)\b.{0,60}\b(?:reminders?|alarms?)\b"
    r"|\bmake\b.{0,20}\b(?:reminders?|alarms?)\b.{0,40}\b(?:earlier|later)\b)"
)
"""Something is done to a reminder that there is already."""

REMINDERS = r"(?:reminders?|alarms?|wake[- ]up calls?)"

NAMING_LEADS = (
    "name it",
    "title it",
    "call it",
    "calling it",
    "put it under",
    "put this under",
    "put that under",
    "under the name",
    "under the title",
    "with the name",
    "with the title",
    "use the title",
    "use the name",
)
"""What is led in so is what something in a calendar is called, whatever was said before."""
SUBJECT_LEADS = (
    "reminder to",
    "reminder about",
    "reminder for",
    "reminder of",
    "reminder that",
    "reminder",
    "reminders for",
    "remind me to",
    "remind me about",
    "remind me of",
    "remind me that",
    "remind me",
    "reminding me to",
    "reminding me about",
    "reminding me of",
    "alarm for",
    "alarm to",
    "alarm called",
    "forget to",
    "forget about",
    "forget that",
    "forget",
    "remember to",
    "alert me to",
    "alert me about",
    "notify me to",
    "notify me about",
    "tell me to",
    "me to",
    "me about",
    "me of",
    "me that",
    "us to",
    "us about",
    "to",
    "about",
    "of",
    "that",
    "for",
    "schedule",
    "add",
    "put",
    "plan",
    "mark",
    "set",
    "called",
    "titled",
    "named",
    "calendar as",
    "diary as",
    *NAMING_LEADS,
    *(
        f"remind me {that}{have}"
        for that in ("", "that ")
        for have in ("i have to", "i need to", "i've got to", "i must")
    ),
    *(
        f"remind me {that}{have}"
        for that in ("", "that ")
        for have in ("i have a", "i have an", "i have my", "i've got a", "i've got an")
    ),
    *(
        f"remind me {that}{have}"
        for that in ("", "that ")
        for have in ("i've got my", "there is a", "there's a", "there is an")
    ),
)
"""What leads in the thing to be reminded of."""

WAKES = ("wake me up", "wake us up", "wake me", "get me up", "wake-up call", "wake up call", "alarm", "alarms")
"""What is to be done where nothing else is said."""

KNOWN_SUBJECT_LEADS = (*SUBJECT_LEADS[:13], "about", "my", "the", "to", "for", "called")
"""What leads in the thing of which there is a reminder already."""

MEDICINES = (
    "medicine",
    "medicines",
    "medication",
    "medications",
    "meds",
    "pill",
    "pills",
    "tablet",
    "tablets",
    "capsule",
    "capsules",
    "vitamin",
    "vitamins",
    *(f"vitamin {letter}" for letter in ("a", "b", "b1", "b6", "b12", "c", "d", "d2", "d3", "e", "k")),
    "insulin",
    "antibiotic",
    "antibiotics",
    "drops",
    "inhaler",
    "painkiller",
    "painkillers",
    "aspirin",
    "paracetamol",
    "ibuprofen",
    "metformin",
    "statin",
    "statins",
    "warfarin",
    "supplement",
    "supplements",
    "syrup",
    "ointment",
    "injection",
    "injections",
    "dose",
    "lisinopril",
    "amlodipine",
    "omeprazole",
    "simvastatin",
    "atorvastatin",
    "levothyroxine",
    "ramipril",
    "bisoprolol",
)
"""Nouns by which medicine is known where the words may as well mean something else."""

TAKE_LEADS = (
    "to take",
    "taking",
    "take",
    "have taken",
    "took",
    "taken",
    "had",
    "swallowed",
    "to have",
    "to give",
    "giving",
    "to use",
    "to inject",
    "to apply",
    "to put in",
    "drink",
    "forget",
    "for",
    "about",
    "of",
    "my",
    "the",
    "his",
    "her",
    "our",
)
"""What leads in a medicine."""
