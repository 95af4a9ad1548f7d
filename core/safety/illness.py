"""What is said when a body fails: heart, stroke, breathing, choking, bleeding, unconsciousness."""

from core.safety.vocabulary import ANOTHER, HURTS, LIMB, ONES, PERSON, RELATIVE, WHOM, gap, one_of

_CANT = one_of(
    "cant couldnt hardly barely scarcely struggling struggles fighting trouble difficulty unable gasping trying"
)
_MINE = r"(?:my|his|her|the|their|mums|dads|\w+s)"

HEART = (
    r"\b(?:grey|gray|pale|white as a sheet|ashen|funny colour|awful colour|terrible colour|yellow|waxy|blotchy) (?:[\w,]+ ){0,7}(?:clammy|sweat\w*|cold|shaking|faint|breath\w*|limp|drowsy|floppy)\b|\b(?:clammy|sweat\w*|cold and) (?:[\w,]+ ){0,6}(?:grey|gray|pale|ashen|funny colour)\b(?! (?:weather|skies|day|morning)\b)",
    r"\b(?:its|think its|be|something wrong with) (?:my|his|her|mums|dads) (?:heart|chest|ticker)(?= [.,]|$)|\b(?:going|goes|gone|shooting|running|runs) (?:\w+ )?down (?:my|his|her|the) (?:left |right )?arm\b",
    rf"\b{HURTS} (?:\w+ ){{0,5}}(?:breastbone|breast bone|sternum|shoulder blades)\b",
    r"\b(?:clammy|cold sweat|sweating|sweats) (?:[\w,]+ ){0,7}(?:pains?|chest|arm|sick|faint|grey|dizzy|jaw)\b|\b(?:chest|arm|jaw) (?:[\w,]+ ){0,6}(?:clammy|cold sweat|sweating)\b",
    r"\b(?:funny|strange|odd|queer|peculiar) (?:feeling|sensation|pain|ache) (?:\w+ ){0,3}(?:left arm|jaw|chest)\b",
    rf"\bchests?\b (?:is |its |feels |has |s )?{gap(4)}{HURTS}\b",
    rf"\b{HURTS} (?:\w+ ){{0,6}}chest\b",
    r"\b(?:elephant|weight|band|belt|vice|brick|bricks|stone|something|someone|lump|rock|hand|steel|strap|iron) (?:\w+ ){0,6}chest\b",
    rf"\b(?:holding|holds|clutching|clutches|grabbing|grabbed|clutched|rubbing|gripping) {gap(1)}chest\b",
    rf"\b{_MINE} (?:chest|heart) (?:\w+ )?(?:funny|strange|odd|not right|isnt right|wrong|queer|peculiar)\b",
    r"\b(?:funny|strange|odd|queer|bad|horrible|nasty|awful) (?:\w+ ){0,3}(?:in|across|around|round|behind) (?:my|his|her|the|their) (?:chest|breastbone)\b",
    rf"\b(?:having|had|has|have|got|be|is|its|getting|suffering|another|massive|like|a|possible|think) {gap(2)}heart attack",
    r"(?:^|[.,] )heart attack\b",
    r"\bcardiac arrest\b|\bheart failure (?:\w+ ){0,3}worse\b",
    r"\bangina\b (?:\w+ ){0,4}(?:attack|bad|worse|wont|isnt|not|again|now|pain|started|playing|back|come|came|going)\b",
    r"\b(?:having|got|bad|have|has|attack of) (?:\w+ ){0,2}angina\b",
    r"\b(?:spray|gtn) (?:\w+ ){0,3}(?:isnt|not|doesnt|hasnt|didnt|wont|no)\b",
    rf"\b{_MINE} (?:heart|hearts|ticker) (?:is |has |keeps |feels |been |going |gone |was |starting |started |its |beat is |to |beating |wont |that )*"
    r"(?:racing|pounding|flutter\w*|stopp\w*|stop|skipping|hammering|thumping|missing|fast|faster|funny|funnily|strangely|hurts?|"
    r"hurting|aches?|aching|packing up|giving out|playing up|all over the place|jumping|wildly|irregular\w*|mad|crazy|nineteen|wrong|out of)\b",
    r"\bheart (?:\w+ ){0,2}(?:isnt|not|is) (?:beating|right)\b",
    r"\bpalpitations\b|\bhearts? (?:\w+ ){0,3}(?:beating|going) (?:\w+ ){0,3}(?:fast|funny|strange\w*|irregular\w*|wild\w*|mad|clappers)\b",
    rf"\b(?:left|one) arm (?:is |feels |has |s |and )?{gap(4)}(?:hurts?|hurting|aches?|aching|numb|heavy|tingl\w+|pain\w*|dead|funny|strange|odd)\b",
    rf"\b(?:{HURTS}|numbness|numb|tingling) (?:\w+ ){{0,6}}(?:left arm|down (?:my|his|her|the|their|one) (?:left )?arm)\b",
    r"\b(?:spread\w*|shoot\w*|going|goes|travel\w*|radiat\w*|creeping|up|moved|moving) (?:\w+ ){0,4}(?:arm|jaw)\b(?= |$)(?:.{0,120}\b(?:pain|ache|hurt)|(?<=jaw))",
    rf"\b{HURTS} (?:\w+ ){{0,4}}(?:arm|arms) (?:and|to|into|up) (?:\w+ ){{0,3}}(?:jaw|neck|shoulder|chest)\b",
    rf"\b{HURTS} (?:\w+ ){{0,5}}(?:up|to|into|and|down) (?:\w+ ){{0,3}}jaw\b",
)

STROKE = (
    r"\bface (?:\w+ ){0,2}looks? (?:\w+ )?(?:wrong|funny|odd|strange|different|peculiar|twisted)\b|\b(?:dribbling|drooling)\b(?= (?:\w+ ){0,6}(?:face|side|mouth|words|speak|talk))",
    rf"\b(?:cant|couldnt|wont) (?:\w+ )?(?:smile)\b(?= (?:properly|on|straight|any)|$)|\bcant make (?:my|his|her) (?:\w+ )?{LIMB}\b|\b{LIMB} wont do\b",
    r"\bdown (?:one|my left|my right|his left|his right|her left|her right|the left|the right|my whole left|my whole right) (?:hand )?side\b(?! of the (?:road|street|house))",
    rf"\b(?:having|had|has|have|got|be|is|its|another|suffering|like|think|suffered|massive|possible) {gap(2)}(?:stroke|tia)\b",
    r"(?:^|[.,] )(?:a )?stroke(?= |$)(?: \.|$)",
    rf"\b(?:face|mouth|eye|eyelid|smile|cheek) (?:has |is |s |looks |gone |all )*{gap(4)}(?:droop\w*|dropp\w*|sagg\w*|lopsided|crooked|slipp\w*|fallen|"
    r"wonky|twisted|hanging|slid\w*|uneven|down on one side|numb|funny)\b",
    r"\b(?:droop\w*|sagging|lopsided|crooked|wonky) (?:\w+ ){0,3}(?:face|mouth|smile|side)\b",
    r"\b(?:one|left|right) side of (?:\w+ ){1,2}(?:face|mouth|body)\b",
    r"\bslur\w*\b(?= (?:\w+ ){0,4}(?:words?|speech|speaking|talking)| |$)",
    r"\b(?:words?|speech|talking|what (?:he|she) says) (?:\w+ ){0,4}(?:slurred|garbled|jumbled|muddled|gibberish|funny|mixed up|backwards|gone|wrong|strange)\b",
    rf"\b(?:talking|speaking|speaks|talks|said) {gap(2)}(?:gibberish|nonsense|garbled|jumbled)\b",
    r"\bcant (?:speak|say anything|form words|talk properly|speak properly|get (?:a|my|his|her|their|the|any) words? out|find (?:\w+ )?words)\b"
    r"(?! (?:\w+ish|french|german|to|with|for|highly|about|chinese|portuguese|freely|right now)\b)",
    rf"\b{ANOTHER} (?:suddenly )?(?:cant|couldnt) (?:talk|speak)\b(?! (?:to|about|right|now|with)\b)",
    r"\b(?:one|left|right|whole) side (?:\w+ ){0,7}(?:numb|weak|dead|paralysed|wont|cant|tingl\w+|isnt|not|gone|useless|limp|heavy)\b",
    r"\b(?:numb\w*|weak|weakness|dead|paralysed|no feeling|lost (?:the |all |any )?(?:feeling|use)|tingling|feeling) (?:\w+ ){0,6}(?:one side|left side|right side|side of)\b",
    rf"\b(?:cant|couldnt|unable to|not able to) (?:\w+ )?(?:move|lift|raise|feel|use|hold up) {gap(3)}{LIMB}\b",
    rf"\b{ONES} (?:left |right |whole |one )?{LIMB} (?:has |have |is |are |s |suddenly |feels? |all |just )*(?:gone |went |going )?(?:numb|dead|limp|paralysed|useless)\b",
    rf"\b{LIMB} (?:\w+ )?(?:wont|doesnt|not|isnt|dont) (?:move|moving|work|working|lift)\b",
    rf"\b(?:lost|losing|no) (?:the |all |any )?(?:feeling|use|movement) (?:in|of|down) (?:\w+ ){{0,3}}{LIMB}\b",
    r"\bparalysed\b",
    r"\b(?:gone|went|going) (?:\w+ )?blind\b|\bcant see (?:out of|(?:\w+ ){0,4}(?:one|left|right) eye)\b|\b(?:lost|losing|loss of) (?:my |the |his |her |all )?(?:sight|vision)\b",
    r"\b(?:sight|vision) (?:\w+ ){0,4}(?:gone|went|disappeared|double|lost|blacked)\b|\bseeing double\b|\bsuddenly (?:\w+ ){0,3}cant see\b|\bcant see (?:\w+ ){0,3}suddenly\b",
    r"\b(?:worst|blinding|thunderclap|sudden|splitting|terrible|explosive) (?:\w+ )?headache (?:\w+ ){0,3}(?:of my life|ever|and|ive|suddenly|came|hit|like|out)\b|\bworst headache\b|\bthunderclap\b",
    r"\bheadache (?:\w+ ){0,5}(?:hit by|never had|exploding|out of nowhere|like a bolt|vision|see|neck)\b",
    r"\b(?:suddenly|all of a sudden) (?:\w+ ){0,5}(?:confused|muddled|weak|numb|dizzy)\b|\b(?:confused|muddled|weak|numb) (?:\w+ ){0,2}(?:suddenly|all of a sudden)\b",
    rf"\b{ANOTHER} (?:\w+ ){{0,4}}(?:isnt|not|doesnt|stopped|arent) (?:mak\w+|recogni\w+|know who) (?:any |me|us|who|much)?\b",
    rf"\b{ANOTHER} (?:\w+ ){{0,3}}doesnt (?:know|recogni[sz]e) (?:who|me|us|where (?:he|she|they))\b",
    rf"\b(?:{RELATIVE}|he|hes|she|shes) (?:\w+ ){{0,3}}(?:confused|disorientated|disoriented|delirious) (?:and|today|this|now|all|since)\b",
)

_WHILE_BREATHING = r"(?:breath|breathe|breathing|breaths)"
BREATHING = (
    r"\b(?:fighting|struggling|gulping|desperate|battling|gasping) for (?:\w+ )?(?:breath|air)\b|\bbreathing through a straw\b|\blungs (?:\w+ ){0,4}(?:water|full|drowning|fluid)\b",
    rf"\b{_CANT} (?:\w+ ){{0,3}}{_WHILE_BREATHING}\b(?! (?:through my nose|in these|in this|in that|a word|for laughing|with laughter)\b)",
    r"\b(?:hard|difficult|harder|harder and harder|impossible|hurts|painful|pain|fight|not able|difficulties|problems?|issues|struggle|hard time|battling) (?:\w+ ){0,4}(?:breathe|breathing|breath)\b(?! (?:through my nose|in these|in this)\b)",
    rf"\b{_WHILE_BREATHING} (?:\w+ ){{0,3}}(?:bad|badly|funny|hard|difficult|heavy|heavily|worse|shallow|noisy|fast|strange\w*|hurts?|painful|stopped|stopping|wrong|terrible|awful|gone|trouble|problems?|properly|rasp\w*|rattl\w*|wheez\w*)\b",
    r"\b(?:isnt|not|stopped|stops|stop|arent|wasnt|aint|doesnt) (?:\w+ ){0,2}(?:breathing|breathe)\b",
    rf"\b{_CANT} (?:\w+ ){{0,2}}(?:catch\w*|get\w*|draw\w*|take|taking|suck\w*) (?:\w+ ){{0,3}}(?:breath|air|breaths)\b",
    r"\b(?:not|isnt|arent) (?:\w+ ){0,2}(?:getting|enough) (?:\w+ ){0,2}(?:air|oxygen|breath)\b",
    r"\b(?:short\w*|shortage|loss) of breath\b|\bbreathless(?! (?:with|at|from (?:laughing|excitement))\b)|\b(?:no|lost my|run out of|running out of) (?:breath|air)(?: left)?(?= |$)(?! (?:test|freshener)\b)",
    r"\bout of breath\b (?:\w+ ){0,6}(?:sitting|resting|nothing|lying|and my|cant|bed|doing|talking|speak|walk|blue|getting worse|even)\b",
    r"\b(?:sitting|resting|lying|still|even|bed) (?:\w+ ){0,6}out of breath\b",
    r"\b(?:gasping|suffocating|hyperventilating|wheezing|gasps)\b(?! for (?:a|my|some) )",
    r"\binhaler (?:\w+ ){0,4}(?:isnt|not|doesnt|wont|hasnt|didnt|empty|run out) (?:\w+ ){0,2}(?:work\w*|help\w*|do\w*|touch\w*|and)\b|\binhaler (?:\w+ ){0,2}(?:isnt|doesnt|not)\b",
    r"\basthma (?:\w+ ){0,3}(?:attack|bad|badly|worse|terrible|severe)\b|\b(?:bad|severe|terrible) asthma\b",
    r"\b(?:lips|face|fingers|skin|mouth|fingernails|lip) (?:\w+ ){0,4}(?:gone|turning|going|turned|are|is|look\w*|went|a bit|all) (?:\w+ )?(?:blue|grey|gray|purple)\b",
    r"\b(?:hes|shes|gone|turning|going|turned|goes|im) (?:\w+ ){0,2}(?:blue|purple)\b(?! (?:badge|in the face with)\b)(?= (?:and|in|around|round|at|\.)|$)",
    r"\b(?:throat|tongue|lips|face|mouth|neck) (?:\w+ ){0,4}(?:swell\w*|swollen|closing|closed|puff\w*|tight|tightening|blown up)\b",
    r"\b(?:swelling|swollen|puffy) (?:\w+ ){0,3}(?:throat|tongue|lips)\b|\bswelling up\b",
    r"\banaphyla\w*|\bepipen\b|\ballergic (?:\w+ )?reaction\b",
    r"\ballergic (?:\w+ ){1,8}(?:eaten|ate|stung|swell\w*|had|swallowed)\b|\b(?:ate|eaten|stung|had) (?:\w+ ){1,8}allergic\b",
    r"\boxygen (?:\w+ ){0,4}(?:run out|low|stopped|isnt|not|ran out|dropp\w*|gone|empty|running out|eighty|8\d|7\d)\b",
    r"\b(?:im|hes|shes|is|someones?|whos|are) (?:\w+ ){0,2}drowning\b(?! in)",
)

CHOKING = (
    rf"\b{PERSON} (?:is |s |was |has |been |started |starts |keeps |just |began |must be |think |might be |may be |dog )*chok\w+\b(?! the life)",
    r"(?:^|[.,] )(?:help )?(?:hes |shes |im )?choking\b(?! hazard)",
    r"\b(?:is|are|started|help|keeps|keep|begun|was|im|hes|shes|were|been|now) choking\b(?! the life)",
    r"\bchok(?:ed|ing|es) on (?!the (?:price|bill|cost)|that|hearing)",
    r"\b(?:stuck|lodged|caught|wedged|jammed) (?:\w+ ){0,4}(?:throat|windpipe|gullet|airway|gullet|pipe)\b",
    r"\b(?:throat|windpipe|airway) (?:\w+ ){0,2}(?:blocked)\b|\b(?:blocking|blocked) (?:\w+ ){0,2}(?:throat|windpipe|airway)\b",
    r"\b(?:gone|went|going) (?:down )?the wrong (?:way|hole|pipe)(?! (?:round|up|down|on|home|at|and (?:got|missed))\b)\b",
)

UNCONSCIOUS = (
    r"\bslump\w*\b(?! in (?:sales|prices|the (?:market|economy)))|\bout for the count\b",
    rf"\b{PERSON} (?:(?!(?:never|not)\b)\w+ ){{0,4}}collaps(?:ed|ing|e|es)\b",
    r"(?:^|[.,] |\band |\bhelp |\bthat )(?!(?:it|that|my shares|shares|the|prices|which|a|everything|business|roof|tent|bridge|bank|cake)\b)(?:my |our |the )?(?:\w+ )?(?:has |just |is |have )?collapsed\b",
    r"\bcollapsed (?:on|in|at|by|onto) (?:the |my |our )?(?:floor|kitchen|bathroom|street|bus|bed|stairs|shop|hall|garden|sofa|chair|ground|pavement|lounge)\b",
    rf"\b(?:cant|couldnt|unable to|not able to|trying to|tried to) (?:seem to )?(?:wake|rouse|wake up|revive|bring round) (?:up )?(?:{WHOM}|\w+ up)\b",
    rf"\b(?:cant|couldnt) (?:seem to )?(?:get (?:any|a) (?:response|answer|reply)|get {WHOM} to (?:wake|respond|answer|come round|open|move|talk|speak))\b",
    rf"\b{ANOTHER} (?:(?!to\b)\w+ ){{0,3}}(?:wont|cant|doesnt|isnt|not|wouldnt|didnt|arent) (?:be )?(?:wake|waking|rouse|roused|respond\w*|moving|move|come round|coming round|come to|answer\w*|open|talking|react\w*)\b",
    r"(?:^|[.,] |\band )(?:wont|isnt|not) (?:wake up|waking up|responding|moving|come round|coming round)\b",
    r"\b(?!(?:it|the|that|website|phone|tablet|computer|car|app|screen|door|thing|printer|remote|laptop|queue|traffic|machine|window)\b)\w+ (?:wont|isnt|not) (?:wake up|waking up|coming round|come round|responding to (?:me|us|anything))\b",
    r"\bunconscious(?! bias)|\bunresponsive\b|\bknocked (?:\w+ )?out cold\b|\bout cold\b|\blost consciousness\b|\bnot conscious\b|\bisnt conscious\b|\blosing consciousness\b|\bin and out of consciousness\b|\bcomatose\b",
    rf"\b(?:{PERSON}|going to|gonna|about to|might|keeps?|almost|nearly|and) (?:\w+ ){{0,4}}(?:pass(?:ed|ing)? out|black(?:ed|ing)? out|keel(?:ed)? over|faint(?:ed|ing)?)\b(?! (?:the|some|all|a|leaflets|sweets|of (?!sight)|praise|from the (?:heat|shock) of)\b)",
    r"(?:^|[.,] )(?:fainted|passed out|blacked out)\b",
    r"\b(?:feel|feeling|feels|felt) (?:\w+ ){0,3}faint\b",
    r"\blifeless\b|\bno pulse\b|\b(?:cant|couldnt) (?:find|feel) (?:\w+ )?pulse\b|\bfloppy\b(?= and| all|$)|\bgone (?:all )?(?:limp|floppy)\b",
    r"\b(?:having|had|has|have|started|another|like) (?:a |an |some |another |some kind of |some sort of )*(?:\w+ )?(?:fit|fits|seizure|seizures|convulsion|convulsions)\b(?! (?:about|if|when|over|because|of (?:the giggles|laughter|giggles))\b)",
    r"\bseizures?\b|\bconvuls\w+|\b(?:hes|shes|is|started|still|keeps) fitting\b(?! (?:a|the|my|in|into|for|it|well|our)\b)|\bepileptic (?:fit|attack)\b",
    rf"\b{ANOTHER} (?:\w+ ){{0,3}}(?:jerking|shaking)\b (?:\w+ ){{0,4}}(?:all over|floor|uncontrollabl\w+|foaming|violently|eyes|cant|wont)\b|\bfoaming at the mouth\b|\beyes (?:\w+ ){{0,3}}rolled (?:back|up)\b",
    rf"\b(?:think|afraid|believe|looks?|might be|may be|seems?|could be) (?:\w+ ){{0,4}}(?:is |s |be |hes |shes |as if hes |like hes |like shes )?dead\b(?! (?:funny|nice|tired|good|right|battery|line|easy|boring|and gone)\b)(?=.{{0,120}}\b{ANOTHER}\b|$)",
    rf"\bfound (?:{WHOM}|\w+) (?:\w+ ){{0,3}}(?:dead|cold|unconscious|not breathing)\b",
    r"\b(?:blood sugars?|(?:my|his|her|mums|dads) sugars?) (?:\w+ ){0,4}(?:low|dropp\w*|crash\w*|[0-3])\b",
    r"\b(?:having|gone|got|going|have|has|is|into) (?:\w+ ){0,2}hypo\b|\bdiabetic (?:\w+ )?(?:coma|hypo|shock)\b",
)

_BADLY = (
    r"(?:wont|doesnt|isnt|cant|hasnt|couldnt|not|stop\w*|lots?|badly|heavily|everywhere|profusely|much|loads|all over|head|ears?|bad|inside|"
    r"wound|death|again|hard|terribly|leg|arm|nose|mouth|bottom|hand|finger|down|through|quickly|fast|and)"
)
BLEEDING = (
    rf"\b(?:bleed\w*|nosebleed) (?:\w+ ){{0,6}}{_BADLY}\b",
    r"\b(?:wont|cant|doesnt|hasnt|couldnt|not) (?:\w+ ){0,4}stop\w* (?:\w+ ){0,4}(?:bleed\w*|blood)\b",
    rf"\b(?:{PERSON}|its|is|are|started|keeps?|still|theres|been|wound|leg|arm|head|hand) (?:is |been |still |has |just |started |all |badly |heavily )*bleeding\b(?! (?:heart|obvious)\b)",
    r"(?:^|[.,] )bleeding (?:badly|heavily|from|a lot|everywhere|profusely)\b",
    r"\b(?:cough\w*|vomit\w*|throwing|threw|thrown|sick|spit\w*|bring\w*|brought|passing|passed|los\w+|pour\w*|gush\w*|spurt\w*|pumping|covered|pool|puddle|"
    r"full|lots|lot|loads|much|weeing|peeing|pooing|wee|urine|poo|stools?|toilet|sicked) (?:\w+ ){0,4}blood\b",
    r"\bblood (?:\w+ ){0,5}(?:everywhere|all over|pour\w*|gush\w*|spurt\w*|wont|coming|on the (?:floor|carpet|pillow|bed)|pool|dripping|running|wee|urine|pee|poo|stool|stools|vomit|sick|toilet|spit|ear|ears|soaked|soaking|stop)\b",
    r"\btheres (?:\w+ ){0,3}blood\b",
    r"\b(?:cut|cuts|sliced|slashed|gashed|severed|chopped) (?:\w+ ){0,5}(?:wrists?|artery|vein|bone|deep|deeply|badly|off|open|bad)\b",
    r"\b(?:deep|bad|nasty|huge|terrible) (?:\w+ )?(?:cut|gash|wound) (?:\w+ ){0,6}(?:bleed\w*|blood|head|leg|hand|stop|arm)\b|\bgash\b (?:\w+ ){0,3}(?:head|leg|arm|hand|forehead)",
    r"\bh[ae]+morr?hag\w+",
)
