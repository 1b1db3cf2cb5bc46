"""Pages as the web has them: walls in many languages, empty fields, named zones, odd bylines and titles."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from test_news_parse import PARAGRAPHS, ld, page, read

ADDRESS = "https://post.example/a/bridge"
WALLS = {
    "de": "Wir und unsere Partner verwenden Cookies. Mit Ihrer Einwilligung verarbeiten wir personenbezogene Daten. "
    "Sie können Ihre Einwilligung jederzeit widerrufen. Datenschutzerklärung. Alle akzeptieren.",
    "it": "Noi e i nostri partner memorizziamo informazioni su un dispositivo, come i cookie, e trattiamo i dati "
    "personali. Con il tuo consenso possiamo utilizzare dati di geolocalizzazione. Informativa sulla privacy.",
    "nl": "Wij en onze partners gebruiken cookies om persoonlijke gegevens te verwerken. Met uw toestemming gebruiken "
    "wij gegevens voor gepersonaliseerde advertenties. Lees ons privacybeleid. Cookies weigeren.",
    "pl": "My i nasi partnerzy przechowujemy pliki cookie i przetwarzamy dane osobowe. Za Twoją zgodą możemy korzystać "
    "z danych geolokalizacyjnych. Polityka prywatności. Zgoda na cookies.",
    "ru": "Мы и наши партнёры используем файлы cookie и обрабатываем персональные данные. С вашего согласия мы можем "
    "использовать данные о местоположении. Политика конфиденциальности. Принять все cookie.",
}
STOPS = (
    "Jetzt abonnieren. Sie haben bereits ein Abo? Anmelden",
    "Il vous reste 70 % de cet article à lire.",
    "Contenuto riservato agli abbonati. Abbonati per continuare a leggere.",
    "Dit artikel is alleen voor abonnees. Lees verder met een abonnement.",
    "Este contenido es exclusivo para suscriptores. Suscríbete para seguir leyendo.",
    "Conteúdo exclusivo para assinantes. Assine para continuar lendo.",
    "Bli prenumerant för att läsa vidare.",
)


@pytest.mark.parametrize("language", WALLS)
def test_consent_walls_in_many_languages(language: str) -> None:
    assert read(page(body=f"<p>{WALLS[language]}</p>", title="Post"), ADDRESS).status == "consent_wall"


@pytest.mark.parametrize("stop", STOPS)
def test_paywalls_in_many_languages(stop: str) -> None:
    article = read(page(body=f"<h1>Bridge closed</h1><p>{PARAGRAPHS[0]}</p><p>{stop}</p>"), ADDRESS)
    assert article.status == "paywall"


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2025-03-04 10:00 EST", 15),
        ("2025-03-04T10:00:00 CET", 9),
        ("Tue, 04 Mar 2025 10:00:00 PST", 18),
        ("2025-03-04T10:00:00.000+01:00[Europe/Berlin]", 9),
        ("2025-03-04T10:00:00 JST", 1),
        ("2025-03-04 10:00", 10),
    ],
)
def test_zones_that_are_written_by_name(written: str, hour: int) -> None:
    article = read(page(f"<meta property='article:published_time' content='{written}'>"), ADDRESS)
    assert article.published_at == datetime(2025, 3, 4, hour)
    assert article.published_on == date(2025, 3, 4)


@pytest.mark.parametrize("empty", ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2025-13-45", "0", ""])
def test_an_empty_date_is_none(empty: str) -> None:
    head = ld(headline="Bridge closed after flood", datePublished=empty)
    article = read(page(head + "<meta property='article:published_time' content='2025-03-04'>"), ADDRESS)
    assert article.published_on == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Jane Roe and John Doe, Political Editors", "Jane Roe, John Doe"),
        ("Jane Roe for Harbour Post", "Jane Roe"),
        ("Par Élise Dupont avec AFP", "Élise Dupont"),
        ("Jane Roe (London), John Doe (Paris)", "Jane Roe, John Doe"),
        ("https://facebook.com/post", None),
        ("jane.roe@post.example", None),
    ],
)
def test_odd_bylines(written: str, author: str | None) -> None:
    assert read(page(f"<meta name='author' content='{written}'>"), ADDRESS).author == author


def test_a_name_in_parts() -> None:
    roe = {"@type": "Person", "givenName": "Jane", "familyName": "Roe"}
    assert read(page(ld(headline="Bridge closed", author=roe)), ADDRESS).author == "Jane Roe"


@pytest.mark.parametrize(
    "title",
    [
        "Bridge closed after flood | Harbour Post",
        "Harbour Post | Bridge closed after flood",
        "Bridge closed after flood :: Harbour Post",
        "Bridge closed after flood – World – Harbour Post",
    ],
)
def test_titles_with_the_outlet(title: str) -> None:
    head = "<meta property='og:site_name' content='Harbour Post'>"
    text = "".join(f"<p>{part}</p>" for part in PARAGRAPHS)
    assert read(page(head, body=text, title=title), ADDRESS).title == "Bridge closed after flood"
