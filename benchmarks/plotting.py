"""Lines over two logarithmic axes, as SVG."""

from __future__ import annotations

__all__ = ["plot"]

import math
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Point = tuple[float, float]

_WIDTH, _HEIGHT = 720, 440
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 560, 40, 392
_LINE_OF_TEXT = 16
_HARDLY = 0.02
_COLOURS = ("#0b3d91", "#d1495b", "#2e8b57", "#b8860b", "#6a4c93", "#444444")
_STYLE = (
    "text { font: 13px sans-serif; fill: #222 } .grid { stroke: #ddd } "
    ".line { fill: none; stroke-width: 2 }"
)


def plot(lines: Mapping[str, Sequence[Point]], *, x_title: str, y_title: str) -> str:
    """Return a picture of *lines*, each a name with its points; all numbers are positive."""
    points = [point for line in lines.values() for point in line]
    x_decades, y_decades = (_decades(numbers) for numbers in zip(*points, strict=True))

    def place(point: Point) -> Point:
        return _scaled(point[0], x_decades, _LEFT, _RIGHT), _scaled(
            point[1], y_decades, _BOTTOM, _TOP
        )

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(y_title)} over {escape(x_title)}</title>",
        f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="white"/>',
        *_grid(x_decades, y_decades),
        f'<text x="{_LEFT}" y="{_HEIGHT - 8}">{escape(x_title)}</text>',
        f'<text x="8" y="{_TOP - 20}">{escape(y_title)}</text>',
    ]
    placed = {name: [place(point) for point in sorted(line)] for name, line in lines.items()}
    heights = _apart({name: line[-1][1] for name, line in placed.items()})
    for number, (name, line) in enumerate(placed.items()):
        parts += _line(name, line, heights[name], _COLOURS[number % len(_COLOURS)])
    return "\n".join([*parts, "</svg>", ""])


def _decades(numbers: Iterable[float]) -> range:
    """Return the powers of ten from the one below all *numbers* to the one above.

    What is hardly beyond a power of ten needs no further one.
    """
    logarithms = [math.log10(number) for number in numbers]
    first = math.floor(min(logarithms) + _HARDLY)
    return range(first, max(math.ceil(max(logarithms) - _HARDLY), first + 1) + 1)


def _scaled(number: float, decades: range, start: float, end: float) -> float:
    share = (math.log10(number) - decades[0]) / (decades[-1] - decades[0])
    return round(start + share * (end - start), 1)


def _grid(x_decades: range, y_decades: range) -> list[str]:
    parts = []
    for power in x_decades:
        x = _scaled(10.0**power, x_decades, _LEFT, _RIGHT)
        parts.append(f'<path class="grid" d="M{x} {_TOP}V{_BOTTOM}"/>')
        parts.append(f'<text x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{10**power:,}</text>')
    for power in y_decades:
        y = _scaled(10.0**power, y_decades, _BOTTOM, _TOP)
        parts.append(f'<path class="grid" d="M{_LEFT} {y}H{_RIGHT}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g}</text>')
    return parts


def _apart(heights: Mapping[str, float]) -> dict[str, float]:
    """Return where the names go beside the ends of the lines, none over another."""
    placed: dict[str, float] = {}
    lowest = -math.inf
    for name, height in sorted(heights.items(), key=lambda item: item[1]):
        lowest = placed[name] = max(height, lowest + _LINE_OF_TEXT)
    return placed


def _line(name: str, points: Sequence[Point], height: float, colour: str) -> list[str]:
    path = "L".join(f"{x} {y}" for x, y in points)
    x, y = points[-1]
    return [
        f'<path class="line" stroke="{colour}" d="M{path}"/>',
        *(f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in points),
        f'<path stroke="{colour}" stroke-opacity="0.3" d="M{x + 4} {y}L{_RIGHT + 8} {height}"/>',
        f'<text x="{_RIGHT + 12}" y="{height + 4}" style="fill: {colour}">{escape(name)}</text>',
    ]
