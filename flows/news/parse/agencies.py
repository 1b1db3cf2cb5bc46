"""Agencies: how bylines, datelines and credits write the news agencies, and under which names their sites stand."""

from __future__ import annotations

import re

# The name that is kept, how it is written, and its sites: feeds often name their source by its address alone.
_TABLE = (
    ("Associated Press", r"(?:The )?Associated Press|AP(?: News)?", "apnews.com ap.org"),
    ("Reuters", r"Reuters|REUTERS|Thomson Reuters", "reuters.com"),
    ("AFP", r"AFP|Agence France-Presse", "afp.com"),
    ("dpa", r"dpa|DPA|Deutsche Presse-Agentur", "dpa.com"),
    ("EFE", r"EFE|Agencia EFE", "efe.com"),
    ("ANSA", r"ANSA", "ansa.it"),
    ("TASS", r"TASS|ТАСС", "tass.com tass.ru"),
    ("RIA Novosti", r"RIA Novosti|РИА Новости", "ria.ru"),
    ("Interfax", r"Interfax|Интерфакс", "interfax.ru"),
    ("Xinhua", r"Xinhua(?: News Agency)?", "xinhuanet.com news.cn"),
    ("Kyodo", r"Kyodo(?: News)?", "kyodonews.net"),
    ("Yonhap", r"Yonhap(?: News Agency)?", "yna.co.kr"),
    ("PTI", r"PTI|Press Trust of India", "ptinews.com"),
    ("ANI", r"ANI", "aninews.in"),
    ("PA Media", r"PA Media|Press Association|PA", "pa.media"),
    ("AAP", r"AAP|Australian Associated Press", "aap.com.au"),
    ("The Canadian Press", r"(?:The )?Canadian Press", "thecanadianpress.com"),
    ("UPI", r"UPI|United Press International", "upi.com"),
    ("Anadolu", r"Anadolu(?: Agency| Ajansı)?", "aa.com.tr"),
    ("ANP", r"ANP", "anp.nl"),
    ("Belga", r"Belga", "belga.be"),
    ("APA", r"APA", "apa.at"),
    ("Keystone-SDA", r"Keystone-SDA|sda", "keystone-sda.ch"),
    ("Lusa", r"Lusa", "lusa.pt"),
    ("NTB", r"NTB", "ntb.no"),
    ("TT", r"TT", "tt.se"),
    ("Ritzau", r"Ritzau", "ritzau.dk"),
    ("Bloomberg", r"Bloomberg(?: News)?", "bloomberg.com"),
    ("SAPA", r"SAPA", ""),
)
AGENCIES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![\w.@/])(?:{pattern})(?![\w/]|\.\w)")) for name, pattern, _ in _TABLE
)
SITES = {site: name for name, _, sites in _TABLE for site in sites.split()}
"""Whose site it is."""
