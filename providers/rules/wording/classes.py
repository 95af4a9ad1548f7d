"""Kinds of words that the model can lean on where it has never seen the word itself: relations, medicines, treatments."""

import re

from providers.rules.wordlist import set_of

_RELATIONS = set_of(
    "mum mam mom mother mammy mummy ma dad daddy father da gran nan nana nanna grandma granny grandmother grandad granddad "
    "grandpa grandfather son daughter sister brother wife husband hubby himself herself missus grandson granddaughter "
    "grandkid grandchild grandchildren kid child children niece nephew cousin neighbour neighbor aunt auntie uncle carer "
    "lad lass family friend partner brother-in-law sister-in-law son-in-law daughter-in-law good-daughter"
)
_MEDICINE = re.compile(
    r".{2,}(?:pril|statin|olol|xaban|azole|dipine|sartan|cillin|mycin|cycline|gliptin|gliflozin|formin|azide|semide|azepam|oxetine"
    r"|traline|alopram|triptyline|tiapine|apine|pezil|tidine|profen|cetamol|codeine|parin|thyroxine|olone|isone|amol|gabalin"
    r"|pentin|oprost|dronate|grel)e?"
    r"|tablet|pill|drops|inhaler|puffer|insulin|warfarin|aspirin|med|medicine|medication|patch|capsule|dose|injection"
    r"|antibiotic|sachet|linctus|syrup|cream|ointment|steroid|laxative|painkiller|vitamin|eliquis|lipitor|digoxin|gaviscon"
    r"|plavix|xarelto|ventolin|seretide|symbicort|crestor|coumadin|lasix|synthroid|januvia|ozempic|nurofen|panadol|zocor"
)
_TREATMENT = re.compile(
    r"hair(?:cut|do)?|perm|set|trim|mani(?:cure)?|pedi(?:cure)?|nail|facial|massage|shave|highlight|root|colou?r|tint|wax"
    r"|eyebrow|chiropod(?:y|ist)|podiatr(?:y|ist)|beard|barber|salon|fringe|toenail|blow-?dry|shampoo|hairdresser|parlour|spa"
)


def class_of(word: str) -> str:
    """What kind of thing a word in small letters names, in capitals; nothing for most words."""
    single = word.removesuffix("'s").removesuffix("s")
    if word in _RELATIONS or single in _RELATIONS:
        return "RELATION"
    if _MEDICINE.fullmatch(single) or _MEDICINE.fullmatch(word):
        return "MEDICINE"
    return "TREATMENT" if _TREATMENT.fullmatch(single) else ""
