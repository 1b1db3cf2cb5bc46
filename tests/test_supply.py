"""The audit and the bill of materials: what is locked is listed, and what is installed otherwise is told."""

from __future__ import annotations

import json

import pytest

from tests import audit
from tests.sbom import LOCK, pinned, sbom


def test_the_bill_lists_every_pin_with_its_hashes() -> None:
    lock = LOCK.read_text("utf-8")
    bill = sbom(lock, "0.1.0")
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    refs = [component["bom-ref"] for component in bill["components"]]
    assert len(refs) == len(set(refs)) == sum(not line.startswith((" ", "#")) for line in set(_pins(lock)))
    assert all(component["properties"] for component in bill["components"])
    (duck,) = [component for component in bill["components"] if component["name"] == "duckdb"]
    assert duck["purl"].startswith("pkg:pypi/duckdb@")
    assert "MIT" in json.dumps(duck["licenses"])
    assert bill == sbom(lock, "0.1.0")


def _pins(lock: str) -> list[str]:
    return [line.split(";")[0].split(" ")[0].lower() for line in lock.splitlines() if "==" in line and line[0] != " "]


def test_a_package_of_several_versions_is_listed_with_each() -> None:
    lock = (
        "a==1 ; python_version < '3.13' \\\n    --hash=sha256:" + "0" * 64 + "\na==2 \\\n    --hash=sha256:" + "1" * 64
    )
    assert [(one.name, one.version, len(one.sha256)) for one in pinned(lock)] == [("a", "1", 1), ("a", "2", 1)]


def test_drift_and_holes_fail_the_audit_and_a_missing_list_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for changed, state, arguments, expected in [
        ([], "clean", [], 0),
        (["x 2 is installed, locked is 1"], "clean", [], 1),
        ([], "holes", [], 1),
        ([], "could not look", [], 0),
        ([], "could not look", ["--strict"], 1),
    ]:
        monkeypatch.setattr(audit, "drift", lambda changed=changed: changed)
        monkeypatch.setattr(audit, "holes", lambda state=state: (state, []))
        assert audit.main(arguments) == expected
        assert f"known holes: {state}" in capsys.readouterr().out
