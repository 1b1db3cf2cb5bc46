"""Language: a guess by script and commonest words; the page's own declaration decides only where words do not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

SAMPLE_CHARS = 20_000
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")

# Frequent words that few of the other languages share.
COMMON: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in that is was for it with as his on be at by had not are but from or have they which "
        "this were would their has been he she who will said after",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus "
        "er hat dass sie nach wird bei einer um am sind noch wie einem über",
        "fr": "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec été "
        "mais ont aux cette son ses deux leur elle",
        "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha este "
        "fue ya son entre también desde",
        "pt": "de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à "
        "seu sua ou ser são também pelo pela",
        "it": "di che e la il un a per è in una sono con non del si da le i ha della dei nel come più lo anche gli al "
        "ma alla dal delle questo stato",
        "nl": "de van een het en in is dat op te zijn met voor niet aan er om ook als dan maar bij uit door naar heeft "
        "hij ze was wordt werd nog over",
        "sv": "och i att det som en på är av för med till den har de inte om ett han var jag från vi men sig så "
        "kan efter också",
        "da": "og i at det er en til af på den der for med de som ikke et har han var jeg fra vi men sig så kan efter "
        "også blev",
        "no": "og i å det er en til av på den som for med de ikke et har han var jeg fra vi men seg så kan etter også "
        "ble",
        "fi": "ja on ei että se oli hän myös mutta kun niin ovat joka kuin mukaan tai sen ole vuoden jo",
        "pl": "w i na z do się nie to że jest o jak po co ale za od przez dla przy są był który tego już ich oraz",
        "cs": "a v se na je že to s z do o i ve jako pro po by ale za od už jsou jeho podle které byl při také",
        "sk": "a v na sa že je to s z do o aj vo ako pre po by ale za od už sú jeho podľa ktoré bol pri tiež",
        "hr": "i u je na se da za od s su će koji iz o kao bi ne što ali nije bio po do prema te kako nakon koja",
        "sl": "in je v na da se za so z o pa ki bi po ne od iz do kot tudi ni še bo pri bil ali",
        "lt": "ir kad į iš yra su bet apie po už tai kaip buvo bus nuo dėl metų jis savo prie",
        "lv": "un ir ka no uz ar par kas bet arī tika pēc gada viņš pie lai kā vai būs šo",
        "et": "ja on et ei ta oli ka kui mis see oma aga või pole kuid selle mitte siis välja",
        "is": "og að í á er til sem um við með en var ekki frá hann fyrir þess verður hefur af",
        "hu": "a az és hogy nem is egy ez volt de meg csak el ki még már szerint lesz ha mint után",
        "ro": "de și în a la cu pe nu că o din pentru este un se care au mai fost sau prin după dar al",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi ne kadar sonra en ama göre oldu değil",
        "id": "yang dan di ini itu dengan untuk dari tidak pada dalam akan ke adalah juga oleh telah sebagai",
        "sw": "ya na wa kwa ni katika za la kuwa hiyo pia huo cha baada yake hayo",
        "el": "και το της η ο να του την με για των που από στο θα είναι τα τον δεν στην οι",
    }.items()
}

# Scripts that one language (nearly) alone uses in news.
SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("ta", re.compile("[\u0b80-\u0bff]")),
    ("ka", re.compile("[\u10a0-\u10ff]")),
    ("hy", re.compile("[\u0530-\u058f]")),
    ("am", re.compile("[\u1200-\u137f]")),
)
CYRILLIC = re.compile("[\u0400-\u04ff]")
# Letters that one Cyrillic alphabet has and its neighbours lack; Bulgarian has none of them.
CYRILLIC_LETTERS = (
    ("uk", re.compile("[іїєґ]", re.IGNORECASE)),
    ("be", re.compile("ў", re.IGNORECASE)),
    ("ru", re.compile("[ыэё]", re.IGNORECASE)),
    ("sr", re.compile("[јљњђћџ]", re.IGNORECASE)),
)
ARABIC = re.compile("[\u0600-\u06ff]")
PERSIAN = re.compile("[پچژگ]")
URDU = re.compile("[ٹڈڑںے]")
LEAST_SHARE = 0.08


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of a text as an ISO 639-1 code; `declared` (an html lang) is taken where the text shows none.

    None when neither tells. A text of a language that is not in the tables is not forced into one that is.
    """
    sample = text[:SAMPLE_CHARS]
    hint = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    hint = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}.get(hint, hint)
    hint = hint if re.fullmatch(r"[a-z]{2,3}", hint) else ""
    return _by_script(sample) or _by_words(sample, hint) or hint or None


def _by_script(sample: str) -> str | None:
    letters = sum(character.isalpha() for character in sample)
    if letters < 10:
        return None
    for language, pattern in SCRIPTS:
        # Kana stand among many Han characters; a fifth of the letters is enough to tell.
        if len(pattern.findall(sample)) > letters * (0.2 if language == "ja" else 0.4):
            return language
    if len(CYRILLIC.findall(sample)) > letters * 0.4:
        counts = {language: len(pattern.findall(sample)) for language, pattern in CYRILLIC_LETTERS}
        # Belarusian shares ы and э with Russian, and is told by its ў alone.
        best = "be" if counts["be"] > letters * 0.005 else max(counts, key=lambda language: counts[language])
        return best if counts[best] else "bg"
    if len(ARABIC.findall(sample)) > letters * 0.4:
        if len(URDU.findall(sample)) > letters * 0.03:
            return "ur"
        return "fa" if len(PERSIAN.findall(sample)) > letters * 0.01 else "ar"
    return None


def _by_words(sample: str, hint: str) -> str | None:
    words = Counter(match.group().lower() for match in WORD.finditer(sample))
    total = sum(words.values())
    if total < 8:
        return None
    shares = {language: sum(words[word] for word in common) / total for language, common in COMMON.items()}
    # Tables differ in length; a declared language wins a near tie (such as Danish against Norwegian).
    best = max(shares, key=lambda language: (shares[language] * (1.15 if language == hint else 1.0), language))
    return best if shares[best] >= LEAST_SHARE * (2 if hint and hint not in COMMON else 1) else None
