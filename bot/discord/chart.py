"""The picture of ``/insights``: the questions of each day, answered and not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from index.stores.insights import Insights

_WIDTH, _HEIGHT = 900, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 50, 40
_PAPER, _INK, _LINE = "#ffffff", "#30343b", "#d5d9e0"
_ANSWERED, _MISSED = "#3b6ea5", "#d98c3f"
_GAP = 0.25


def chart_png(told: Insights) -> BytesIO:
    """A PNG of stacked bars, one a day. Blocks."""
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(16)
    today = datetime.now(UTC).date()
    days = [today - timedelta(days=back) for back in reversed(range(told.days))]
    counts = [told.by_day.get(day.isoformat(), (0, 0)) for day in days]
    highest = max(1, *(answered + missed for answered, missed in counts))
    floor = _HEIGHT - _BOTTOM
    scale = (floor - _TOP) / highest
    step = (_WIDTH - _LEFT - _RIGHT) / len(days)
    for share in (0.0, 0.5, 1.0):
        level = floor - share * (floor - _TOP)
        draw.line((_LEFT, level, _WIDTH - _RIGHT, level), fill=_LINE)
        draw.text((_LEFT - 8, level), f"{share * highest:g}", _INK, font, anchor="rm")
    for place, (answered, missed) in enumerate(counts):
        left = _LEFT + (place + _GAP / 2) * step
        right, middle = left + max(1.0, (1 - _GAP) * step), floor - answered * scale
        # Even one without a colour would be drawn, over the line on which the bars stand.
        if answered:
            draw.rectangle((left, middle, right, floor), fill=_ANSWERED)
        if missed:
            draw.rectangle((left, middle - missed * scale, right, middle), fill=_MISSED)
    draw.text((_LEFT, floor + 10), f"{days[0].day} {days[0]:%b}", _INK, font)
    last = f"{days[-1].day} {days[-1]:%b}"
    draw.text((_WIDTH - _RIGHT, floor + 10), last, _INK, font, anchor="ra")
    for left, colour, name in ((_LEFT, _ANSWERED, "answered"), (200, _MISSED, "not found")):
        draw.rectangle((left, 16, left + 16, 32), fill=colour)
        draw.text((left + 24, 24), name, _INK, font, anchor="lm")
    stored = BytesIO()
    picture.save(stored, "PNG")
    stored.seek(0)
    return stored
