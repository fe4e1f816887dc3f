"""LaTeX's accents and symbols: what stands in .bib files for letters and signs."""

from __future__ import annotations

from collections.abc import Mapping

ACCENTS: Mapping[str, str] = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
"""Accent command → the combining character."""

SYMBOLS: Mapping[str, str] = {
    "\\": "\n", "newline": "\n", "par": "\n", "linebreak": "\n", " ": " ", "\n": " ", "\t": " ",
    ",": "\u2009", ";": " ", ":": " ", "!": "", "/": "", "@": "", "-": "\u00ad",
    "&": "&", "%": "%", "$": "$", "#": "#",
    "_": "_", "{": "{", "}": "}",
    "textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~",
    "textasciicircum": "^", "textasciigrave": "`", "textunderscore": "_", "textdollar": "$",
    "textbar": "|", "textless": "<", "textgreater": ">", "lbrace": "{", "rbrace": "}", "slash": "/",
    "textquotesingle": "'",
    "ss": "ß", "SS": "ẞ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "th": "þ", "TH": "Þ", "dh": "ð", "DH": "Ð", "dj": "đ",
    "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ",
    "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”",
    "lq": "‘", "rq": "’", "quotedblbase": "„", "quotesinglbase": "‚", "guillemotleft": "«",
    "guillemotright": "»", "guillemetleft": "«", "guillemetright": "»", "guilsinglleft": "‹",
    "guilsinglright": "›", "textquotedbl": '"',
    "textendash": "–", "textemdash": "—", "bibrangedash": "–", "ldots": "…", "dots": "…", "textellipsis": "…",
    "textexclamdown": "¡", "textquestiondown": "¿", "copyright": "©", "textcopyright": "©",
    "textregistered": "®", "texttrademark": "™", "S": "§", "textsection": "§", "P": "¶", "pounds": "£",
    "textsterling": "£", "euro": "€", "texteuro": "€", "textyen": "¥", "textcent": "¢", "textdegree": "°",
    "textordfeminine": "ª", "textordmasculine": "º", "textbullet": "•", "textperiodcentered": "·",
    "textmu": "µ", "textpm": "±", "texttimes": "×", "times": "×", "pm": "±", "cdot": "·", "dag": "†",
    "ddag": "‡", "textdagger": "†", "degree": "°", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX",
    "quad": " ", "qquad": " ", "space": " ", "nobreakspace": "\u00a0", "textonehalf": "½",
}  # fmt: skip
"""Command → what it prints."""

_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho varsigma sigma"
    " tau upsilon phi chi psi omega"
)

GREEK: Mapping[str, str] = {
    **{name: chr(0x3B1 + n) for n, name in enumerate(_GREEK_NAMES.split())},
    **{name.capitalize(): chr(0x391 + n) for n, name in enumerate(_GREEK_NAMES.split()) if n != 17},
}
"""Greek letters' commands → the letters."""
