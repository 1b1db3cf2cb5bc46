"""The discrepancy report: its data first (`build`), then the page (`render_html`) and the file (`to_json`)."""

from checks.reports.build import build, cut_down, to_json
from checks.reports.carry import PassagePair, carried
from checks.reports.data import SCHEMA, ReportInput
from checks.reports.html import NO_REQUEST, OWN_REQUESTS, render_html

__all__ = [
    "NO_REQUEST",
    "OWN_REQUESTS",
    "SCHEMA",
    "PassagePair",
    "ReportInput",
    "build",
    "carried",
    "cut_down",
    "render_html",
    "to_json",
]
