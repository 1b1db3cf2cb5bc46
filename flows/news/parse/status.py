"""Status: whether what was read is an article, and if not, in a sentence, why."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flows.news.parse.html import Page
from flows.news.parse.metadata import Metadata
from warehouse.records import ArticleStatus

Judgement = tuple[ArticleStatus, str | None]

LEAST_CHARS, FEW_CHARS = 80, 200
SHORT_CHARS = 1_500
CONSENT = re.compile(
    r"cookie|consent|personal data|legitimate interest|privacy|our partners|tracking|gdpr|einwilligung|datenschutz|"
    r"werbung|zustimm|consentement|confidentialit|consentimiento|privacidad|partenaires|accept all|alle akzeptieren|"
    r"consenso|dati personali|nostri partner|informativa|toestemming|persoonlijke gegevens|privacybeleid|advertenties|"
    r"zgod[ayęą]|dane osobowe|danych osobowych|prywatno|partnerzy|consentimento|dados pessoais|parceiros|privacidade|"
    r"samtyck|personuppgifter|integritetspolicy|våra partner|samtykke|personopplysninger|personoplysninger|"
    r"персональн\w+ данн|согласи|конфиденциальност|партн[её]р|çerez|kişisel veri",
    re.IGNORECASE,
)
CONSENT_URL = re.compile(r"//consent\.|/consent\b|/privacy-gate|/cookie-?wall|gdpr", re.IGNORECASE)
PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep|unlock)|subscribers? only|only for subscribers|for subscribers\b|"
    r"continue reading (?:this article )?with|to (?:continue|keep) reading|already a subscriber|unlock this article|"
    r"register to (?:continue|read)|log ?in to (?:continue|read)|this (?:article|story) is (?:for|only|reserved|"
    r"available)|free articles? (?:this month|left|remaining)|nur für abonnenten|jetzt weiterlesen|réservé aux abonnés|"
    r"(?:solo|sólo|exclusiv\w+) para (?:suscriptores|assinantes)|suscríbete para (?:seguir )?le|para continuar leyendo|"
    r"assine para (?:continuar )?l|jetzt abonnieren|sie haben bereits ein abo|"
    r"(?:mit|als) \w+ ?(?:\+|plus)? weiterlesen|"
    r"il vous reste \d+ ?%|abonnez-vous pour|riservat[oa] agli abbonati|abbonati per (?:continuare|leggere)|"
    r"alleen (?:voor|toegankelijk voor) abonnees|lees verder met|endast för prenumeranter|är för prenumeranter|"
    r"bli prenumerant|kun for abonnenter|dla subskrybentów|tylko dla prenumeratorów|kup dostęp|только для подписчиков",
    re.IGNORECASE,
)
ERROR_TITLE = re.compile(
    r"^(?:error\s*)?(?:40[034]|410|50[0234])\b|page (?:not found|cannot be found|doesn.t exist|does not exist)|"
    r"\bnot found\b$|access denied|forbidden$|seite nicht gefunden|page introuvable|página no encontrada|"
    r"service unavailable|internal server error|bad gateway",
    re.IGNORECASE,
)
BOT_CHECK = re.compile(
    r"just a moment|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|attention required|captcha|"
    r"checking your browser|pardon our interruption|enable javascript and cookies",
    re.IGNORECASE,
)
CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*$|(?:read|continue reading|weiterlesen|read the full story)\b.{0,40}$", re.I
)
INDEX_TYPES = frozenset({"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage"})


def judge(page: Page, meta: Metadata, text: str, final_url: str) -> Judgement:
    """The status of an HTML page from its main text and what it says about itself, with the reason unless "ok"."""
    title = meta.title or page.title_tag or ""
    for decided in (
        _error_page(title, page, text),
        _consent_wall(text, title, final_url),
        _paywall(page, meta, text),
        _truncated(meta, text),
        _index(page, meta, text, final_url),
    ):
        if decided is not None:
            return decided
    return ("ok", None)


def _error_page(title: str, page: Page, text: str) -> Judgement | None:
    heading = page.headings[0] if page.headings else ""
    if len(text) > SHORT_CHARS:
        return None
    if any(BOT_CHECK.search(part) for part in (title, heading, text[:300])):
        return "unreadable", "the site asked for a sign of a human reader instead of showing the page"
    if any(ERROR_TITLE.search(part) for part in (title, heading)):
        return "not_an_article", f"an error page: {(title or heading)[:80]}"
    return None


def _consent_wall(text: str, title: str, url: str) -> Judgement | None:
    if len(text) > 2 * SHORT_CHARS:
        return None
    hits, words = len(CONSENT.findall(f"{title} {text}")), max(1, len(text.split()))
    if (hits >= 4 and hits / words > 0.03) or (CONSENT_URL.search(url) and hits >= 2):
        return "consent_wall", "the page asks for consent to tracking and shows no article"
    return None


def _paywall(page: Page, meta: Metadata, text: str) -> Judgement | None:
    tail = text[-500:]
    if len(text) < SHORT_CHARS and (meta.free is False or PAYWALL.search(tail)):
        return "paywall", "only the beginning is shown to readers without a subscription"
    if meta.free is False and PAYWALL.search(tail) and CUT.search(text):
        return "paywall", "the text ends at a demand for a subscription"
    return None


def _index(page: Page, meta: Metadata, text: str, url: str) -> Judgement | None:
    if not text.strip():
        return "not_an_article", "no article text was found on the page"
    front = urlsplit(url).scheme in ("http", "https") and urlsplit(url).path.strip("/") == ""
    says = meta.article_type is not None and meta.article_type.endswith(("Article", "BlogPosting", "Report"))
    listing = any(str(node.get("@type")) in INDEX_TYPES for node in page.ld) or front
    claims_to_be = says or page.meta("og:type") == "article"
    if not claims_to_be and page.linked > (0.6 if listing or len(text) < FEW_CHARS else 0.8):
        return "not_an_article", "a page of links, not an article"
    if len(text) < LEAST_CHARS or (len(text) < FEW_CHARS and not claims_to_be and meta.published_on is None):
        return "not_an_article", f"too little text for an article ({len(text)} characters)"
    return None


def _truncated(meta: Metadata, text: str) -> Judgement | None:
    words = len(text.split())
    if meta.word_count and meta.word_count > 3 * words and words < 200:
        if len(text) < LEAST_CHARS:
            return "unreadable", f"the page says that it has {meta.word_count} words and shows {words}"
        return "truncated", f"the page shows {words} of {meta.word_count} words"
    if CUT.search(text) and LEAST_CHARS <= len(text) < SHORT_CHARS:
        return "truncated", "the text breaks off at its end"
    return None
