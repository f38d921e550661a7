"""The line with intervals as a drawing: numbers for an SVG, which a template prints. The table beside it says the same."""

from competition.zones import format_number

WIDTH, LEFT, RIGHT, TOP, STEP = 320, 34, 8, 22, 15


def chart_of(rows: list[dict], line: float) -> dict:
    """Return the drawing: a bar of the interval, a dot for the worth and a tick for the score of each row, and the line.

    Places are text with a point, whatever the language: that is how SVG reads numbers.
    """
    spans = [row["one"].worth for row in rows]
    low = min([span.low for span in spans] + [row["one"].raw for row in rows] + [line])
    high = max([span.high for span in spans] + [row["one"].raw for row in rows] + [line])
    scale = (WIDTH - LEFT - RIGHT) / max(high - low, 1e-9)

    def across(value: float) -> str:
        return f"{LEFT + (value - low) * scale:.1f}"

    marks = []
    for place, row in enumerate(rows):
        one, down = row["one"], TOP + STEP * (place + 0.5)
        raw = {"top": f"{down - 5:.1f}", "bottom": f"{down + 5:.1f}", "x": across(one.raw)}
        bar = {"from": across(one.worth.low), "to": across(one.worth.high), "dot": across(one.worth.value)}
        marks.append(
            {"rank": format_number(row["entry"].rank), "y": f"{down:.1f}", "text_y": f"{down + 4:.1f}", "raw": raw, **bar}
        )
    height = TOP + STEP * len(rows) + 6
    return {"width": WIDTH, "height": height, "line": across(line), "top": TOP - 4, "marks": marks}
