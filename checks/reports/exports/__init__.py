"""The report's data in other people's formats: each a pure function of the data of `build`, equal for equal data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from checks.reports.build import to_json
from checks.reports.exports.annotations import annotation_page
from checks.reports.exports.claimreview import claim_reviews
from checks.reports.exports.markdown import summary
from checks.reports.exports.openlineage import run_events
from checks.reports.exports.packet import Packet, packet, packet_problems
from checks.reports.exports.prov import provenance
from checks.reports.exports.tables import csv_table, parquet_table
from warehouse.records import Run

__all__ = ["Packet", "exports", "packet", "packet_problems", "summary"]


def exports(data: Mapping[str, Any], run: Run) -> dict[str, bytes]:
    """Every export of one report, by file name.

    Only the OpenLineage events say when the run was; all others are the same for the same data.
    """
    events = "".join(json.dumps(event, sort_keys=True) + "\n" for event in run_events(data, run))
    return {
        "discrepancies.csv": csv_table(data).encode("utf-8", "replace"),
        "discrepancies.parquet": parquet_table(data),
        "summary.md": summary(data).encode("utf-8", "replace"),
        "annotations.jsonld": to_json(annotation_page(data)).encode(),
        "provenance.json": to_json(provenance(data)).encode(),
        "openlineage.jsonl": events.encode(),
        "claimreview.jsonld": to_json(claim_reviews(data)).encode(),
    }
