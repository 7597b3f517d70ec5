"""A picture as SVG: what stands where, and that lines do not run over boxes or along each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from drawn_systems import SHOP, sample, shown

from msgen.graph.picture import Picture, picture
from msgen.graph.svg import svg
from msgen.graph.svg.layers import depths
from msgen.graph.svg.sheet import Box, Point, Sheet, sheet

Piece = tuple[Point, Point]
SVG = "{http://www.w3.org/2000/svg}"


def test_it_is_well_formed_and_says_in_words_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(shown(SHOP)))

    assert (root.tag, root.get("role"), root.get("aria-labelledby")) == (f"{SVG}svg", "img", "title description")
    assert root.findtext(f"{SVG}title") == "test"
    assert root.findtext(f"{SVG}desc") == (
        "sales: web, orders. money: payments. "
        "web calls orders (PlaceOrder). payments calls psp. orders publishes to payments (OrderPlaced)."
    )
    assert not [element for element in root.iter() if element.tag == f"{SVG}script"]
    texts = [element.text for element in root.iter(f"{SVG}text")]
    assert [name for name in ("sales", "web", "bff · rest", "psp", "PlaceOrder", "event") if name not in texts] == []


def test_events_are_dashed_and_the_dark_has_colours_of_its_own() -> None:
    drawing = svg(shown(SHOP))

    assert ".event { stroke: var(--event); stroke-dasharray: 5 3 }" in drawing
    assert "@media (prefers-color-scheme: dark)" in drawing


def test_callers_stand_left_of_what_they_call() -> None:
    assert depths(shown(SHOP)) == {"web": 0, "orders": 1, "payments": 2, "psp": 3}


def test_services_that_call_each_other_in_a_circle_have_a_place_too() -> None:
    circle = shown("services: {a: {api: rest, calls: [b]}, b: {api: rest, calls: [c]}, c: {api: rest, calls: [a]}}")

    assert depths(circle) == {"a": 0, "b": 1, "c": 2}
    assert svg(circle).count('marker-end="url(#call)"') == len(circle.arrows) + 1


@pytest.mark.parametrize("services", [1, 3, 8, 20, 40])
def test_no_line_runs_over_a_box_or_along_another_line(of_size: Callable[[int], Picture], services: int) -> None:
    drawn = sheet(of_size(services))

    assert over_boxes(drawn) == []
    assert along_each_other(drawn) == []


@pytest.mark.parametrize("name", ["bistro", "minimal", "online-boutique"])
def test_the_samples_are_drawn_inside_the_sheet(name: str) -> None:
    drawn = sheet(picture(sample(name)))

    assert over_boxes(drawn) == along_each_other(drawn) == []
    for x, y in (corner for line in drawn.lines for corner in line.corners):
        assert 0 < x < drawn.width
        assert 0 < y < drawn.height


def pieces(drawn: Sheet) -> Iterator[tuple[int, Piece]]:
    for number, line in enumerate(drawn.lines):
        for start, end in zip(line.corners, line.corners[1:], strict=False):
            yield number, (min(start, end), max(start, end))


def over_boxes(drawn: Sheet) -> list[tuple[str, Piece]]:
    return [
        (name, piece) for _, piece in pieces(drawn) for name, box in drawn.boxes.items() if is_over(piece, box)
    ]  # fmt: skip


def is_over(piece: Piece, box: Box) -> bool:
    (x1, y1), (x2, y2) = piece
    return x1 < box.x + box.width and x2 > box.x and y1 < box.y + box.height and y2 > box.y


def along_each_other(drawn: Sheet) -> list[tuple[Piece, Piece]]:
    """Pieces of two arrows that lie upon each other for more than a point."""
    found = list(pieces(drawn))
    return [
        (one, other)
        for index, (first, one) in enumerate(found)
        for second, other in found[index + 1 :]
        if first != second and is_along(one, other)
    ]


def is_along(one: Piece, other: Piece) -> bool:
    (ax1, ay1), (ax2, ay2) = one
    (bx1, by1), (bx2, by2) = other
    if ay1 == ay2 == by1 == by2:
        return min(ax2, bx2) > max(ax1, bx1)
    return ax1 == ax2 == bx1 == bx2 and min(ay2, by2) > max(ay1, by1)
