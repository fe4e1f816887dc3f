"""LaTeX with biblatex: a document that cites, and beside it the .bib file that it cites from."""

from __future__ import annotations

from readinglist.export.scripts import Shortage, characters_of, is_latin, shortages
from readinglist.export.target import Option, Rendered, RenderOptions, Target
from readinglist.export.templates import make_environment, render
from readinglist.export.view import EntryView, ListView
from readinglist.export.writers.base import Raw
from readinglist.export.writers.latex import LatexWriter
from readinglist.files import safe_name

TEMPLATE = "list.tex.j2"
STYLE = Option(
    "style", "a biblatex style that your TeX has, such as authoryear, numeric or apa", "authoryear"
)
# What Latin Modern, the document's font, has beside the letters of the Latin script.
_SURE = frozenset(
    map(chr, (*range(0x20, 0x180), *range(0x2010, 0x2028), 0x2030, 0x2039, 0x203A, 0x20AC, 0x2122))
)
# The scripts beside Latin whose fonts have italics and bold type.
_SLANTED = frozenset({"Greek", "Cyrillic"})
_BESIDE = "-references.bib"
# babel's names for the main language of a document.
_BABEL = {
    "en-US": "american", "en-GB": "british", "en": "english", "es": "spanish", "fr": "french",
    "de": "ngerman", "pt": "portuguese", "pt-BR": "brazilian", "it": "italian", "ca": "catalan",
}  # fmt: skip


def render_latex(view: ListView, options: RenderOptions) -> Rendered:
    """The document of `list.tex.j2`, for lualatex and biber, and `NAME-references.bib`.

    The entries are made by biblatex (`\\fullcite`), so that an author can change their style in one line.
    Scripts that the document's font lacks are named in a warning, and the document takes the first font that
    has them of those that are installed where it is typeset. Raises `ExportError` for a fault in a template.
    """
    from readinglist.interchange.bibtex import shared_keys, write_shared

    keys = shared_keys(view.works)
    writer = LatexWriter()

    def key(entry: EntryView) -> Raw:
        """What an entry's work is called in the .bib file: letters, digits and what is harmless in TeX."""
        return Raw(keys[entry.key])

    filters = {"key": key, "href": lambda url: Raw(writer.url(str(url)))}
    environment = make_environment(
        writer,
        view.words,
        options.template_folder,
        autoescape=False,
        filters=filters,
        given=options.template,
    )
    foreign = _foreign(view)
    text = render(
        environment,
        options.template_name(TEMPLATE),
        list=view,
        style=Raw(_word(options.value(STYLE))),
        babel=Raw(_BABEL.get(view.locale) or _BABEL.get(view.language, "english")),
        bibliography=Raw(safe_name(view.name, "list") + _BESIDE),
        paper=options.paper_for(view.words.locale),
        scripts=[
            {
                "name": one.script.name,
                "fonts": Raw(",".join(one.script.fonts)),
                "babel": Raw(one.script.babel),
                "italics": one.script.name in _SLANTED,
            }
            for one in foreign
        ],
        right_to_left=any(one.script.right_to_left for one in foreign),
    )
    # Biber would make "`" of the command anyway, and cut a name's initials in the midst of its braces.
    references = write_shared(view.works, "biblatex").replace("\\textasciigrave{}", "`").encode()
    warnings = (*view.warnings, *_warning(foreign))
    return Rendered(text.encode(), warnings, beside=((_BESIDE, references),))


def _foreign(view: ListView) -> tuple[Shortage, ...]:
    """The scripts of a list that the document's font does not have."""
    return shortages(view, {one for one in characters_of(view) - _SURE if not is_latin(one)})


def _warning(foreign: tuple[Shortage, ...]) -> tuple[str, ...]:
    if not foreign:
        return ()
    named = "; ".join(f"{one.script.name} ({one.places})" for one in foreign)
    return (
        f"LaTeX's own font lacks {named}. Typeset it with lualatex, which takes the first fonts that have "
        "them of those installed, and says where there is none",
    )


def _word(style: str) -> str:
    """A style's name: no character that means something to TeX."""
    return "".join(one for one in style if one.isalnum() or one in "-.") or "authoryear"


TARGET = Target(
    name="latex",
    extension="tex",
    description="LaTeX with biblatex, and the .bib file that belongs to it",
    audience="authors who write in LaTeX",
    render=render_latex,
    options=(STYLE,),
    template=TEMPLATE,
)
