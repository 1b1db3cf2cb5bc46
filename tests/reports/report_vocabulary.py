"""What schema.org refuses: its vocabulary as SHACL shapes, made from its official file and shipped with pySHACL."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from pyshacl import validate
from rdflib import RDF, RDFS, XSD, Graph, Namespace
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

SCHEMA = Namespace("http://schema.org/")


@cache
def vocabulary() -> Graph:
    """Every class of schema.org with its superclasses, properties and the values that they may have."""
    return Graph().parse(data=files("pyshacl").joinpath("assets", "schema.ttl").read_text("utf-8"), format="turtle")


@cache
def context() -> dict[str, Any]:
    """What schema.org's own context does: every bare word is a term of it, dates are dates and addresses IRIs."""
    terms: dict[str, Any] = {"@vocab": str(SCHEMA)}
    for shape in vocabulary().subjects(RDF.type, SH.PropertyShape):
        path = str(vocabulary().value(shape, SH.path))
        wanted = {value for one in alternatives(shape) for value in one.values()}
        if XSD.date in wanted:
            terms[path.removeprefix(SCHEMA)] = {"@id": path, "@type": str(XSD.date)}
        elif SH.IRI in wanted:
            terms[path.removeprefix(SCHEMA)] = {"@id": path, "@type": "@id"}
    return terms


def alternatives(shape: Node) -> Iterator[dict[Node, Node]]:
    """What a property may be: its own constraints, or each of those of its sh:or."""
    either = vocabulary().value(shape, SH["or"])
    for one in Collection(vocabulary(), either) if either else [shape]:
        yield dict(vocabulary().predicate_objects(one))


def properties(kind: Node) -> set[Node]:
    """The properties that a thing of this class may have."""
    kinds = vocabulary().transitive_objects(kind, RDFS.subClassOf)
    shapes = {shape for each in kinds for shape in vocabulary().objects(each, SH.property)}
    return {path for shape in shapes if (path := vocabulary().value(shape, SH.path))}


def refused(document: Mapping[str, Any]) -> list[str]:
    """What schema.org does not know, does not let this thing have, or wants otherwise; empty for a good document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib warns of what it does itself.
        return _refused(Graph().parse(data=json.dumps({**document, "@context": context()}), format="json-ld"))


def _refused(graph: Graph) -> list[str]:
    found = []
    for thing, kind in graph.subject_objects(RDF.type):
        if (kind, RDF.type, RDFS.Class) not in vocabulary():
            found.append(f"{kind} is no class of schema.org")
        had = set(graph.predicates(thing)) - {RDF.type}
        found += [f"{kind} has no {name}" for name in sorted(map(str, had - properties(kind)))]
    found += [f"{thing} has no type" for thing in set(graph.subjects()) if (thing, RDF.type, None) not in graph]
    _, report, _ = validate(graph, shacl_graph=_shapes(graph), ont_graph=_classes())
    assert isinstance(report, Graph)
    return found + [str(told) for told in report.objects(None, SH.resultMessage)]


def _shapes(graph: Graph) -> Graph:
    """The shapes of the classes in the graph and of those above them; the other thousands have nothing to say."""
    wanted = Graph()
    kinds = {
        each
        for kind in graph.objects(None, RDF.type)
        for each in vocabulary().transitive_objects(kind, RDFS.subClassOf)
    }
    for kind in kinds:
        wanted += vocabulary().cbd(kind)
        for shape in vocabulary().objects(kind, SH.property):
            wanted += vocabulary().cbd(shape)
    return wanted


@cache
def _classes() -> Graph:
    known = Graph()
    for triple in vocabulary().triples((None, RDFS.subClassOf, None)):
        known.add(triple)
    return known
