"""LaTeX text out of a .bib file as plain text, or as a title with Zotero's markup. Nothing is executed:
a command that is not known stays as text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from readinglist.interchange.tex.symbols import ACCENTS, GREEK, SYMBOLS

_TOKEN = re.compile(
    r"""\\[A-Za-z]+[ \t\r\n]*|\\.|[{}~]|\$\$?|---|--|``|''|,,|<<|>>|[?!]`|[^\\{}~$\-`',<>?!]+|.""", re.DOTALL
)
# With pairs and blanks that join, what makes a value more than the letters that stand in it.
_TELLING = re.compile(r"[\\{}~$`<>\t\r\n]")
_LIGATURES = {
    "---": "—", "--": "–", "``": "“", "''": "”", ",,": "„", "<<": "«", ">>": "»", "?`": "¿", "!`": "¡",
    "~": "\u00a0", "`": "‘",
}  # fmt: skip
_MARKUP = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "textbf": "b", "mkbibbold": "b",
    "textsuperscript": "sup", "mkbibsuperscript": "sup", "textsubscript": "sub", "mkbibsubscript": "sub",
    "textsc": "sc",
}  # fmt: skip
_SWITCHES = {"em": "i", "it": "i", "itshape": "i", "sl": "i", "slshape": "i", "bf": "b", "bfseries": "b"}
_SWITCHES |= {"sc": "sc", "scshape": "sc"}
# Commands of which only the argument is of interest, and such as say nothing at all.
_TRANSPARENT = frozenset(
    str.split(
        "text textrm textsf texttt textup textmd textnormal mbox hbox uppercase url path enquote mkbibquote"
        " nolinkurl ensuremath underline foreignlanguage noopsort protect relax"
    )
)
_IGNORED = frozenset(str.split("protect relax rm sf tt normalfont selectfont xspace displaystyle upshape"))


def decode(text: str, *, markup: bool = False) -> str:
    r"""The text that a LaTeX value stands for; with `markup` \emph and its like become Zotero's tags.

    Line ends and runs of blanks are one blank, as BibTeX reads them; `\newline`, `\\` and `\par` are
    line ends. Runs in linear time on any input, and never raises.
    """
    if _says_itself(text):
        return text
    reader = _Reader(markup)
    for token in _tokens(_stripped(text)):
        reader.take(token)
    return reader.finish()


def _says_itself(text: str) -> bool:
    """Whether a value stands for nothing but its own letters, as most do: sooner found than read."""
    if "--" in text or "''" in text or ",," in text or "  " in text:
        return False
    return not (text[:1] == " " or text[-1:] == " " or _TELLING.search(text))


def _stripped(text: str) -> str:
    """Without blanks at the ends, but with the one of a last `\\ `."""
    bare = text.strip(" \t\r\n")
    slashes = len(bare) - len(bare.rstrip("\\"))
    return bare + " " if slashes % 2 and text.rstrip("\r\n\t") != bare else bare


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    position = 0
    while found := _TOKEN.match(text, position):
        position = found.end()
        if found[0][0] != "$":
            tokens.append(found[0])
            continue
        # Nothing behind is searched twice: a sign without a partner is text.
        end = text.find(found[0], position)
        if end < 0:
            tokens += [found[0], *(one[0] for one in _TOKEN.finditer(text, position))]
            break
        tokens.append(text[found.start() : end + len(found[0])])
        position = end + len(found[0])
    return tokens


@dataclass(slots=True)
class _Group:
    """An open brace: where its content begins in the output, and what happens when it closes."""

    start: int
    closing: str = ""
    accent: str = ""


class _Reader:
    """Builds the text token by token; groups remember what to do at their end."""

    def __init__(self, markup: bool) -> None:
        self.markup = markup
        self.out: list[str] = []
        self.groups: list[_Group] = []
        self.pending = ""  # the command that waits for its argument

    def take(self, token: str) -> None:
        if token == "{":
            self._open()
        elif token == "}":
            self._close()
        elif token[0] == "\\" and len(token) > 1:
            self._command(token)
        elif token[0] == "$" and len(token) > 2:
            self._argument(_math(token, self.markup))
        else:
            self._text(token)

    def finish(self) -> str:
        while self.groups:
            self._close()
        if self.pending:
            self._argument("")
        return "".join(self.out)

    def _open(self) -> None:
        name, self.pending = self.pending, ""
        group = _Group(len(self.out))
        if name in ACCENTS:
            group.accent = ACCENTS[name]
        elif name in _MARKUP and self.markup:
            self.out.append(f"<{_MARKUP[name]}>")
            group.closing = f"</{_MARKUP[name]}>"
        elif name.startswith("?"):
            # An unknown command keeps the braces of its argument: it stays what was typed.
            self.out.append("{")
            group.closing = "}"
        self.groups.append(group)

    def _close(self) -> None:
        if self.pending:
            self._argument("")
        if not self.groups:
            return
        group = self.groups.pop()
        if group.accent:
            self._accent(group.start, group.accent)
        if group.closing:
            self.out.append(group.closing)

    def _accent(self, start: int, accent: str) -> None:
        for index in range(start, len(self.out)):
            if self.out[index]:
                self.out[index] = _accented(self.out[index], accent)
                return

    def _command(self, token: str) -> None:
        name = token[1:].rstrip(" \t\r\n") if token[1].isalpha() else token[1]
        if self.pending and name in SYMBOLS:
            self._argument(SYMBOLS[name])
            return
        if self.pending:
            self._argument("")
        if name in ACCENTS or (name in _MARKUP) or name in _TRANSPARENT:
            self.pending = name
        elif name in SYMBOLS:
            self.out.append(SYMBOLS[name])
            self.pending = "" if not name.isalpha() else "{}"
        elif name in _SWITCHES and self.groups and not self.groups[-1].closing:
            if self.markup:
                self.out.append(f"<{_SWITCHES[name]}>")
                self.groups[-1].closing = f"</{_SWITCHES[name]}>"
        elif name not in _IGNORED:
            self.out.append(token)
            self.pending = "?" + name if name.isalpha() else ""

    def _argument(self, text: str) -> None:
        """Give the waiting command a single sign as its argument, or nothing."""
        name, self.pending = self.pending, ""
        if name in ACCENTS and text:
            self.out.append(_accented(text, ACCENTS[name]))
        elif name in _MARKUP and text and self.markup:
            self.out.append(f"<{_MARKUP[name]}>{text[0]}</{_MARKUP[name]}>{text[1:]}")
        else:
            self.out.append(text)

    def _text(self, token: str) -> None:
        text = _LIGATURES.get(token, token)
        if token == "`" or token == "'":
            text = token  # a lone one is an apostrophe or typed on purpose
        text = re.sub(r"[ \t\r\n]+", " ", text)
        if self.pending and self.pending[0] not in "?{":
            stripped = text.lstrip(" ")
            if not stripped:
                return
            self._argument(stripped)
        else:
            self.pending = ""
            self.out.append(text)


def _accented(text: str, accent: str) -> str:
    """The text with an accent on its first letter, in one sign where Unicode has one."""
    base = {"ı": "i", "ȷ": "j"}.get(text[0], text[0])
    return unicodedata.normalize("NFC", base + accent) + text[1:]


_SCRIPT = re.compile(r"([\^_])(?:\{([^{}$\\]*)\}|([^{}$\\^_\s]))")


def _math(token: str, markup: bool) -> str:
    """A formula: super- and subscripts and Greek letters as text, anything harder left as it stands."""
    body = token.strip("$")
    body = re.sub(r"\\(?:mathrm|text|mathit|mathbf|rm)\s*\{([^{}]*)\}", r"\1", body)
    body = re.sub(r"\\([A-Za-z]+) ?", lambda one: GREEK.get(one[1]) or SYMBOLS.get(one[1]) or one[0], body)

    def script(found: re.Match[str]) -> str:
        inner = found[2] if found[2] is not None else found[3]
        tag = "sup" if found[1] == "^" else "sub"
        return f"<{tag}>{inner}</{tag}>" if markup else inner

    plain = _SCRIPT.sub(script, body)
    if any(char in plain for char in "\\^_") or not plain.strip():
        return token
    return plain.replace("{", "").replace("}", "")
