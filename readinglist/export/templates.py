"""Jinja2 environments: sandboxed, a workspace's own templates over those that ship, everything escaped.

In every target `{{ value }}` is escaped for that target without anybody remembering it: text by the target's
writer, a `Phrase` or `Prose` as formatted text. Templates for HTML use Jinja's own autoescape. In the others
the output of every expression passes the writer; only `Raw`, which no operation on strings can make, passes
unchanged.

`{% extends "shipped/list.html.j2" %}` in a template of the same name builds on the one that ships.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from readinglist.errors import ExportError
from readinglist.export.guard import bounded, watched
from readinglist.export.looks import CLASSIC, Look
from readinglist.export.prose import Phrase, Prose
from readinglist.export.target import TEMPLATE_FILE
from readinglist.export.template_blocks import check_blocks
from readinglist.export.template_texts import TextEnvironment, safe_filter, text_of
from readinglist.export.template_words import Missing, in_words
from readinglist.export.words import Words
from readinglist.export.writers.base import Raw, Writer
from readinglist.resources import shipped_folder

SHIPPED = "shipped"


def template_folders(own: Path | None, look: Look = CLASSIC) -> tuple[Path, ...]:
    """The folders in which a template is sought, in that order: the workspace's own before what ships."""
    mine = own is not None and own.is_dir()
    its = [folder for folder in look.folders if mine and own in folder.parents]
    rest = [folder for folder in look.folders if folder not in its]
    return (*its, *((own,) if own is not None and mine else ()), *rest, shipped_folder("templates"))


def find_file(name: str, own: Path | None, look: Look = CLASSIC) -> Path:
    """A file beside the templates (`reference.docx`), a workspace's own before the shipped one.

    Raises `ExportError` when neither is there.
    """
    for folder in template_folders(own, look):
        if (folder / name).is_file():
            return folder / name
    raise ExportError(f"there is no template file '{name}'", where=str(shipped_folder("templates")))


def make_environment(
    writer: Writer,
    words: Words,
    own: Path | None,
    *,
    autoescape: bool,
    filters: Mapping[str, Callable[..., Any]] | None = None,
    given: Path | None = None,
    look: Look = CLASSIC,
) -> ImmutableSandboxedEnvironment:
    """An environment for one target and one language. `given` is a template named by its file; the brand of
    `look` is what templates know as `brand`."""
    environment = TextEnvironment(
        loader=_loader(own, given, look),
        autoescape=autoescape,
        finalize=_html_finalize(writer) if autoescape else _text_finalize(writer),
        undefined=Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_words(words.messages)
    environment.globals.pop("lipsum", None)
    environment.globals["brand"] = look.brand
    environment.filters.update(filters or {})
    if not autoescape:
        environment.filters["safe"] = safe_filter(Raw)
    return environment


def render(environment: ImmutableSandboxedEnvironment, name: str, **values: Any) -> str:
    """The template's text. Raises `ExportError` that names the template and the line of any fault in it."""
    try:
        with watched():
            template = environment.get_template(name)
            check_blocks(environment, name)
            return bounded(template, values)
    except TemplateNotFound as error:
        raise ExportError(
            f"there is no template '{error.name}'",
            where=_template_line(error, name),
            hint="Templates lie in the workspace's templates/ folder; those that ship need no copy.",
        ) from error
    except TemplateSyntaxError as error:
        raise ExportError(
            f"the template is broken: {error.message}", where=f"{error.filename or error.name}:{error.lineno}"
        ) from error
    except SecurityError as error:
        raise ExportError(
            f"the template may not do this: {in_words(error)}", where=_template_line(error, name)
        ) from error
    except MemoryError as error:
        raise ExportError(
            "the template needs more memory than it may have", where=_template_line(error, name)
        ) from error
    except RecursionError as error:
        raise ExportError(
            "the template calls, includes or extends itself without end",
            where=_template_line(error, name),
            hint=f'One that builds on the one that ships says {{% extends "{SHIPPED}/{Path(name).name}" %}}.',
        ) from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise ExportError(
            f"the template cannot be filled in: {in_words(error)}", where=_template_line(error, name)
        ) from error


def _loader(own: Path | None, given: Path | None, look: Look) -> BaseLoader:
    folders = [FileSystemLoader(folder) for folder in template_folders(own, look)]
    prefixes: dict[str, BaseLoader] = {SHIPPED: FileSystemLoader(shipped_folder("templates"))}
    if given is not None:
        prefixes[TEMPLATE_FILE] = FileSystemLoader(given.parent)
    return ChoiceLoader([*folders, PrefixLoader(prefixes)])


def _html_finalize(writer: Writer) -> Callable[[Any], Any]:
    def finalize(value: Any) -> Any:
        if isinstance(value, Markup):
            return value
        return Markup(_written(writer, value))

    return finalize


def _text_finalize(writer: Writer) -> Callable[[Any], str]:
    def finalize(value: Any) -> str:
        return value.source if isinstance(value, Raw) else _written(writer, value)

    return finalize


def _written(writer: Writer, value: Any) -> str:
    if isinstance(value, Phrase):
        return writer.inline(value.nodes)
    if isinstance(value, Prose):
        return writer.prose(value)
    said = text_of(value)
    return writer.text(said) if isinstance(said, str) else str(said)


def _template_line(error: BaseException, name: str) -> str:
    """`file:line` of the innermost template in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if frame.filename.endswith(".j2") or frame.filename.endswith(f"/{name}"):
            return f"{frame.filename}:{frame.lineno}"
    return name.removeprefix(f"{TEMPLATE_FILE}/")
