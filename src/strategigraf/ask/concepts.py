"""The words that wordings of questions are made of, Danish and English: what means what, and what means nothing.

A line of `CONCEPTS` names a concept and the beginnings of the words that mean it. After a beginning that ends in a full
stop only an inflection may follow, after one that ends in an equals sign nothing; an underscore joins several words in
a row. Some words mean two things and stand twice.
"""

OUTSIDE = "outside"  # the concept of words that no question is about
THINGS = """
goal sdg target tgroup initiative track focus timeline entry status actor responsible hearing comment answer question
draft section vision statement foundation counterpart quote document number keyfig kind definition challenge standard
link strategy national
"""  # the concepts that a question may be after
CONCEPTS = """
goal: mål. målene målet pejlemærke maerke pejlepunkt målsætning formål_med_spor goal objective aim= aims= benchmark
objective: målsætning objective
sdg: verdensmål fn-mål fn_mål fns_mål fns_mål fn_17 fns_17 un_goal un_17 world_goal global_goal sdg
 sustainable_development sustainability_goal bæredygtighedsmål global_mål 17_mål 17_sdg 17_verdensmål goals_of_the_un
 goal_of_the_un klimamål climate_action
target: delmål sub-target subtarget target. undermål sub-goal subgoal
tgroup: målgruppe target_group target_audience user_group brugergruppe brugere. client clientele henvend retter_sig
 gavn benefit aimed_at addressed_to til_for intended_for meant_for cater rettet_mod beneficiar audience
initiative: handleplan handlingsplan action_plan indsats initiativ tiltag. tiltagene handling. handlinger measure.
 action. project projekt foranstaltning gøremål arbejdsopgave
actionplan: handleplan handlingsplan action_plan plan_of_action
track: spor. sporene sporets track. strand strategispor hovedspor spors pillar_track
ambition: ambition
focus: fokusområd indsatsområd focus focal fokus. tema. temaer temaerne temaet theme. themes underpunkt subdivision
 area_of_action areas_of_action areas_of_focus priority_area prioriteringsområd
timeline: unschedul uplan ikke-plan unplan tidsplan tidslinj timeline time_line time-line schedul timetabl time_table
 time_plan kalender calendar program. programme. roadmap køreplan planlagt planlæg planned tidsfast tidsat tidssat
 sat_i_tid årshjul gantt agenda_for
entry: post. poster. posterne entry entries item. punkt. punkter punktet punkterne aktivitet activit
when: sætte_tid set_a_time set_time time_set sat_tid tidspunkt hvornår when tidspunkt point_in_time timing dato. datoer
 date. dates hvilket_år what_year which_year hvilke_år årstal hvilken_periode which_years deadline frist. starttid
 start_year startår
period: periode period løbetid gyldig valid varighed duration gælder_fra løber udløb expire time_span tidsrum in_force
 tidshorisont horizon lifespan
year: år. året årets year. years årlig
happen: sker= ske= hænde happen occur foregå takes_place take_place finder_sted indtræff
start: starter start. begynd begin gang. i_gang igangsæt igangsat kick launch sættes_i_gang forventes
without: uden ikke ingen intet mangl ej. aldrig without lack missing no. not never none absent udeblev fravær savner
 nowhere nothing hverken neither udelad udeladt glem forgot forget forgotten doesnt dont arent isnt didnt werent wasnt
 havent hasnt unschedul uplan ikke-plan undated udater unplan uden_for outside not_a_single cannot miss. without_any
 udenom
only: kun. blot. alene only just solely merely udelukkende purely exclusively bare.
count: regnestykke arithmetic hvor_mange antal how_many number_of count tæl optæl statistik statistic tally quantit
 how_much hvor_meget talt= total. totals i_alt sum. opgør opgjort share_of andel. optal proportion ratio fordeling_af
 distribution procent percent hvor_stor_en_del how_large_a_part
most: størst biggest fyld flest most. mest oftest oftes hyppigst highest largest største top. ranked rangliste ranking
 fleste
status: nået_i_mål klaret skrider progressing status fremdrift progress hvor_langt how_far færdig finish complet afslut
 gennemfør implement_status på_pause on_hold underway under_way undervejs_med in_progress forbered being_prepared
 prepared realiser realised stade how_along halted stalled pågå ongoing igangværende påbegynd nået_med kommet_med
 come_along milepæl_status
actor: administration party aktør actor parter parterne parties player player's organisation organization enhed enheder
 unit. units body bodies afdeling department office instans myndighed udfører executor
who: hvem who whom hvis. whose
responsible: læsset trækker load= pull_the arbejdsbyrde sørge_for make_sure skal_levere must_do skal_lave skal_gøre
 ansvar responsib charge tovholder accountab in_charge ejer_opgaven står_for tage_sig_af tager_sig_af takes_care
 varetag assign tildel task= tasks= opgave skal_udføre pålagt overdrag deliver_by to_do_list workload arbejdsbyrde
org: ps-administration ps_administration cfk it. områdeleder specialområderne special_area area_manager styregrupp
 steering_group arbejdsgrupp working_group hr.
hearing: hearing_part hearing_party hørt_part høring hearing consult offentlig_høring public_comment høringssvar
 høringspart lmu
comment: modtaget received syntes synes think_of thinks_of optaget_af bemærk kommentar kommenter comment remark
 feedback tilbagemelding indvend objection objected kritik kritis criti input. ros= praise ris_og mente mener_hør
 indsigelse synspunkt opinion reaction reaktion ytring mening. tilkendegiv response_from høringsinput critique
answer: svar. svarene svarer besvar answer repl respon imødekom tage_højde taget_højde tager_højde imødegå address
 react tackle counter løsning løses solution solve remed modtræk tage_hånd indarbejd worked_in accommodat tager_fat
unanswered: overset overlooked waiting_for halvt_besvar passed_over evade undgå ignor undlod undlad fail hænger_i
 left_hanging in_vain nobody_took forbigå overhør ubesvar unanswer uafklar unresolved står_åbne åbne. åbent open.
 unsettled
outcome: resultat result prevail medhold nytte tage_følge taget_følge indflyd influenc hørt. heard to_følge hensyn lyt
 listen_to listened into_account take_account taken_account takes_account udfald outcome skæbne fate became blev_der_af
 blev_det_til skete_der_med happened_to happened_with fare. fared gik_det afvis reject disposition behandlet_bemærk
 delvist partly
question: spørgsmål question spurgt spurgte spørg asked ask. debat debate drøft diskut discuss talte_man samtale
topic: emne. emner topic subject handler_om handlede concerning angående vedrør regarding drejer_sig deals_with
 about_what
concern: angår concern about= om= vedr
draft: udkast draft workshop slides slide skitse sketch oplæg 2022 kladde tidlig early første_udgave høringsudkast
 preliminary foreløbig første_version first_version oprindelig original
print: tryk. trykt trykte print. printed final endelig færdige_plan publish publiceret offentliggør publication
 finished_plan
change: ændr change forskel differ rett. rettet rettelse omformul reword rephras revised omskriv rewrit rewrote edit.
 edits edited redigér redigering udskift replaced correction uændre unchanged omredig amend
added: kom_til tilføj added new_sdg kommet_til tilkom supplement
dropped: glemmebog oblivion vanish hører_man_ikke faldt_fra faldt_ud faldet bortfald bort. drop dropp opgivet opgive
 forsvandt forsvund forsvandt væk. abandon udgå udgik udeladt_fra gik_ud gik_tabt røg_ud removed remov fjern discard
 discontinu disappear skrott thrown lost. tabt left_behind leave_behind left_out gave_up given_up holdt_op stopped
 slettet sløjf nedlagt scrap leave_out
compare: sammenlign compar versus kontra vs= over_for overfor against side_by_side før_og_efter before_and_after
 before/after før/efter side_om_side ved_siden_af next_to
section: kapitel kapitl afsnit chapter section indholdsfortegnelse table_of_contents contents. disposition_af outline
 overskrift heading sidetal page. pages hvilken_side disponer opbygg opbyg structured toc
vision: fremtid future overordnede_sigte overarching_aim vision mission ledestjerne guiding drøm dream fremtidsbillede
statement: udsagn statement
foundation: fundament foundation grundpill pillar. pillars byggesten building_block bærende underpin forudsætning
 prerequisit bærer_strategien carries_the_strategy sokkel cornerstone hviler_ambition bygger_ambition
older: dengang that_time ældre gammel gamle. old. older earlier tidligere former previous forrige foregående 2014 2015
 2016 2017 social_strategi socialstrategi predecess forgæng fortid past. prior. dengang
newer: ny= nye= nyt= new. newer nyere current nuværende
continue: viderefør føres_videre ført_videre føre_videre lever_videre live_on lives_on continu carried_on carry_on
 carried_forward efterfølg successor kontinuitet tilbage_af left_of survive overlev genfind videre. tråd. holdt_ved
promise: løfte= løfter løftet= promis lovet= lover= lovede= commit forplig indfri kept. holdt. pledge tilsagn
origin: historie= history= forhistorie rød= rødder rødderne roots root. origin oprind stam stammer forhistor prehistory
 precursor forløber come_from comes_from kommer_fra traces trace_back traced ophav afsæt genesis tilbage_til back_to
 bag. bygger_på builds_on build_on baggrund background
counterpart: ligheder similarit fællestræk svarer_til svare_til modsvar modstykk pendant tilsvarende counterpart
 correspond equivalent match. matches matching matcher parallel overlap ligner lign similar fælles. til_fælles
 in_common common. share. shared sammenfald overensstemmelse same_as det_samme samme. same. analog alike resembl
 ækvivalent agree. går_igen begge_planer both_plans both_regions begge_regioner mapping resemble
other: anden. andet. andre. other. another den_ene the_one fremmed foreign different
unique: forskelle_mellem_de differences_between_the_two differ_from adskiller stand_alone stands_alone står_alene
 står_ene unik særlig særegen særkende unique specific_to distinctive alene_med tier. silent ingenting_om one_region
region: region midtjyll midt. sjælland zealand sealand
wrong: vask wash stræk stretch overdriv forkert fejl. fejlene fejlagtig fejlplacer wrong error mistake mistaken
 incorrect misplac erroneous misread misunder misforst misbrug_af_mål fejlcit fejltolk misquot misinterpret unfit
 inaccurat unjustified forvrid misrepresent
tempting: tilsyneladende apparent surface overfladen far-fetched forveksl confus frist tempt mislead fælder trap. traps
 false. falsk falske overfladisk superficial look-alike lookalike look_alike looks_alike seem_alike sound_alike
 lyder_ens ligheder_uden snyder deceiv nærliggende misled pair= pairs= par= parret parrene sætte_lig equate mix-up
 mix_up
conflict: galt konsisten consisten undrer puzzl modsig modstrid contradict conflict uoverensstem uenig disagree
 inkonsist inconsist discrep selvmods hænger_ikke not_agree passer_ikke_sammen does_not_fit do_not_fit not_fit
 stemmer_ikke mærkværdig oddit strider afvig deviat trykfejl misprint typo uregelmæssig clash incoheren mismatch
 at_odds stritter rod=
fit: passer pass. fit. fits stemmer overens hold_up add_up adds_up agrees accord tie_up svarer_tallene hold_stik
official: officiel official fn= fns= un= united_nations forenede_nationer ordlyd_hos
words: skrevet skriver written ord= ordet ordene ordlyd ordret word. words wording verbatim formuler phrase phrasing
 lyder lyd literal tekst. teksten text. sætning sentence
quote: citat citer quot cite. cited citation uddrag excerpt tekststed passage passag kildested
evidence: belæg evidence bevis proof prove. proves dokumentation documentation tekstgrundlag hviler rest. rests
 underbyg substantiat hvor_står where_does_it_say står_det stated_where kildehenvis kildeangiv på_hvilket_grundlag
 on_what_grounds how_do_you_know hvordan_ved justify belægg
source: kilde kilder source
document: dokument. dokumenter dokumentet dokumenterne document fil. filer file. files pdf papir paper. papers
 publikation udgiv issued rapport report. reports materiale material bilag
version: version udgave edition revision revis revid afløs supersed seneste latest nyeste newest
announced: varsl bebud announc annonc claimed_number advertis påstå siger_den_har lovede_antal promised_number foreword
 forord stated_number stated_count headline forkerte_antal miscount claims_to_have says_it_has says_there_are
 skulle_være erklær
number: nummer numr number. numbers tal= tallene= tallene tallet figure. figures letter bogstav numerisk rækkefølge
 sequence series række. rækken fortløbende consecutiv
gap: spring. springer skip hul. huller hullet hole. holes gap. gaps jump. jumps leap omit afbrudt brudt broken
keyfig: talmateriale numerical nøgletal key_figure key_number key_fact fakta fact. facts omsætning turnover ansatte
 pladser places= antal_pladser kapacitet capacity enhedspris hvor_stort how_large how_big_is_the_soc headcount
kind: slags. type. typer types type kind. kinds sort. art. kategori categor element elementtype
size: omfang omfattende extensive størrelse size. stor. big. stort indhold content
definition: defin begreb concept betyd meaning mean. means meant forstå. forstås understood ordforklar glossar ordliste
 terminolog term. terms fagudtryk jargon afklar menes mener_man_med udtryk
challenge: udfordr challenge problem vanskelig difficult barriere obstacle hindring trouble kæmper struggl pres=
 presser= pressure issue= issues= mangel_på lack_of shortage_of mangl_på bekymr concern_raised threat trussel knaphed
 shortage svært hurdle dilemma
quality: kvalitet quality
standard: standard krav. kravene requirement kvalitetskrav criteri kriteri demand norm.
reason: idéen idea_behind the_idea hvorfor why formål. formålet purpose begrund_strategi anledning occasion
 justification motiv baggrunden rationale_of nødvendig needed. begrundelse behov_for meningen_med point_of
practice: follow_through followed_up fulgt_op følges_op_på bruges. brugt_i used. udmønt praksis practice opfølg
 følger_op følges_op follow_up follows_up arbejdes_med worked_with organiser organise organize implement. implementer
 implementation føres_ud rammer. frames ud_i_livet
process: history_of the_story historien_om the_making blev_lavet har_lavet_planen proces process tilblivelse blev_til
 blevet_til was_made been_made come_into_being came_about come_about vedtag adopt godkend approv behandl udarbejd
 drawn_up møde. møder meeting udvalg= udvalget udvalgene committee regionsråd council step_by_step skridt trin
 dagsorden agenda milepæl milestone temadag theme_day forløb. forløbet undervejs on_the_way along_the_way drafting
 inddrag involv
national: national regering government udspil staten statslig specialeplan ligeværdig life_with_equal ministeri
 folketing parliament christiansborg landsdæk nationwide reform proposal forslag specialplan
interpret: vurderet own_opinion jeres_egen your_own jeres= yours= tolk fortolk interpret skøn. judg vurder assess gæt.
 gætt gættet guess guesswork inferred infer. læser reader
certain: stole_på trust gran_salt grain_of usikr sikker. sikre. sikkerhed_af usikker konfidens confiden certain
 uncertain tvivl doubt debatable least_certain sikkerhedsgrad begrundelser rationale reasons_given diskuter
link: forbindelse kobling koblet link. links linked connect relation. relations tilknyt knyttet tied tie. sammenhæng
 tilkobl
basis: bygger bygget_på built grundlag basis bases based angivet_og stated. explicit udtrykkelig navngiv named.
 eksplicit implicit
serve: bidrag contribut serve. serves støtt understøt support. supports supported supporting hjælp help. helps tjen
 fremm advanc promote løfter_målet hits hit. opfyld fulfil meet= meets= further= påvirk
belong: hører tilhør belong under. below beneath ligger. within falls fall. grupper grouped hierark
mention: nævn mention omtal referred name-drop bisætning aside. forbifart passing
prose: brødtekst prosa prose af_navn by_name enkelt_sætning single_sentence running_text løbende body_text own_section
 selvstændig beskrivels description described beskrev udfold elaborat row. rows skema
strategy: strateg
plan: plan. planer planen planens planerne plans
owner: ejer ejere owner owned owns own. ejerskab står_bag is_behind
exist: findes find. exist er_der_tale
citizen: borger. borgere citizen menneske people. personer person. handicap disabilit diagnos autis sindslid børn child
 youth unge. hjerneskade brain_injury
overview: oversigt overview alle. all. samtlige hele whole liste list. vis. show entire complete_list fuld full
chosen: valgt taget_med udvalgt vælg chose choos pick select adopt_sdg taget_ind includ prioriter valget choice
concrete: konkret concrete specifik specific. general. generelt overordnet high-level overall tom. tomme empty
 underneath
blank: blank. oplys. oplyst oplyses unknown ukendt uoplyst informeret reported
how: hvordan how
where: hvor where
relate: hænger_sammen forhold relate related relating forbundet have_to_do has_to_do had_to_do med_at_gøre line_up
column: kolonne column placer placed put. filed havn ended_up flytt moved skift switched
loose: løs= løse= loose alone_in alene_i orphan forældreløs ophæng anchor unattached
behind: bag= behind bagved
data: data graf graph database dataset datasæt
work: arbejd work
group: gruppe group grupper
staff: medarbejder personale ansat staff personnel employee workforce arbejdskraft
service: tilbud service botilbud
field: området socialområd social= sociale= field= area=
parts: dele= del= parts= part= bestå consist component bestanddel indgår
participant: deltag particip
content: pårørend relatives frivillig volunt bostedslæg resident_doctor doctor e-lær elær e-learn elearn senior
 rekrutter recruit fasthold retention vikar substitut temporary takst rate= rates= omdømme reputation kompeten competen
 uddan educat training sundhed health lighed= ulighed equality inequal bæredygtig sustainab klima climate grøn green
 velfærdsteknolog it-system dokumenthåndter fagpilot partnerskab partnership videndel knowledge medicin medicat misbrug
 substance_abuse abuse jobskift job_rotation praktik magtanvend use_of_force forskning research samskab co-creat
 innovation overgreb tilgængelig sikkerhed= safety energi energy arbejdsmiljø arbejdstid working_hours trivsel
 wellbeing well-being fast_personale permanent_staff kost_og motion rygning smoking alkohol alcohol peer
 introduktionsforløb onboarding lederuddan leadership ledelsesudvikl
attain: nå= nås= opnå reach achiev attain indfri
particular: bestemt particular certain_initiative given_goal
correct: korrekt correct rigtig right= gengiv render
cover: dæk cover omfat
carry: bær= bærer= carry carries udfør deliver
appear: optræd dukke appear turn_up turns_up show_up shows_up
split: fordel opdel divid distribut split breakdown broken_down
before: før= before
after: efter= after siden= since
direct: direkt directly
take: tog_op tager_fat_i tager_op tage_op taget_op take_up takes_up taken_up
outside: koster kost. cost price pris. priser budget økonomi_er finans financ penge. money kroner_brug løn. salary
 tjener_en tilfreds satisf direktør director formand chair. chairman chef ceo boss leder_af manager_of minister_for
 telefon phone email mail. adresse address_of vejr weather åbningstid opening_hour ansøg apply_for application
 søger_jeg joke vittighed digt poem nordjyll syddanmark hovedstad capital sverige sweden norge norway tyskland germany
 frankrig france valg. valget_i election hospital sygehus patient ventetid waiting_time ventelist waiting_list klage
 complain lov_om gdpr persondata install download licens license software program_in sygefravær_i sick_leave
 sickness_absence indbyggere inhabitants population befolkning presse= pressen= newspaper avis media stemte_imod voted
 vote. party_pol kommunalvalg effekt_af_tiltag succes success effectiv virker_det skat. tax klimaaftryk footprint co2
 bestil book. køb. buy
"""
ENDINGS = "erne ene ers ens ets es er en et ne s e r n d t ed ing ly"
NOTHING = """
af at de den der det dem din dit du eller en er et for fra har i ind jeg kan man med mig mod nogen noget nogle når og
også os på se sig skal som til ved vi vil vis vores være været blev bliver blive blevet havde have haft hvad hvilke
hvilken hvilket deres dets dens sin sit sine hver hvert end så da men op ud ned over giv gør gøre gjort står stå to tre
mere mest nu selv egen eget egne hos pr per fx både enkelte enkelt fået får få kommer komme kom kommet siger sige sagt
ting går a an and any are as be been being by can could did do does done from get give given gives got had has if in
into is it its me my of on one or our out so some than that the their them then there these they this those up us was
we were what which will with would you your each every say says said stand stands thing things come comes go goes going
put
"""
WEIGHTY = """
mere mest hver hvert both than each every tre selv egen eget egne
"""  # words of `NOTHING` that can change an answer: only where the question has them
HARMLESS = """
vis vise viser show shows list liste lister find finde oversigt overview giv tak venligst please pls gerne egentlig
faktisk actually helt entirely konkret præcis præcise exact exactly simply alle all samtlige alt everything samlet hele
whole complete full tell nævn angiv osv etc fx eg ie want know like dear hello hej slet stadig still måske perhaps lige
it its here her overhovedet ligger lægger hold holds holder ones doing lavet made make way måde somebody someone folk
people vedkommende during within inden came came ramme rather i somehow det denne disse dette pege peger pegede point
points valgt valgte vælge vælger pick picked chosen choose chose selected select udpeget udpege udpeger set sat sætter
where hvor hvorhenne sorted sorteret grupperet grouped spelled tager tage taget take takes taken run runs køre number
bestemt bestemte særskilt used brugt bruger use kaldes called hedder given skrev wrote write nævnes nævner mention
mentions mentioned omtales omtaler specific føres ført backed stille roligt publisher came out forward carry carried
fields field qs prompts passage passages single eneste yearly årlig årlige lines line
"""  # words that change no answer, beside those of `NOTHING`
