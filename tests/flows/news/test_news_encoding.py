"""Encodings that pages declare wrongly or not at all: the text comes out as it was written."""

from __future__ import annotations

import pytest

from flows.news.parse.encoding import decode

NEWS = {
    "pl": "Rada miasta zdecydowała w poniedziałek, że most zostanie zamknięty do końca tygodnia. Burmistrz powiedział, "
    "że nikt nie został ranny. Mieszkańcy są proszeni, aby nie zbliżać się do brzegu rzeki.",
    "cs": "Rada města rozhodla v pondělí, že most zůstane zavřený až do konce týdne. Starosta řekl, že nikdo nebyl "
    "zraněn, ale hladina řeky stoupla o dva metry. Škola bude také zavřená.",
    "hu": "A városi tanács hétfőn úgy döntött, hogy a híd a hét végéig zárva marad. A polgármester szerint senki sem "
    "sérült meg, de a víz két méterrel megemelkedett, és ez még nem minden.",
    "hr": "Gradsko vijeće odlučilo je u ponedjeljak da će most ostati zatvoren do kraja tjedna. Gradonačelnik je rekao "
    "da nitko nije ozlijeđen, ali se voda podigla za dva metra. Škola će također biti zatvorena.",
    "tr": "Belediye meclisi pazartesi günü köprünün hafta sonuna kadar kapalı kalacağını açıkladı. Başkan, kimsenin "
    "yaralanmadığını ancak suyun iki metre yükseldiğini söyledi ve okul da bir gün için kapatıldı.",
    "lt": "Miesto taryba pirmadienį nusprendė, kad tiltas bus uždarytas iki savaitės pabaigos. Meras sakė, kad niekas "
    "nebuvo sužeistas, tačiau vanduo pakilo dviem metrais. Mokykla taip pat bus uždaryta.",
    "lv": "Pilsētas dome pirmdien nolēma, ka tilts būs slēgts līdz nedēļas beigām. Mērs sacīja, ka neviens nav cietis, "
    "taču ūdens līmenis ir cēlies par diviem metriem. Arī skola būs slēgta.",
    "ru": "Городской совет решил в понедельник, что мост останется закрытым до конца недели. Мэр заявил, что никто не "
    "пострадал, но вода поднялась на два метра. Жителей просят не приближаться к реке.",
    "el": "Το δημοτικό συμβούλιο αποφάσισε τη Δευτέρα ότι η γέφυρα θα παραμείνει κλειστή έως το τέλος της εβδομάδας.",
    "ja": "市議会は月曜日、橋を週末まで閉鎖することを決めた。市長は、けが人はいなかったが水位が上がったと述べた。",
    "zh": "市议会星期一决定，大桥将关闭到本周末。市长说没有人受伤，但是水位上涨了两米。居民被要求不要靠近河边。",
    "tw": "市議會星期一決定，大橋將關閉到本週末。市長說沒有人受傷，但是水位上漲了兩公尺。居民被要求不要靠近河邊。",
    "ko": "시의회는 월요일에 다리를 주말까지 폐쇄하기로 결정했다. 시장은 다친 사람은 없지만 물이 올랐다고 말했다.",
    "de": "Der Stadtrat hat am Montag beschlossen, dass die Brücke geschlossen bleibt. „Wir müssen größte Vorsicht "
    "üben“, sagte die Bürgermeisterin – der Schaden beträgt 5 €.",
    "fr": "Le conseil municipal a décidé lundi que le pont resterait fermé jusqu’à la fin de la semaine. L’eau était "
    "montée de deux mètres, a déclaré le maire, et les élèves restent chez eux. « Ça ira », a-t-il ajouté.",
    "is": "Borgarráð ákvað á mánudag að brúin yrði lokuð út vikuna. Bæjarstjórinn sagði að enginn hefði slasast en "
    "vatnið hefði hækkað um tvo metra. Íbúar eru beðnir um að fara ekki nærri ánni.",
    "en": "The council decided on Monday that the bridge stays closed – “we can’t take risks,” said Mayor Ana Muñoz, "
    "who met reporters at the café on the pier; the repairs will cost £5m.",
}
WRITTEN = [
    *(("pl", name) for name in ("cp1250", "iso-8859-2")),
    *(("cs", name) for name in ("cp1250", "iso-8859-2")),
    *(("hu", name) for name in ("cp1250", "iso-8859-2")),
    *(("hr", name) for name in ("cp1250", "iso-8859-2")),
    *(("tr", name) for name in ("cp1254", "iso-8859-9")),
    *(("lt", name) for name in ("cp1257", "iso-8859-13")),
    ("lv", "cp1257"),
    *(("ru", name) for name in ("cp1251", "koi8-r", "iso-8859-5")),
    ("el", "cp1253"),
    *(("ja", name) for name in ("shift_jis", "euc_jp")),
    ("zh", "gbk"),
    ("tw", "big5"),
    ("ko", "euc-kr"),
    *((language, "cp1252") for language in ("de", "fr", "is", "en")),
]
DECLARED = (None, "utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "windows-1254", "us-ascii")


@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
@pytest.mark.parametrize("menu", ["", "Home Sport Weather and more of the news " * 20])
def test_no_declaration_makes_mojibake(language: str, encoding: str, menu: str) -> None:
    text = NEWS[language]
    for declared in (*DECLARED, encoding):
        meta = f"<meta charset={declared}>" if declared else ""
        head = f"<html><head>{meta}<style>.x {{ color: red }}</style></head><body><div>{menu}</div><p>"
        content = head.encode("ascii") + text.encode(encoding) + b"</p></body></html>"
        assert text in decode(content, "text/html", True)[0], declared


@pytest.mark.parametrize(
    ("language", "encoding", "declared"),
    [
        ("ru", "koi8-r", "windows-1251"),
        ("ru", "cp1251", "koi8-r"),
        ("ru", "cp1251", "windows-1250"),
        ("pl", "iso-8859-2", "windows-1250"),
        ("pl", "cp1250", "iso-8859-2"),
        ("fr", "cp1252", "windows-1250"),
        ("tr", "cp1254", "iso-8859-2"),
        ("ja", "euc_jp", "gb2312"),
        ("ja", "shift_jis", "euc-jp"),
        ("tw", "big5", "gbk"),
        ("zh", "gbk", "big5"),
        ("ko", "euc-kr", "gb2312"),
    ],
)
def test_neither_does_a_wrong_one_of_the_same_kind(language: str, encoding: str, declared: str) -> None:
    content = f"<meta charset={declared}><p>".encode() + NEWS[language].encode(encoding)
    assert NEWS[language] in decode(content, None, True)[0]


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("Der Bürgermeister traf die Isländerin Sigurðardóttir und ihren Kollegen Þór Ýmisson.", "windows-1252"),
        ("Die Bürger von Łódź und der Maler Jiří Kolář wurden geehrt, weil sie größte Mühe hatten.", "windows-1250"),
        ("Nach dem Spiel in Istanbul lobte der Trainer Çağlar Söyüncü und die Spieler Ağaoğlu.", "windows-1254"),
        ("Temperature fell by 5° in the Ærø and Øresund area; entry is ½ price, about £3.", "iso-8859-1"),
        ("São Paulo: a câmara decidiu que não há razão, disse o ministro, e a reunião é à tarde.", "iso-8859-1"),
        ("ÜBERSCHRIFT GRÖSSER ALS DER TEXT MIT ÄPFELN UND ÖL IM ÜBRIGEN", "iso-8859-1"),
        ("Xyzzy plŵgh ŷr ŵ", "iso-8859-14"),
    ],
)
def test_a_right_declaration_is_believed_over_rare_letters(text: str, declared: str) -> None:
    content = f"<meta charset={declared}><p>".encode() + text.encode(declared)
    assert text in decode(content, None, True)[0]


POLISH = "Most zamknięto w poniedziałek, powiedział burmistrz. Nikt nie został ranny, a szkoła będzie zamknięta. "
TURKISH = "Köprü pazartesi günü kapatıldı, belediye başkanı bir ve iki için çok kimsenin yaralanmadığını söyledi. "


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (POLISH, "iso-8859-2", "iso-8859-1"),
        (POLISH, "cp1250", "windows-1252"),
        (TURKISH, "cp1254", "iso-8859-1"),
        ("東京の橋は月曜日に閉鎖された。", "iso2022_jp", None),
        ("東京の橋は月曜日に閉鎖された。", "iso2022_jp", "utf-8"),
        ("Die Brücke über die Würm wurde am Montag gesperrt.", "iso-8859-1", "utf-8"),
        ("L’été dernier, la forêt a brûlé à Évian.", "cp1252", "iso-8859-1"),
    ],
)
def test_a_wrong_or_missing_declaration_makes_no_mojibake(text: str, encoding: str, declared: str | None) -> None:
    meta = f"<meta charset={declared}>" if declared else ""
    content = f"<html><head>{meta}</head><body><p>{text * 4}</p></body></html>".encode(encoding)
    assert text in decode(content, "text/html", True)[0]
