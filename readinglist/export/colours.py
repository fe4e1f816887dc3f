"""Colours as people write them, and whether text in one can be read on another."""

from __future__ import annotations

import re

LEAST = 4.5
"""The contrast that text of any size needs (WCAG 2.2, success criterion 1.4.3)."""

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")

Rgb = tuple[int, int, int]


def normal_colour(text: str) -> str:
    """A colour as `#rrggbb` in lower case. Raises `ValueError` for what is not #rgb or #rrggbb."""
    text = text.strip()
    if not _HEX.fullmatch(text):
        raise ValueError("expected a colour such as #1f4e79")
    digits = text[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(one * 2 for one in digits))


def contrast(text: str, ground: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(_rgb(text)), _luminance(_rgb(ground))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable(colour: str, ground: str, least: float = LEAST) -> str:
    """The colour itself where it has the contrast `least` on `ground`, else the nearest tone that has."""
    light = _luminance(_rgb(ground)) > 0.18
    goal = 0 if light else 255
    for step in range(101):
        tone = _hex(_mixed(_rgb(colour), goal, step / 100))
        if contrast(tone, ground) >= least:
            return tone
    return _hex((goal, goal, goal))


def _mixed(colour: Rgb, goal: int, part: float) -> Rgb:
    red, green, blue = (round(value + (goal - value) * part) for value in colour)
    return red, green, blue


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)


def _luminance(colour: Rgb) -> float:
    """Relative luminance (WCAG 2.2)."""
    red, green, blue = (
        value / 255 / 12.92 if value / 255 <= 0.04045 else ((value / 255 + 0.055) / 1.055) ** 2.4
        for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
