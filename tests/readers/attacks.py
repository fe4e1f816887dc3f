"""Texts that try something in one format or another, as the fields of an item."""

from __future__ import annotations

ATTACKS = {
    "script": "<script>alert('pwned')</script><img src=x onerror=alert(1)><svg onload=alert(2)>",
    "link": "[click](javascript:alert(1)) ![x](http://127.0.0.1:9/x.png) <a href='javascript:alert(3)'>y</a>",
    "latex": r"\input{/etc/passwd} \write18{touch pwned} \openin5=/etc/passwd {open $x 100% # & ~",
    "typst": '#import "/etc/passwd": * #eval("1+1") #read("/etc/passwd") $x$ @key <label> #panic("x")',
    "formula": "=cmd|' /C calc'!A0",
    "sum": "@SUM(1+1)*cmd|' /C calc'!A0",
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-1+cmd|' /C calc'!A0",
    "ris": "one\r\nER  - \r\nTY  - BOOK\r\nTI  - forged\r\nER  - \r\n",
    "ics": "two\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:forged\r\nEND:VEVENT",
    "marc": "three\x1e\x1d00026    a2200025   4500\x1e\x1fa forged",
    "bib": "four}}, note = {forged}}\n@book{forged, title={forged}}\n@string{x = {y}} @comment{",
    "entity": '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>&e; ]]> <?php x ?> <!-- --> &#0;',
    "tsv": "five\tsix\tseven\nBK\tforged",
    "quotes": '""" \'\'\' "quoted", “x” \\" \\ ";"',
    "escape": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J \x00nul \x7f\ufffe\ufeff",
    "bidi": "\u202eevil\u202c \u2066iso\u2069 \u200f",
    "path": "../../etc/passwd ..\\..\\windows C:\\con file:///etc/passwd",
    "yaml": "- a: &x [*x, !!python/object:os.system]\n---\n%TAG ! tag:x",
    "jinja": "{{ 7*7191 }} {% include 'list.html.j2' %} {# x #}",
}


def attacked(name: str, text: str, collection: str) -> dict[str, object]:
    """A journal article in which everything is this text; its citation key is "x" and the name."""
    return {
        "itemType": "journalArticle", "title": text, "abstractNote": text, "publicationTitle": text,
        "creators": [
            {"creatorType": "author", "firstName": text, "lastName": text},
            {"creatorType": "editor", "name": text},
        ],
        "volume": text, "issue": text, "pages": text, "series": text, "seriesTitle": text, "ISSN": text,
        "date": f"2020 {text}", "DOI": f"10.1000/{text}", "url": f"javascript:alert('{text}')",
        "language": text, "extra": f"Citation Key: x{name}\nnote: {text}", "rights": text,
        "callNumber": text, "archive": text, "tags": [{"tag": text[:200]}], "collections": [collection],
        "relations": {},
    }  # fmt: skip
