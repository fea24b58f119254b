"""Which page numbers a pagination bar shows."""

from __future__ import annotations

from django import template
from django.core.paginator import Page

register = template.Library()


@register.filter
def shown_numbers(page: Page) -> list[int | None]:
    """First, last and two on either side of the present page; None where numbers are left out."""
    last = page.paginator.num_pages
    wanted = {1, last, *range(page.number - 2, page.number + 3)}
    shown: list[int | None] = []
    for number in sorted(number for number in wanted if 1 <= number <= last):
        if shown and shown[-1] is not None and number - shown[-1] == 2:
            shown.append(number - 1)
        elif shown and shown[-1] is not None and number - shown[-1] > 2:
            shown.append(None)
        shown.append(number)
    return shown
