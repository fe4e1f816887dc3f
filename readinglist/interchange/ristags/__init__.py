"""Helpers of the RIS format: which reference type and tag carry which Zotero item type and field."""
