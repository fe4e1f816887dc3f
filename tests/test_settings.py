"""`readinglist.toml`: what is written is read again, whatever names there are; defaults are documented."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.actions.init import config_text
from readinglist.errors import ConfigError, WorkspaceError
from readinglist.resources import package_file
from readinglist.settings import ListSettings, Settings, Source, ThemeSettings, load_settings
from readinglist.workspace import load_workspace

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
HOSTILE = st.sampled_from(
    ['"', '"""', "'", "\\", 'x"\nid = 1\n#', "]]\n[[source]]", "\x1b[31m", "\u202e", "\x7f", "# no", "\r\n"]
)


@given(st.lists(TEXT | HOSTILE, max_size=3), TEXT | HOSTILE, st.integers(0, 10**9))
def test_what_is_written_is_read_again(collections: list[str], name: str, number: int) -> None:
    source = {
        "name": name,
        "type": "group",
        "id": number,
        "collections": collections,
        "endpoint": "https://api.zotero.org",
    }
    read = tomllib.loads(config_text(source))["source"]
    assert read == [{**source, "fulltext": False, "key_file": ""}]


def test_the_default_file_is_the_reference() -> None:
    text = package_file("default.toml").read_text("utf-8")
    read = Settings.model_validate(tomllib.loads(text))
    assert read == Settings(source=(Source(),), lists=ListSettings(), themes=ThemeSettings())
    given_in_file = tomllib.loads(text)
    assert set(given_in_file["source"][0]) == set(Source.model_fields)
    # Tables of one's own can only be shown as a comment: a value would forbid to add them.
    assert set(given_in_file["lists"]) == set(ListSettings.model_fields) - {"importance_labels"}
    assert "# [[lists.importance_labels]]" in text
    assert set(given_in_file["themes"]) == set(ThemeSettings.model_fields)


def test_every_setting_has_a_comment_above_it() -> None:
    lines = package_file("default.toml").read_text("utf-8").splitlines()
    for number, line in enumerate(lines):
        if " = " in line and not line.startswith("#"):
            above = [one for one in lines[max(0, number - 2) : number] if one.startswith("#") or " = " in one]
            assert above or lines[number - 1].startswith("["), line


def test_settings_are_optional(tmp_path: Path) -> None:
    path = tmp_path / "readinglist.toml"
    path.write_text("[[source]]\nid = 5\n")
    settings = load_settings(path)
    assert settings.source[0].path == "users/5"
    assert settings.source[0].endpoint == "https://api.zotero.org"
    assert settings.lists.to == ("html", "md", "docx", "pdf")


@pytest.mark.parametrize("address", ["ftp://x", "api.zotero.org", "", "file:///etc/passwd", "javascript:1"])
def test_an_address_that_is_none(address: str, tmp_path: Path) -> None:
    path = tmp_path / "readinglist.toml"
    path.write_text(f'[[source]]\nid = 5\nendpoint = "{address}"\n')
    with pytest.raises(ConfigError) as error:
        load_settings(path)
    assert error.value.where == f"{path}:3: source.endpoint"


def test_a_workspace_is_found_from_below_and_the_endpoint_stands_over_it(tmp_path: Path) -> None:
    (tmp_path / "readinglist.toml").write_text('[[source]]\nid = 5\nendpoint = "bundled"\n')
    below = tmp_path / "lists" / "old"
    below.mkdir(parents=True)
    workspace = load_workspace(below, endpoint="http://127.0.0.1:1/")
    assert workspace.root == tmp_path
    assert workspace.settings.source[0].endpoint == "http://127.0.0.1:1"
    assert load_workspace(below).settings.source[0].endpoint == "bundled"
    with pytest.raises(ConfigError, match="READINGLIST_ENDPOINT"):
        load_workspace(below, endpoint="nonsense")


def test_no_workspace_anywhere(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError) as error:
        load_workspace(tmp_path)
    assert error.value.where == str(tmp_path)
    assert "readinglist init" in error.value.hint
