"""The sheet as SVG: readable on light and dark, without a script, with a title and a description."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from msgen.graph.picture import Kind, Picture
from msgen.graph.svg.sheet import Box, Line, Point, Sheet, sheet
from msgen.graph.svg.text_size import LINE, NAME, SMALL, width

_STYLE = f"""\
svg {{ --paper: #ffffff; --band: #f3f4f6; --box: #ffffff; --ink: #1f2328; --soft: #59636e; --edge: #8c959f;
  --call: #0550ae; --step: #6639ba; --event: #1a7f37; background: var(--paper); font-family: sans-serif }}
@media (prefers-color-scheme: dark) {{ svg {{ --paper: #0d1117; --band: #161b22; --box: #0d1117; --ink: #e6edf3;
  --soft: #9198a1; --edge: #656c76; --call: #79c0ff; --step: #d2a8ff; --event: #7ee787 }} }}
.band {{ fill: var(--band) }}
.box {{ fill: var(--box); stroke: var(--edge) }}
.outside {{ stroke-dasharray: 3 3 }}
.name {{ fill: var(--ink); font-size: {NAME}px; font-weight: 600 }}
.small {{ fill: var(--soft); font-size: {SMALL}px }}
.title {{ fill: var(--soft); font-size: {NAME}px; stroke: var(--band); stroke-width: 4; paint-order: stroke }}
.label {{ fill: var(--ink); font-size: {SMALL}px; text-anchor: end }}
.line {{ fill: none; stroke-width: 1.4 }}
.call {{ stroke: var(--call) }} .step {{ stroke: var(--step); stroke-width: 2.4 }}
.event {{ stroke: var(--event); stroke-dasharray: 5 3 }}
.head-call {{ fill: var(--call) }} .head-step {{ fill: var(--step) }} .head-event {{ fill: var(--event) }}"""
_MEANINGS: dict[Kind, str] = {"call": "calls", "step": "step of a saga", "event": "event"}
_LEGEND = 30
_CORNER = 5


def svg(shown: Picture) -> str:
    return "\n".join(_lines(shown, sheet(shown))) + "\n"


def _lines(shown: Picture, drawn: Sheet) -> Iterator[str]:
    width, height = max(drawn.width, 360), drawn.height + _LEGEND
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'role="img" aria-labelledby="title description">'
    )
    yield f'<title id="title">{escape(shown.name)}</title>'
    yield f'<desc id="description">{escape(_description(shown))}</desc>'
    yield f"<style>\n{_STYLE}\n</style>"
    yield "<defs>"
    for kind in _MEANINGS:
        yield (
            f'<marker id="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0 L8,4 L0,8 Z" class="head-{kind}"/></marker>'
        )
    yield "</defs>"
    for _, box in drawn.bands:
        yield f'<rect class="band" {_place(Box(box.x, box.y, width, box.height))}/>'
    for line in drawn.lines:
        yield from _arrow(line)
    for title, box in drawn.bands:
        yield f'<text class="title" x="12" y="{box.y + 16}">{escape(title)}</text>'
    for name, box in drawn.boxes.items():
        yield from _box(name, drawn.traits[name], box, is_outside=name in shown.externals)
    yield from _legend(shown, drawn.height + 16)
    yield "</svg>"


def _description(shown: Picture) -> str:
    """Everything that the drawing says, as sentences."""
    verbs: dict[Kind, str] = {"call": "calls", "step": "asks", "event": "publishes to"}
    contexts = (f"{each.name}: {', '.join(service.name for service in each.services)}." for each in shown.contexts)
    arrows = (
        f"{arrow.source} {verbs[arrow.kind]} {arrow.target}{f' ({arrow.said})' if arrow.said else ''}."
        for arrow in shown.arrows
    )
    return " ".join((*contexts, *arrows))


def _place(box: Box) -> str:
    return f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'


def _box(name: str, traits: str, box: Box, *, is_outside: bool) -> Iterator[str]:
    middle = box.y + box.height // 2
    yield f'<rect class="box{" outside" if is_outside else ""}" rx="6" {_place(box)}/>'
    yield f'<text class="name" x="{box.x + 10}" y="{middle - 3}">{escape(name)}</text>'
    yield f'<text class="small" x="{box.x + 10}" y="{middle + 13}">{escape(traits)}</text>'


def _arrow(line: Line) -> Iterator[str]:
    kind = line.route.arrow.kind
    yield f'<path class="line {kind}" marker-end="url(#{kind})" d="{_rounded(line.corners)}"/>'
    x, y = line.corners[-1]
    for number, text in enumerate(reversed(line.route.label)):
        yield f'<text class="label" x="{x - 12}" y="{y - 4 - number * LINE}">{escape(text)}</text>'


def _rounded(corners: Sequence[Point]) -> str:
    """A path along the corners, each of them cut round."""
    (x, y), *_ = corners
    parts = [f"M{x},{y}"]
    for before, at, after in zip(corners, corners[1:], corners[2:], strict=False):
        parts.append(f"L{_spot(_towards(at, before))} Q{_spot(at)} {_spot(_towards(at, after))}")
    return " ".join([*parts, f"L{_spot(corners[-1])}"])


def _towards(point: Point, other: Point) -> Point:
    """A little way from a corner, and never past the middle of the piece."""
    x, y = (_step(here, there) for here, there in zip(point, other, strict=True))
    return x, y


def _step(here: int, there: int) -> int:
    way = min(_CORNER, abs(there - here) // 2)
    return here + way if there > here else here - way


def _spot(point: Point) -> str:
    return f"{point[0]},{point[1]}"


def _legend(shown: Picture, y: int) -> Iterator[str]:
    x = 12
    for kind, meaning in _MEANINGS.items():
        if not shown.of(kind):
            continue
        yield f'<path class="line {kind}" marker-end="url(#{kind})" d="M{x},{y} L{x + 34},{y}"/>'
        yield f'<text class="small" x="{x + 42}" y="{y + 4}">{meaning}</text>'
        x += 60 + width(meaning, SMALL)
