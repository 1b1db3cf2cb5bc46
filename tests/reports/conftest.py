"""The fixtures of the report's tests."""

from report_browser import browser, context, report

__all__ = ["browser", "context", "report"]
