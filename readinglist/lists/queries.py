"""The queries in a list's file: which themes they name, and themes renamed in them; no other byte changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_QUERY = "query"
_FIELD = re.compile(r"""(^-?|(?<=\s)-?)(theme:)(\\?["']?)([^\s"'\\]+)""", re.IGNORECASE)


def themes_in_queries(text: str) -> list[tuple[str, int]]:
    """The themes that a list's queries name, each with its line (from 1); none in a file that is no YAML."""
    found = []
    for start, end in _queries(text):
        for one in _FIELD.finditer(text[start:end]):
            found.append((one[4], text.count("\n", 0, start + one.start(2)) + 1))
    return found


def rename_in_queries(text: str, names: Mapping[str, str]) -> str:
    """The text with themes renamed in its queries, upper and lower case not told apart."""
    wanted = {old.casefold(): new for old, new in names.items()}

    def renamed(one: re.Match[str]) -> str:
        return f"{one[1]}{one[2]}{one[3]}{wanted.get(one[4].casefold(), one[4])}"

    for start, end in reversed(list(_queries(text))):
        text = text[:start] + _FIELD.sub(renamed, text[start:end]) + text[end:]
    return text


def _queries(text: str) -> Iterator[tuple[int, int]]:
    """Where the value of each `query:` stands in the text, in its order."""
    try:
        root = YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, RecursionError):
        return  # Whoever reads the list says what is wrong with it.
    waiting: list[Node] = [root] if root is not None else []
    places = []
    while waiting:
        node = waiting.pop()
        if isinstance(node, SequenceNode):
            waiting += node.value
        elif isinstance(node, MappingNode):
            for key, value in node.value:
                waiting.append(value)
                if isinstance(key, ScalarNode) and key.value == _QUERY and isinstance(value, ScalarNode):
                    start, end = value.start_mark.index, value.end_mark.index
                    places.append((start + (value.style in ("'", '"')), end))
    yield from sorted(places)
