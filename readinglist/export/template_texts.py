"""What a template may make into text: texts, numbers, and the characters of formatted text; nothing else.

Python makes a text of anything, and "SectionView(id='propaganda', …" in a syllabus is what nobody meant. So
wherever Jinja would ask it for one (filters such as `join` and `upper`, the operators ~ and %, `format`), the
value is looked at first, and an error says in the author's words what it is.
"""

from __future__ import annotations

import dataclasses
import gettext
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import Any

from jinja2 import Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.filters import make_attrgetter, sync_do_join
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEscapeFormatter, SandboxedFormatter
from jinja2.utils import pass_eval_context
from markupsafe import Markup

from readinglist.export.guard import GuardedEnvironment
from readinglist.export.prose import Phrase, Prose
from readinglist.export.template_words import named, values_of

_OF_ONE = (
    "capitalize", "center", "e", "escape", "forceescape", "indent", "lower", "replace", "string", "striptags",
    "title", "trim", "truncate", "upper", "urlize", "wordcount", "wordwrap",
)  # fmt: skip
"""Jinja's filters that take their first value as a text."""

_TELLING = ("title", "label", "name", "plain")


def text_of(value: Any) -> Any:
    """A value as it may become text: a text or number itself, formatted text as its characters.

    Raises `TypeError` that says what it is for anything else, and Jinja's own error for what is not there.
    """
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return value
    if isinstance(value, Phrase | Prose):
        return value.plain
    if isinstance(value, Undefined):
        str(value)  # Raises.
    raise TypeError(not_text(value))


def not_text(value: Any) -> str:
    """What is wrong where this stands for a text."""
    said = f"a template can print text, numbers and formatted text, not {named(value)}"
    telling = [one for one in _TELLING if one in values_of(value)] if dataclasses.is_dataclass(value) else []
    if telling:
        return f"{said}: name a value of it, such as '{telling[0]}'"
    if named(value) == "a date":
        return f"{said}: list.words.date(…) writes one out, and its isoformat() is in figures"
    if isinstance(value, list | tuple) or hasattr(value, "__next__"):
        return f"{said}: go through them by for, or use join"
    return said


class _Generator(CodeGenerator):
    """Compiles a ~ b so that `text_of` sees both."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        """As Jinja's own; what it would fold to a constant stays a call."""
        if frame.eval_ctx.volatile:
            joined = "(markup_join if context.eval_ctx.volatile else str_join)"
        else:
            joined = "markup_join" if frame.eval_ctx.autoescape else "str_join"
        self.write(f"{joined}((")
        for part in node.nodes:
            self.write("environment.text_of(")
            self.visit(part, frame)
            self.write("), ")
        self.write("))")


class _TextFormatter(SandboxedFormatter):
    """`"…{0}…".format(…)`, its fields looked at first."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        """As Python's own."""
        return super().format_field(text_of(value), format_spec)

    def convert_field(self, value: Any, conversion: Any) -> Any:
        """As Python's own; `!r` of a text is the text."""
        return text_of(value) if conversion else value


class _TextEscapeFormatter(_TextFormatter, SandboxedEscapeFormatter):
    """The same of a text that is HTML."""


class TextEnvironment(GuardedEnvironment):
    """An environment in which only texts, numbers and formatted text become text."""

    code_generator_class = _Generator
    text_of = staticmethod(text_of)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in _OF_ONE:
            self.filters[name] = _looking(self.filters[name])
        self.filters["join"] = _join
        self.filters["format"] = _format
        self.filters["safe"] = safe_filter(Markup)
        self.filters["urlencode"] = _address(self.filters["urlencode"])
        self.filters["xmlattr"] = _attributes(self.filters["xmlattr"])
        del self.filters["pprint"]

    def install_words(self, messages: gettext.NullTranslations) -> None:
        """Makes `_("…")` and its like translate by this catalogue; what goes into a message is looked at."""
        self.install_gettext_translations(messages, newstyle=True)  # type: ignore[attr-defined]
        for name in ("gettext", "ngettext", "pgettext", "npgettext"):
            self.globals[name] = _translating(self.globals[name])

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """As the guard's own; what % puts into a text is looked at first."""
        if operator == "%" and isinstance(left, str):
            right = _looked_at(right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """As the sandbox's own, with `text_of` for each field."""
        if super().wrap_str_format(value) is None:
            return None
        form = value.__self__
        formatter = (
            _TextEscapeFormatter(self, escape=form.escape)
            if isinstance(form, Markup)
            else _TextFormatter(self)
        )

        def filled(*args: Any, **fields: Any) -> str:
            if value.__name__ == "format_map":
                return type(form)(formatter.vformat(form, (), args[0]))  # type: ignore[no-any-return]
            return type(form)(formatter.vformat(form, args, fields))  # type: ignore[no-any-return]

        return filled


def _looked_at(values: Any) -> Any:
    """The right side of %: several values, named ones, or one."""
    if isinstance(values, tuple):
        return tuple(map(text_of, values))
    if isinstance(values, Mapping):
        return {name: text_of(value) for name, value in values.items()}
    return text_of(values)


def _translating(function: Any) -> Callable[..., Any]:
    @wraps(function)
    def translating(context: Context, *messages: Any, **fields: Any) -> Any:
        return function(context, *messages, **_looked_at(fields))

    return translating


def _looking(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose values are looked at first; Jinja's marks on it (`pass_eval_context` …) stay."""
    before = 1 if hasattr(function, "jinja_pass_arg") else 0

    def option(value: Any) -> Any:
        return value if value is None or isinstance(value, bool | list | tuple) else text_of(value)

    @wraps(function)
    def looking(*args: Any, **options: Any) -> Any:
        given, value, rest = args[:before], args[before], args[before + 1 :]
        named_ones = {name: option(one) for name, one in options.items()}
        return function(*given, text_of(value), *map(option, rest), **named_ones)

    return looking


def safe_filter(mark: Callable[[str], Any]) -> Callable[[Any], Any]:
    """Jinja's `safe`, by which `mark` marks a text that is in the target's own syntax already.

    Formatted text needs no such mark, and is printed as always.
    """

    def looking(value: Any) -> Any:
        return value if isinstance(value, Phrase | Prose) else mark(_kept(value))

    return looking


def _kept(value: Any) -> str:
    said = text_of(value)
    return said if isinstance(said, str) else str(said)


def _address(function: Callable[..., Any]) -> Callable[..., Any]:
    """Jinja's `urlencode`, of a text or of names with their values."""

    @wraps(function)
    def looking(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return function([(text_of(name), text_of(one)) for name, one in value])
        return function(_looked_at(value))

    return looking


@pass_eval_context
def _join(eval_ctx: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> str:
    """Jinja's `join`, each of the values looked at first."""
    if attribute is not None:
        value = map(make_attrgetter(eval_ctx.environment, attribute), value)
    return sync_do_join(eval_ctx, [text_of(one) for one in value], text_of(d))


def _format(value: Any, *args: Any, **fields: Any) -> Any:
    """Jinja's `format`, each of the values looked at first."""
    if args and fields:
        raise TypeError("format takes values in a row or by name, not both")
    return text_of(value) % _looked_at(fields or args)


def _attributes(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def looking(context: Any, values: Mapping[str, Any], *rest: Any) -> Any:
        there = {name: one for name, one in values.items() if not (one is None or isinstance(one, Undefined))}
        return function(context, {name: text_of(one) for name, one in there.items()}, *rest)

    return looking
