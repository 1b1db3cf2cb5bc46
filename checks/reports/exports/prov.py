"""PROV-JSON (W3C member submission, 2013): from each finding back to the claims, texts and captures, and who judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

PREFIX = {"ra": "urn:rashomon:", "prov": "http://www.w3.org/ns/prov#"}


def provenance(data: Mapping[str, Any]) -> dict[str, Any]:
    """The document: entities (captures, texts, claims, conflicts, discrepancies, verdicts), the run, and the agents."""
    graph = _Graph()
    run, code = f"ra:{data['run']['run_id']}", f"ra:code:{_name(data['run']['code_version'])}"
    graph.add("activity", run, {"prov:type": "rashomon run"})
    graph.add("agent", code, {"prov:type": "prov:SoftwareAgent", "ra:code_version": data["run"]["code_version"]})
    graph.relate("wasAssociatedWith", activity=run, agent=code)
    for finding in data["discrepancies"]:
        matter = f"ra:{finding['discrepancy_id']}"
        graph.add("entity", matter, {"prov:type": "discrepancy", "prov:label": finding["question"]})
        graph.relate("wasGeneratedBy", entity=matter, activity=run)
        for pair in finding["conflicts"]:
            _pair(graph, data, pair, matter, run)
    return {"prefix": PREFIX, **graph.parts()}


def _pair(graph: _Graph, data: Mapping[str, Any], pair: Mapping[str, Any], matter: str, run: str) -> None:
    conflict = f"ra:{pair['conflict_id']}"
    graph.add("entity", conflict, {"prov:type": "conflict", "ra:why": pair["why"], "ra:rule": pair["rule"]})
    graph.relate("wasGeneratedBy", entity=conflict, activity=run)
    graph.relate("wasDerivedFrom", generatedEntity=matter, usedEntity=conflict)
    for side in pair["passages"]:
        claim = f"ra:{side['claim_id']}"
        graph.add("entity", claim, {"prov:type": "claim", "prov:value": side["quote"]})
        graph.relate("wasDerivedFrom", generatedEntity=conflict, usedEntity=claim)
        _text(graph, side, data["articles"].get(side["article_id"]), claim, run)
    if pair["verdict"]:
        judged, who = f"{conflict}:verdict", f"ra:reviewer:{_name(pair['verdict']['reviewer'])}"
        graph.add("entity", judged, {"prov:type": "verdict", "prov:value": pair["verdict"]["verdict"]})
        graph.add("agent", who, {"prov:type": "prov:Person", "prov:label": pair["verdict"]["reviewer"]})
        graph.relate("wasAttributedTo", entity=judged, agent=who)
        graph.relate("wasDerivedFrom", generatedEntity=judged, usedEntity=conflict)


def _text(graph: _Graph, side: Mapping[str, Any], article: Mapping[str, Any] | None, claim: str, run: str) -> None:
    if article is None:
        return
    text = f"ra:{side['article_id']}:v{article['version']}"
    outlet = f"ra:outlet:{_name(article['outlet'])}"
    about = {"prov:type": "article version", "ra:text_sha256": article["text_sha256"], "prov:label": article["title"]}
    graph.add("entity", text, about)
    graph.add("agent", outlet, {"prov:type": "prov:Organization", "prov:label": article["outlet"]})
    graph.relate("wasDerivedFrom", generatedEntity=claim, usedEntity=text)
    graph.relate("wasAttributedTo", entity=text, agent=outlet)
    if article["capture_sha256"]:
        capture = f"ra:{article['capture_id']}"
        facts = {"prov:type": "capture", "ra:sha256": article["capture_sha256"], "prov:location": article["address"]}
        graph.add("entity", capture, facts)
        graph.relate("wasDerivedFrom", generatedEntity=text, usedEntity=capture)
        graph.relate("used", activity=run, entity=capture)


class _Graph:
    """A PROV document in the making: each statement once, relations numbered in the order in which they came."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, dict[str, dict[str, Any]]] = defaultdict(dict)
        self._said: set[tuple[str, ...]] = set()

    def add(self, kind: str, name: str, attributes: Mapping[str, Any]) -> None:
        self._parts[kind].setdefault(name, {key: value for key, value in attributes.items() if value is not None})

    def relate(self, kind: str, **roles: str) -> None:
        if (kind, *roles.values()) not in self._said:
            self._said.add((kind, *roles.values()))
            named = {f"prov:{role}": value for role, value in roles.items()}
            self._parts[kind][f"_:{kind}{len(self._parts[kind]) + 1}"] = named

    def parts(self) -> dict[str, Any]:
        return dict(self._parts)


def _name(text: str) -> str:
    """The text as the local part of a qualified name: letters, digits and a hash of the rest."""
    from warehouse.ids import content_id

    kept = "".join(char if char.isascii() and char.isalnum() else "-" for char in text)[:40]
    return kept if kept == text else f"{kept}-{content_id('n', text)[2:10]}"
