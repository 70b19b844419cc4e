"""A name in Kazakh, Russian or English → its consonants in plain Latin, the same from each of the three."""

import re
from functools import lru_cache

from bot.reading.text import fold

_PAIRS = (
    "аa бb вv гg дd еe жj зz иi йi кk лl мm нn оo пp рr сs тt уu фf хh цs чc шs щs ъ ы ь эe юu яa "
    "әa ғg қk ңn өo ұu үu һh іi їi єe ґg"
)
_LATIN = str.maketrans({pair[0]: pair[1:] for pair in _PAIRS.split()})
_RU_ENDING = re.compile(
    r"(?:ского|скому|ским|ском|скую|ской|ских|ские|ого|его|ому|ему|ыми|ими|ами|ями|ая|ую|ой|ей|ом|ем|ым|им|ов|ах|ях"
    r"|ам|ям|а|у|е|ы|и|я|ю|ь|й)$"
)
_KK_ENDING = re.compile(
    r"(?:[ндт][ыі]ң|[ндт][ыі]|[ғгқк][ае]|[дт][ае]н?|н[ае]н|[мбп]ен|[дт][ае][ғг][ыі]|[лдт][ыі][қк]|[лдт][ае]р)$"
)
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
#: Spellings of one sound, in the order of replacement: dzh before zh, sh after shch.
_SOUNDS = (
    *(("shch", "s"), ("sch", "s"), ("dzh", "j"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g"), ("sh", "s")),
    *(("ch", "c"), ("tc", "c"), ("ck", "k"), ("ph", "f"), ("th", "t"), ("q", "k"), ("ya", "a"), ("ia", "a")),
    *(("yu", "u"), ("iu", "u"), ("x", "ks"), ("w", "v"), ("y", "i"), ("ts", "s"), ("tz", "s"), ("ce", "se")),
    ("ci", "si"),
)
_TWICE = re.compile(r"(.)\1+")
_DROPPED = re.compile(r"[^a-z]|h")
_VOWELS = re.compile(r"[aeiou]")
_SHORTEST_STEM = 3


def skeleton(word: str, lang: str) -> str:
    """First letter and consonants; empty when the word has no letters."""
    return _skeleton(fold(word).partition("'")[0].replace("-", ""), lang)


@lru_cache(4096)
def _skeleton(word: str, lang: str) -> str:
    stem = _stem(word, lang).translate(_LATIN) if _CYRILLIC.search(word) else word
    for spelling, sound in _SOUNDS:
        stem = stem.replace(spelling, sound)
    plain = _TWICE.sub(r"\1", _DROPPED.sub("", stem))
    return _TWICE.sub(r"\1", plain[:1] + _VOWELS.sub("", plain[1:]))


def _stem(word: str, lang: str) -> str:
    if lang != "kk":
        return _RU_ENDING.sub("", word) if len(word) > _SHORTEST_STEM + 1 else word
    for _ in range(2):
        ending = _KK_ENDING.search(word)
        if ending is None or ending.start() < _SHORTEST_STEM:
            break
        word = word[: ending.start()]
    return word


#: Words that any day's news may write with a capital letter: days, offices, countries, capitals, heads of state.
_WELL_KNOWN = {
    "en": """
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
        october november december president minister prime government parliament senate senator congress court supreme
        general assembly council national international united states nations union republic republican republicans
        democrat democrats democratic party committee house office department ministry police service agency secretary
        state federal foreign north south east west northern southern eastern western world university institute bank
        news times street city america american americans europe european britain british china chinese russia russian
        russians korea korean kazakhstan kazakh germany german france french japan japanese india indian turkey turkish
        iran syria iraq israel ukraine australia australian canada mexico italy italian spain uzbekistan kyrgyzstan asia
        asian africa african washington london moscow beijing paris brussels york berlin tokyo kiev kyiv geneva
        singapore trump putin biden macron merkel obama zelensky erdogan tokayev nazarbayev donald vladimir facebook
        twitter instagram youtube telegram tiktok whatsapp google reuters associated press interfax almaty astana
        nur-sultan shymkent
    """,
    "ru": """
        понедельник вторник среда четверг пятница суббота воскресенье январь февраль март апрель июнь июль август
        сентябрь октябрь ноябрь декабрь президент министр правительство парламент сенат конгресс совет союз соединенные
        штаты нации сша оон ооо америка европа британия великобритания китай россия корея казахстан германия франция
        япония индия турция иран сирия ирак израиль украина австралия канада мексика италия испания узбекистан азия
        африка вашингтон лондон москва пекин париж брюссель новый йорк нью-йорк берлин токио киев женева сингапур трамп
        путин байден макрон меркель обама зеленский эрдоган токаев назарбаев аллах бог алматы астана нур-султан шымкент
    """,
    "kk": """
        ақш бұұ құрама корольдік штаттар америка еуропа одақ орталық солтүстік оңтүстік батыс шығыс азия африка қытай
        ресей корея қазақстан қазақ германия франция жапония түркия иран сирия ирак украина өзбекстан вашингтон лондон
        мәскеу бейжің париж сингапур трамп путин байден тоқаев назарбаев алла алматы астана нұр-сұлтан шымкент
    """,
}
WELL_KNOWN = frozenset(skeleton(word, lang) for lang, words in _WELL_KNOWN.items() for word in words.split())
