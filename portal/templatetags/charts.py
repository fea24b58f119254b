"""Small pictures as inline SVG; a sentence beside each says the same."""

from __future__ import annotations

from django import template

register = template.Library()

WIDTH, HEIGHT, GAP = 600.0, 14, 2.0
MOST_BLOCKS = 80


@register.inclusion_tag("includes/deadline_bar.html")
def deadline_bar(used: int, total: int) -> dict[str, object]:
    """A block for every workday of a period: gone by, left, and beyond its end."""
    used, total = max(used, 0), max(total, 0)
    late = max(used - total, 0)
    number = min(total + late, MOST_BLOCKS)
    step = WIDTH / number if number else WIDTH
    blocks = [
        {
            "x": f"{position * step:.1f}",
            "width": f"{max(step - GAP, 1):.1f}",
            "kind": "late" if position >= total else "used" if position < used else "track",
        }
        for position in range(number)
    ]
    return {
        "blocks": blocks,
        "used": used,
        "total": total,
        "late": late,
        "height": HEIGHT,
        "width": int(WIDTH),
    }
