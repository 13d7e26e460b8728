"""The words of the bench's articles: our own, about nobody."""

from __future__ import annotations


def _phrases(text: str) -> tuple[str, ...]:
    """The phrases of a list with commas."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


SECTIONS = {
    "africa": "Africa",
    "americas": "Americas",
    "asia": "Asia",
    "economy": "Economy",
    "energy": "Energy",
    "europe": "Europe",
    "security": "Security",
    "technology": "Technology",
}

#: Subjects: titles, headings and tags are made of them. 50.
TOPICS = _phrases(
    """Alliances, Armistices, Audits, Borders, Budgets, Cables, Canals, Censuses, Central Banks, Climate
    Pacts, Coastguards, Copper, Corridors, Courts, Currencies, Debt Relief, Deposits, Deserts,
    Elections, Embassies, Export Controls, Famines, Ferries, Fisheries, Free Ports, Gas, Glaciers,
    Grain, Harbours, Insurance, Islands, Lithium, Mandates, Migration, Monsoons, Observers, Patents,
    Pensions, Pipelines, Pilots, Quotas, Railways, Referendums, Reserves, Rivers, Sanctions, Satellites,
    Straits, Tariffs, Treaties"""
)

#: Regions as adjectives: with a topic, a tag of the long archive. 80.
REGIONS = tuple(
    """Adriatic Aegean Alpine Amazonian Andean Antarctic Arabian Arctic Atlantic Australian Balkan
    Baltic Bengali Bosphoran Brazilian Canadian Cantabrian Caribbean Carpathian Caspian Caucasian
    Central Chilean Coastal Colonial Congolese Continental Coral Cretan Cypriot Dalmatian Danubian
    Eastern Equatorial Eurasian Federal Fijian Flemish Gulf Guianan Hanseatic Highland Himalayan Iberian
    Icelandic Indian Inland Ionian Javanese Karelian Kazakh Lapland Levantine Ligurian Lowland Malagasy
    Maltese Mekong Melanesian Moroccan Nordic Northern Nubian Pacific Pannonian Patagonian Polar
    Polynesian Provincial Rhenish Saharan Sahelian Scandinavian Siberian Southern Sudanic Trans-Saharan
    Tyrrhenian Western Zambezi""".split()
)

PLACES = _phrases(
    """the Aegean, the Andes, the Arctic, the Baltic, the Black Sea, the Caribbean, the Caucasus, the
    Coral Sea, the Danube, the Gulf of Guinea, the Hindu Kush, the Horn of Africa, the Indian Ocean, the
    Levant, the Maghreb, the Mekong, the Mozambique Channel, the North Sea, the Pacific, the Pamirs, the
    Red Sea, the Sahel, the South Atlantic, the Timor Sea, the Yellow Sea, Central Asia, Central Europe,
    East Africa, Latin America, Southern Africa"""
)

#: Titles: a topic, another topic and a place make each of them another one.
TITLES = (
    "How {a} Became {b} in {place}",
    "Why {place} Chose {a} Over {b}",
    "What {a} Owe to {b}: Notes From {place}",
    "{a}, {b} and the Quiet Bargain of {place}",
    "Between {a} and {b}, {place} Waits",
    "The Price of {a} and the Value of {b} in {place}",
    "Who Keeps {a} Apart From {b} in {place}?",
    "{a} Without {b}: {place} as a Warning",
    'When "{a}" Meant {b} in {place}',
    "After {a}, {b}: A Ledger for {place}",
)
SUBTITLES = (
    "The Way Forward With {a} That Nobody Owns",
    "A Modest Case for {a} and Against Haste",
    "Lessons of a Decade With {a}",
    "Where {a} End, Politics Begins",
    "Ministers Talk of {a}; Clerks Keep Them Alive",
)
HEADINGS = (
    "The ledger of {a}",
    "What {a} cannot do",
    "A precedent in {place}",
    "Who pays for {a}",
    "The argument from {place}",
    "Rules, and those who keep them",
    "The way forward",
    "A question of {a} and timing",
    "Numbers that do not add up",
    "The view from {place}",
)

ACTORS = _phrases(
    """the ministry, the commission, the harbour authority, the central bank, a committee of deputies,
    the audit court, the coastal states, the landlocked states, the insurers, the creditors, a group of
    engineers, the trade unions, the provincial assemblies, the border guards, the weather service, the
    grain board, the regulator, the secretariat, the delegations, the smaller members, the larger
    members, the opposition, the cabinet, the survey office, the pilots' association, the railway
    company, the grid operator, the statistics office, the court of appeal, the observers, the shipping
    lines, the mining towns, the fishing villages, the lenders, the treaty's depositary, the standing
    conference, the joint inspectorate, the river commission"""
)

VERBS = tuple(
    """accepted amended avoided balanced bought calculated challenged circulated codified conceded
    costed counted debated deferred delayed diluted discarded drafted enforced exempted extended
    financed guaranteed ignored inherited inspected insured interpreted invoked justified licensed
    mapped measured mended misread narrowed negotiated notified obstructed outlived patrolled postponed
    priced published ratified recalculated reopened repaired replaced resisted revised shelved shielded
    signed simplified suspended tested tolerated traded verified welcomed widened withheld""".split()
)
OBJECTS = tuple(
    """agreement allowance annex appendix arrangement assessment award bargain benchmark blockade
    boundary budget cargo ceiling chapter charter clause code commitment compromise concession condition
    convention corridor covenant deadline decree deficit definition deposit duty embargo estimate
    exception exemption fee forecast formula frontier fund guarantee guideline index inventory
    investment lease levy licence limit list loan mandate map margin memorandum method moratorium
    network notice obligation offer order oversight payment penalty permit pledge portfolio position
    premium price principle privilege procedure proposal protocol quota rate rebate record reform
    register remedy report reserve restriction review route rule safeguard schedule settlement share
    standard statute strategy subsidy surcharge surplus survey target tariff timetable toll transfer
    treaty truce understanding valuation veto voucher waiver warranty zone""".split()
)
ADJECTIVES = tuple(
    """annual awkward bilateral binding brief broad careful cautious cheap clumsy common costly credible
    customary dated deliberate discreet distant domestic dormant double early elaborate empty exact
    expensive familiar final flexible formal fragile full general generous half-forgotten hasty hidden
    honest improbable inconvenient informal joint late lasting lenient local loose minor mutual narrow
    neat obscure old open ordinary partial patient permanent plain practical private provisional quiet
    reluctant remote reversible rigid second seasonal separate short silent simple slow small sober
    special standing strict sudden tacit technical temporary tidy uncertain uneven unwritten useful
    vague voluntary workable""".split()
)
ADVERBS = _phrases(
    """again, belatedly, carefully, cheaply, deliberately, discreetly, early, formally, grudgingly,
    in principle, in public, in silence, late, openly, partly, patiently, quietly, reluctantly, slowly,
    twice, unanimously, without comment, without delay, without enthusiasm"""
)
ABSTRACTS = tuple(
    """ambiguity ambition arithmetic authority caution certainty competence confidence consent
    continuity credibility custom delay dependence deterrence discipline discretion distance equality
    expertise fairness geography goodwill habit impatience independence inertia influence inflation law
    leverage liquidity loyalty memory moderation momentum necessity neutrality nostalgia parity patience
    practice precedent predictability prestige prudence reciprocity redundancy reputation resilience
    restraint risk routine scarcity secrecy solidarity sovereignty stability suspicion time transparency
    trust uncertainty vanity volume weather""".split()
)

#: Sentences; the names in braces are slots that `prose` fills.
SENTENCES = (
    "In {year}, {actor} {verb} the {adjective} {object} that {actor2} had {verb2} {number} years before.",
    "The {object} of {year} was {adjective}, and {actor} knew it.",
    "Nobody in {place} expected {actor} to have {verb} a {object} so {adjective}.",
    "What {actor} called {abstract}, {actor2} called {abstract2}.",
    "Of the {number} states that {verb} the {object}, few had read the {object2} beneath it.",
    "{Abstract} is cheap until {actor} must pay for it.",
    "There is a {adjective} case for the {object}, and {actor} {verb} it {adverb}.",
    "The {object} costs {number} million a year; the {object2} that it replaced cost {number2}.",
    "Yet {abstract} alone has never {verb} a {object} for long.",
    "The {adjective} {object} outlasted three governments, a {adjective2} {object2} and most of its critics.",
    "By {year}, {actor} had {verb} the {object} {adverb}, and {actor2} had stopped asking.",
    "One can read the {object} as an exercise in {abstract}, or simply as {abstract2}.",
    "“We {verb} the {object} because we had {verb2} everything else,” one official of {place} said.",
    "In {place}, {abstract} rests on a {adjective} {object} and on {number} people who know how it works.",
    "It would be wrong to blame {actor}.",
    "Should {actor} be right, the {object} will be {verb} before {actor2} can finish the {object2}.",
    "After {year}, the {object} was {verb} {number} times, each time with less {abstract}.",
    "The lesson of {place} is not that {abstract} fails, but that it arrives late.",
    "{Actor} {verb} the {adjective} {object}, {verb2} the {object2}, and went home.",
    "A {object} without {abstract} is a {adjective} piece of paper.",
    "Critics say that {actor} {verb} the {object} for want of {abstract}; the {object2} says otherwise.",
    "Every {object} assumes a {adjective} amount of {abstract}.",
    "It took {number} meetings, two {adjective} drafts and a storm over {place} before {actor} agreed.",
    "The {object} survived because {actor} found it {adjective}, not because {actor2} found it just.",
    "On paper, {actor} and {actor2} were to share the {object}; in practice, {abstract} decides.",
    "The figures are {adjective}: {number} per cent of the {object}, {number2} per cent of the {object2}.",
    "That is how {abstract} works in {place}.",
    "None of this was {verb} {adverb}.",
    "Some {number} kilometres from {place}, {actor} kept the {adjective} {object} in a drawer.",
    "{Abstract}, {abstract2} and a {adjective} {object} are not a policy, but they can pass for one.",
    "The alternative, a {adjective} {object} {verb} by {actor}, has its own price.",
    "Seen from {place}, the {object} looks less like {abstract} and more like a {adjective} {object2}.",
    "The {object2} of {year} says nothing of {abstract}, which is the point of it.",
    "When {actor} {verb} the {object} in {year}, the price of {abstract} rose by {number} per cent.",
    "Who {verb} what, and when, is a matter for the {object}.",
    "The question for {actor} is whether the {object} can be {verb} without being {verb2}.",
)
CAPTIONS = (
    "The {adjective} {object} has outlived {actor}.",
    "In {place}, {abstract} is measured in metres.",
    "{Actor} {verb} the {object} here in {year}.",
)
ALTS = (
    "Bands of colour under a pale disc, as of the sun over {place}",
    "Ridges in {number} shades, one behind the other",
    "A horizon with a single bright point above it",
)
ROLES = ("Editors", "Analysts", "Correspondents", "Researchers")
