"""Helpers of the BibTeX format: LaTeX text both ways, entry types, names, the splitting of files."""
