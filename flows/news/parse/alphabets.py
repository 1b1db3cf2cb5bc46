"""Alphabets: how well a text, as read in some encoding, is written with the letters that its language has.

Bytes of a single-byte encoding can be read in every other one without an error; only the letters tell. A Polish page
read as western has superscripts inside its words, a Turkish one Icelandic letters, a Russian one (KOI8-R) small letters
where the capitals should be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from flows.news.parse.language import language_of

_WESTERN, _CENTRAL = ("cp1252", "iso8859-15"), ("cp1250", "iso8859-2")
_BALTIC = ("cp1257", "iso8859-13", "iso8859-4")
ENCODINGS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "fi", "is"), _WESTERN),
    **dict.fromkeys(("pl", "cs", "sk", "hu", "hr", "sl"), _CENTRAL),
    "ro": (*_CENTRAL, "iso8859-16"),
    "tr": ("cp1254",),
    "lt": _BALTIC,
    "lv": _BALTIC,
    "et": ("cp1257", "cp1252", "iso8859-15", "iso8859-13"),
}
"""The single-byte encodings in which a language of Latin letters is written."""
_LETTERS: Mapping[str, str] = {
    "en": "éèêëáàâäåçïîíñöóôøüúæœ",
    "de": "äöüßéèàç",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúüçºª",
    "pt": "áâãàçéêíóôõúüºª",
    "it": "àèéìíòóùúîºª",
    "nl": "éèëïóöüáíúêàâçîôû",
    "sv": "åäöéáüèà",
    "da": "æøåéèáüöä",
    "no": "æøåéèòóôäöü",
    "fi": "äöåšžéü",
    "is": "áðéíóúýþæö",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "hr": "čćđšž",
    "sl": "čšžćđ",
    "ro": "ăâîșțşţ",
    "tr": "çğıöşüâîûİ",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
}
WITHIN_WORDS = frozenset("\xa0\xad\u2028’‘‚“”„‟«»‹›…–—−·•")
"""Marks that stand between two letters where a space is missing."""
MARKS = WITHIN_WORDS | frozenset("©®™°§€£¥¢¡¿´×†‡ºª½¼¾²³±µ¶")
LETTER = r"[^\W\d_]"
INSIDE = re.compile(rf"(?<={LETTER})[^\x00-\x7f](?={LETTER})")
SYMBOL_IN_WORD = re.compile(rf"(?<={LETTER})[©®™°§€´×†‡ºª²³µ](?={LETTER})")
SYMBOL_AFTER_LETTER = re.compile(rf"(?<={LETTER})[£¥¢¡¿½¼¾±¶]")
HIGH = re.compile(r"[^\x00-\x7f]")
IDEOGRAPHS = re.compile("[\u3040-\u9fff\uac00-\ud7af]")
OTHER_SCRIPTS = re.compile("[\u0370-\u06ff\u0900-\u10ff]")
# Letters of two scripts in one word, or a capital after a small letter: what Cyrillic, Greek, … read wrongly look like.
MIXED = re.compile("(?<=[A-Za-z])[\u0370-\u06ff\u0900-\u10ff]|[\u0370-\u06ff\u0900-\u10ff](?=[A-Za-z])")
UPTURNED = re.compile("(?<=[а-яёіїєα-ω])[А-ЯЁІЇЄΑ-Ω]")
LARGEST_SHARE = 0.5
"""Of the letters of a text in Latin letters, at most so many are beyond ASCII."""
CAPITALS_SHARE = 0.6
"""Cyrillic read wrongly has its capitals where the small letters were."""
COMMON_SIGNS = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自之年"
    "过過发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣"
    "理心她本前开開但因只从從想实實日者意无無力与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間"
    "由问問很最重并並物手应應战戰向头頭文体體政美相见見被利什二等产產或新制身果加西月话話合回特代内內信表化给給世位次度"
    "门門任常先海通教东東提立及比员員解水名真论論处處义義各入几幾口认認条條平系气氣题題活更别別打变變四总總何电電数數安少"
    "报報才结結反受目太量再建务務做接必场場件计計管期市直资資命山金指许許统統区區保至形社空决決治展马馬科五基书書非则則界"
    "达達光放强強难難权權思完设設式路记記南品住告类類求据據程北边邊死张張该該交规規万萬取望术術领領共确確师師观觀清今院让讓"
    "候带帶导導运運インスルトリラクドレアフジッシグロコタマムサテデプメパバオカキ県駅橋近州議述閉鎖休週末"
    "이다는을의에가고하한로은지도를사기인서자대리정시어들으원수구일해부나전아있보제주장그회상관과라만조위여연성경동적공국"
    "신오비마세당치거안선소였들문요방용유진평업금현합역발열약통분계중결말미모의면명개출회물생교체학년월민영심할한했화된될될"
    "내려것건남김박최강윤책점검찰법원양북군병무관실종포운행단입각속차례권후형력청새울"
)


def misfit(text: str, hint: str | None) -> tuple[float, str | None]:
    """The share of the text's letters beyond ASCII that its language does not write so, and the language.

    0 is a text that is all in order, or of ASCII alone. `hint` is the language that the page declares.
    """
    high = HIGH.findall(text)
    if not high:
        return 0.0, None
    signs = IDEOGRAPHS.findall(text)
    if 2 * len(signs) > len(high):
        rare = sum(sign not in COMMON_SIGNS and not "\u3040" <= sign <= "\u309f" for sign in signs)
        return rare / len(signs) / 2, None  # A third of the signs of any text are rare ones.
    if 2 * len(OTHER_SCRIPTS.findall(text)) > len(high):
        symbols = sum(not sign.isalpha() and sign not in WITHIN_WORDS for sign in INSIDE.findall(text))
        odd = len(MIXED.findall(text)) + len(UPTURNED.findall(text)) + symbols
        capitals = sum(map(str.isupper, high)) > CAPITALS_SHARE * len(high)
        odd += len(high) // 10 if capitals else 0
        return min(1.0, odd / len(high)), None
    if len(high) > LARGEST_SHARE * sum(map(str.isalpha, text)):
        return 1.0, None
    language = language_of(text, hint)
    letters = _LETTERS.get(language or "", "")
    letters += letters.upper()
    odd = sum(sign not in letters and sign not in MARKS for sign in high)
    odd += sum(sign not in letters for sign in [*SYMBOL_IN_WORD.findall(text), *SYMBOL_AFTER_LETTER.findall(text)])
    return min(1.0, odd / len(high)), language if language in ENCODINGS else None
