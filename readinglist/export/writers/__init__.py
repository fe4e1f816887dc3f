"""Formatted text (`Rich`, `Prose`) into the syntax of one output format each, escaped by construction."""
