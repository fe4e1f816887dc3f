"""Whatever the library holds, a push that is taken back leaves it exactly as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.demo.server import faults

TITLES = st.sampled_from(["Glacier", "Penguin on sea-ice", "Seal", "Nest", "Penguin, seal, glacier"])
TAGS = st.dictionaries(
    st.sampled_from(["theme:ice", "theme:birds", "theme:nothing", "Theme:ice", "kept", "ñandú", "a, b"]),
    st.integers(0, 1),
    max_size=4,
)
FAULTS = st.sampled_from(
    [
        None,
        faults.reset(after=True),
        faults.reset(),
        faults.unavailable(0),
        faults.truncated(),
        faults.not_json(),
    ]
)


@given(
    works=st.lists(st.tuples(TITLES, TAGS), min_size=1, max_size=5),
    part=st.sampled_from(["tags", "collections"]),
    fault=FAULTS,
    twice=st.booleans(),
)
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_undo_restores_the_library_exactly(
    new_bench: Callable[..., Any],
    tmp_path_factory: Any,
    works: list[tuple[str, dict[str, int]]],
    part: str,
    fault: faults.Fault | None,
    twice: bool,
) -> None:
    folder: Path = tmp_path_factory.mktemp("push") / "work"
    with new_bench(folder) as bench:
        for title, tags in works:
            given_tags = [{"tag": tag, "type": kind} for tag, kind in tags.items()]
            bench.editor.add_item("book", title=title, tags=given_tags, date="2000")
        before = bench.state()
        if fault:
            bench.faults.when(fault, method="POST", times=1)
        bench.ok("themes", "push", "--yes", "--as", part)
        if twice:
            bench.themes.write_text(bench.themes.read_text("utf-8").replace('"seal"', '"nest"'), "utf-8")
            changed = bench.ok("themes", "push", "--yes", "--as", part, "--json").json["done"]
            if changed:
                bench.ok("themes", "push", "--undo", "--yes")
        bench.ok("themes", "push", "--undo", "--yes")
        after = bench.state()
        assert after == before
