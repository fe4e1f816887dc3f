"""Pages with real output: their commands are run, and a page that says otherwise is noticed."""

from __future__ import annotations

from pathlib import Path

from docs.tutorial import PAGES, commands, made, timeless

PAGE = """\
# A page

<!-- $ mkdir course && printf 'title: A list\\nsections: []\\n' > course/list.yaml -->
<!-- $ cd course -->
<!-- in list.yaml before "sections" -->
```yaml
course: SOC 1
```

```console
$ cat list.yaml
$ for word in one two; do
>     echo $word
> done
$ readinglist --version | cut -d ' ' -f 1
```
"""


def test_what_commands_print_is_written_below_them(tmp_path: Path) -> None:
    page = made(PAGE, tmp_path)
    assert "$ cat list.yaml\ntitle: A list\ncourse: SOC 1\nsections: []\n$ for" in page
    assert "> done\none\ntwo\n$ readinglist" in page
    assert page.endswith("-f 1\nreadinglist,\n```\n")
    (tmp_path / "again").mkdir()
    assert made(page, tmp_path / "again") == page
    (tmp_path / "third").mkdir()
    assert made(page.replace("\none\ntwo\n", "\none\nTWO\n"), tmp_path / "third") == page


def test_today_and_now_are_the_same_whenever_a_page_is_made() -> None:
    assert timeless("at 2031-05-06 07:08 UTC") == "at 2026-12-06 21:40 UTC"


def test_every_page_shows_what_its_commands_print() -> None:
    for page in PAGES:
        text = page.read_text("utf-8")
        blocks = text.split("```console\n")[1:]
        for block in blocks:
            lines = block.split("```")[0].splitlines()
            shown = [line for told, _ in commands("\n".join(lines)) for line in told.splitlines()]
            assert shown
            assert len(lines) > len(shown) or all(line.startswith("$ git") for line in shown), lines
