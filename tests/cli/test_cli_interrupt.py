"""Ctrl-C while a command works: exit code 130, nothing half-written, and the next run mends what is left."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

from readinglist.demo.server import faults
from tests.cli.conftest import SYLLABUS, Run, Served, contents, started, temporary_files

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def interrupted(ready: Callable[[], bool], *args: str | Path) -> tuple[int, str, str]:
    """Start a command, wait until `ready`, press Ctrl-C as a terminal would: for the whole process group."""
    with started(*args) as process:
        end = time.monotonic() + 60
        while not ready():
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < end, "the moment to interrupt never came"
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def check_message(code: int, err: str) -> None:
    # Interrupted while a class is being made (`exec` of a text), Python ends by the signal itself, although
    # the program has answered it; a shell sees 130 either way.
    assert code in (130, -signal.SIGINT), err
    assert "Interrupted" in err
    assert "Traceback" not in err


def test_interrupted_first_sync(synced_elsewhere: Path, served: Served, run: Run) -> None:
    whole = contents(synced_elsewhere)
    shutil.rmtree(synced_elsewhere / ".readinglist")
    shutil.rmtree(synced_elsewhere / "bib")
    served.faults.when(faults.slow(20), path="start=100")
    code, out, err = interrupted(
        lambda: any("start=100" in line for line in served.server.log.lines), "-C", synced_elsewhere, "sync"
    )
    check_message(code, err)
    assert out == ""
    assert not temporary_files(synced_elsewhere)
    assert not list((synced_elsewhere / "bib").glob("*"))
    assert run("-C", synced_elsewhere, "status").out.count("never synced") == 1
    served.faults.clear()
    run("-C", synced_elsewhere, "sync")
    assert contents(synced_elsewhere) == whole


def test_interrupted_later_sync_leaves_the_library_as_it_was(
    synced_elsewhere: Path, served: Served, run: Run
) -> None:
    whole = contents(synced_elsewhere)
    listed = run("-C", synced_elsewhere, "items").out
    key = served.editor.add_item("book", title="A book that comes later", date="2026")
    served.faults.when(faults.slow(20), path="/deleted")
    code, _, err = interrupted(
        lambda: any("/deleted" in line for line in served.server.log.lines), "-C", synced_elsewhere, "sync"
    )
    check_message(code, err)
    assert contents(synced_elsewhere) == whole
    assert run("-C", synced_elsewhere, "items").out == listed
    served.faults.clear()
    assert "1 added" in run("-C", synced_elsewhere, "sync").out
    assert "A book that comes later" in run("-C", synced_elsewhere, "show", key).out


def test_interrupted_demo(tmp_path: Path, demo_result: tuple[Path, object], run: Run) -> None:
    folder = tmp_path / "demo"
    code, _, err = interrupted(lambda: (folder / ".readinglist" / "library.sqlite").exists(), "demo", folder)
    check_message(code, err)
    assert not temporary_files(folder)
    run("demo", folder)
    assert contents(folder) == contents(demo_result[0])


def test_interrupted_export_writes_none_of_its_files(workspace: Path, run: Run) -> None:
    whole = contents(workspace)
    shutil.rmtree(workspace / "exports")
    shutil.rmtree(workspace / ".readinglist" / "cache")
    (workspace / "templates").mkdir()
    slow = workspace / "templates" / "list.md.j2"
    slow.write_text(ENDLESS)
    cache = workspace / ".readinglist" / "cache"
    code, out, err = interrupted(
        lambda: any(cache.glob("*.cited.json")), "-C", workspace, "export", SYLLABUS, "--to", "html,md"
    )
    check_message(code, err)
    assert out == ""
    assert not (workspace / "exports").exists()
    assert not temporary_files(workspace)
    slow.unlink()
    run("-C", workspace, "export", SYLLABUS)
    assert contents(workspace) == whole
