"""Small tables of launches and agencies, and what an import of them says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from lunargraph import LunarGraph
from lunargraph.namespaces import LG, LGI, compact

if TYPE_CHECKING:
    from pathlib import Path

    from lunargraph.ingest.bulk import Import

LAUNCHES = (
    "tag,JD,launch_date,launch_year,type,variant,mission,agency,state_code,category,agency_type"
)
AGENCIES = (
    "agency,state_code,short_name,name,short_english_name,english_name,unicode_name,agency_type"
)
SPUTNIK = "1957 ALP,2436116.31,1957-10-04,1957,Sputnik 8K71PS,,PS-1,,SU,O,state"
ACME = "ACME,US,Acme,Acme Rockets,-,-,-,startup"


def launch(**cells: str) -> str:
    """Return a row of a launch that has nothing wrong with it, save what *cells* say."""
    values = {
        "tag": "2001-001", "JD": "2451911", "launch_date": "2001-01-01", "launch_year": "2001",
        "type": "Rocket", "variant": "", "mission": "Probe", "agency": "ACME", "state_code": "US",
        "category": "O", "agency_type": "startup",
    }  # fmt: skip
    return ",".join((values | cells).values())


def write_tables(
    folder: Path, *launches: str, agencies: tuple[str, ...] = (ACME,)
) -> dict[str, Path]:
    """Write the two tables into *folder* and return their paths by name."""
    paths = {"launches": folder / "launches.csv", "agencies": folder / "agencies.csv"}
    paths["launches"].write_text("\n".join((LAUNCHES, *launches)) + "\n", "utf-8")
    paths["agencies"].write_text("\n".join((AGENCIES, *agencies)) + "\n", "utf-8")
    return paths


def import_launches(folder: Path, *launches: str, agencies: tuple[str, ...] = (ACME,)) -> Import:
    """Import small tables."""
    files = write_tables(folder, *launches, agencies=agencies)
    return LunarGraph.import_tables("space-launches", files)


def said(outcome: Import, slug: str) -> dict[str, set[str]]:
    """Return what the statements say about an individual, in short: ``{"outcome": {"lgi:..."}}``."""
    found: dict[str, set[str]] = {}
    for quad in outcome.quads:
        if quad.subject == NamedNode(LGI + slug):
            name = compact(quad.predicate.value).rpartition(":")[2]
            value = (
                quad.object.value if isinstance(quad.object, Literal) else str(quad.object)[1:-1]
            )
            found.setdefault(name, set()).add(compact(value) if "://" in value else value)
    return found


def launches_in(outcome: Import) -> set[str]:
    """Return the slugs of all launches in the statements."""
    kind = NamedNode(LG + "Launch")
    return {
        quad.subject.value.removeprefix(LGI)
        for quad in outcome.quads
        if quad.object == kind and isinstance(quad.subject, NamedNode)
    }
