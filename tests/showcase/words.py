"""What the showcase says in each of its languages."""

from __future__ import annotations

from msgspec import Struct


class Words(Struct, frozen=True):
    """A language's own words: names, titles and sentences, each list in the order of its use."""

    name: str
    tagline: str
    sections: tuple[str, str]
    authors: tuple[str, str, str]
    role: str
    affiliation: str
    issue: str
    series: str
    page: str
    subjects: tuple[str, ...]
    questions: tuple[str, ...]
    sentences: tuple[str, ...]
    headings: tuple[str, ...]
    topics: tuple[str, ...]
    fields: tuple[str, ...]
    caption: str
    alt: str
    correction: str
    long_title: str


ENGLISH = Words(
    name="The Lantern Review",
    tagline="Essays on foreign and economic policy",
    sections=("World", "Economy"),
    authors=("World Desk", "Trade Desk", "Law Desk"),
    role="Editors",
    affiliation="Institute for the Study of Borders",
    issue="Autumn 2025",
    series="Narrow Waters",
    page="About This Review",
    subjects=(
        "Ports",
        "Rivers",
        "Reserves",
        "Cables",
        "Grain",
        "Treaties",
        "Tariffs",
        "Alliances",
        "Ledgers",
    ),
    questions=("How {} Became Law", "What {} Cannot Buy", "Who Pays for {}", "The Price of {}"),
    sentences=(
        "A border is a promise about where to stop, and it is kept by those who could break it.",
        "The ministers met for two days and agreed on the order of the speeches.",
        "What a treaty leaves out is often what its signatories could least afford to write down.",
        "Trade follows the cheapest road until the road is closed, and then it follows the next one.",
        "The central bank published its figures on a Friday, when few people read them.",
        "Insurance, more than any navy, decides which ships sail through a strait.",
        "Officials who had drafted the clause said that they had meant the opposite.",
        "Small states learn early that neutrality is a policy, and that policies cost money.",
        "The debt was old, the creditors were new, and the law was that of a third country.",
    ),
    headings=("The right of passage", "A ledger of promises", "What comes after"),
    topics=(
        "Straits",
        "Debt",
        "Water",
        "Sanctions",
        "Energy",
        "Elections",
        "Courts",
        "Shipping",
        "Fisheries",
        "Roads",
    ),
    fields=(
        "law",
        "history",
        "costs",
        "politics",
        "statistics",
        "reform",
        "insurance",
        "security",
        "geography",
        "theory",
    ),
    caption="The harbour at dusk, before the tide turned.",
    alt="Dark hills in layers beneath a low sun",
    correction="An earlier version of this article named the wrong year of the treaty.",
    long_title=(
        "How the Convention on the Regime of Straits, Signed After Four Weeks of Negotiation in a Lakeside Hotel, "
        "Came to Govern Antidisestablishmentarianism, Intercontinental Telecommunications and Everything Between"
    ),
)

FRENCH = Words(
    name="La Revue de la lanterne",
    tagline="Essais de politique étrangère et économique",
    sections=("Monde", "Économie"),
    authors=("Bureau Monde", "Bureau Commerce", "Bureau Droit"),
    role="Rédaction",
    affiliation="Institut d’étude des frontières",
    issue="Automne 2025",
    series="Eaux étroites",
    page="À propos de la revue",
    subjects=(
        "les ports",
        "les fleuves",
        "les réserves",
        "les câbles",
        "le blé",
        "les traités",
        "les alliances",
    ),
    questions=("Ce que coûtent {}", "Ce que disent {}", "À qui profitent {} ?", "Repenser {}"),
    sentences=(
        "Une frontière est une promesse sur l’endroit où l’on s’arrête.",
        "Les ministres se sont réunis deux jours et se sont entendus sur l’ordre des discours.",
        "Ce qu’un traité passe sous silence est souvent ce que ses signataires ne pouvaient écrire.",
        "Le commerce suit la route la moins chère jusqu’à ce qu’elle soit fermée.",
        "La banque centrale a publié ses chiffres un vendredi, quand peu de gens les lisent.",
        "L’assurance, plus que toute marine, décide quels navires passent un détroit.",
        "Les petits États apprennent tôt que la neutralité est une politique, et qu’elle a un prix.",
    ),
    headings=("Le droit de passage", "Un registre de promesses", "Et ensuite"),
    topics=("Détroits", "Dette", "Eau", "Sanctions", "Énergie"),
    fields=("droit", "histoire", "coûts", "réforme"),
    caption="Le port au crépuscule, avant la marée.",
    alt="Des collines sombres sous un soleil bas",
    correction="Une version antérieure de cet article donnait une année fausse.",
    long_title=(
        "Comment la convention sur le régime des détroits, signée après quatre semaines de négociations au bord "
        "d’un lac, en est venue à gouverner l’anticonstitutionnellement et tout ce qui s’y rapporte"
    ),
)

ARABIC = Words(
    name="مجلة الفنار",
    tagline="مقالات في السياسة الخارجية والاقتصادية",
    sections=("العالم", "الاقتصاد"),
    authors=("مكتب العالم", "مكتب التجارة", "مكتب القانون"),
    role="هيئة التحرير",
    affiliation="معهد دراسات الحدود",
    issue="خريف 2025",
    series="مياه ضيقة",
    page="عن المجلة",
    subjects=("الموانئ", "الأنهار", "الاحتياطيات", "الكابلات", "القمح", "المعاهدات", "التحالفات"),
    questions=("ما الذي تكلفه {}", "ما الذي تقوله {}", "من يدفع ثمن {}؟", "نظرة جديدة إلى {}"),
    sentences=(
        "الحدود وعد بمكان التوقف، ويحفظه من يقدر على نقضه.",
        "اجتمع الوزراء يومين واتفقوا على ترتيب الخطب.",
        "ما تسكت عنه المعاهدة هو في الغالب ما لم يستطع الموقعون كتابته.",
        "تسلك التجارة أرخص طريق إلى أن يغلق، ثم تسلك الطريق الذي يليه.",
        "نشر المصرف المركزي أرقامه يوم الجمعة حين يقل القراء.",
        "التأمين، أكثر من أي أسطول، يقرر أي السفن تعبر المضيق.",
        "تتعلم الدول الصغيرة مبكرًا أن الحياد سياسة، وأن للسياسات ثمنًا.",
    ),
    headings=("حق المرور", "سجل الوعود", "ما يأتي بعد ذلك"),
    topics=("المضائق", "الديون", "المياه", "العقوبات", "الطاقة"),
    fields=("القانون", "التاريخ", "التكلفة", "الإصلاح"),
    caption="الميناء عند الغروب قبل المد.",
    alt="تلال داكنة تحت شمس منخفضة",
    correction="ذكرت نسخة سابقة من هذا المقال سنة غير صحيحة.",
    long_title=(
        "كيف صارت اتفاقية نظام المضائق، الموقعة بعد أربعة أسابيع من التفاوض على ضفة بحيرة، تحكم الاتصالات "
        "بين القارات وكل ما يقع بينها من شؤون التجارة والملاحة والتأمين"
    ),
)

LANGUAGES: dict[str, Words] = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}
