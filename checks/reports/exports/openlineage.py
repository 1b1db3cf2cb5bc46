"""OpenLineage run events: which captures a run read, and that the warehouse and the report came out of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from warehouse.records import Run

PRODUCER = "urn:rashomon"
SCHEMA_URL = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
FACETS = "https://openlineage.io/spec/facets"
NAMESPACE = "rashomon"


def run_events(data: Mapping[str, Any], run: Run) -> list[dict[str, Any]]:
    """START and COMPLETE (or FAIL, when the gate failed) of the run."""
    end = "COMPLETE" if data["gate"]["state"] == "passed" else "FAIL"
    return [
        _event("START", run.started_at, data, []),
        _event(end, run.finished_at or run.started_at, data, _outputs(data)),
    ]


def _event(kind: str, moment: datetime, data: Mapping[str, Any], outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "eventType": kind,
        "eventTime": moment.replace(tzinfo=UTC).isoformat(),
        "producer": PRODUCER,
        "schemaURL": SCHEMA_URL,
        "run": {"runId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:rashomon:{data['run']['run_id']}")), "facets": {}},
        "job": {"namespace": NAMESPACE, "name": "daily", "facets": {}},
        "inputs": [_dataset(article) for article in _captured(data)],
        "outputs": outputs,
    }


def _captured(data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found = {article["capture_id"]: article for article in data["articles"].values() if article["capture_sha256"]}
    return [found[key] for key in sorted(found)]


def _dataset(article: Mapping[str, Any]) -> dict[str, Any]:
    version = {
        "_producer": PRODUCER,
        "_schemaURL": f"{FACETS}/1-0-1/DatasetVersionDatasetFacet.json#/$defs/DatasetVersionDatasetFacet",
        "datasetVersion": f"sha256:{article['capture_sha256']}",
    }
    return {"namespace": NAMESPACE, "name": article["address"], "facets": {"version": version}}


def _outputs(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    statistics = "OutputStatisticsOutputDatasetFacet"
    rows = {
        "_producer": PRODUCER,
        "_schemaURL": f"{FACETS}/1-0-2/{statistics}.json#/$defs/{statistics}",
        "rowCount": sum(len(finding["conflicts"]) for finding in data["discrepancies"]),
    }
    names = ("warehouse.duckdb", "reports/latest/discrepancies.html", "reports/latest/discrepancies.json")
    made: list[dict[str, Any]] = [{"namespace": NAMESPACE, "name": name, "facets": {}} for name in names]
    made[-1]["outputFacets"] = {"outputStatistics": rows}
    return made
