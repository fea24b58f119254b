"""HTML of published texts: what may stay in it, and what it says without it."""

from __future__ import annotations

import html
import re

import nh3

TAGS = {
    *("p", "br", "hr", "div", "span", "h2", "h3", "h4", "blockquote", "pre"),
    *("strong", "b", "em", "i", "u", "s", "sub", "sup", "a", "img"),
    *("ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "ol": {"start"},
}
DROPPED_WITH_CONTENT = {"script", "style", "title", "template", "svg", "math", "iframe", "object", "textarea"}
SCHEMES = {"http", "https", "mailto", "tel"}

LOOKS_LIKE_HTML = re.compile(r"<(?:/?[a-zA-Z]|!--)")
END_OF_BLOCK = re.compile(
    r"</(?:p|div|h[1-6]|li|tr|caption|blockquote|dt|dd)>|<(?:br|hr)[^>]*>", re.IGNORECASE
)
TAG = re.compile(r"<[^>]*>")
BLANKS = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r"\s*\n\s*")


def clean_html(text: str) -> str:
    """Only what an official text needs: no scripts, styles, frames or event attributes."""
    return nh3.clean(
        text.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        clean_content_tags=DROPPED_WITH_CONTENT,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def from_typed(text: str) -> str:
    """Clean HTML of what somebody typed or pasted; plain text becomes paragraphs, one a line."""
    if LOOKS_LIKE_HTML.search(text):
        return clean_html(text)
    lines = (line.strip() for line in text.replace("\x00", "").splitlines())
    return "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def plain_text(clean: str) -> str:
    """The words of cleaned HTML, a block a line, for search, checks and previews."""
    words = html.unescape(TAG.sub("", END_OF_BLOCK.sub("\n", clean)))
    return BLANK_LINES.sub("\n", BLANKS.sub(" ", words)).strip()


def one_line(text: str) -> str:
    """A title without line breaks, control characters or double spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
