"""The remote: a Zotero library over its Web API or its desktop program's API, and how its JSON is read."""
