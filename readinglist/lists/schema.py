"""The JSON Schema of a list's file, from the model: what an editor needs to complete and to check."""

from __future__ import annotations

import json
from typing import Any

from readinglist.lists.model import SCHEMA_VERSION, ReadingList

SCHEMA_NAME = f"list-{SCHEMA_VERSION}.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def list_schema() -> dict[str, Any]:
    """The schema, draft 2020-12, short forms included: an entry may be its key alone, one value stand for a
    list."""
    made = ReadingList.model_json_schema(mode="validation")
    parts: dict[str, Any] = made["$defs"]
    made["properties"].pop("name")
    _one_or_several(made["properties"], "instructors", "languages", "tags")
    _one_or_several(parts["Term"]["properties"], "meets")
    _one_or_several(parts["Section"]["properties"], "outcomes", "pins", "exclude")
    _one_or_several(parts["Entry"]["properties"], "alternatives", "tags")
    _also_text(made["properties"]["instructors"], "Person", "A name, with `<address>` if wanted.")
    for holder, key in ((parts["Section"], "entries"), (parts["Entry"], "alternatives")):
        _also_text(holder["properties"][key], "Entry", "A citation key.")
    available = parts["Entry"]["properties"]["available"]
    available["anyOf"].append({"type": "string", "description": "A link or a shelf mark."})
    made["properties"]["workload"]["anyOf"].append({"const": "none"})
    labels = made["properties"]["importance_labels"]
    plain = dict(labels["additionalProperties"])
    labels["anyOf"] = [{"type": "object", "additionalProperties": labels.pop("additionalProperties")}, plain]
    labels.pop("type", None)
    for name in ("course", "locator"):
        for properties in (made["properties"], parts["Entry"]["properties"]):
            if name in properties:
                # The file's reader takes every value for text, so a number is as good.
                properties[name]["type"] = ["string", "number"]
    return {
        "$schema": DIALECT,
        "$id": f"urn:readinglist:list:{SCHEMA_VERSION}",
        **made,
        "title": "Reading list",
        "description": f"lists/NAME.yaml of readinglist, version {SCHEMA_VERSION} of the format.",
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(list_schema(), ensure_ascii=False, indent=2) + "\n"


def _one_or_several(properties: dict[str, Any], *keys: str) -> None:
    for key in keys:
        several = dict(properties[key])
        kept = {name: several.pop(name) for name in ("title", "description", "default") if name in several}
        properties[key] = {**kept, "anyOf": [several, several["items"]]}


def _also_text(holder: dict[str, Any], part: str, description: str) -> None:
    text = {"type": "string", "minLength": 1, "description": description}

    def widen(node: Any) -> Any:
        if isinstance(node, dict):
            if node.get("$ref") == f"#/$defs/{part}":
                return {"anyOf": [text, {"$ref": node["$ref"]}]}
            return {key: widen(value) for key, value in node.items()}
        return [widen(one) for one in node] if isinstance(node, list) else node

    widened = widen(holder)
    holder.clear()
    holder.update(widened)
