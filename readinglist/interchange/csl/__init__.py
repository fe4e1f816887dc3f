"""Helpers of the CSL-JSON format: the mapping both ways between Zotero's fields and CSL's variables."""
