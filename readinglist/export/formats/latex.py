"""LaTeX with biblatex: a document that cites, and beside it the .bib file that it cites from."""

from __future__ import annotations

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
_BESIDE = "-references.bib"
# babel's names for the main language of a document.
_BABEL = {
    "en-US": "american", "en-GB": "british", "en": "english", "es": "spanish", "fr": "french",
    "de": "ngerman", "pt": "portuguese", "pt-BR": "brazilian", "it": "italian", "ca": "catalan",
}  # fmt: skip


def render_latex(view: ListView, options: RenderOptions) -> Rendered:
    """The document of `list.tex.j2`, for lualatex and biber, and `NAME-references.bib`.

    The entries are made by biblatex (`\\fullcite`), so that an author can change their style in one line.
    Raises `ExportError` for a fault in a template.
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
    text = render(
        environment,
        options.template_name(TEMPLATE),
        list=view,
        style=Raw(_word(options.value(STYLE))),
        babel=Raw(_BABEL.get(view.locale) or _BABEL.get(view.language, "english")),
        bibliography=Raw(safe_name(view.name, "list") + _BESIDE),
        paper=options.paper_for(view.words.locale),
    )
    references = write_shared(view.works, "biblatex").encode()
    return Rendered(text.encode(), view.warnings, beside=((_BESIDE, references),))


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
