"""What is said when too much or the wrong thing was taken."""

from core.safety.vocabulary import MANY, MEDICINE, RELATIVE, TOOK, WHOM, gap

_POISON = (
    r"(?:bleach|antifreeze|anti freeze|poison|rat poison|slug pellets|weed ?killer|white spirit|detergent|washing (?:up )?(?:liquid|powder|tablets?|capsules?)|"
    r"dishwasher \w+|cleaning \w+|cleaner|batter(?:y|ies)|disinfectant|paraffin|petrol|dettol|turps|turpentine|caustic \w+|ammonia|chemicals?|"
    r"nail varnish remover|methylated spirits?|meths|paint|fabric softener|hand gel|sanitiser|(?:wild|poisonous|strange) (?:berries|mushrooms)|descaler|pesticide)"
)
_TOO_MUCH = r"(?:too many|too much|more than (?:i should|he should|she should|the dose|one dose)|double|twice(?! (?:a|daily|per)\b)|two lots|two doses|extra)"
_ALL = r"(?:the lot|(?:a|the) (?:whole|entire|full) (?:packet|pack|box|bottle|strip|lot|week|tub|pot|blister|jar)|(?:the|a) (?:bottle|packet|box|pot|handful|load|bunch|pile) of|whole (?:packet|bottle|box)|handfuls?|loads of|lots of|a lot of|a bunch of|a load of)"
_EVERY_ONE = r"(?:all (?:of )?(?:my|his|her|the|them|this|those|these|it)|every)"
_AT_ONCE = (
    rf"(?:at once|at (?:the same|one) time|in one (?:go|gulp|swallow|day)|in a oner|together(?! with)|one after (?:another|the other)|"
    rf"{MEDICINE} (?:that )?(?:i|he|she|we) (?:had|could find|have got|have)(?= left| \.|$|,)|(?:that|were|was|had|have) left|remaining|"
    rf"{MEDICINE} in the (?:house|cupboard|bottle|packet|box|drawer|pot)|weeks (?:worth|supply|{MEDICINE})|for the (?:whole |entire )?week|"
    r"by mistake|by accident|accidentally|on purpose|end it|die(?! for)|wanted to die|dont want to (?:live|wake up|be here)|"
    r"drowsy|wont wake|cant wake|feel(?:s|ing)? (?:\w+ )?(?:funny|sick|strange|sleepy|dizzy))"
)
"""To have taken all of one's pills is what one should; at once, or for the week, it is not."""
_BY_MISTAKE = r"(?:by mistake|by accident|accidentally|mistakenly|in error|mistake|wrongly|without thinking|forgot|forgotten|forgetting|didnt realise|didnt remember|already)"

OVERDOSE = (
    rf"\b(?:took|taken|had|gave|given|injected|swallowed) (?:\w+ ){{0,4}}{MEDICINE} (?:\w+ ){{0,3}}(?:three|four|five|six|several|many|\d) times\b(?! (?:a|daily|per|every|each)\b)",
    rf"\b(?:doubled up|doubled) (?:\w+ ){{0,4}}{MEDICINE}\b",
    rf"\b(?:took|taken|had|given|gave) (?:\w+ ){{0,3}}(?:tonights|tomorrows|evening|night|bedtime) (?:\w+ )?(?:{MEDICINE}|ones) (?:\w+ ){{0,4}}(?:as well|too|in the morning|by mistake|already)\b",
    rf"\b(?:emptied|finished|finished off|downed|drained|polished off) (?:\w+ ){{0,3}}(?:bottle|packet|box|pack|strip) of (?:\w+ )?{MEDICINE}\b",
    rf"\bdone something (?:\w+ )?(?:silly|stupid|daft|awful|terrible)(?: with (?:\w+ ){{0,2}}{MEDICINE})\b",
    r"\b(?:swallowed|drank|drunk) (?:\w+ ){0,3}(?:mouthwash|perfume|aftershave|shampoo|soap|glue|ink|polish)\b",
    rf"\boverdos\w*\b(?! on (?!.{{0,12}}{MEDICINE}))",
    rf"\b{TOOK} (?:\w+ ){{0,6}}{_TOO_MUCH}\b(?:(?=.{{0,120}}\b{MEDICINE}\b)|(?<=many)(?= \.|$|,)|(?<=many) of (?:these|those|them|my)\b(?= \.|$|,))",
    rf"\b(?:took|taken|swallowed|had|given|gave|downed|necked|eaten|ate) {gap(3)}{MANY} (?:(?!(?:usual|normal|regular|prescribed|daily|regulars)\b)\w+ ){{0,3}}{MEDICINE}\b(?!.{{0,120}}\b(?:usual|prescribed|every day|always|normal|as i should|morning tablets)\b)",
    rf"\b(?:took|taken|swallowed|had|given|gave|injected) (?:\w+ ){{0,4}}(?:wrong|someone elses|elses|(?:husbands|wifes|neighbours|dogs|cats|sisters|brothers|friends|mums|dads|{RELATIVE}s)) (?:\w+ ){{0,3}}{MEDICINE}\b",
    rf"\b(?:took|taken|swallowed|given|gave|giving) (?:\w+ ){{0,4}}{MEDICINE} (?:\w+ ){{0,6}}(?:instead of|not mine|wrong one|meant for|of my (?:husband|wife)|belong\w*|that (?:wasnt|werent|arent|isnt) mine)\b",
    rf"\bwrong (?:\w+ )?(?:{MEDICINE}|ones?)\b(?=.{{0,120}}\b(?:took|taken|swallowed|gave|given)\b)",
    rf"\b(?:mixed|muddled|mixing|confused) (?:up )?(?:\w+ ){{0,4}}{MEDICINE}\b(?=.{{0,120}}\b(?:took|taken|gave|given|swallowed|now i|dont know|with)\b)",
    rf"\b(?:took|taken|had|gave|given|injected) (?:\w+ ){{0,4}}{MEDICINE} (?:\w+ ){{0,4}}(?:twice|two times|double)\b(?! (?:a|daily|per|every)\b)",
    rf"\b(?:swallowed|drank|drunk|drinking|ate|eaten|eating|took|taken|sipped|inhaled|had) (?:\w+ ){{0,5}}{_POISON}\b(?! (?:of|test)\b)",
    r"\b(?:been|was|is|being|im|get) poisoned\b|\bpoison (?:control|centre|center)\b|\bswallowed (?:a |some |the |his |her )?(?:coin|magnet|needle|pin|button|false teeth|teeth|denture|dentures)\b",
    r"\b(?:too much|double|twice|wrong|extra|too many units of) (?:\w+ ){0,3}insulin\b|\binsulin (?:\w+ ){0,4}(?:twice|too much|double|by mistake|again)\b(?! (?:a|daily|per|every)\b)",
    rf"\bempty (?:\w+ ){{0,4}}(?:packets?|bottles?|box|boxes|strips?|packs?|pot|tub|pill|tablet) (?:\w+ ){{0,6}}(?:beside|next to|by|near|around|and (?:he|she|hes|shes|mum|dad)) (?:the bed|{WHOM})?",
    r"\b(?:bottle|packet|box|tablets|pills) (?:\w+ ){0,5}empty\b(?=.{0,120}\b(?:he|she|hes|shes|mum|dad|drowsy|sleepy|wont)\b)(?=.{0,120}\b(?:pills?|tablets?|bottle)\b)(?=.{0,120}\b(?:drowsy|sleepy|wont wake|taken|took|asleep|groggy)\b)",
    rf"\b(?:child|baby|grandson|granddaughter|toddler|grandchild|little one|boy|girl|dog) (?:\w+ ){{0,5}}(?:eaten|ate|swallowed|got hold of|got into|taken|took|drank|drunk) (?:\w+ ){{0,4}}{MEDICINE}\b",
    rf"\b(?:cant|dont) remember (?:\w+ ){{0,3}}how many (?:\w+ ){{0,4}}(?:took|taken|had|swallowed)\b|\bdont know how many (?:\w+ ){{0,4}}(?:took|taken|had|swallowed)\b|\blost count (?:\w+ ){{0,4}}(?:took|taken|{MEDICINE})\b",
    rf"\b(?:took|taken|swallowed|drank|had) (?:\w+ ){{0,5}}{MEDICINE} (?:\w+ ){{0,4}}(?:whisky|whiskey|vodka|gin|alcohol|brandy|wine) (?:\w+ ){{0,5}}(?:drowsy|sleepy|dizzy|strange|funny|cant)\b",
    r"\b(?:took|taken|swallowed|drank|had) (?:\w+ ){0,3}something (?:\w+ ){0,3}(?:shouldnt|poisonous|toxic)\b|\b(?:took|taken|swallowed|drank|ate|eaten) (?:\w+ ){0,3}(?:i|he|she) shouldnt\b",
)
OVERDOSE_OF_MEDICINE = (
    r"\b(?:took|taken|had|given|gave) (?:\w+ ){0,3}(?:tonights|tomorrows|evening|morning|night|nights|bedtime) (?:\w+ ){0,2}(?:as well|too|instead|already|with this|this morning as well)\b",
    rf"\b(?:took|taken|swallowed|given|gave) (?:\w+ ){{0,4}}{_TOO_MUCH}\b",
    rf"\b(?:took|taken|swallowed|eaten|ate|had|downed|necked|given|gave) (?:\w+ ){{0,4}}{_ALL}\b(?!.{{0,120}}\b(?:as usual|like you said|this morning as|for today)\b)",
    rf"\b(?:took|taken|swallowed|eaten|ate|had|downed|necked|given|gave) (?:\w+ ){{0,4}}{_EVERY_ONE}\b(?=.{{0,120}}\b{_AT_ONCE}\b)(?!.{{0,120}}\b(?:as usual|like you said|this morning as|for today)\b)",
    r"\b(?:took|taken|swallowed|eaten|ate) (?:\w+ ){0,3}(?:the lot|whole (?:lot|packet|bottle|box)|loads|handful|the whole)\b",
    rf"\b(?:took|taken|swallowed) (?:\w+ )?{MANY}\b(?= of| \.|$)",
    rf"\b(?:took|taken|swallowed|had|given|gave|injected) (?:\w+ ){{0,6}}(?:again|another|a second|second|twice|two|second lot)\b(?=.{{0,120}}\b{_BY_MISTAKE}\b)(?! (?:a|daily)\b)",
    rf"\b{_BY_MISTAKE}\b(?=.{{0,120}}\b(?:took|taken|swallowed|given|gave|had|injected) (?:\w+ ){{0,6}}(?:again|another|second|twice|two|double|extra|more|both)\b)",
    r"\b(?:forgot|forgotten|already|mistake)\b.{0,120}\b(?:took|taken|had|gave|given) (?:\w+ ){0,4}(?:again|another|second|twice|more)\b",
    r"\b(?:took|taken|had|gave|given|injected) (?:\w+ ){0,3}(?:double|twice|two lots|two doses|a double|both doses)\b(?! (?:a|daily|per|every)\b)",
)
"""Said in a sentence that names a medicine."""
OVERDOSE_MEANT = (
    rf"\b(?:going to|want to|im about to|thinking of) (?:\w+ )?(?:take|swallow|taking|swallowing) (?:\w+ )?(?:all (?:of )?(?:my|his|her|the|these|them)|(?:the|a) (?:whole|entire)) (?:\w+ ){{0,4}}(?:{MEDICINE}|bottle|packet|lot)\b",
)
