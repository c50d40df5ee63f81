"""``why`` as a user calls it."""

import json
from pathlib import Path

import jsonschema
import pytest

from lunargraph import resources
from lunargraph.cli import run
from lunargraph.formats import load_quads

ROOT = Path(__file__).parent.parent.parent
Streams = pytest.CaptureFixture[bytes]
TINY = """
@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix lg: <https://w3id.org/lunargraph/ns#> .
@prefix lgi: <https://w3id.org/lunargraph/id/> .
ex:Cat rdfs:subClassOf ex:Animal . ex:g { ex:tom a ex:Cat ; rdfs:label "Tom"@en ; ex:depth -5 . }
ex:g lg:confidence lgi:confidence-low .
"""


def call(streams: Streams, *arguments: str | Path) -> tuple[int, str, str]:
    code = run([str(argument) for argument in arguments])
    out, err = streams.readouterr()
    return code, out.decode(), err.decode()


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.trig"
    path.write_text(TINY, "utf-8")
    return path


def test_a_statement_that_holds(capfdbinary: Streams, tiny: Path) -> None:
    code, out, err = call(capfdbinary, "-g", tiny, "why", "Tom", "a", "animal")
    assert (code, err) == (0, "")
    assert out.startswith("Tom is an Animal: it follows.\n  http://example.org/tom a http://")
    assert "as every Cat is an Animal (cax-sco; file/tiny.trig)" in out


def test_a_statement_that_does_not_hold(capfdbinary: Streams, tiny: Path) -> None:
    code, out, err = call(capfdbinary, "-g", tiny, "why", "Cat", "a", "Animal")
    assert (code, err) == (1, "")
    assert out.startswith("Cat is an Animal: it does not follow.")


def test_less_trust_may_take_the_ground_away(capfdbinary: Streams, tiny: Path) -> None:
    path = tiny.with_name("confidence.ttl")
    path.write_text(TINY.split("ex:Cat")[0] + 'lgi:confidence-low rdfs:label "low" .', "utf-8")
    arguments = ("-g", tiny, "-g", path, "why", "tom", "a", "Animal")
    assert call(capfdbinary, *arguments, "--min-confidence", "low")[0] == 0
    code, _, err = call(capfdbinary, *arguments, "--min-confidence", "high")
    assert (code, "nothing is called 'tom'" in err) == (2, True)


def test_all_ways(capfdbinary: Streams, tiny: Path) -> None:
    code, out, _ = call(capfdbinary, "-g", tiny, "why", "tom", "a", "Animal", "--all")
    assert code == 0
    assert "Way 1: as every Cat is an Animal" in out


@pytest.mark.parametrize("value", ["-5", '"-5"^^xsd:integer'])
def test_a_value_may_look_like_an_option(capfdbinary: Streams, tiny: Path, value: str) -> None:
    code, out, _ = call(capfdbinary, "-g", tiny, "why", "tom", "depth", value)
    assert code == 0
    assert out.startswith("Tom: depth -5: it is asserted.")


def test_verbose_shows_the_terms(capfdbinary: Streams, tiny: Path) -> None:
    _, short, _ = call(capfdbinary, "-g", tiny, "why", "tom", "a", "Animal")
    _, full, _ = call(capfdbinary, "-v", "-g", tiny, "why", "tom", "a", "Animal")
    terms = "http://example.org/tom a http://example.org/Cat"
    assert terms not in short
    assert terms in full


@pytest.mark.parametrize(
    ("suffix", "beginning"),
    [("txt", "Tom is"), ("json", "{"), ("ttl", "@prefix"), ("mmd", "flowchart BT")],
)
def test_the_file_name_decides_the_format(
    capfdbinary: Streams, tiny: Path, suffix: str, beginning: str
) -> None:
    path = tiny.with_name(f"proof.{suffix}")
    arguments = ("-g", tiny, "why", "tom", "a", "Animal", "-o", path)
    assert call(capfdbinary, *arguments) == (0, "", "")
    assert path.read_text("utf-8").startswith(beginning)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["tom", "a"], "Missing argument 'O'"),
        (["tim", "a", "Animal"], "nothing is called 'tim'"),
        (["tom", "a", "Animl"], "did you mean 'Animal'?"),
        (["tom", "dept", "5"], "did you mean 'depth'?"),
        (["tom", "a", "Animal", "--format", "jsn"], "did you mean 'json'"),
        (["tom", "a", "Animal", "-o", "proof.csv"], "no format is called 'csv'"),
        (["tom", "a", "Animal", "--al"], "--al"),
        (["tom", "xx:y", "Animal"], "no prefix is called 'xx'"),
    ],
)
def test_wrong_usage(
    capfdbinary: Streams, tiny: Path, arguments: list[str], complaint: str
) -> None:
    code, out, err = call(capfdbinary, "-g", tiny, "why", *arguments)
    assert (code, out) == (2, "")
    assert complaint in err


@pytest.mark.usefixtures("graph_cache")
class TestShippedGraph:
    def test_the_json_has_its_published_shape(self, capfdbinary: Streams) -> None:
        arguments = ("why", "state-sn", "signatoryOf", "artemis-accords", "--format", "json")
        code, out, _ = call(capfdbinary, *arguments)
        schema = json.loads((ROOT / "src" / "lunargraph" / "why.schema.json").read_text("utf-8"))
        document = json.loads(out)
        jsonschema.validate(document, schema)
        assert code == 0
        assert document["text"] == "Senegal is signatory of Artemis Accords: it follows."
        grounds = [each for node in document["nodes"] for each in node["grounds"]]
        titles = {source["title"] for each in grounds for source in each["sources"]}
        assert "Release on the signature of Senegal" in titles

    def test_every_leaf_stands_in_a_record_that_asserts_it(self, capfdbinary: Streams) -> None:
        arguments = ("why", "state-th", "a", "cross-bloc-state", "--format", "json")
        _, out, _ = call(capfdbinary, *arguments)
        quads = [
            quad
            for folder in resources.dataset_folders()
            for quad in load_quads(folder / "graph.trig")
        ]
        asserted = {
            (*(f"{term}".strip("<>") for term in quad.triple), f"{quad.graph_name}".strip("<>"))
            for quad in quads
        }
        facts = [node for node in json.loads(out)["nodes"] if node["role"] == "fact"]
        leaves = [node for node in facts if not node["rules"]]
        assert len(leaves) >= 4
        for node in leaves:
            terms = [term["value"] for term in node["statement"].values()]
            for ground in node["grounds"]:
                assert (*terms, ground["graph"]) in asserted
