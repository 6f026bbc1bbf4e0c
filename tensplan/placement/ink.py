"""Colours, patterns and small SVG parts of the body drawing."""

from dataclasses import dataclass
from html import escape

from tensplan.placement.strokes import number

_LIGHT = {
    "ink": "#1b2227",
    "soft": "#59636b",
    "paper": "#ffffff",
    "skin": "#f0e0d2",
    "other": "#f7f1eb",
    "line": "#8b6f5b",
    "a": "#0a57a4",
    "b": "#a33b00",
    "c": "#11694a",
    "d": "#7a2e82",
}
_DARK = {
    "ink": "#e9edf0",
    "soft": "#aab4bc",
    "paper": "#15191c",
    "skin": "#4a3f37",
    "other": "#2b2724",
    "line": "#a58d7a",
    "a": "#6db6ff",
    "b": "#ff9d5c",
    "c": "#5fd6a6",
    "d": "#dd9be6",
}
_PATTERNS = {
    "b": '<path d="M-2 2L2 -2M0 8L8 0M6 10L10 6" stroke-width="2.6"/>',
    "c": '<circle cx="2" cy="2" r="1.5"/><circle cx="6" cy="6" r="1.5"/>',
    "d": '<path d="M0 4H8M4 0V8" stroke-width="1.8"/>',
}
_RULES = (
    ".tpd text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;"
    "fill:var(--tpd-ink)}"
    ".tpd .h{font-size:14px;font-weight:600}.tpd .t{font-size:13px}"
    ".tpd .s{font-size:12px;fill:var(--tpd-soft)}"
    ".tpd .halo{paint-order:stroke;stroke:var(--tpd-paper);stroke-width:3px;"
    "stroke-linejoin:round}"
    ".tpd .edge{fill:none;stroke:var(--tpd-line);stroke-width:1.5;stroke-linecap:round;"
    "stroke-linejoin:round}"
    ".tpd .skin{fill:var(--tpd-skin)}.tpd .other{fill:var(--tpd-other)}"
    ".tpd .faint{opacity:.5}.tpd .thin{stroke-width:1;opacity:.65}"
    ".tpd .mark{fill:none;stroke:var(--tpd-soft);stroke-width:1.1}"
    ".tpd .ring{fill:var(--tpd-paper);stroke:var(--tpd-soft);stroke-width:1.4}"
    ".tpd .rule{fill:none;stroke:var(--tpd-ink);stroke-width:1.4}"
    ".tpd .chip{fill:var(--tpd-paper);stroke-width:1.6}"
    ".tpd .lead{fill:none;stroke-width:1.4}"
    ".tpd .wire{fill:none;stroke-width:2;stroke-dasharray:2 5;stroke-linecap:round}"
    ".tpd .pad{stroke-width:2;stroke-linejoin:round}"
)


@dataclass(frozen=True, slots=True)
class Ink:
    """How one channel is drawn: a letter a to d for its colour and its filling."""

    key: str
    prefix: str

    @property
    def colour(self) -> str:
        """CSS colour of outlines and words."""
        return f"var(--tpd-{self.key})"

    @property
    def fill(self) -> str:
        """CSS filling of pads: plain for the first channel, a pattern for the others."""
        return self.colour if self.key == "a" else f"url(#{self.prefix}-{self.key})"


def inks(channels: list[str], prefix: str) -> dict[str, Ink]:
    """Give each channel its ink, by order of appearance.

    Raises
    ------
    ValueError
        If there are more channels than inks, since two would look the same.

    Examples
    --------
    >>> [ink.key for ink in inks(["A", "B"], "x").values()]
    ['a', 'b']
    """
    names = list(dict.fromkeys(channels))
    if len(names) > 4:
        raise ValueError(f"a drawing shows at most 4 channels, got {len(names)}")
    return {name: Ink(key, prefix) for name, key in zip(names, "abcd", strict=False)}


def style() -> str:
    """Return the style element: light, dark by the reader's preference, light on paper.

    Examples
    --------
    >>> style().startswith("<style>")
    True
    """
    light, dark = (
        ".tpd{" + ";".join(f"--tpd-{name}:{value}" for name, value in table.items()) + "}"
        for table in (_LIGHT, _DARK)
    )
    return (
        f"<style>{light}{_RULES}@media (prefers-color-scheme:dark){{{dark}}}"
        f"@media print{{{light}}}</style>"
    )


def patterns(used: list[Ink]) -> str:
    """Return the pattern elements of the inks in use.

    Examples
    --------
    >>> patterns([Ink("a", "x")])
    ''
    """
    return "".join(
        f'<pattern id="{ink.prefix}-{ink.key}" width="8" height="8" '
        f'patternUnits="userSpaceOnUse"><rect width="8" height="8" '
        f'style="fill:var(--tpd-paper)"/>'
        f'<g style="stroke:{ink.colour};fill:{"none" if ink.key != "c" else ink.colour}">'
        f"{_PATTERNS[ink.key]}</g></pattern>"
        for ink in used
        if ink.key in _PATTERNS
    )


def words(text: str, at: tuple[float, float], *, look: str, anchor: str = "start") -> str:
    """Return a text element, its words escaped.

    Examples
    --------
    >>> words("a<b", (1, 2), look="t")
    '<text class="t" x="1" y="2" text-anchor="start">a&lt;b</text>'
    """
    return (
        f'<text class="{look}" x="{number(at[0])}" y="{number(at[1])}" '
        f'text-anchor="{anchor}">{escape(text)}</text>'
    )


def line(
    start: tuple[float, float], end: tuple[float, float], *, look: str, colour: str = ""
) -> str:
    """Return a straight line.

    Examples
    --------
    >>> line((0, 0), (5, 5), look="rule")
    '<path class="rule" d="M0 0L5 5"/>'
    """
    tint = f' style="stroke:{colour}"' if colour else ""
    track = " ".join(number(v) for v in start) + "L" + " ".join(number(v) for v in end)
    return f'<path class="{look}"{tint} d="M{track}"/>'
