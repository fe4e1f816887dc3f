"""Citations: CSL styles and locales, and the processor that turns items into formatted entries.

`styles` finds styles, `locales` names what the processor speaks, `processor.format_list` formats a list,
`richtext` is the shape of what comes out.
"""
