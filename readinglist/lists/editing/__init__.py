"""Editing a list's file by command: only the characters that an edit is about change, all others stay."""
