"""Building blocks of the phrase tables: who, how much, which medicine. All over words as `words.py` leaves them."""


def one_of(*words: str) -> str:
    """A pattern for any of these; each may be a string of alternatives."""
    return f"(?:{'|'.join('|'.join(word.split()) for word in words)})"


def gap(most: int) -> str:
    """Up to so many further words, none of which denies what follows."""
    return rf"(?:(?!(?:{DENIAL})\b)\w+ ){{0,{most}}}"


DENIAL = "not|never|no|without|nor|nearly|almost|practically|if|havent|hasnt|hadnt|didnt|isnt|arent|wasnt|werent|dont|doesnt|cant|wont"
RELATIVE = one_of(
    "mum mother dad father daddy gran grandma granny grandmother nan nana nanna grandad granddad grandpa grandfather husband",
    "wife sister brother son daughter partner uncle aunt auntie aunty cousin nephew niece grandson granddaughter",
)
_OTHERS = one_of(
    "neighbour neighbours friend someone lady man woman person carer baby child boy girl patient resident client lodger flatmate",
    "cleaner visitor gentleman bloke guest toddler stranger wife's",
)
PERSON = rf"(?:i|ive|im|he|hes|shes|she|they|theyre|theyve|we|weve|{RELATIVE}s?|{_OTHERS}s?|(?:mr|mrs|miss|ms|dr) \w+)"
"""Who may be in danger, as the subject of a sentence."""
ANOTHER = rf"(?:he|hes|shes|she|they|theyre|{RELATIVE}s?|{_OTHERS}s?|(?:mr|mrs|miss|ms) \w+)"
WHOM = rf"(?:him|her|them|(?:my |the |our )?{RELATIVE}|(?:my |the |our |this |a )?{_OTHERS})"
ONES = "(?:my|his|her|their|your|our|the|both|one|a)"
_NAMES = (
    "pill tablet capsule medicine medication dose prescription painkiller antibiotic antidepressant sedative steroid statin "
    "thinner blocker laxative antihistamine anticoagulant sleeper patches inhaler paracetamol aspirin ibuprofen insulin "
    "warfarin morphine codeine cocodamol codamol digoxin metformin tramadol tylenol advil nurofen panadol calpol aleve "
    "acetaminophen diazepam valium temazepam zopiclone zolpidem lorazepam oxycodone fentanyl amitriptyline gabapentin "
    "pregabalin prednisolone naproxen bisoprolol ramipril amlodipine apixaban clopidogrel furosemide levothyroxine "
    "omeprazole lithium penicillin amoxicillin simvastatin atorvastatin lisinopril sertraline citalopram eliquis xarelto"
)
MEDICINES = frozenset({*_NAMES.split(), *(f"{name}s" for name in _NAMES.split())})
MEDICINE = rf"(?:{'|'.join(_NAMES.split())})s?"
TOOK = one_of(
    "took taken swallowed had given gave injected eaten ate drunk drank necked downed taking overdosed giving popped"
)
MANY = r"(?:\d{2,3}|[6-9]|six|seven|eight|nine|ten|eleven|twelve|fifteen|sixteen|twenty|thirty|forty|fifty|hundred|dozen|dozens)"
HURTS = (
    r"(?:pains?|painful|aches?|aching|tight|tightness|tightening|pressure|heavy|heaviness|squeez\w+|crush\w+|burning|burns|hurt|"
    r"hurts|hurting|stabbing|discomfort|gripping|constricted|constricting|sore|agony|twinges?|killing|funny feeling|cramps?)"
)
LIMB = one_of("arm arms leg legs hand hands foot feet side face body fingers")
