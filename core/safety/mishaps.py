"""What is said of falls, injuries, fire, gas and strangers, and cries for help."""

from core.safety.vocabulary import ANOTHER, LIMB, PERSON, RELATIVE, WHOM, gap, one_of

_FELL = r"(?:fell|fallen|fall)"
_NO_FALL = (
    r"(?! (?:asleep|in love|out(?! of (?:\w+ )?(?:bed|chair|wheelchair|bath|car|window|door|bus|van|loft|shower|tree|taxi))|behind|apart|ill|pregnant|for|short|foul|victim|silent|through|about laughing|flat on its|into (?:a deep|conversation|"
    r"place|the habit)|off (?:to sleep|the back of a lorry|the wagon)|on (?:hard|deaf|a (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|bank))|"
    r"under|back asleep|back on|head over|prey|from (?:grace|favour)|sick|over (?:laughing|themselves)|open|prevention|alarm|detector|risk|clinic|appointment|class\w*|colou?rs|leaves|down on the job)\b)"
)
_BONE = one_of(
    "hip leg arm wrist ankle neck back rib ribs pelvis thigh shoulder collarbone skull knee elbow jaw nose thumb bone bones foot toe spine"
)
_PLACE = one_of(
    "floor ground carpet lino tiles patio pavement kitchen bathroom hall hallway stairs garden path steps landing driveway drive road bedroom"
)
_STAND = r"(?:get (?:back )?up|get (?:\w+ ){1,2}up|stand up|stand(?= (?:up|and|on|at all|anymore|without|because|by|properly|[.,])|$)|get off the (?:floor|ground|toilet)|get out of the (?:bath|tub|shower)|get (?:back )?on my feet|get to my feet|get myself (?:up|off)|pick myself up|pull myself up|lift \w+ (?:off|up)|get (?:him|her|them|mum|dad) (?:back )?(?:up|off|on))"
_NOT_UP = r"(?! (?:early|in the (?:morning|mornings)|before|for|up for|on time|the (?:hill|stairs|ladder|steps)|at|to (?:speed|date|the)|when|until|so early|him|her|it|the (?:heat|noise|smell|taste))\b)"

FALL = (
    r"\b(?:ended up|landed|finished up|woke up|found myself|woken up|hit) (?:\w+ ){0,2}(?:on )?the (?:\w+ )?(?:floor|ground|deck|pavement)\b",
    r"\b(?:come|came|fallen|fell|gone|went) off (?:the|my|his|her|a) (?:\w+ )?(?:ladder|chair|stool|bike|step|steps|scooter|stepladder|horse|stairlift|toilet|bed|commode)\b(?! for)",
    r"\b(?:come|came) a cropper\b",
    r"\b(?:i|ive) (?:\w+ )?(?:went|gone) down\b(?= (?:and|in the (?:bathroom|kitchen|garden|hall|shower|street|road|lounge|bedroom)|hard|again|on (?:my|the)))(?! and (?:bought|got|had|met|saw|did))",
    r"\bflat on (?:my|his|her) (?:back|face)\b(?! (?:resting|in bed with)\b)",
    r"\b(?:legs?|knees?|hips?) (?:\w+ )?(?:gave|given|give|gone) (?:way|out)\b",
    r"\bcant (?:shift|budge)\b(?= (?:and|from|off|at all|myself|,|\.|my legs?)|$)",
    r"\b(?:dropped|dropping|sank|sunk|crumpled) (?:\w+ )?to the (?:floor|ground)\b",
    rf"\b{PERSON} (?:(?!(?:never|not|nearly|almost|didnt|havent|hasnt|might|may|could|would|if|wont|dont|cant|when|things|leaves|prices|keeps|slept)\b)\w+ ){{0,4}}{_FELL}\b{_NO_FALL}",
    rf"(?:^|[.,] |\band |\bhelp |\bthink |\bthat |\bbecause )(?!(?:it|that|rain|snow|prices|shares|night|the|which|things|leaves|temperature|temperatures|sales|something|easter|christmas|standards|plaster|everything|to|will|can|could|silence)\b)(?:\w+ )?(?:has |just |is |have |had )?(?:fallen|fell){_NO_FALL}(?! (?:off|on|under|over) (?:the )?(?:shelf|wall|table|radar))",
    rf"\b(?:had|has|having|have|taken|took|another|suffered) {gap(5)}(?:fall|tumble|spill|trip)\b(?! to| of|s)(?! (?:prevention|risk|alarm|detector|assessment|out with|clinic|appointment|class)\b)",
    rf"\b{PERSON} {gap(3)}(?:tripped|slipped|tumbled|toppled|stumbled|slid|skidded)\b(?= (?:\w+ ){{0,3}}(?:over|on|in|down|off|and|up|getting|out of|onto|to|coming|from|again|backwards|badly|\.|,)|$)(?! (?:my|his|her|your) mind| (?:out|disc|away|up (?:on|and said)|on (?:my|a|his|her) (?:coat|shoes|slippers|cardigan|jacket)|in (?:a|the) (?:word|comment)|over (?:my|his|her) (?:words|tongue)|into|through|past|the fuse|the switch))",
    rf"\b{PERSON} (?:\w+ ){{0,3}}(?:gone|went|gone right|been) (?:flying|over on|down (?:hard|like|with a bang|on)|base over apex|head over heels|arse over|for a burton|over (?:in|again|and|backwards))\b(?! like a storm)(?! well)",
    rf"\b(?:im|hes|shes|were|theyre|{PERSON}(?: is| has been| was)?|been|found \w+(?: \w+)?|still|lying|laying|laid|stuck|sat|sitting|{RELATIVE}s) (?:just |now |all |also )?(?:lying |laying |laid |stuck |sat |sitting |still |down |here |flat |out |face down |all night |for hours )*(?:on|onto) the (?:\w+ )?(?:floor|ground|lino|pavement|bathroom tiles|carpet)\b(?! (?:floor|plan)\b)",
    r"(?:^|[.,] )(?:stuck |lying |laying |down )*on the (?:\w+ )?floor\b(?= (?:and|cant|,|\.|in|since|for|help|unable)|$)",
    rf"\b(?:cant|couldnt|unable to|not able to|trouble|struggling to|havent been able to|trying to|isnt able to|no way to) (?:seem to |manage to |now )?{_STAND}\b{_NOT_UP}",
    rf"\b{PERSON} (?:\w+ ){{0,3}}(?:on the floor|down) and (?:\w+ ){{0,2}}(?:cant|wont|stuck)\b",
    rf"\b(?:im|ive|hes|shes|{PERSON}(?: is| got)?|am|got|get|been|myself) (?:\w+ ){{0,2}}(?:stuck|trapped|wedged|pinned) (?:\w+ ){{0,2}}(?:in|on|between|under|behind|beneath|down|inside) (?:\w+ ){{0,3}}(?:bath|tub|bathtub|shower|toilet|loo|lift|floor|bed|wall|door|cellar|armchair|chair|bathroom|wardrobe|radiator|commode|ground|freezer)\b",
    r"\b(?:fell|fallen|tumbled|tripped|slipped) (?:\w+ ){0,3}(?:stairs|staircase|steps|ladder|kerb)\b",
    r"\b(?:lying|laid|laying|heap|body|crumpled|he|she|im|mum|dad) (?:\w+ ){0,3}(?:at|to) the (?:bottom|foot) of the (?:stairs|steps)\b",
    r"\bcant (?:\w+ )?(?:put|bear|take) (?:any |my |the )?weight\b",
    r"\bmy legs (?:\w+ ){0,3}(?:gave way|given way|gone from under|went from under|buckled|wont hold)\b|\blegs (?:gave|have given|just gave|given) way\b|\blost (?:my|his|her) (?:balance|footing) and\b",
    r"\b(?:cant|couldnt) (?:\w+ )?move\b(?= (?:and|,|\.|since|after|at all|from|off|here|help|im|because my|my (?:leg|hip))|$)",
    r"\b(?:i|ive) (?:\w+ )?(?:rolled|fallen|fell|slid|slipped) (?:\w+ ){0,2}out of (?:bed|my chair|the chair|the bed|my bed|my wheelchair)\b",
    rf"\b{ANOTHER} (?:has |is |s |have )?(?:gone|went|is|been) down\b(?= (?:and|in the (?:bathroom|kitchen|garden|hall|shower|street|road|lounge|bedroom)|again|hard|,|\.)|$)(?! (?:to|the|with|and (?:bought|got|had))\b)",
)

INJURY = (
    rf"\b(?:{PERSON}) (?:is |are |s |still |got |been )*trapped\b(?= (?:in|under|inside|behind|between|and)\b|$|(?= [.,]))(?! wind)|\b(?:bump|smash|collision|pile ?up|crash) (?:\w+ ){{0,5}}(?:trapped|hurt|bleeding|injured|unconscious)\b",
    r"\b(?:so|that|freezing|frozen|ever so|too) cold (?:\w+ ,? ?){0,3}(?:cant|couldnt) (?:\w+ )?(?:stop shivering|feel|think|move|get warm|talk)\b|\bcant (?:stop shivering|get warm|warm up|stop shaking)\b|\bhypothermia\b|\b(?:no heating|heatings?) (?:\w+ ,? ?){0,8}(?:shivering|blue|cant feel|freezing cold)\b|\bheat ?stroke\b",
    r"\b(?:hit|banged|bumped|cracked|knocked|bashed|smacked|split|whacked|struck|smashed|hurt|injured|bang on|blow to|knock on) (?:\w+ ){0,2}(?:head|skull)\b(?!s)(?! (?:against a brick|on a brick|of state|line|start|teacher)\b)",
    r"\b(?:head|forehead) (?:\w+ ){0,3}(?:injury|wound|bleeding|split open|cracked|cut open)\b|\bhead injur\w+",
    rf"\b(?:broken|broke|fractured|snapped|dislocated|smashed|cracked|shattered|busted) (?:my |his |her |a |the |their |mums |dads )?(?:left |right |other |upper )?{_BONE}\b(?! (?:of the|off the|at the (?:party|dance)|ground|even)\b)",
    rf"\b{_BONE} (?:is |looks |feels |might be |may be |must be |has |could be |s |think its |seems |was )+(?:broken|fractured|dislocated|sticking out|out of place|out of joint|snapped|at a funny angle|bent the wrong)\b",
    r"\bbone (?:\w+ ){0,3}(?:sticking|poking|showing|coming) (?:out|through)\b",
    rf"\b(?:burnt|burned|scalded|burning|burns on|burn on|burns to|scald) (?:\w+ ){{0,4}}(?:badly|{LIMB}|myself|himself|herself|chest|stomach|him|her|mum|dad|wrist)\b(?! (?:out|candle)\b)",
    r"\b(?:boiling|hot|scalding) (?:water|oil|fat|kettle|tea|soup) (?:\w+ ){0,6}(?:over|on) (?:me|him|her|myself|herself|himself|my|his|mum|dad)\b",
    r"\belectric shock from\b|(?:^|[.,] )electric shock\b|\b(?:dog|cat|snake|rat|horse) (?:has |have |just )?(?:bit|bitten|savaged|mauled) (?:me|him|her|my|mum|dad|the)\b",
    r"\b(?:hurt|injured|cut|burnt|burned|scalded) (?:myself|himself|herself) (?:\w+ )?(?:badly|bad|terribly|quite badly)\b|\bbadly (?:hurt|injured|burnt|cut)\b|\b(?:help|and) (?:me )?(?:im|hes|shes) hurt\b|(?:^|[.,] )(?:im|ive been|hes|shes) (?:hurt|injured)(?= [.,]|$)|\b(?:burnt|burned|scalded) (?:myself|himself|herself)\b",
    r"\b(?:leg|arm|foot|ankle|wrist|knee) (?:is |s |has |looks |all )*(?:bent|twisted|pointing|facing) (?:\w+ )?(?:the wrong|wrong|a funny|an odd|backwards)\b",
    r"\belectrocuted\b|\b(?:had|got|getting|had a|got a|having|given|an?) (?:\w+ ){0,2}electric shock\b|\belectrical shock\b",
    r"\b(?:been|was|got|is|were|hes|shes|ive|getting) (?:\w+ )?(?:run over|knocked (?:down|over|off)|hit by a (?:\w+ )?(?:car|bus|bike|lorry|van|cyclist|scooter|truck))\b",
    r"\b(?:been in|had|having|crashed|in) (?:a |an |my |the )?(?:\w+ )?(?:car |bad |nasty |terrible |road |serious |traffic )+(?:accident|crash)\b|\bcrashed (?:my|the|his|her) (?:car|scooter|mobility scooter)\b|\bknocked (?:\w+ )?(?:out|unconscious|senseless)\b(?! of (?:the|a))(?! the)|\bstabbed\b(?! in the back)",
)

_THING = (
    r"(?:house|flat|kitchen|home|room|bed|bedroom|curtains?|sofa|pan|pans|chip pan|oven|toaster|cooker|microwave|hob|chair|blanket|carpet|roof|building|bin|garage|shed|"
    r"gown|clothes|hair|sleeve|telly|tv|socket|sockets|box|plug|charger|stove|chimney|car|heater|place|nightie|rug|duvet|tea towel|towel|fat|battery|fryer|grill|"
    r"wire|wires|hallway|boiler|dryer|it|something|everything|tree|fence|block|cardigan|lounge|loft|attic|cushion|apron|cable|lamp|wall|airfryer|settee|door)"
)
FIRE = (
    r"\bburning smell\b(?! (?:of|from) (?:the )?(?:bonfire|toast))|\b(?:toaster|oven|pan|cooker|kettle|telly) (?:has |is |s )*(?:just )?gone up\b",
    r"\bcant see (?:\w+ ){0,3}for (?:the )?smoke\b",
    rf"\b{_THING}s? (?:is |are |has |have |just |s |all |its |gone |been |on |now |going |starting )*(?:on fire|alight|in flames|burning down|caught fire|caught light|catching fire|ablaze|up in (?:flames|smoke)|sparking|smouldering|smoking|burning)\b(?! (?:question|issue|ears|section|area|calories|a hole|ban|candles|room|shelter|incense)\b)",
    rf"\b(?:im|ive|hes|shes|{WHOM}|{PERSON}|its|theyre|were) (?:is |s |has )?(?:on fire|caught fire)\b(?! (?:today|tonight|with|at|this|lately|in (?:the|this) game)\b)",
    r"\b(?:set|setting) (?:\w+ ){1,4}(?:on fire|alight)\b(?! the world)",
    r"\btheres (?:\w+ ){0,4}(?:fire|flames|sparks|smoke)\b(?! (?:place|alarm test|engine|drill|station|in the (?:grate|hearth|fireplace|burner|pub)|going in|sale|works|damage|exit|door|escape|extinguisher)\b)(?= (?:\w+ ){0,6}(?:in|at|on|from|upstairs|downstairs|next|outside|coming|everywhere|under|filling|all|behind|inside|pouring|help|and|here)|$|(?= [.,]))",
    r"(?:^|[.,] )(?:help |quick )?fire(?: fire)*(?= (?:fire|help|in|upstairs|downstairs|quick|[.,])|$)(?! (?:in the (?:grate|hearth))\b)",
    r"\b(?:smoke|flames|sparks) (?:is |are |was |s |were )?(?:\w+ ){0,2}(?:coming|everywhere|filling|pouring|billowing|in (?:the|my|our) (?:kitchen|house|hall|flat|bedroom|room|lounge|hallway|home)|under the door|all over|flying|shooting|leaping|out of)\b",
    r"\b(?:full of|filled with|filling with|filling up with|thick|black|lots of|so much|can see|seeing|see) (?:\w+ ){0,2}(?:smoke|flames)\b",
    r"\b(?:smell\w*|stink\w*|reek\w*|whiff) (?:\w+ ){0,4}(?:smoke|burning|burnt plastic|electrical)\b(?! (?:candle|on my (?:coat|jumper|clothes)|toast|jacket|kippers|rubber)\b)(?!.{0,120}\b(?:bonfire|barbecue|incense|candle|jumper|coat|kippers)\b)",
    r"\b(?:smoke|fire) (?:alarm|detector)s? (?:\w+ ){0,3}(?:going off|gone off|went off|wont stop|ringing|sounding|screaming|blaring|going)\b(?!.{0,120}\b(?:battery|batteries|test|testing|toast|chirp\w*|low|every (?:week|friday|month))\b)",
    r"\b(?:call|ring|phone|get|send|need|fetch) (?:\w+ ){0,3}(?:fire (?:brigade|engine|service|department)|firemen|fireman|firefighters)\b",
    r"\b(?:house|home|flat|kitchen|chip pan|chimney|electrical|pan|oven) fire\b(?= (?:now|here|help|at|started|and|spreading|,|\.)|$)",
    r"\bcaught (?:fire|light|alight)\b(?! last)",
    r"\b(?:trapped|stuck) (?:\w+ ){0,4}(?:smoke|fire|flames)\b",
)
GAS = (
    r"\b(?:smell\w*|stink\w*) (?:\w+ ){0,4}(?:rotten|bad) eggs\b(?! sandwich)|\brotten eggs? smell\b",
    r"\b(?:smell\w*|stink\w*|reek\w*|whiff|leak\w*|odour|stench|fumes) (?:\w+ ){0,5}(?:of |like )?gas\b(?! (?:man|bill|company|engineer|board)\b)",
    r"\bgas (?:\w+ ){0,4}(?:leak\w*|smell\w*|escap\w*|hissing|fumes|everywhere|coming out)\b",
    r"\b(?:left|leaving|forgot|forgotten) (?:\w+ ){0,4}gas (?:\w+ )?(?:on|running|open|tap)\b|\bgas (?:\w+ ){0,3}(?:left|been) (?:\w+ )?on\b(?=.{0,120}\b(?:unlit|all night|hours|dizzy|sick|smell|headache)\b|$)",
    r"\b(?:carbon )?monoxide (?:\w+ ){0,4}(?:alarm|detector|poisoning|going|beeping|gone|sounding|leak\w*)\b(?= (?:\w+ ){0,4}(?:going|gone|beeping|sounding|off|ringing|screaming|wont|flashing|red|here|i|me|,|\.)|$)(?!.{0,120}\b(?:battery|batteries|test\w*|fit|install|buy|order)\b)",
    r"\bgas alarm (?:\w+ ){0,3}(?:going|gone|went|beeping|ringing|sounding)\b",
)

_INTO = one_of(
    "house home flat garden kitchen hall bedroom room bathroom garage property lounge hallway porch bungalow loft shed"
)
INTRUDER = (
    rf"\btheres (?:\w+ ){{0,2}}(?:man|men|woman|someone|stranger|person|people i dont know|somebody) (?:\w+ ){{0,3}}in (?:my|the|our) {_INTO}\b(?!.{{0,80}}\b(?:fix\w*|plumb\w*|electric\w*|paint\w*|carer|clean\w*|deliver\w*|boiler|measur\w*|fitting)\b)",
    rf"\b(?:someones?|burglars?|intruders?|robbers?|prowler|thief|thieves|stranger|strangers|strange (?:man|men|person|woman)|man i dont know|man outside|men outside) (?:(?!(?:com\w+|came|to|fix\w*|paint\w*|deliver\w*|visit\w*|from|nice|who|left|leave|leaves|deliver\w*)\b)\w+ ){{0,6}}(?:in (?:my|the|our) {_INTO}|downstairs|upstairs|breaking in|break in|broken in|broke in|trying to get in|at (?:my|the) (?:window|back door)|following me|after me|outside my (?:window|door|bedroom)|climbing|wont leave|wont go away|forcing|trying the (?:door|handle|back door)|creeping|smashed|prowling|getting in|kicking)\b(?! for (?:dinner|tea|lunch))",
    r"\b(?:being|been|am|getting|are|was just|just been) (?:\w+ )?(?:burgled|robbed|broken into|held up|followed home)\b(?! (?:at that price|at those prices|of)\b)",
    r"\b(?:breaking|broke|broken|break) in(?:to)? (?:my|the|our|his|her|through|now|downstairs|next door)\b(?=.{0,120}\b(?:house|home|flat|door|window|now|car|shed|someone|neighbours?|garage|place)\b|$)(?! new)(?!.{0,120}\bshoes\b)",
    r"\b(?:burglars?|intruders?|prowler)\b(?= (?:\w+ ){0,3}(?:in|here|downstairs|upstairs|outside|now|help|are|is)|$)(?! (?:alarm|film|who)\b)",
    r"\b(?:has|got|holding|with|waving|pointing|have|pulled) (?:a |the )?(?:big |kitchen )?(?:knife|gun)\b(?=.{0,120}\b(?:me|us|he|hes|man|someone|door|neighbour|son|hallway|kitchen|house|outside)\b)(?!.{0,120}\b(?:butter|bread|sharpen\w*|cheese|carving|glue)\b)",
    r"\b(?:man|someone|strangers?|men|woman) (?:\w+ ){0,6}(?:wont leave|wont go away|refuses to leave|forced (?:his|her|their) way|pushed (?:his|her|their) way|following me|hiding in|hammering on my|banging on my|threatening)\b",
)

_NUMBER = r"(?:ambulance|paramedics?|999|911|112|000|emergency services|police(?!m|w)|nine nine nine|nine one one|fire brigade|fire engine|coastguard)"
HELP = (
    rf"\b(?:{ANOTHER}) (?:hasnt|havent|not|isnt|has|is|s|didnt) (?:\w+ )?(?:opened|drawn|answered|answering|been seen|taken in|picked up|come to) (?:\w+ ){{0,4}}(?:curtains|door|milk|days?|phone|telephone|post|calls?)\b(?=.{{0,120}}\b(?:days?|lying|worried|see|since|morning|lights?|window|hours)\b)",
    rf"\b(?:see|saw|seen|found) (?:{WHOM}) (?:\w+ )?(?:lying|laid|slumped|laying|sprawled|face down)\b(?! (?:in (?:bed|the (?:sun|garden chair))|about|low|on the beach)\b)",
    r"\b(?:call|get|fetch|send|ring|phone|need) (?:\w+ ){0,3}(?:doctor|nurse|medic) (?:\w+ )?(?:quick|quickly|now|urgently|fast|straight|at once|right away|immediately)\b",
    r"\b(?:send|get) (?:someone|help|anyone|anybody)(?: (?:quick\w*|now|over|here|please|fast|to me|round|straight away|at once))*(?= [.,]|$| (?:im|ive|hes|shes|its|i cant|my|mum|dad))",
    r"\bcome (?:quick|quickly|at once)\b(?= [.,]|$| (?:im|ive|hes|shes|its|i|my|mum|dad|theres|please))|(?:^|[.,] )(?:please )?hurry(?= [.,]|$)",
    r"\b(?:im|hes|shes) in (?:real |bad |serious |terrible |big )?trouble\b(?! with)",
    r"\b(?:temperature|fever|burning up|shivering|boiling hot) (?:\w+ ,? ?){0,7}(?:confused|delirious|rambling|hallucinat\w+|talking nonsense)\b|\bsepsis\b",
    r"\b(?:room|everything|world) (?:is |s |wont |keeps )*(?:spinning|stop spinning|going round) (?:\w+ ){0,4}(?:cant|stand|fall|sick|faint)\b",
    rf"\b(?:call|ring|phone|dial|get|send|need|needs|fetch|want|calling|require|have|order|contact|bring) (?:\w+ ){{0,5}}{_NUMBER}\b(?! (?:station|museum|concert|drama|academy|show|dog|check|series|documentary|programme|news|officer friend|number|for the appointment|transport)\b)",
    r"(?:^|[.,] )(?:an |please )?(?:ambulance|paramedics?)\b(?= (?:please|quick\w*|now|to|for me|for my|fast|help|[.,])|$)",
    r"(?:^|[.,] )(?:somebody |someone |please |quick |quickly |god |anybody |anyone |can anyone |can someone |will someone |will anyone )*(?:help|sos|mayday|emergency)(?: (?:me|us|help|please|now|quick|quickly|someone|her|him|my \w+|urgently|fast|somebody|anyone|god))*(?= [.,]|$)(?! , (?:what|how|where|can you|could you|i (?:want|need|would like|wanted) to))",
    r"(?:^|[.,] )help (?:me )?(?:quick\w*|now|im|ive|hes|shes|i cant|i need|hurry|its|theres|my|fast|someone|he|she)\b(?! (?:find|with|to (?:find|write|choose|book|order|plan|make)|out)\b)(?! (?:\w+ ){0,2}(?:computer|phone|crossword|tv|telly|homework))",
    r"\b(?:its|this is|is|theres|have|got|having|an?|ive got) (?:\w+ )?(?:an |a )?(?:medical |real |dire )?emergency(?= [.,]|$| (?:at|here|now|help|and|with|please|in my|in the house|my|ive|im|he|she))",
    r"\b(?:need|needs|want|get|send|fetch) (?:\w+ )?(?:some )?(?:medical |urgent |immediate )?(?:help|doctor)\b (?:right |straight |\w+ )?(?:now|quick\w*|urgent\w*|away|immediately|fast|badly|at once|asap|this minute|here)\b|\bneed someone (?:here )?(?:now|quick\w*|urgently|right away|straight away)\b",
    r"\b(?:urgently|immediately|desperately|badly) need (?:\w+ )?(?:help|a doctor|medical)\b|\bneed (?:urgent|immediate|emergency|medical) (?:\w+ )?(?:help|attention|care)\b",
    r"\brescue me\b",
    rf"\b(?:im|he|hes|she|shes|{RELATIVE}s?|think i(?: am)?|i might be|am) (?:is |s |are )?dying\b(?! (?:to|for|of (?!(?:thirst and|a heart|an over))|out|breed|light)\b)",
    r"\b(?:think|feel|feels|sure|frightened|afraid|scared|thought) (?:\w+ ){0,4}(?:going to|about to|might|may|will) (?:\w+ )?die\b|\bdont let (?:me|him|her) die\b|\bim going to die(?= [.,]|$| (?:here|if|tonight|please|help|now))",
    r"\b(?:funny|bad|nasty|queer|peculiar) turns?\b|\b(?:taken|took|come over) (?:\w+ ){0,2}(?:bad|ill|queer|funny|faint|poorly|strange|peculiar|bad ways)\b(?! (?:photo|news|joke|photos|advice|picture)\b)|\bturn(?:ed|ing)? for the worse\b|\bgone downhill (?:fast|quickly|suddenly)\b",
    rf"\bsomethings? (?:is |s |has |gone |terribly |badly |seriously |dreadfully |horribly |awfully |very |clearly |definitely )*wrong with (?:me|{WHOM}|my (?:mum|dad|husband|wife|mother|father|gran\w*|nan|chest|heart|head))\b(?! (?:tablet|phone|tv|computer|car|knitting)\b)|\bsomething (?:is )?(?:terribly|badly|seriously|dreadfully|horribly|very) wrong\b(?! with (?:the|my) (?:tv|telly|boiler|washing|computer|car|phone|order|bill))",
    r"\b(?:in|such|terrible|agonising|unbearable|excruciating|severe|worst|dreadful|awful|horrendous|crippling|intense) (?:\w+ ){0,2}(?:agony|pain)\b(?= (?:\w+ ){0,6}(?:cant|wont|stomach|tummy|belly|head|back|side|leg|hip|suddenly|help|move|started|getting worse|all night|here|now)|$|(?= [.,]))(?! in the neck)(?!.{0,120}\bneck of\b)",
    r"\bin (?:agony|so much pain|terrible pain|awful pain|agonising pain|dreadful pain|severe pain|unbearable pain|excruciating pain|such pain|a lot of pain)\b|\bpain (?:is |s |so )*(?:unbearable|excruciating|too much|killing me|agony)\b|\bcant (?:bear|stand|take) the pain\b|\bscreaming (?:in|with) (?:pain|agony)\b|\bdoubled (?:up|over) (?:in|with) pain\b|\bexcruciating\b",
    rf"\b(?:{RELATIVE}s?|he|hes|she|shes) (?:is |has |s |have )?(?:gone |been )?(?:missing|wandered off|disappeared|vanished)\b(?! (?:you|out|his|her|the|a|from (?:the )?(?:photo|list))\b)",
    rf"\b(?:{RELATIVE}|he|she) hasnt (?:come (?:home|back)|been seen|returned)\b|\bcant find (?:my )?(?:mum|mother|dad|father|husband|wife|gran\w*|nan|nana)(?= (?:anywhere|and|shes|hes|[.,])|$)",
    r"\b(?:dont|no idea|cant tell|not sure) (?:know )?where (?:i am|im)\b(?! (?:up to|going|with|in (?:the|my) (?:book|queue|recipe|knitting))\b)|\b(?:im|ive got|i got|am) lost (?:and|outside|in the (?:dark|street|woods|snow|town)|on the|help|out)\b(?! (?:in|of) (?:thought|the book))(?! and found)|(?:^|[.,] )im lost(?= [.,]|$)",
)
