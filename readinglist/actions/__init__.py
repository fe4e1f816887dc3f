"""What the commands do, callable from Python: each joins the parts below into one step of a user's work.

An action takes a workspace and plain values and returns values; it never prints, prompts or exits.
"""
