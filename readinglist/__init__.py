"""Syncs a Zotero collection, organises its items by theme, and exports formatted reading lists."""

__version__ = "0.1.0"
