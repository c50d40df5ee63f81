"""An explanation as a Mermaid flowchart: sources at the bottom, the statement at the top."""

from __future__ import annotations

__all__ = ["write_mermaid"]

import re
from typing import TYPE_CHECKING

from lunargraph.explaining.summaries import ground_line, reason, rules_of
from lunargraph.explaining.wrapping import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lunargraph.explaining.explanations import Explanation, Outline
    from lunargraph.explaining.grounds import Ground
    from lunargraph.explaining.points import Point, Way

# A label is HTML and Markdown to Mermaid, and #35; is its own way to write a character.
_ESCAPES = {ord(char): f"#{ord(char)};" for char in '#&"<>`\\*_~'}
_A_LIST = re.compile(r"^(\s*\d*)([-+.)])")
_STYLES = """\
    classDef asserted fill:#e8f1fa,stroke:#2b6cb0,color:#1a202c
    classDef follows fill:#ffffff,stroke:#4a5568,color:#1a202c
    classDef rule fill:#f7f7f7,stroke:#a0aec0,color:#4a5568
    classDef record fill:#fdf6e3,stroke:#b7791f,color:#1a202c
    classDef missing fill:#fff5f5,stroke:#c53030,color:#742a2a,stroke-dasharray:4
"""


def write_mermaid(explanation: Explanation, *, full: bool = False) -> str:
    """Return an explanation as a flowchart; statements, rules and records are its nodes.

    Source: Mermaid documentation, "Flowcharts", section "Entity codes to escape characters".
    """
    chart = _Chart(explanation.outline(full=full))
    lines = "".join(f"    {line}\n" for line in chart.lines())
    return f"flowchart BT\n{lines}{_STYLES}"


class _Chart:
    def __init__(self, outline: Outline) -> None:
        self._outline = outline
        self._points = {point: f"s{n}" for n, point in enumerate(outline.root.walk(), 1)}
        self._records: dict[str, str] = {}
        self._ways = 0
        self._gaps = 0

    def lines(self) -> Iterator[str]:
        """Yield the nodes and the arrows."""
        for point, key in self._points.items():
            text = self._outline.wording.statement(point.statement)
            kind = "asserted" if point.asserted else "follows"
            if point is self._outline.root and not point.asserted and self._lacks(point):
                kind = "missing"
            yield f'{key}["{_label(text)}"]:::{kind}'
            for way in point.ways:
                yield from self._way(way, key)
            grounds = self._outline.grounds.of(point.statement) if point.statement else ()
            for ground in grounds:
                yield from self._ground(ground, key)

    def _lacks(self, point: Point) -> bool:
        return not point.ways or any(way.missing for way in point.ways)

    def _way(self, way: Way, conclusion: str) -> Iterator[str]:
        self._ways += 1
        key = f"w{self._ways}"
        text = _label(reason(way, self._outline), rules_of(way, self._outline))
        arrow = "-.->" if way.missing else "-->"
        yield f'{key}{{{{"{text}"}}}}:::rule'
        yield f"{key} {arrow} {conclusion}"
        for premise in way.premises:
            yield f"{self._points[premise]} --> {key}"
        for pattern in way.missing:
            self._gaps += 1
            text = _label(f"missing: {self._outline.wording.pattern(pattern)}")
            yield f'm{self._gaps}["{text}"]:::missing'
            yield f"m{self._gaps} -.-> {key}"

    def _ground(self, ground: Ground, point: str) -> Iterator[str]:
        key = self._records.get(ground.name)
        if key is None:
            key = self._records[ground.name] = f"r{len(self._records) + 1}"
            text = _label(ground_line(ground), *(source.title for source in ground.sources))
            yield f'{key}[("{text}")]:::record'
        yield f"{key} --> {point}"


def _label(*lines: str) -> str:
    """Return *lines* as Mermaid shows them as they are.

    >>> _label('say "no" #1', "1. <b>")
    'say #34;no#34; #35;1<br/>1#46; #60;b#62;'
    """
    escaped = (shown(line).translate(_ESCAPES) for line in lines)
    return "<br/>".join(
        _A_LIST.sub(lambda match: f"{match[1]}#{ord(match[2])};", line) for line in escaped
    )
