"""A small chart as SVG: marks on the points that exist, scales from zero only where it is near."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

from planner.ui import i18n

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 340, 70, 230, 34, 52


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name, points in order of x, colour, and a dash pattern so that colour says nothing alone.

    ``ring`` marks places by a ring around them, with no line.
    """

    name: str
    points: list[tuple[float, float]]
    colour: str
    dash: str
    ring: bool = False


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round values that span a range."""
    span = high - low if high > low else max(1.0, abs(low) / 10)
    step = 10 ** floor(log10(span / most))
    step = next(step * factor for factor in (1, 2, 5, 10, 20) if span / (step * factor) <= most)
    first = floor(low / step)
    return [round(n * step, 10) for n in range(first, ceil(high / step) + 1)]


def chart_svg(title: str, x_name: str, y_name: str, series: list[Series]) -> str:
    """The chart; every text is escaped, every point a mark with its figures."""
    xs = [x for line in series for x, _ in line.points]
    ys = [y for line in series for _, y in line.points]
    x_ticks, y_ticks = ticks(min(xs), max(xs)), ticks(min(ys), max(ys))
    x_span, y_span = x_ticks[-1] - x_ticks[0] or 1.0, y_ticks[-1] - y_ticks[0] or 1.0

    def place(x: float, y: float) -> tuple[float, float]:
        across = LEFT + (x - x_ticks[0]) / x_span * (WIDTH - LEFT - RIGHT)
        return round(across, 1), round(HEIGHT - BOTTOM - (y - y_ticks[0]) / y_span * (HEIGHT - TOP - BOTTOM), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(title)}" font-family="system-ui, DejaVu Sans, sans-serif" font-size="12" fill="#1c2024">',
        f'<text x="{LEFT}" y="16" font-size="14" font-weight="600">{escape(title)}</text>',
        f'<text x="{(WIDTH - RIGHT + LEFT) / 2}" y="{HEIGHT - 10}" text-anchor="middle">{escape(x_name)}</text>',
        f'<text x="14" y="{HEIGHT / 2}" text-anchor="middle" transform="rotate(-90 14 {HEIGHT / 2})">'
        f"{escape(y_name)}</text>",
    ]
    for value in y_ticks:
        _, y = place(x_ticks[0], value)
        parts.append(f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#d5d8dc"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{_text(value)}</text>')
    for value in x_ticks:
        x, _ = place(value, y_ticks[0])
        parts.append(f'<text x="{x}" y="{HEIGHT - BOTTOM + 16}" text-anchor="middle">{_text(value)}</text>')
    for row, line in enumerate(series):
        parts += _line(line, row, [place(x, y) for x, y in line.points])
    return "".join(parts) + "</svg>"


def _line(line: Series, row: int, at: list[tuple[float, float]]) -> list[str]:
    if line.ring:
        return _rings(line, row, at)
    dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
    path = " ".join(f"{x},{y}" for x, y in at)
    parts = [f'<polyline points="{path}" fill="none" stroke="{line.colour}" stroke-width="2"{dash}/>']
    for (x, y), (value_x, value_y) in zip(at, line.points, strict=True):
        label = f"<title>{_text(value_x)}: {i18n.number(value_y, 2)}</title>"
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="{line.colour}">{label}</circle>')
    top = TOP + 20 * row + 10
    left = WIDTH - RIGHT + 14
    parts.append(
        f'<line x1="{left}" y1="{top}" x2="{left + 26}" y2="{top}" stroke="{line.colour}" stroke-width="2"{dash}/>'
    )
    parts.append(f'<text x="{left + 32}" y="{top + 4}">{escape(line.name)}</text>')
    return parts


def _rings(line: Series, row: int, at: list[tuple[float, float]]) -> list[str]:
    left, top = WIDTH - RIGHT + 27, TOP + 20 * row + 10
    found = [
        f'<circle cx="{x}" cy="{y}" r="8" fill="none" stroke="{line.colour}" stroke-width="2"/>'
        for x, y in [*at, (left, top)]
    ]
    return [*found, f'<text x="{left + 18}" y="{top + 4}">{escape(line.name)}</text>']


def _text(value: float) -> str:
    decimals = next((n for n in range(4) if abs(round(value, n) - value) < 1e-9), 3)
    return i18n.number(value, decimals)
