"""The reading list: its model, its file, and what it makes of a library."""
