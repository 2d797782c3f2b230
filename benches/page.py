"""What the benches write: sections of docs/performance.md, and plots as SVG without any library.

Used by benches/peers.py and benches/growth.py.
"""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[1]
INK, FIRST, SECOND = "#333", "#2b6cb0", "#b0532b"
LABEL = 45  # Room that the label of a point takes.


def between(name, body):
    """Replaces what stands between the marks of a section of docs/performance.md."""
    page = ROOT / "docs/performance.md"
    begin, end = f"<!-- {name}: written by benches/{name}.py -->", f"<!-- end of {name} -->"
    before, rest = page.read_text(encoding="utf-8").split(begin)
    page.write_text(f"{before}{begin}\n{body}\n{end}{rest.split(end)[1]}", encoding="utf-8")


def opened(width, height, label):
    return [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img" aria-label="{label}">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
    ]


def written(x, y, text, anchor="start", colour=INK):
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{text}</text>'


def bars(rows, label):
    """Bars of ratios (name, ratio) on a logarithmic scale; the line is 1."""
    from math import log10
    width, bar, left = 640, 26, 200
    top, low = max(100.0, *(ratio for _, ratio in rows)), min(0.5, *(ratio for _, ratio in rows))
    x = lambda ratio: left + (log10(ratio) - log10(low)) / (log10(top) - log10(low)) * (width - left - 60)
    parts = opened(width, len(rows) * bar + 30, label)
    for number, (name, ratio) in enumerate(rows):
        y = number * bar + 6
        a, b = sorted((x(1), x(ratio)))
        parts.append(written(left - 8, y + 14, name, "end"))
        parts.append(f'<rect x="{a:.1f}" y="{y}" width="{max(1, b - a):.1f}" height="{bar - 8}" fill="{FIRST if ratio >= 1 else SECOND}"/>')
        parts.append(written(b + 5, y + 14, f"{ratio:.1f}"))
    parts.append(f'<line x1="{x(1):.1f}" x2="{x(1):.1f}" y1="0" y2="{len(rows) * bar + 4}" stroke="{INK}"/>')
    parts.append(written(left, len(rows) * bar + 22, f"{label} (logarithmic; the line is 1)"))
    return "\n".join([*parts, "</svg>"]) + "\n"


def curve(points, names):
    """Two lines over one axis (x, first, second), each on its own scale from nought."""
    width, height, left, foot = 640, 300, 70, 250
    most = [max(column) for column in zip(*points)]
    at = lambda point, column: (left + point[0] / most[0] * (width - 2 * left), foot - point[column] / most[column] * (foot - 30))
    parts = opened(width, height, f"{names[1]} and {names[2]} by {names[0]}")
    parts.append(f'<line x1="{left}" x2="{width - left}" y1="{foot}" y2="{foot}" stroke="{INK}"/>')
    for column, colour in ((1, FIRST), (2, SECOND)):
        placed = [at(point, column) for point in points]
        dash = "" if column == 1 else ' stroke-dasharray="6 3"'
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="2"{dash} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in placed)}"/>')
        parts.extend(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in placed)
        edge, anchor = (left - 6, "end") if column == 1 else (width - left + 6, "start")
        parts.append(written(edge, 34, f"{most[column]:,.0f}", anchor, colour))
        parts.append(written(left if column == 1 else width - left, 16, names[column] + ("" if column == 1 else " (dashed)"), "start" if column == 1 else "end", colour))
    taken = width
    for point in sorted(points, reverse=True):
        x = at(point, 1)[0]
        if taken - x > LABEL:
            parts.append(written(x, foot + 18, f"{point[0]:,}", "middle"))
            taken = x
    parts.append(written(width / 2, foot + 36, names[0], "middle"))
    return "\n".join([*parts, "</svg>"]) + "\n"
