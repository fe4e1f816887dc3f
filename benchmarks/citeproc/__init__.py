"""Our formatted entries beside those of citeproc-js, which Zotero and Word users see."""
