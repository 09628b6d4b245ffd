// Written by runs/build-neighbours.ts from WordNet 3.1, Copyright 2011 by Princeton University, all rights reserved; used
// and distributed under the WordNet licence (see LICENSE-WORDNET). Do not edit.

/** Groups, between semicolons: relation of the best, known words (negative for an opposite), words that they stand for. */
export const neighbourTable = `antonym|-acute|chronic;antonym|-alert|unalert;antonym|-altered|unaltered;antonym|-angry -wrathful -mad|unangry;antonym|-ashamed|unashamed;antonym|-cheap|expensive
antonym|-compact -tight|loose;antonym|-concealed|unconcealed;antonym|-crystalline|noncrystalline;antonym|-dominant -dominating|subordinate;antonym|-dynamic -energizing|undynamic
antonym|-echoic|nonechoic;antonym|-energetic -vigorous foggy|lethargic;antonym|-enthusiastic -glowing|unenthusiastic;antonym|-euphoric unhappy|dysphoria dysphoric
antonym|-expanded|contracted;antonym|-explosive|nonexplosive;antonym|-fair|unfair;antonym|-forceful -drastic|forceless;antonym|-friendly -cozy|unfriendly;antonym|-gross|net
antonym|-honest|dishonest;antonym|-impatient|patience patient;antonym|-important -burning|unimportance unimportant;antonym|-indoor|outdoor;antonym|-inspiring|uninspiring
antonym|-introspective|extrospective;antonym|-inviting|uninviting;antonym|-joyous depressing sorrowful|joyless;antonym|-kind -gentle|unkind;antonym|-liquid -watery|gas gaseous
antonym|-little|much;antonym|-loving frigid|unloving;antonym|-lowered|raised;antonym|-meaty|meatless;antonym|-mechanical -robotic|nonmechanical;antonym|-metallic -tinny|nonmetallic
antonym|-midi|maxi mini;antonym|-moving -restless|nonmoving;antonym|-passionate -fiery|passionless;antonym|-peaceful stormy violent|unpeaceful;antonym|-plain|patterned
antonym|-reflective|nonreflective;antonym|-reserved|unreserved;antonym|-rounded|angular;antonym|-saturated|unsaturated;antonym|-sincere|insincere insincerity
antonym|-stimulating -rousing -thrilling|unstimulating;antonym|-suppressed|publicized;antonym|-tense|lax;antonym|-tuneful|tuneless;antonym|-uniform|multiform
antonym|-unnecessary|necessary necessity;antonym|-volatile|nonvolatile;antonym|-white dark|black;antonym|-woody|nonwoody;antonym|-worse|better;derivation|aggressive|pugnacity
derivation|artificial|artificiality;derivation|atmospheric|atmosphere;derivation|authentic|authenticity;derivation|boxy|box;derivation|breezy|breeze
derivation|cacophonous|cacophony;derivation|choppy|chop;derivation|chord|chordal;derivation|chorus|choral;derivation|chunky|chunk;derivation|climatic|climate
derivation|clunky|clunk;derivation|comical|comicality;derivation|complex|complexity;derivation|constant|constancy;derivation|continuous|continuity;derivation|courageous|courage
derivation|creepy|creep;derivation|dangerous|danger;derivation|dense|density;derivation|dimensional|dimensionality;derivation|dingy|dinge;derivation|discordant|discordance
derivation|dissonant|dissonance;derivation|dominant|dominance;derivation|dreamy|dream;derivation|effective|effectivity;derivation|electric|electricity
derivation|emotional|emotionality;derivation|enthusiastic|enthusiasm;derivation|epic|epical;derivation|euphoric|euphory;derivation|excellent|excellence
derivation|feminine|femininity;derivation|ferocious|ferocity;derivation|fluffy|fluff;derivation|foggy|fog;derivation|fragile|fragility;derivation|frigid|frigidity
derivation|frosty|frost;derivation|funeral|funerary;derivation|furious|fury;derivation|glorious|glory;derivation|gradual|graduality;derivation|grainy|grain
derivation|harmony harmonious|harmonical;derivation|hesitant|hesitance;derivation|hilarious|hilarity;derivation|humble|humility;derivation|humid|humidity
derivation|hypnotic|hypnosis;derivation|immense|immensity;derivation|impatient|impatience;derivation|important|importance;derivation|inaudible|inaudibility
derivation|iridescent|iridescence;derivation|irritable|irritability;derivation|jolly|jollity;derivation|jubilant|jubilance;derivation|luminous|luminosity
derivation|majestic|majesty;derivation|marvellous|marvel;derivation|meaty|meat;derivation|melancholic|melancholia;derivation|messy|mess;derivation|mighty|might
derivation|militant|militance;derivation|military|militaristic;derivation|monotone|monotonic;derivation|murky|murk;derivation|noticeable|noticeability;derivation|opaque|opacity
derivation|optimistic|optimism;derivation|orchestra|orchestral;derivation|patchy|patch;derivation|peppy|pep;derivation|persistence haunting|persistent;derivation|poignant|poignance
derivation|quirky|quirk;derivation|radiant|radiance;derivation|rapid|rapidity;derivation|reverberant|reverberance;derivation|rhythmic|rhythmicity;derivation|rigid|rigidity
derivation|risky|risk;derivation|romantic|romance romanticism;derivation|saccharine|saccharinity;derivation|scary|scare;derivation|scratchy|scratch
derivation|sentimental|sentiment sentimentality;derivation|severe|severity;derivation|shiny|shine;derivation|silky|silk;derivation|simple|simplicity
derivation|simultaneous|simultaneity;derivation|sincere|sincerity;derivation|sleepy|sleep;derivation|smelly|smell;derivation|solemn|solemness solemnity;derivation|sonorous|sonority
derivation|strident|stridence;derivation|tedious|tedium;derivation|tepid|tepidity;derivation|timid|timidity;derivation|tragic|tragedy;derivation|tranquil|tranquillity
derivation|tumultuous|tumult;derivation|turbid|turbidity;derivation|turbulent|turbulence;derivation|uniform|uniformity;derivation|vibration|vibrational;derivation|vigorous|vigor
derivation|volatile|volatility;derivation|voluminous|voluminosity;derivation|watery|water;derivation|wave|wavelet;derivation|winter|wintry;derivation|woody|wood
opposite|-dark|autofluorescence autofluorescent bioluminescence bioluminescent candent candescent fluorescence fluorescent illuminated incandescence incandescent lit luminescence luminescent phosphorescence phosphorescent
opposite|-fat thin|anorectic anorexia anorexic cadaverous emaciated gaunt haggard scarecrowish trim twiggy twiglike;opposite|-fat thin unnecessary|spare
opposite|-fat wispy thin|wisplike;opposite|-grating -jarring -rasping|euphonious euphonous;opposite|-high-pitched low|baritone contralto throaty
opposite|-honest|deceitful fraudulent;opposite|-inspirational -spiritual|profane secular;opposite|-loud soft|murmur murmurous rustling soughing susurrous
opposite|-opaque clear|semitransparency semitransparent translucence translucent unfrosted;opposite|-reverberant|anechoic;opposite|-sparkling|starless
opposite|-tuneful|unmelodious untuneful;opposite|-vigorous foggy -energetic|unenergetic;opposite|-young dark|darkened;see also|aggressive forceful|assertive
see also|aggressive violent|hostile;see also|ashamed|penitence penitent repentance repentant;see also|bad|disobedient unfavorable unfavourable;see also|broken|damaged imperfect
see also|clear|comprehendible comprehensibility comprehensible definite unambiguity unambiguous;see also|cold|frozen;see also|complex|compound
see also|courageous -afraid brave|unafraid;see also|courageous brave -scared|fearless;see also|courageous brave firm|resolute;see also|deep|unfathomable
see also|disorganized|unsystematic;see also|dull -shining|unpolished;see also|elegant -cheap|tasteful;see also|emotional|moved;see also|energetic|enterprising
see also|evil|unrighteous wrong;see also|exciting rousing|provocative;see also|fair|equitable impartial;see also|fair fitting|just;see also|fancy|adorned decorated
see also|fancy bombastic|rhetorical;see also|fat|endomorphic pyknic;see also|free|independence independent unbound unconfined
see also|friendly|congenial congeniality sociability sociable;see also|generous|unselfish;see also|good|obedient;see also|happy|felicitous felicity
see also|happy satisfied -restless|content contentedness;see also|hard|demanding;see also|honest|honourable truthful;see also|indoor|interior;see also|intense|intemperate
see also|intense overstated radical|immoderate;see also|kind|beneficence beneficent benign considerate merciful sympathetic;see also|large big|considerable;see also|little|less
see also|lively alert|watchful;see also|loud clunky -inaudible|audibility audible hearable;see also|lovable|desirability desirable;see also|mild moderate|temperate
see also|peaceful -aggressive|nonaggressive unaggressive;see also|peaceful -ferocious -furious|nonviolent;see also|peaceful friendly lovable|amicability amicable
see also|positive|constructive supportive;see also|profound|scholarly;see also|reserved|undemonstrative;see also|rich|privileged;see also|rough rugged|wrinkled
see also|rounded|circular circularity oblate prolate round;see also|rugged|wrinkly;see also|simple|unsubdivided;see also|sincere -twisted|artless ingenuous
see also|sincere honest|honorable true;see also|smooth|finished ironed;see also|smooth slimy|slippery slippy;see also|stimulating|stimulative;see also|strong rugged|toughened
see also|sweet|sugary;see also|thin|ectomorphic;see also|timid|unassertive;see also|timid -daring|unadventurous;see also|unhappy clumsy|infelicitous infelicity
see also|uniform solid|homogeneity homogeneous homogenous homogeny;see also|volatile|inconstancy inconstant;see also|weak -tough|untoughened
see also|wise|advisability advisable advised prudent;see also|young|junior;similar|active|activist activistic;similar|acute|subacute
similar|afraid|acrophobia acrophobic afeard afeared aghast agoraphobia agoraphobic alarmed algophobia algophobic appalled aquaphobia aquaphobic claustrophobic dismayed horrified hunted hydrophobic hydrophobicity mysophobia mysophobic panicked terrified triskaidekaphobia triskaidekaphobic unnerved xenophobia xenophobic
similar|aggravating deepening|intensifying
similar|aggressive|battleful bellicose obstreperous predatory rapacious raptorial ravening scrappy truculence truculent vulturine vulturous
similar|agitated|amok amuck berserk distraught feverish hectic hysterical jolted overwrought ruffled seething shaken;similar|agitated wavelike wavy|rippled
similar|airy|insubstantial insubstantiality unsubstantial ventilated;similar|alarming|appalling bloodcurdling dismaying nightmarish petrifying redoubtable unnerving
similar|alarming ghastly|grisly gruesome macabre;similar|alarming ghastly unpleasant|grim;similar|alert|fly sleepless vigilant wakeful;similar|alive -dead|liveborn
similar|alluring enticing|seductive;similar|alone|unsocial;similar|altered|edited emended paraphrastic revised;similar|amazing|surprising
similar|angry|incensed indignant irascibility irascible irate ireful outraged provoked smoldering smouldering;similar|angry furious|enraged infuriated maddened
similar|angry mad|huff;similar|angry wrathful|wroth wrothful;similar|animated|reanimated revived;similar|annoying bothersome irritating|disagreeable
similar|artificial -natural|celluloid conventionalised conventionalized dyed ersatz factitious faux imitation semisynthetic simulated stylised stylized synthetic unlifelike
similar|ashamed|discredited disgraced dishonored mortified shamed shamefaced sheepish;similar|ashamed afraid|hangdog
similar|attractive|charisma charismatic engaging fetching personable photogenic prepossessing taking winsome
similar|bad -good|corked corky deplorable horrid lamentable rubber swingeing uncool;similar|bad -good faint|ill;similar|bad -good poor|pitiful
similar|bad atrocious awful|abominable unspeakable;similar|bad rotten crappy|icky lousy stinking;similar|balanced harmonious|symmetrical;similar|base radical|basic
similar|beautiful -ugly|beauteous bonnie bonny comely dishy gorgeous handsome picturesque pulchritude pulchritudinous ravishing scenic sightly
similar|beautiful splendid -ugly|resplendence resplendent splendiferous;similar|bitter|resentful;similar|boisterous|disorderly
similar|bold -timid|audacious audacity daredevil dauntless emboldened foolhardy intrepid intrepidity overreaching overvaliant rash reckless temerarious temerity unfearing vaulting
similar|bold glaring|conspicuous;similar|bold hero -timid|heroical;similar|boring tedious -entertaining|uninteresting;similar|bouncing robust firm|health
similar|bouncy springy|elastic elasticity;similar|boxy -flattened|cubic cubicity;similar|bright -dull|beadlike beady buttonlike buttony glimmer noctilucent
similar|bright -dull iridescent|nacreous opalescence opalescent opaline pearlescent;similar|bright glaring -dull|blazing blinding fulgent glary;similar|brittle|coldhearted
similar|brittle fragile|breakability breakable;similar|busy|drudging engaged laboring labouring overbusy toiling
similar|cacophonous|cackle croaky guttural rending ripping splitting;similar|cacophonous strident|raucous;similar|calm tranquil serene|composed;similar|carefree -worried|untroubled
similar|caring|compassion compassionate;similar|chambered|divided;similar|cheap|affordable catchpenny sixpenny tuppeny twopenny
similar|cheerful -depressing|beaming beamish blithe blithesome buoyancy buoyant chipper chirpy jaunty lighthearted perky smiling twinkle;similar|chunky|unshapely
similar|clashing different|incompatible;similar|classic|neoclassic neoclassical typical typicality;similar|classy|stylish;similar|classy old-time groovy|fashionable
similar|clear -unclear|luculent perspicuity perspicuous unmistakable unsubtle;similar|closed|nonopening stoppered
similar|cloudy|cloudlike fogbound leaden miasma miasmal overcast smog sunless;similar|cloudy foggy|brumous;similar|coarse|granulated plushy;similar|cold|emotionless
similar|cold -hot|acold algid algidity frigorific frore heatless refrigerant refrigerated refrigerating rimed rimy shivery unheated unwarmed
similar|comical hilarious pleasing|humorous humourous;similar|compact|clayey cloggy consolidated impacted packed serried wedged
similar|complex -simple|analyzable composite convoluted daedal decomposable interlacing interlinking interlocking interwoven labyrinthian mazy multifactorial multiplex tangled tortuous
similar|concealed|bushwhacking furtive incognito sneak stealthy;similar|consistent|concordant conformable pursuant reconciled unchanging;similar|consistent -discordant|accordant
similar|constant consistent strict|invariability invariable;similar|continuous|nonstop persisting straight sustained;similar|conventional|customary formulaic received
similar|cool -warm|caller precooled;similar|cosy soothing comfortable|comfy;similar|courageous brave|gallant lionhearted stouthearted undaunted valiancy valiant valor valorous
similar|courageous brave halting|game;similar|courageous robust brave|stalwart
similar|covered|ariled arillate awninged beaded canopied cloaked crusted crustlike crusty dabbled draped drenched dusty encrusted mantled mossy overgrown peritrichous snowy spattered splattered thickspread tiled wrapped
similar|crashing|unmitigated;similar|crazy|impractical;similar|crisp -blurry sharp|distinct;similar|crystalline|microcrystalline polycrystalline
similar|daring courageous brave|adventuresome adventurous
similar|dark|aphotic brunet brunette caliginous crepuscular darkling dusky lightless semidark tenebrific tenebrious tenebrous twilight twilit unilluminated unlighted unlit
similar|dead -alive|assassinated bloodless deathlike deathly deceased exanimate executed exsanguine exsanguinous murdered nonviable pulseless slain
similar|deadened tough|insensitive;similar|deep -shallow|abysmal abyssal bottomless unfathomed unplumbed;similar|deep -shallow inaudible|unsounded;similar|delayed|retarded
similar|delicate|skilled;similar|depressing -cheerful dreary|disconsolate dismal drear;similar|desolate stark|inhospitable;similar|dimensional|multidimensional
similar|diminished|impaired;similar|discombobulated -calm agitated|discomposed;similar|disconnected|abrupt;similar|discordant|dissentious divisive factious
similar|disembodied|incorporeal incorporeality;similar|disorganized|disordered scrambled snafu unmethodical unstuck
similar|dissonant -harmonious discordant|inharmonious unharmonious;similar|distant|nonadjacent yon yonder;similar|disturbed|disarranged
similar|dominant|controlling governing overriding paramount predominance predominant predominate preponderance preponderant preponderating supreme
similar|dominant dominating|ascendance ascendant ascendence ascendent;similar|doubled -lonesome double|multiple multiplicity
similar|down|behind downbound downcast downfield downward thrown;similar|dramatic|hammy;similar|dreamy|inattentive;similar|drizzling down|descending
similar|dull -bright|mat matt matte;similar|dulled bored|uninterested;similar|dynamic|impulsive projectile propellant propellent propelling propulsive slashing
similar|eager|overeager;similar|eager impatient|raring;similar|effective powerful|efficacious efficacy;similar|effervescent|carbonated
similar|effervescent bubbly|effervescing foaming spumy;similar|elegant|dandified dandyish deluxe foppish luxe recherche ritzy soigne soignee
similar|emotional|overemotional releasing;similar|emotional sentimental|bathetic kitschy maudlin mawkish schmaltzy schmalzy;similar|emotional sentimental artificial|hokey
similar|empty -full|blank glazed looted pillaged plundered ransacked vacant void;similar|empty -meaty hollow|meaningless nonmeaningful;similar|empty dead|lifeless
similar|enclosed|basined besieged capsulate clathrate coarctate embedded fencelike included
similar|energetic|canty indefatigability indefatigable spanking strenuosity strenuous tireless unflagging unwearying;similar|energetic invigorating refreshing|brisk
similar|energetic lively peppy|zippy;similar|energizing dynamic energetic|dynamical;similar|enthusiastic|avid avidity evangelistic overenthusiastic zeal zealous
similar|enthusiastic insane|dotty;similar|enthusiastic passionate fiery|ardent;similar|euphoric|euphoriant;similar|even|flatbottom flush justified
similar|evil|corruptive demonic despicability despicable devilish diabolic diabolical fiendish flagitious mephistophelean mephistophelian perversive satanic vile
similar|evil -holy|unholy;similar|evocative|mindful
similar|exciting|breathless breathtaking elating galvanic galvanising galvanism galvanizing glamor glamorous glamour glamourous intoxicating tickling tingling titillating
similar|exciting bold wise|heady;similar|exotic|foreign;similar|expansive|distensible expandable expandible expansible inflatable;similar|explosive|detonative
similar|expressive|communicatory;similar|fair|antimonopoly antitrust sporting sportsmanlike;similar|fair jazzy|sporty;similar|fake artificial -authentic|counterfeit
similar|famous glorious|known
similar|fancy|aureate baroque battlemented castellated castled churrigueresco churrigueresque damascene damask elaborate flamboyance flamboyant florid fussy lacelike lacy luxuriant puff rococo vermicular vermiculate
similar|fancy troubled|embattled
similar|fast -slow|accelerated alacritous alacrity express fleet hurrying instancy instant instantaneous meteoric scurrying straightaway swift winged
similar|fast -slow quick|speedy
similar|fat|abdominous blubbery buxom chubby corpulence corpulent embonpoint fleshy jowly obese obesity overweight paunchy plump podgy porcine portly potbellied pudgy stout zaftig zoftig
similar|favourable|approbative approbatory approving plausive;similar|feminine|distaff maidenlike maidenly;similar|fitting|proper;similar|fluid|changeful
similar|forced|involuntary nonvoluntary unvoluntary;similar|forceful|bruising emphatic exclamatory forcible impellent impetuosity impetuous;similar|forgetful|amnesiac
similar|formal|dress semiformal;similar|formal stiff|buckram
similar|free|atrip autonomous autonomy aweigh emancipated escaped footloose liberated uncommitted unconstrained unhampered unimprisoned;similar|free -restricted|unrestricted
similar|free dominant|sovereign;similar|fresh|incorrupt undecomposed unspoiled unspoilt
similar|friendly|affability affable amiability amiable chummy companionate comradely cordial cordiality couthie couthy matey neighborly neighbourly pally
similar|friendly cozy|intimate;similar|full|plangency plangent;similar|full complete|whole;similar|funny|questionable
similar|generous|bighearted bounteous bountiful freehearted giving lavish munificence munificent openhanded overgenerous ungrudging unsparing unstinted unstinting
similar|glorious|elysian empyreal empyrean historied inspired storied;similar|good groovy -bad|bully corking dandy nifty peachy smashing swell
similar|gradual|gradation gradational gradatory graduated piecemeal stepwise;similar|grating jarring rasping|cacophonic;similar|gross|overall;similar|happy|blissful laughing riant
similar|hard -soft|adamantine corneous granitelike granitic horny petrous rocklike semihard stonelike unyielding;similar|harmonious|harmonised harmonized
similar|harmonious consistent|consonant;similar|harmonious symphonic|symphonious;similar|haunting|unforgettable;similar|heavy|doughy ponderosity ponderous
similar|hesitant|indecisive;similar|hidden concealed|invisibility invisible unseeable;similar|high -low|graduate postgraduate
similar|high-pitched|altissimo countertenor falsetto sopranino tenor;similar|high-pitched thin|pinched;similar|high-pitched treble|soprano;similar|holy|beatified sanctified
similar|hopeful|anticipant anticipative auspicious expectancy expectant
similar|hot -cold|baking blistery calefacient calefactive calefactory calorifacient calorific heatable het overheated scorching stifling sultry sweltering sweltry
similar|hot passionate -cold|fervid;similar|hot passionate fiery|torrid torridity;similar|humble -majestic low|inferior
similar|hurried|haste headlong overhasty precipitance precipitant precipitate rush;similar|impatient|unforbearing
similar|important|alpha beta cardinal central centrality chief consequential distinguished eventful fundamental historic key main master measurability measurable primal principal strategic
similar|important original|primary;similar|impressive|baronial dazzling fulgurant fulgurous imposing magnificence magnificent noble palatial signal staggering stately stupefying
similar|impressive alarming|formidability formidable;similar|impressive stunning|arresting sensational;similar|inaudible|breathed infrasonic ultrasonic ultrasound unheard
similar|indistinct|bedimmed veiled;similar|infernal|cursed curst
similar|innocent|absolved acquitted blameless exculpated exonerated inculpability inculpable irreproachable unimpeachable vindicated;similar|inspirational spiritual|sacred
similar|inspiring|ennobling exalting;similar|intelligent sound fair|reasonable;similar|intense -mild|exquisite intensive screaming shitless terrific unabated unrelenting witless
similar|intense -mild angry|aggravated;similar|intense -mild extreme|utmost uttermost;similar|intense -mild fierce|tearing vehement;similar|interesting|intriguing newsworthy
similar|intimidating|discouraging;similar|intrusive|encroaching trespassing
similar|invigorating|animating corroborant enlivening exhilarating renewing restorative revitalising revitalizing reviving vitalizing
similar|invigorating refreshing|bracing refreshful;similar|inviting|invitatory tantalising tantalizing;similar|joyful -sorrowful|overjoyed
similar|joyous|enraptured festal festive gleeful rapt rapture rapturous rhapsodic;similar|joyous ecstasy|ecstatic;similar|kind|benevolent benignant kindhearted openhearted
similar|large big -small|astronomic astronomical bouffant bulky capacious colossal elephantine extensive galactic gargantuan giant hulking hulky jumbo lifesize macro macroscopic macroscopical monolithic mountainous outsize overlarge oversize plumping prodigious sizable sizeable stupendous titanic whacking
similar|large big banging|humongous walloping whopping;similar|large big enormous|tremendous;similar|large big exaggerated|enlarged;similar|large big gigantic|mammoth
similar|lasting|abiding ageless enduring eternal everlasting unending;similar|layered|bedded;similar|light -dark|palish powdery;similar|live|unfilmed untaped
similar|lively effervescent|bubbling frothy;similar|lonely solo alone|unaccompanied
similar|long|agelong daylong endless extendable extendible hourlong interminable lank lifelong longstanding monthlong nightlong overnight semipermanent stretch weeklong yearlong
similar|lost|mislaid squandered straying unoriented;similar|loud|clarion earthshaking shouted yelled;similar|lovable|adorability adorable cherubic endearing seraphic
similar|loving romantic|amatory;similar|low|lowset;similar|low-key reserved quiet|restrained;similar|magic magical weird|supernatural
similar|marvelous marvellous|incredibility incredible unbelievable;similar|meaty -empty|meaningful;similar|mechanical|mechanic mechanised mechanistic mechanized windup
similar|mechanical robotic|automatonlike machinelike robotlike;similar|mellow|inebriated ripped;similar|mellowed mellow|ripe
similar|melodic|ariose canorous cantabile lyrical lyricality singing songful songlike;similar|melodic sweet|honeyed mellifluous mellisonant
similar|metal metallic|aluminiferous antimonial argentiferous auriferous bimetal bimetallic gold metallike;similar|metal metallic bright|silver;similar|minor|peanut
similar|moderate|medium minimalist;similar|modest|retiring unassuming;similar|monotone -softened|unmodulated
similar|moving|aflare afoot ahorse ahorseback awheel blown flaring oncoming vibratory wiggly wriggling wriggly writhing;similar|murky|shaded;similar|mute|inarticulate unarticulate
similar|mysterious|incomprehensibility incomprehensible inexplicable;similar|nasty -lovable -nice|hateful;similar|nasty -nice|grotty;similar|naughty exciting|sexy
similar|noisy -quiet|clangor clangorous clanking clattery creak racket reedy stertorous uproar uproarious wheezy whirring;similar|noisy squeaking high-pitched|screaky
similar|noisy strident -quiet|blatancy blatant clamant clamor clamorous vociferous;similar|nostalgic|desirous wishful;similar|noticeable|observable;similar|odd|unusual
similar|okay good|satisfactory;similar|opaque|frosted glaucous lightproof milklike milky semiopaque
similar|ordinary|banausic characterless commonplace everyday mundane mundanity nondescript quotidian routine undistinguished unexceptional unremarkable workaday
similar|ordinary bad|mediocre;similar|original|freehand germinal groundbreaking innovational underivative;similar|original fresh|novel;similar|overbearing|domineering
similar|overblown grandiose -modest|pretentious;similar|overpowering overwhelming|irresistibility irresistible resistless
similar|passionate|ablaze aflame concupiscence concupiscent fanatic fanatical lust lustful overzealous rabid rabidity;similar|passionate angry|choleric
similar|passionate fiery|impassioned perfervid;similar|passionate fiery hot|fervency fervent;similar|peaceful|dovish irenic nonbelligerent pacifist pacifistic peaceable
similar|peaceful happy|halcyon;similar|personal|ain individualised individualized own personalised personalized subjective subjectivity;similar|plain|obvious
similar|playful|coltish elfish elvish frisky frolicky frolicsome kittenish ludic mocking quizzical rascally roguish rollicking sportive
similar|pleasing enjoyable pleasurable|gratifying;similar|poor|unfortunate
similar|poor -rich|broke bust destitute impecunious impoverished indigence indigent moneyless necessitous needy penniless penurious penury skint;similar|pop|nonclassical
similar|powerful -powerless|almighty coercive omnipotence omnipotent potent puissance puissant regent regnant reigning ruling;similar|powerless -powerful|helpless incapacitated
similar|precise|hairsplitting meticulosity meticulous punctilious very;similar|profound brooding contemplative|thoughtful;similar|proud grand|lordly
similar|pure|axenic sublimate unadulterated unalloyed uncontaminated unmingled unmixed unpolluted virginal;similar|quiet|unpretending;similar|quiet -noisy|noiseless tiptoe
similar|raw|uncooked underdone untoasted;similar|real|factual factuality;similar|realistic|representational veridical virtual
similar|refined|civilised couth cultivated cultured debonnaire effete genteel gentlemanlike gentlemanly ladylike mincing overrefined patrician polite prim twee
similar|reflective|mirrorlike reflecting specular;similar|relaxed|degage unstrained;similar|relaxing|slumberous slumbrous;similar|remote|unlikely;similar|repetitive|continual
similar|reserved|aloof bookable booked indrawn;similar|reserved -confident shy|diffidence diffident;similar|restricted|circumscribed;similar|reverberant|clinking jingle tinkle
similar|reverberant resonance resonating|resonant;similar|reverberant resonating resounding|reverberative
similar|rhythmic|cadenced cadency cadent chantlike intoned lilting measured metric metrical singsong swinging swingy syncopated tripping
similar|rich -poor|affluence affluent moneyed wealth;similar|rich roaring -poor|prosperous;similar|rigid|intolerant unadaptability unadaptable;similar|rising|improving
similar|robust|buirdly burly iron strapping sturdy;similar|robust bold|hardy;similar|rolling|pronounceable
similar|rough -smooth|alligatored barky bouldered bouldery bullate chapped corded costate cracked cragged craggy crushed hilly homespun imbricate lined nubbly nubby pebbly pocked pockmarked potholed ribbed rockbound roughened rugose sandpapery scabby seamed shagged shingly slubbed squamulose textured tweedy twilled verrucose wartlike warty
similar|rough -smooth hard|stony
similar|rounded|allantoid amygdaliform amygdaloid amygdaloidal annular annulate aspheric aspherical auriform bowfront circinate crescent cycloid cycloidal cylindric cylindrical cylindricality disciform domed ellipsoid ellipsoidal hyperboloidal lingulate lunate olivelike oval ovate oviform ovoid parabolic parabolical paraboloidal pineal plumlike ringed rodlike semilunar spheroidal terete umbrellalike vaulted
similar|rounded fat|rotund;similar|rugged|canaliculate corrugated;similar|rutted rugged|furrowed;similar|sad -glad|doleful heavyhearted tragicomic tragicomical
similar|sad tragic -glad|tragical;similar|saturated|supersaturated;similar|scabrous rough abrasive|unsmooth;similar|searching curious|inquiring;similar|serious|overserious
similar|severe|nonindulgence nonindulgent;similar|shallow -deep|fordable neritic reefy shelfy shelvy shoaly;similar|shining bright|polished;similar|shiny|calendered vitrified
similar|shy|insufficient wary;similar|simple -complex|simplex simplistic unanalyzable undecomposable unsophisticated;similar|simple -complex easy|uncomplicated
similar|simultaneous|synchronal synchronic synchronous;similar|sincere|devout heartfelt unfeigned wholehearted;similar|skinny slim -fat|lean;similar|sleepy drowsy|asleep
similar|slender -wide thin|narrow;similar|slow -fast|dilatory laggard pokey poky
similar|small -large little|bittie bitty dinky dwarfish elfin elflike gnomish infinitesimal micro microscopical miniature miniscule minuscule minute pocketable runty shrimpy subatomic teensy teentsy teeny undersize wee weensy weeny
similar|smart|astute shrewd streetwise;similar|smelly funky|malodorous malodourous stinky;similar|smooth -rough|aerodynamic creaseless seamless streamlined uncreased unseamed
similar|snug|protected
similar|soft -hard|cheeselike cottony cushioned cushiony flaccid flaccidity fleecy flocculent napped overstuffed padded semisoft spongelike spongy squeezability squeezable squishy
similar|soft -hard compressed|compressibility compressible;similar|soft -hard muddy|squashy;similar|soft softening -hard|demulcent emollient salving
similar|softened -monotone|modulated;similar|somber sombre dulled|colorless colourless;similar|soothing|reassuring
similar|sorrowful -joyful|anguished brokenhearted dolorous dolourous elegiac heartbreaking heartbroken heartrending heartsick lachrymose lamenting lugubrious tearful tormented tortured wailful wailing weeping woebegone woeful
similar|sorrowful mournful -joyful|plaintive;similar|sparkling|starry;similar|spiked sharpened|pointed
similar|spirited|ebullience ebullient exuberance exuberant feisty whipping yeasty zestful;similar|spirited bouncy|resilient;similar|spirited courageous brave|mettlesome spunky
similar|spirited rugged|knockabout;similar|spirited vibrant|vivacious vivacity;similar|stark|unconditional;similar|steep|bluff;similar|stereo|biaural binaural
similar|stiff|immobile;similar|stifled smothered reserved|inhibited;similar|stimulating tasty|salty;similar|stormy|blustering blusterous blustery gust;similar|stormy surging|billow
similar|strange|eery unfamiliar unfamiliarity;similar|strange bizarre|freaky;similar|strict precise|exact;similar|strident shrill|imperative
similar|strong|beardown bullnecked bullocky fortified ironlike knockout reinforced strengthened virile;similar|strong powerful|brawn sinewy
similar|suppressed|burked quelled squelched unreleased
similar|tasty|ambrosial dainty flavor flavorful flavorous flavorsome flavourful flavourous flavoursome fruity gingery grapey grapy minty nectarous nutlike nutty peppery piquant pungent sapid saporous savory savoury semisweet smoke spicy winey winy zesty
similar|tasty caustic unpleasant|acrid;similar|tasty delicious|delectable luscious scrumptious yummy;similar|tasty frosty cold|nippy;similar|tasty quality|choice
similar|tasty sad|bittersweet;similar|tense|constricted;similar|thick|clotted coagulable coagulate curdled gelatinlike gelatinous grumose grumous jellylike
similar|thick -thin|quilted thickened
similar|thin -thick|bladed capillarity capillary cobwebby diaphanous filamentlike filamentous filiform filmy gauzy hairlike hyperfine papery ribbonlike ribbony sleazy threadlike vaporous vapourous
similar|thin -thick delicate|gossamer;similar|tight|choky clenched clinched skintight tightfitting viselike;similar|timid -bold|bashful coy intimidated mousy timorous trepid
similar|together|unneurotic;similar|tough -tender|unsentimental;similar|tough aggressive -tender|pugnacious;similar|trembling agitated shaky|unsteady
similar|troubled|buffeted hagridden harassed harried pestered stressed struggling troublous;similar|troubled hard|vexed;similar|tumultuous turbulent disruptive|unquiet
similar|twisted|disingenuous;similar|twisted cute|artful;similar|ugly -beautiful|disfigured fugly scrofula scrofulous unlovely unpicturesque unsightly
similar|ugly -beautiful horrific|hideous;similar|ugly -beautiful strange|grotesque;similar|uncertain|ambivalence ambivalent dubious groping;similar|unclear|illegibility illegible
similar|unclear -clear|perplexing puzzling;similar|underwater underground|subsurface;similar|unique|incomparable uncomparable
similar|unnecessary|excess extra needless redundance redundant supererogatory supernumerary surplus;similar|vicious painful|inhumane;similar|victorious roaring booming|successful
similar|violent|convulsive lashing rampageous ruffianly;similar|violent bright|lurid
similar|volatile|evaporable vaporific vaporizable vapourific vapourisable volatilisable volatilizable;similar|warning|dissuasive;similar|wavy|curly;similar|weak feminine|unstressed
similar|weak watery|dilute;similar|wet|bedewed besprent clammy dank dewy drippy drizzle muggy reeking rheumy sodden soppy steaming steamy sticky tacky undried
similar|wet cloudy foggy|mist;similar|wet muddy|boggy marshy miry quaggy sloughy waterlogged;similar|wet muddy dirty|mucky;similar|wet muddy heavy|soggy
similar|whispered|surd unvoiced;similar|whispered inaudible|voiceless;similar|white|albescent;similar|wide broad|fanlike panoramic;similar|wide-open coarse|open
similar|wild|uncontrolled unsubdued;similar|wild mad frantic|delirious delirium;similar|wise|omniscience omniscient owlish perspicacious sagacious sage sapient sapiential
similar|wonderful -ordinary marvellous|extraordinary;similar|woody|ashen beechen birch birken cedarn ligneous oaken suffrutescent
similar|worthless|aimlessness chaffy manky meritless nugatory paltry purposeless rubbishy tinpot trifling valueless;similar|worthless lazy|otiose
similar|young|adolescent boyish boylike childlike childly girlish newborn preadolescent preteen puppyish puppylike schoolboyish schoolgirlish teen teenage
synonym|acoustical acoustics|acoustic;synonym|active|participating;synonym|aggravating|exacerbating;synonym|aggressive|belligerence belligerent
synonym|airy|aerial aeriform aery ethereal;synonym|alluring enticing|beguiling tempting;synonym|amazing|astonishing;synonym|amusing interesting|amusive diverting
synonym|angelic -evil|sainted saintlike saintly;synonym|annoying bothersome irritating|galling nettlesome pesky pestering pestiferous plaguey plaguy teasing vexatious vexing
synonym|antique|demode outmoded passe passee;synonym|anxious eager|dying;synonym|archaic|antediluvian antiquated;synonym|artificial|stilted;synonym|atmospheric|atmospherical
synonym|attacking|assaultive;synonym|awesome amazing impressive|awing;synonym|beat|bushed;synonym|bitter|acrimonious acrimony;synonym|blurry cloudy foggy|haze
synonym|blurry indistinct blurred|bleary;synonym|blurry muddled indistinct|muzzy;synonym|boisterous|rambunctious robustious rumbustious unruly;synonym|bombastic|declamatory turgid
synonym|bombastic full|orotund;synonym|bombastic hard|tumid;synonym|booming|stentorian;synonym|bored|blase;synonym|boring tedious -interesting|deadening irksome tiresome wearisome
synonym|brash|cheeky;synonym|brassy|brasslike;synonym|brittle|brickle;synonym|broad|unspecific;synonym|broad surrounding wide|encompassing;synonym|broad wide|blanket panoptic
synonym|brooding contemplative meditative|broody pondering ruminative;synonym|buzzing noisy -quiet|abuzz;synonym|calm tranquil serene|unagitated
synonym|caustic unpleasant bitter|acerb acerbic acerbity acid blistering sulfurous sulphurous virulent vitriolic;synonym|cheap|inexpensive
synonym|cheap brassy|flash garish gaudy gimcrack meretricious tat tawdry;synonym|chilly cold -hot|parky;synonym|chunky|dumpy squat stumpy;synonym|classy|posh swish
synonym|clever smart|cagey cagy canny;synonym|climatic|climatical;synonym|clumsy -graceful awkward|gawky ungainly;synonym|clustered|agglomerate agglomerative
synonym|cluttered|littered;synonym|comical funny amusing|comic laughable risibility risible;synonym|commanding|overlooking;synonym|compact|heavyset stocky
synonym|congested -empty full|engorged;synonym|constant|changeless invariance invariant unvarying;synonym|crashing|bally blooming flaming fucking;synonym|crazy|screwball softheaded
synonym|crazy insane mad|brainsick demented unhinged;synonym|crystalline -opaque clear|pellucid pellucidity transparence transparent;synonym|cuddly lovable|cuddlesome
synonym|cute attractive|cunning;synonym|daring|venturesome venturous;synonym|deafening thunderous loud|earsplitting;synonym|deepening complex|thickening
synonym|degraded|debauched degenerate dissipated dissolute libertine;synonym|dense|impenetrable;synonym|depressed|downhearted;synonym|desolate stark|barren
synonym|desolate stark cold|bleak;synonym|diminished|lessened vitiated;synonym|diminutive small -large|bantam flyspeck midget petite tiny;synonym|disconnected|staccato
synonym|disembodied|bodiless discorporate unbodied unembodied;synonym|disgusted|sick
synonym|disgusting|disgustful distasteful foul loathly loathsome repelling revolting skanky yucky;synonym|disgusting unpleasant|repellant repellent
synonym|disorganized chaotic|disorganised;synonym|dissonant -harmonious|unresolved;synonym|disturbing|distressful distressing perturbing troubling worrisome worrying
synonym|double|dual duple;synonym|doubled double|twofold;synonym|dreamy|moony woolgathering;synonym|drowsy|dozy drowsing oscitancy oscitant;synonym|dulled|greyed
synonym|echoic|imitative onomatopoeic onomatopoeical onomatopoetic;synonym|echoing reverberant|reechoing;synonym|emotive affective|affect affectional
synonym|enchanting captivating entrancing|bewitching enthralling;synonym|energetic|gumptious;synonym|energizing dynamic|energising
synonym|engrossing interesting|absorbing gripping riveting;synonym|engrossing interesting enchanting|fascinating;synonym|evocative|redolent remindful reminiscent
synonym|exaggerated|magnified;synonym|excellent|fantabulous;synonym|excited agitated passionate|aroused;synonym|exhausting|tiring wearing wearying;synonym|exotic|alien
synonym|fake|bastard bogus;synonym|famous glorious|illustrious;synonym|feeble -strong weak|lame;synonym|firm|steadfast unbendable unfaltering unshakable;synonym|fitting|meet
synonym|flattened|planate;synonym|fleeting|fugitive momentaneous momentary;synonym|floating|drifting vagrancy vagrant;synonym|flowery|ornate
synonym|fluffy soft -hard|downlike flossy;synonym|foggy -energetic|dazed groggy logy stupor stuporous;synonym|forgetful|unretentive;synonym|fragile slim little|slight
synonym|frenetic frantic agitated|phrenetic;synonym|frenzied wild|manic;synonym|frightening alarming|dire direful dread fearsome horrendous;synonym|frosty cold -hot|nipping
synonym|full|entire total;synonym|funny|suspect;synonym|ghastly|charnel;synonym|ghostly|apparitional ghostlike phantasmal;synonym|glaring|egregious flagrant
synonym|gleaming bright -dull|agleam nitid;synonym|gloomy dark|gloomful;synonym|gloomy dark sluggish|sulk
synonym|grainy coarse gritty|farinaceous granular granularity granulose mealy;synonym|grandiose|hifalutin highfalutin highfaluting;synonym|grating rasping raspy|gravelly
synonym|gray|grey;synonym|grieving sorrowful -joyful|bereaved bereft;synonym|gruff cacophonous|husky;synonym|halting|crippled gimpy halt;synonym|heavenly|celestial
synonym|hesitant|hesitating;synonym|hopeful|promising;synonym|horrible alarming|frightful horrifying;synonym|horrific|outrageous;synonym|huge immense large|vast
synonym|hurt|wounded;synonym|hypnotic attractive|mesmeric mesmerizing spellbinding;synonym|icy cold -hot|gelid gelidity glacial;synonym|inaudible quiet -clunky|unhearable
synonym|infernal|blame damn darned deuced goddam goddamned;synonym|innocent|guiltless;synonym|interfering intrusive|busybodied meddlesome meddling officious
synonym|intimidating|daunting;synonym|introspective|introverted;synonym|iridescent|chatoyant shot;synonym|iridescent fluid|changeable
synonym|irritable scratchy|peckish peevish pettish petulance petulant techy testy tetchy;synonym|jagged -even|jaggy;synonym|jolly joyous merry|jocund jocundity mirthful
synonym|jubilant|exultant exulting rejoicing triumphal;synonym|jumpy|jolt;synonym|lasting|permanence permanent;synonym|layered|superimposed
synonym|lengthy extended long|prolonged protracted;synonym|live|unrecorded;synonym|lonely alone|lone;synonym|lonesome|only;synonym|long-lasting long lasting|durability durable
synonym|luminous bright -dull|aglow lambency lambent lucent;synonym|lush|succulence succulent;synonym|magic magical|sorcerous witching wizard
synonym|martial|soldierlike soldierly warriorlike;synonym|marvellous|miracle miraculous;synonym|mean|average;synonym|medieval|mediaeval;synonym|messy|muss
synonym|moody morose|glowering glum saturnine sullen;synonym|muddled|addled befuddled;synonym|murky turbid opaque|mirky;synonym|mute|tongueless unspoken wordless
synonym|muted -loud subdued|hushed;synonym|mysterious|cryptic cryptical inscrutability inscrutable mystifying;synonym|mythical -real|mythologic mythological;synonym|naughty|risque
synonym|never-ending continuous|ceaseless incessancy incessant unremitting;synonym|never-ending continuous lasting|perpetual perpetuity unceasing;synonym|noticeable|detectable
synonym|obnoxious|objectionable;synonym|oceanic|pelagic;synonym|overbearing|dictatorial;synonym|penetrating acute piercing|incisive penetrative
synonym|piercing|knifelike lancinate stabbing;synonym|piercing penetrating acute|keen;synonym|placid -stormy tranquil|unruffled
synonym|plain|apparency apparent evident manifest unpatterned;synonym|poor|hapless misfortunate pathetic piteous pity;synonym|pop -classic|popular popularity
synonym|prickly|barbellate briary briery bristled bristly burred burry setaceous setose splenetic waspish;synonym|pronounced noticeable|marked;synonym|quality|prize select
synonym|quirky -conventional|offbeat;synonym|radiant bright -dull|effulgence effulgent refulgence refulgent;synonym|radiant bright wide|beamy
synonym|radical -moderate|extremist ultra;synonym|rainy wet|showery;synonym|realistic|naturalistic;synonym|relaxing|reposeful restful;synonym|repetitive|insistent
synonym|restless|ungratified unsatisfied;synonym|rhythmic danceable throbbing|rhythmical;synonym|rigid|unbending;synonym|roaring booming|flourishing palmy prospering thriving
synonym|rolling|trilled;synonym|romantic|romanticist romanticistic;synonym|rotten -sound|rotted;synonym|rumbling|grumbling;synonym|rutted rugged|rutty
synonym|saccharine sweet|cloying syrupy treacly;synonym|saucy smart|overbold sassy;synonym|scabrous rough -smooth|lepidote leprose scaly scurfy;synonym|scared afraid|frightened
synonym|scary chilling alarming|shudder;synonym|searching|inquisitory probing;synonym|shining|burnished;synonym|shining shiny bright|lustrous
synonym|shiny bright shining|glistening glossy sheen;synonym|silent quiet -noisy|soundless still;synonym|silky bright -dull|satiny silklike slick
synonym|simultaneous|coincident coincidental coinciding concurrent cooccurring;synonym|skinny -fat thin|boney bony scraggly scrawny underweight;synonym|skinny jagged -fat|scraggy
synonym|sleepy|sleepyheaded;synonym|slim -fat thin|svelte;synonym|smart|chic voguish;synonym|smelly funky|fetid foetid;synonym|snappy|snappish;synonym|solemn serious|sedate
synonym|solemn somber sombre|sober;synonym|soothing|assuasive;synonym|spacial|spatial spatiality
synonym|sparkly bright -dull|aglitter coruscant fulgid glinting glistering glitter scintillant;synonym|sparkly bright lively|scintillating
synonym|spiritual churchly|religiosity religious;synonym|squeaking high-pitched screechy|squeak squealing;synonym|stereo|stereophonic;synonym|stifled smothered|strangled
synonym|stimulating|stimulant;synonym|strict|rigorous;synonym|strident|continuant fricative spirant;synonym|striking impressive dramatic|spectacular
synonym|super|ace crack tiptop topnotch;synonym|surreal -real|dreamlike;synonym|surreal -realistic|phantasmagoric phantasmagorical surrealistic;synonym|touching poignant|affecting
synonym|trapped -free|cornered treed;synonym|trembling shaky|shivering;synonym|tropical hot|tropic;synonym|turbulent agitated|churning roiled roiling roily
synonym|twisted|misrepresented perverted;synonym|unappealing|unlikable unlikeable;synonym|uncertain|incertain;synonym|unclear|indecipherable undecipherable unreadable
synonym|underground|belowground;synonym|underwater|submerged submersed;synonym|unique|unequaled unequalled unparalleled;synonym|unnecessary|unneeded
synonym|upbeat optimistic -pessimistic|pollyannaish;synonym|vague unclear -clear|obscure obscurity;synonym|velvety smooth -rough|velvet
synonym|vicious|barbarous cruel fell roughshod savage;synonym|vicious intense|brutal brutality;synonym|warning|admonitory cautionary monitory;synonym|weak|unaccented
synonym|weak watery faded|washy;synonym|weird|eldritch uncanny unearthly;synonym|whispering -loud|susurrant;synonym|wise|judicious
synonym|wonderful marvellous marvelous|howling wonder wondrous;synonym|worried disorganized troubled|upset;synonym|worried troubled|disquieted;synonym|youthful young|vernal`;
