"""Web Annotation, ClaimReview and OpenLineage: each export kept to what its standard says, and hostile words in it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
import report_sample as s
from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
from openlineage.client.facet_v2 import dataset_version_dataset, output_statistics_output_dataset
from openlineage.client.serde import Serde
from report_standards import ANNOTATION_PAGE, CLAIM_REVIEWS
from report_vocabulary import refused
from test_report_exports import exported, sample_data
from test_report_page import hostile_input

from checks.reports import ReportInput, build, to_json

FACETS = {
    "version": dataset_version_dataset.DatasetVersionDatasetFacet,
    "outputStatistics": output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet,
}


def valid(schema: dict[str, Any], document: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


def judged(**other: Any) -> ReportInput:
    """The sample with every kind of verdict; the hostile input with its reviewer's."""
    return s.sample(
        verdicts=(
            s.verdict(s.bridge, "confirmed", "K. Brandt", 9, "see the log"),
            s.verdict(s.injured, "confirmed", "K. Brandt", 9),
            s.verdict(s.radar, "not_a_conflict", "M. Lund", 9),
        ),
        **other,
    )


@pytest.mark.parametrize(
    "given",
    [judged(), hostile_input(), ReportInput(run=s.run()), judged(articles=(s.courier,))],
    ids=["judged", "hostile", "empty", "articles gone"],
)
def test_each_linked_data_export_keeps_to_its_standard(given: ReportInput) -> None:
    data = json.loads(to_json(build(given)))
    valid(ANNOTATION_PAGE, json.loads(exported(data, "annotations.jsonld")))
    reviews = json.loads(exported(data, "claimreview.jsonld"))
    valid(CLAIM_REVIEWS, reviews)
    assert refused(reviews) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("items", 0, "type"), "Comment"),
        (("items", 0, "target", 0, "selector", 1, "start"), -1),
        (("items", 0, "target", 0, "selector", 0, "quote"), "no such term"),
        (("items", 0, "motivation"), "judging"),
        (("items", 0, "target"), []),
        (("partOf",), {"id": "urn:rashomon:run_sample", "type": "AnnotationCollection"}),
        (("@context",), ["https://schema.org"]),
    ],
)
def test_what_breaks_the_annotation_model_is_refused(path: tuple[Any, ...], value: Any) -> None:
    page = json.loads(exported(sample_data(), "annotations.jsonld"))
    part = page
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        valid(ANNOTATION_PAGE, page)


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("claimReview",), "misspelt", "ClaimReview has no http://schema.org/claimReview"),
        (("@type",), "FactCheck", "FactCheck is no class"),
        (("author", "@type"), "Rating", "sh:class <http://schema.org/Person>"),
        (("author", "@type"), None, "has no type"),
        (("datePublished",), "last week", "sh:datatype xsd:date"),
        (("reviewRating",), "wrong", "does not have class <http://schema.org/Rating>"),
        (("itemReviewed", "claimReviewed"), "misplaced", "Claim has no http://schema.org/claimReviewed"),
        (("itemReviewed", "appearance", "@type"), "Person", "Person has no http://schema.org/headline"),
        (("claimReviewed",), 5, "datatype xsd:string"),
    ],
)
def test_what_schema_org_does_not_know_is_refused(path: tuple[str, ...], value: Any, says: str) -> None:
    reviews = json.loads(exported(sample_data(), "claimreview.jsonld"))
    part = reviews["@graph"][0]
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    assert [told for told in refused(reviews) if says in told]


def test_annotations_find_their_words_in_the_text_whose_hash_they_name() -> None:
    page = json.loads(exported(sample_data(), "annotations.jsonld"))
    assert len(page["items"]) == 6
    texts = {article.text_sha256: article.text for article in (s.courier, s.post, s.herald)}
    for item in page["items"]:
        for target in item["target"]:
            quote, place = target["selector"]
            text = texts[target["text_sha256"]]
            assert text[place["start"] : place["end"]] == quote["exact"]
            assert text[: place["start"]].endswith(quote["prefix"])
            assert text[place["end"] :].startswith(quote["suffix"])


def test_claim_reviews_are_only_of_what_a_person_confirmed() -> None:
    graph = json.loads(exported(sample_data(), "claimreview.jsonld"))["@graph"]
    assert {review["claimReviewed"] for review in graph} == {s.off_bridge.quote, s.on_bridge.quote}
    assert {review["author"]["name"] for review in graph} == {"K. Brandt"}
    assert not [review for review in graph if "ratingValue" in review["reviewRating"]]
    assert json.loads(exported(sample_data(verdicts=()), "claimreview.jsonld"))["@graph"] == []
    quarrel = [s.verdict(s.bridge, "confirmed", "A", 9), s.verdict(s.bridge, "not_a_conflict", "B", 8)]
    assert json.loads(exported(sample_data(verdicts=quarrel), "claimreview.jsonld"))["@graph"] == []


def facets(told: dict[str, Any]) -> dict[str, Any]:
    """The facets as the client's own classes, which know the address of their schema."""
    made = {}
    for name, facet in told.items():
        fields = {key: value for key, value in facet.items() if not key.startswith("_")}
        made[name] = FACETS[name](**fields, producer=facet["_producer"])
    return made


def rebuilt(event: dict[str, Any]) -> dict[str, Any]:
    """The event as the client's own library would send it."""
    inputs = [InputDataset(each["namespace"], each["name"], facets=facets(each["facets"])) for each in event["inputs"]]
    outputs = [
        OutputDataset(each["namespace"], each["name"], outputFacets=facets(each.get("outputFacets", {})))
        for each in event["outputs"]
    ]
    run, job = Run(event["run"]["runId"]), Job(event["job"]["namespace"], event["job"]["name"])
    kind = RunState[event["eventType"]]
    made = RunEvent(
        eventTime=event["eventTime"],
        producer=event["producer"],
        run=run,
        job=job,
        eventType=kind,
        inputs=inputs,
        outputs=outputs,
    )
    return dict(json.loads(Serde.to_json(made)))


def bare(value: Any) -> Any:
    """Without what is empty, which the client leaves out or not as it pleases."""
    if isinstance(value, dict):
        kept = {key: bare(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if each not in ({}, [], None)}
    return [bare(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("given", [s.sample(), hostile_input(), ReportInput(run=s.run())])
def test_openlineage_events_are_those_of_its_own_client(given: ReportInput) -> None:
    data = json.loads(to_json(build(given)))
    events = [json.loads(line) for line in exported(data, "openlineage.jsonl").splitlines()]
    assert [bare(rebuilt(event)) for event in events] == [bare(event) for event in events]
    assert events[0]["run"]["runId"] == events[1]["run"]["runId"]


def test_a_run_that_failed_its_gate_is_told_as_failed() -> None:
    events = exported(sample_data(), "openlineage.jsonl").splitlines()
    assert [json.loads(line)["eventType"] for line in events] == ["START", "COMPLETE"]
    failed = exported(sample_data(quality=(s.quality(False),)), "openlineage.jsonl").splitlines()
    assert json.loads(failed[1])["eventType"] == "FAIL"
