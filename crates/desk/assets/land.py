"""Makes land.txt from the outline of the world in the npm package world-atlas.

Takes the path of its `countries-110m.json` (Natural Earth 1:110m, public domain; TopoJSON by Michael Bostock, ISC);
writes land.txt beside this file. TopoJSON keeps each line once, as steps from point to point, so an arc that two
countries share is a border between them. Known limit: Antarctica is left out.

Usage: npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && python3 crates/desk/assets/land.py package/countries-110m.json
"""

import json
import pathlib
import sys
from collections import Counter

TURN = 3600  # tenths of a degree around the world
HEAD = """\
# The outline of the world: coasts as closed rings (land), borders as lines (border).
# Origin: Natural Earth 1:110m, public domain, as in world-atlas 2.0.2; made by land.py. Licence: public domain.
# Each line: kind, then points as degrees east and north, in tenths; every point but the first as a step from the one before.
"""


def main(path):
    atlas = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    (scale_x, scale_y), (left, low) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((round((x * scale_x + left) * 10), round((y * scale_y + low) * 10)))
        arcs.append(points)
    lines = [HEAD]
    for ring in rings(atlas["objects"]["land"]["geometries"]):
        points = unrolled([p for number in ring for p in directed(arcs, number)])
        if max(y for _, y in points) > -600:
            for shift in (-TURN, 0, TURN):
                inside = between([(x + shift, y) for x, y in points])
                if len(inside) > 2:
                    lines.append(told("land", inside))
    uses = Counter()
    for country in atlas["objects"]["countries"]["geometries"]:
        uses.update({n if n >= 0 else ~n for ring in rings([country]) for n in ring})
    for number, count in sorted(uses.items()):
        if count > 1:
            lines.append(told("border", arcs[number]))
    pathlib.Path(__file__).with_name("land.txt").write_text("".join(lines), encoding="utf-8")


def unrolled(points):
    """The ring without jumps from one edge of the map to the other."""
    whole, turns = [points[0]], 0
    for (before, _), (x, y) in zip(points, points[1:]):
        turns += (before - x > TURN / 2) - (x - before > TURN / 2)
        whole.append((x + turns * TURN, y))
    return whole


def between(ring):
    """What of the ring lies on the map, cut at both edges (Sutherland and Hodgman 1974)."""
    for side in (1, -1):
        kept = []
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
            over1, over2 = side * x1 > TURN / 2, side * x2 > TURN / 2
            if over1 != over2:
                edge = side * TURN // 2
                kept.append((edge, round(y1 + (y2 - y1) * (edge - x1) / (x2 - x1))))
            if not over2:
                kept.append((x2, y2))
        ring = kept
    return ring


def rings(geometries):
    for geometry in geometries:
        kind = geometry["type"]
        if kind == "GeometryCollection":
            yield from rings(geometry["geometries"])
        elif kind == "Polygon":
            yield from geometry["arcs"]
        elif kind == "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield from polygon


def directed(arcs, number):
    return arcs[number] if number >= 0 else arcs[~number][::-1]


def told(kind, points):
    steps = [points[0]]
    last = points[0]
    for point in points[1:]:
        if point != last:
            steps.append((point[0] - last[0], point[1] - last[1]))
            last = point
    return kind + " " + " ".join(f"{x},{y}" for x, y in steps) + "\n"


main(sys.argv[1])
