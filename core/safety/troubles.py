"""What is said by somebody who wants to die, or whom others harm."""

from core.safety.vocabulary import RELATIVE, gap, one_of

_ANYMORE = (
    r"(?:anymore|no more|any longer|much longer|much more|like this|this way|without (?:him|her|them|you|my \w+))"
)
_END = r"(?= (?:\.|,)|$)"
_HARMER = rf"(?:he|hes|she|shes|they|theyre|someone|husband|wife|(?:my|the|her|his) (?:\w+ )?(?:{RELATIVE}|carer|carers|nurse|partner|boyfriend|lodger|neighbour|helper|man|landlord|ex|cleaner))"
_HARMED = r"(?:me|us|mum|dad|my (?:mum|mother|dad|father|wife|husband|sister|gran|nan)|her|him)"

SELF_HARM = (
    r"\b(?:better|happier|fine|easier|manage|cope|best|all right) (?:off )?(?:\w+ ){0,2}without me\b(?! (?:for|until|on|at|today|this)\b)",
    r"\b(?:saved|saving|stored|hoarding|hoarded|got|have|kept) (?:up )?(?:\w+ ){0,2}enough (?:\w+ ){0,3}(?:pills|tablets|medication|morphine|insulin) to (?:do it|end|finish|die|go|kill|be done|make sure)\b",
    r"\b(?:got|have|ive|holding|sitting with|counted out) (?:\w+ ){0,2}(?:pills|tablets|knife|razor|rope|blade|bottle) (?:\w+ ){0,2}(?:here|ready|in front of me|in my hand|beside me|next to me|lined up)\b(?! (?:to (?:take|be)|for (?:tomorrow|tonight|the week|\w+day))\b)",
    r"\b(?:dont think|not sure|dont know (?:if|how|that)|dont believe) (?:that )?i can (?:\w+ )?(?:go on|carry on|cope|keep going|take (?:any |much )?more|do this|face|live)\b(?! (?:the|a|to|with the|that)\b)",
    r"\b(?:easier|better|best|kinder|happier|relief) (?:\w+ ){0,4}if i (?:wasnt|werent|was|were|just|went|died|had|didnt|disappeared|vanished|left)\b(?! (?:to|come|bring|ask|able|wearing)\b)",
    r"\b(?:dont|cant|couldnt) see (?:the|any|a|much) (?:point|reason) (?:anymore|(?:in|of|to) (?:anything|living|life|it|going on|carrying on|go on|carry on)|[.,]|$)|\bcant see (?:the|any|a|much) point$",
    r"\bready to go (?:now )?(?:lord|god|to heaven|to my maker|and be with|when he calls)\b|\bnobody needs me\b",
    r"\bdone something (?:\w+ )?(?:silly|stupid) to (?:myself|himself|herself)\b",
    r"\b(?:want|wants|wanted|wanting|wish|like|love|ready|rather|would|prefer|going|deserve|waiting|hoping|happy|better) (?:\w+ )?(?:to )?(?:die|be dead)\b(?! (?:of|for|than|laughing|when|with|rather)\b)",
    r"\b(?:want|wants|wanted|wanting|like|going|plan|planning|decided|rather|ready|think\w*|thought\w*|tempted|about|urge|try|trying|tried) (?:\w+ ){0,4}(?:kill|killing) (?:myself|himself|herself|themselves|themself)\b",
    r"\b(?:ill|im|might|could|should|may|will|id|shes|hes|to|just) (?:\w+ )?(?:kill|killing) (?:myself|himself|herself)\b(?! (?:laughing|with (?:work|laughter)|on (?:this|that|the) (?:step|rug|mat))\b)",
    r"\b(?:end|ending|finish|finishing) (?:it all|my (?:own )?life|his life|her life|it tonight|it now|everything|things|it once|this misery|the pain for good|it for good)\b",
    r"\b(?:end it|ending it|finish it|end things)" + _END,
    r"\bput an end to (?:it|my|things|everything|myself|this|his|her)\b",
    r"\b(?:take|taking|took|taken) (?:my|his|her|their) (?:own )?li(?:fe|ves)\b",
    r"\bsuicid\w*",
    r"\bdont want to (?:\w+ )?(?:live|be alive|go on|carry on|exist|be around|be here|be on this earth|wake up|keep going|keep living|continue|face)(?! (?:the|a|an|my|holiday|with|it|that|early|at|before|so|too|late|in|near|on|when|until|while|here|there|for|monday|friday|if|because)\b)",
    rf"\bdont want to (?:be (?:here|alive|around)|live) (?:anymore|{_ANYMORE})\b",
    r"\bdont want to (?:see|face|wake up) (?:\w+ )?(?:another|tomorrow|the next) ?(?:day|morning|birthday|christmas|year)?\b",
    r"\b(?:better off|be better) (?:dead|without me|if i (?:was|were|wasnt|werent) (?:dead|gone|not|here|around))\b|\bbetter if i (?:\w+ )?(?:dead|gone|didnt|wasnt|werent|died|disappeared|hadnt)\b",
    r"\bbetter off if i\b",
    r"\bno (?:\w+ )?point (?:\w+ ){0,3}(?:living|going on(?! (?:the|a|an|my|holiday|about|with|to|sunday|monday|tuesday|wednesday|thursday|friday|saturday|that|this|our|another)\b)|carrying on(?! (?:with|about|the)\b)|being here|anymore|life|waking|being alive|alive|keeping going|being around|continuing)\b|\bno point (?:to|in) (?:anything|it all|my life|life|any of it)\b",
    r"\bpoint (?:of|in|to) (?:\w+ )?(?:living|going on|carrying on|being here|being alive|it all|life|anything|waking up|keeping going|my life)\b",
    r"\bpoint of me (?:being|living|going)\b|\bno (?:use|good) (?:\w+ ){0,2}(?:going on|living|carrying on|being alive)\b",
    r"\bnothing (?:left |much |more )?(?:to|worth) liv\w+(?: for)?|\bno reason (?:left )?to (?:live|go on|carry on|get up|be here)|\breason to (?:live|go on living|keep living)\b",
    r"\b(?:nobody|no body|not a soul|who) (?:would|will|d|ll) (?:\w+ )?(?:miss me|care if i|notice if i (?:was|were|died|went|disappeared))\b|\bnobody(?:d| would)? (?:even )?miss me\b",
    r"\bwish (?:that )?(?:i|id) (?:was |were |could |would |had |hadnt |wasnt |werent |never |just |didnt |have |not |simply |only )*(?:dead|die|died|wake|woken|been born|born|here|alive|disappear|go to sleep|gone|not be|fall asleep)\b(?! (?:and (?:see|visit)|to (?:see|visit)|with you)\b)",
    r"\bwish (?:the lord|god|the good lord|death|it|someone) (?:would|d|had) (?:\w+ )?(?:take me|taken me|end|come for me|over|call me)\b",
    r"\b(?:lord|god) (?:\w+ ){0,3}(?:take me|to take me)\b(?! to (?:church|the))",
    r"\b(?:hope|hoping|pray|prayed|praying|wish) (?:\w+ ){0,4}(?:dont|do not|never|not|wont) wake\b|\bnever (?:have to )?wake up\b|\bnot wake up (?:again|tomorrow|in the morning)?"
    + _END,
    r"\b(?:sleep|asleep|bed) (?:\w+ ){0,3}(?:and|for) (?:\w+ )?(?:never|not|good|ever) (?:wake|waking|have to wake)?\b(?<=wake)|\bgo to sleep (?:for good|for ever|forever)\b|\bsleep and (?:never|not) wake\b",
    r"\b(?:fed up|tired|sick|weary|sick and tired) (?:of|with) (?:living|life|being alive|it all|this life|everything and|existing)\b|\b(?:had|have|ive) (?:\w+ )?enough of (?:life|living|it all|this life|this world|being alive|everything)\b",
    rf"\bcant (?:go on|carry on|keep going|cope|face (?:it|this|life|another day|tomorrow)|take it|take this|bear (?:it|this)|live)(?: with (?:this|it|life))?(?: \w+)? {_ANYMORE}\b",
    r"\bcant (?:go on|carry on)" + _END + r"|\bcant see (?:a|any) (?:way out|future|reason)\b|\bno way out\b",
    r"\blife (?:is |isnt |s |has |doesnt |does |no |not |just )*(?:isnt |not )?(?:worth|meaning|pointless|hopeless|over for me|no longer worth)\b|\b(?:not|isnt|hardly) worth (?:living|going on|carrying on|it anymore)\b",
    r"\bdont care (?:if|whether) (?:i|im) (?:\w+ ){0,2}(?:live|die|dead|alive|wake)\b|\bdont care (?:\w+ ){0,3}(?:live or die|happens to me)\b",
    r"\b(?:harm|harming|hurt|hurting|cut|cutting) (?:myself|herself|himself)\b(?= (?:on purpose|deliberately|again|tonight|now|badly enough|so|to|\.|,)|$)|\bself harm\w*|\b(?:want|going|thinking|thoughts|urge|might) (?:\w+ ){0,2}(?:harm|hurt|cut|hurting|harming|cutting) (?:myself|himself|herself)\b",
    r"\b(?:cut|cutting|slit|slitting|slash) (?:my|her|his) (?:own )?(?:wrists?|throat)\b",
    r"\b(?:jump|jumping|throw myself|step|stepping|walk|walking|throwing myself) (?:\w+ )?(?:off|in front of|under|from|out of|into) (?:a|the|my) (?:\w+ )?(?:bridge|roof|balcony|cliff|building|train|bus|lorry|window|river|canal|traffic|sea)\b",
    r"\b(?:hang|hanging|drown|drowning|shoot|shooting|gas|gassing|starve|starving|smother) (?:myself|himself|herself)\b",
    r"\b(?:saved|saving|stored|hoarding|hoarded|counting|kept|lined) (?:up )?(?:\w+ ){0,4}(?:pills|tablets|medication)\b(?=.{0,120}\b(?:all|enough|end|die|take|for when|finish)\b)",
    r"\b(?:take|swallow) (?:all|the whole|every|enough) (?:\w+ ){0,5}(?:pills|tablets|bottle|packet|medication)\b(?=.{0,120}\b(?:end|die|over|go|sleep|finish|done)\b|(?: \.|$))",
    r"\b(?:goodbye (?:to everyone|to you all|forever|letter|note|for good|for ever)|suicide note|final goodbye|last goodbye|wrote (?:a|my) goodbye)\b",
    r"\bwont be (?:around|here|alive) (?:much longer|for long|tomorrow|anymore|by (?:morning|tomorrow))(?= (?:to|and|so|anyway|\.|,)|$)(?!.{0,120}\b(?:trip|moving|holiday)\b)",
    r"\b(?:join|be with|joining|see) (?:my |him|her|them)(?:late |dear |darling )?(?:\w+ )?(?:in heaven|up there|in the (?:grave|sky|next life)|on the other side|soon enough|in the ground)\b|\b(?:want|ready|like|time|rather) (?:\w+ )?(?:to )?(?:join|be with|go to) (?:my late|my dear late|my dead|my poor)\b",
    r"\b(?:im|am|become|being|be|just|only|such|feel like|i) (?:\w+ ){0,2}(?:burden|nuisance) (?:on|to) (?:everyone|everybody|you|them|my \w+|the family|people|the world)\b(?=.{0,120}\b(?:better|anymore|gone|dead|die|without|end|should|wish|want|all)\b|(?: \.|$))",
    r"\b(?:let me|leave me to|left to|wait to|waiting to|want you to let me|help me|helps? (?:him|her) to|help me to|just) die\b(?! of)",
    r"\bready to (?:die|meet my maker|go to god|be with god)\b|\b(?:i|ive) (?:\w+ )?(?:lost|lose|losing) the will to (?:live|go on)\b|\bgiv(?:en|ing|e) up on (?:life|living|myself|everything)\b|\bgiven up (?:hope|wanting to live)\b",
    r"\b(?:want|wants|like|wish|need|rather|wanted) (?:it|this|everything|my life|all of it|the pain|all this) (?:all )?to (?:\w+ )?(?:end|be over|stop)\b(?!.{0,120}\b(?:meeting|film|rain|noise)\b)|\bwish it (?:was|were) all over\b|\bwant it all over\b",
    r"\b(?:thinking|thoughts|think|thought|talk|talking|talks|talked) (?:\w+ )?(?:about|of) (?:dying|ending|killing|death all|not being here|suicide|doing something (?:silly|stupid))\b|\bdo(?:ing)? something (?:silly|stupid) to (?:myself|himself|herself)\b",
    r"\b(?:make|making|do) away with (?:myself|himself|herself)\b|\btop (?:myself|himself|herself)\b|\bdo (?:myself|himself|herself) in\b",
    r"\b(?:im|id be|im) better dead\b|\bno longer want to (?:live|be here|go on)\b|\b(?:stopped|stopping|stop|refus\w+) (?:\w+ )?eating (?:\w+ ){0,3}(?:to|so) (?:\w+ )?die\b",
)

_ACTS = one_of(
    "hit hits hitting beat beats beating beaten punched punches punching slapped slaps slapping kicked kicks kicking shoved shoves",
    "shoving hurts hurt hurting strangled strangling threatened threatens threatening threaten attacked attacking attacks bullies",
    "bullying abuses abused abusing abusive starves starving raped raping burns molested molesting choked pushed pinched pinches",
    "pinching pushes pushing twisted twists throws threw hauled drags dragged bites bit grabbed grabs shook shakes throttled cornered assaulted",
)
ABUSE = (
    rf"\b{_HARMER} (?:\w+ ){{0,3}}(?:puts|put|putting|lays|laid) (?:his|her|their) hands? (?:on|up|down|all over) (?:me|my)\b(?! (?:on|shoulder|arm to))|\b(?:touches|touching|touched) me (?:\w+ ){{0,8}}dont like\b",
    rf"\b{_HARMER} {gap(1)}(?:dont|doesnt|never|wont|hardly|not) (?:\w+ )?(?:feed|feeding|wash|change|clean|turn) (?:me|mum|dad|her|him|my \w+)\b",
    r"\b(?:leave|leaves|left|leaving) (?:me|mum|dad|her|him|my \w+) (?:\w+ ){0,3}(?:in the wet|in (?:my|her|his) own|soaking|wet (?:all|for)|in (?:my|his|her) mess|dirty|soiled|without (?:food|water|any food|anything to eat)|hungry|on the (?:toilet|commode) for)\b",
    r"\b(?:hes|shes|he|she|they|theyre|carers?|son|daughter|husband|wife|nurses?) (?:is |are |was |gets |got |been |a bit |very |so |too |being )*rough with me\b|\b(?:raised|raises|lifted|lifts|raising) (?:his|her|a) (?:hand|fist|fists) (?:to|at|against) me\b",
    rf"\b{_HARMER} (?:\w+ ){{0,4}}(?:gave|give|gives|left|leaves|leaving) (?:me|mum|her) (?:\w+ ){{0,4}}bruis\w+\b|\b(?:grabs|grabbed|grips|shakes|shook|pinches|forces) me (?:so |too |hard|by|until|when)\b",
    r"\b(?:shouts|screams|yells|swears|shouting|screaming) at me\b(?=.{0,120}\b(?:scared|frightened|afraid|push\w*|hit\w*|hurt\w*|cry|crying|terrified)\b)",
    rf"\b{_HARMER} {gap(4)}{_ACTS} {_HARMED}\b(?! (?:at|along|in (?:the|my)|out in|to (?:\w+ )?(?:see|say|think|hear|the (?:shops|park|church|door|till))|in the (?:wheelchair|chair)|round|around the|on the swing|home at|up the hill|over (?:the )?(?:price|\w+ game)|by \w+ points|fair)\b)",
    r"\b(?:im|ive|being|been|was|getting|gets|got|keep|is|keeps) (?:\w+ )?(?:being |getting |been )?(?:beaten|attacked|mugged|assaulted|abused|raped|threatened|stabbed|strangled|molested|slapped|punched|hit by (?:my|him|her)|knocked about|starved|bullied)\b(?! (?:by the (?:rain|score|price)|at|to it|in the final|by \w+ (?:points|goals))\b)",
    rf"\b(?:afraid|scared|frightened|terrified) (?:of|to be alone with|to be with|to go home to|he|hell|shell) (?:him|her|my (?:\w+ )?(?:{RELATIVE}|carer|partner|boyfriend|lodger|ex)|what (?:he|she|they|my \w+)|will|is going|ill)\b",
    r"\b(?:afraid|scared|frightened|terrified) (?:\w+ ){0,3}(?:hell|shell|he will|she will|he might|he is going to|hes going to) (?:\w+ )?(?:hurt|kill|hit|attack|beat|come back)\b",
    rf"\b{_HARMER} {gap(3)}(?:lock|locks|locked|locking|shuts|shut|keeps|ties|tied|tying) (?:me|us|mum|her|him) (?:up|in|out|down|to the|indoors|in my)\b",
    rf"\b{_HARMER} (?:\w+ ){{0,3}}(?:wont|doesnt|never|not) (?:let|lets|letting|allow|give|feed\w*) (?:me|us|mum|her) (?:\w+ )?(?:out|eat|leave|see anyone|see (?:a|my|the) doctor|use the (?:phone|telephone|toilet)|food|any food|have (?:any )?food|go out|anything to eat|talk to anyone|have my (?:pills|tablets|medicine))\b",
    rf"\b{_HARMER} {gap(3)}(?:takes|taking|took|steals|stealing|stole|stolen|taken|keeps|uses|spends|spending|robbing|after|nicks|nicking) (?:all )?(?:of )?(?:my|mums) (?:\w+ )?(?:money|pension|savings|bank card|card|purse|cash)\b(?! to (?:the|pay)| for me)",
    rf"\b{_HARMER} (?:\w+ ){{0,4}}(?:touches|touching|touched) me (?:\w+ ){{0,6}}(?:where|dont|inappropriately|down|wrong|private|shouldnt|sexually|way)\b",
    rf"\b{_HARMER} (?:\w+ ){{0,4}}(?:kill|hurt|hit|beat|harm|stab|attack) (?:me|us|my mum)\b(?! (?:to|with (?:laughter|kindness))\b)",
    r"\bhe(?:s| is)? (?:\w+ ){0,3}going to (?:hurt|kill|hit|beat) (?:me|us)\b|\bdomestic (?:violence|abuse)\b(?= (?:\w+ ){0,3}(?:me|now|again|happening|home)|$)|\b(?:hitting|beating|hurting|abusing|kicking|punching) me\b",
    r"\b(?:i|im|ive) (?:\w+ ){0,3}(?:not safe|unsafe) (?:\w+ ){0,3}(?:home|here|with|house)\b|\bdont feel safe (?:at home|here|in my own home|with)\b",
)
