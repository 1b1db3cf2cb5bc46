"""Every module that reading a page needs, imported: for processes that read many."""

from flows.news.parse import html, language, metadata, parse, plain, status, text

__all__ = ["html", "language", "metadata", "parse", "plain", "status", "text"]
