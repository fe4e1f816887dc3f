"""What a session does when the server fails, refuses, asks for a pause or is away; and that no key leaks."""

from __future__ import annotations

import email.utils
import logging
import pickle
import time
import traceback
from typing import Any

import pytest

from readinglist.demo.server.faults import (
    Fault,
    backoff,
    html,
    not_json,
    reset,
    slow,
    status,
    too_many,
    truncated,
    unavailable,
)
from readinglist.errors import AccessError, RemoteError, UsageError
from readinglist.zotero.gate import wait_wished
from readinglist.zotero.session import Connection, Limits, Secret, open_session

KEY = "Hn7sQ2xWv0KpT4bYcR9dLm3Z"


@pytest.mark.parametrize(
    "fault",
    [
        too_many(3),
        too_many(),
        too_many("Wed, 21 Oct 2015 07:28:00 GMT"),
        unavailable(2),
        unavailable(),
        status(500),
        status(502, "<html><body>Bad gateway</body></html>"),
        reset(),
        reset(after=True),
        truncated(),
        truncated(0.0),
        not_json(),
        not_json(b"{}"),
        not_json(b"null"),
        not_json(b"[1, 2]"),
        html(),
    ],
)
def test_a_passing_fault_is_mended_by_asking_again(bench: Any, fault: Fault) -> None:
    bench.faults.at([0, 1], fault)
    with bench.session() as session:
        answer = session.items(limit=5)
        assert len(answer.data) == 5
        assert answer.version == 443
        assert session.requests == 3
    assert len(bench.nap.slept) >= 2


@pytest.mark.parametrize("fault", [status(500), reset(), truncated(), html(), too_many(1), unavailable()])
def test_a_lasting_fault_ends_in_an_error_that_says_what_and_where(bench: Any, fault: Fault) -> None:
    bench.faults.always(fault)
    with bench.session() as session, pytest.raises(RemoteError) as caught:
        session.items()
    error = caught.value
    assert "failed 6 times" in error.message
    assert error.where == f"{bench.server.endpoint}/groups/4420117"
    assert "try again" in error.hint.lower()
    assert "<" not in str(error)


def test_retry_after_is_waited_for_in_seconds_and_as_a_date(bench: Any) -> None:
    bench.faults.at(0, too_many(7))
    with bench.session() as session:
        session.items()
    assert sum(bench.nap.slept) >= 7
    assert any("waiting" in step and "too many requests" in step for step in bench.told)
    later = email.utils.formatdate(time.time() + 90, usegmt=True)
    assert 80 < (wait_wished(later) or 0) <= 90
    assert wait_wished("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert wait_wished("5") == 5
    for nonsense in ("", None, "soon", "inf", "nan"):
        assert not wait_wished(nonsense)


def test_backoff_on_a_good_answer_holds_back_the_next_request(bench: Any) -> None:
    bench.faults.at(0, backoff(12))
    with bench.session() as session:
        session.items(limit=1)
        assert bench.nap.slept == []
        session.items(limit=1)
    assert sum(bench.nap.slept) == pytest.approx(12)
    assert any("asked for a pause" in step for step in bench.told)


def test_waits_grow_and_carry_jitter(bench: Any) -> None:
    bench.faults.at(range(4), status(500))
    chances = iter([0.0, 1.0, 0.5, 0.25])
    limits = bench.nap.limits(chance=lambda: next(chances))
    with bench.session(limits=limits) as session:
        session.items(limit=1)
    assert bench.nap.slept == pytest.approx([0.25, 1.5, 2.0, 3.0])


def test_a_wait_beyond_the_deadline_is_not_begun(bench: Any) -> None:
    bench.faults.always(too_many(3600))
    with bench.session() as session, pytest.raises(RemoteError) as caught:
        session.items()
    assert "not done within 600 seconds" in caught.value.message
    assert "3600" in caught.value.message
    assert bench.nap.slept == []


def test_a_silent_server_is_given_up_after_the_timeout(bench: Any) -> None:
    bench.faults.always(slow(60))
    limits = Limits(timeout=0.1, tries=2, first_delay=0.01)
    begun = time.monotonic()
    with bench.session(limits=limits) as session, pytest.raises(RemoteError, match="no answer in time"):
        session.items()
    assert time.monotonic() - begun < 30


def test_the_deadline_ends_a_request_under_way(bench: Any) -> None:
    bench.faults.always(slow(60))
    begun = time.monotonic()
    limits = Limits(deadline=0.3, first_delay=0.01)
    with bench.session(limits=limits) as session, pytest.raises(RemoteError, match="not done within"):
        session.items()
    assert time.monotonic() - begun < 30


def test_a_server_that_is_down_is_named_with_its_address(bench: Any, refused_port: Any) -> None:
    port = refused_port()
    with bench.session(endpoint=f"http://127.0.0.1:{port}") as session, pytest.raises(RemoteError) as caught:
        session.items()
    assert "connection refused" in caught.value.message
    assert str(port) in caught.value.where
    assert "READINGLIST_ENDPOINT" in caught.value.hint
    assert not isinstance(caught.value, AccessError)


def test_an_unknown_host_is_told_apart_from_a_refusal(bench: Any) -> None:
    with (
        bench.session(endpoint="http://no-such-host.invalid") as session,
        pytest.raises(RemoteError) as caught,
    ):
        session.items()
    assert "cannot reach" in caught.value.message


def test_a_desktop_program_that_is_not_running_is_told_to_be_started(bench: Any, refused_port: Any) -> None:
    session = bench.session(endpoint=f"http://127.0.0.1:{refused_port()}/api", local=True)
    with session, pytest.raises(RemoteError, match="Start Zotero"):
        session.items()


def test_a_wrong_key_is_named_and_where_to_get_a_new_one(bench: Any) -> None:
    with bench.session(key=KEY) as session, pytest.raises(AccessError) as caught:
        session.items()
    assert "does not know this API key" in caught.value.message
    assert "ZOTERO_API_KEY" in caught.value.hint
    assert session.requests == 1


def test_an_unknown_group_and_a_private_one_are_explained(bench: Any) -> None:
    bench.store.add_library("group", 77, "Hidden", public=False, owner=9)
    for number in ("77", "99"):
        with bench.session(library_id=number) as session, pytest.raises(AccessError) as caught:
            session.items()
        assert "private" in caught.value.message or "no group" in caught.value.message
    bench.store.add_key(KEY, 1)
    with bench.session(key=KEY, library_id="77") as session, pytest.raises(AccessError, match="may not read"):
        session.items()


def test_too_many_wrong_keys_are_not_asked_about_again(bench: Any) -> None:
    bench.faults.always(status(429, "Too many authentication failures"))
    with bench.session(key=KEY) as session, pytest.raises(AccessError, match="too many wrong API keys"):
        session.items()
    assert session.requests == 1


def test_a_redirect_is_not_followed_but_told(bench: Any) -> None:
    moved = Fault(status=301, body=b"", headers={"Location": "https://example.org/"})
    bench.faults.always(moved)
    with bench.session(key=KEY) as session, pytest.raises(RemoteError) as caught:
        session.items()
    assert "https://example.org/" in caught.value.message
    assert session.requests == 1


def test_the_desktop_programs_refusal_names_the_setting(bench: Any) -> None:
    bench.faults.always(status(403, "Request not allowed"))
    with bench.session(local=True) as session, pytest.raises(AccessError, match="Allow other applications"):
        session.items()


def test_an_address_with_tags_in_it_does_not_mislead_pyzotero(bench: Any) -> None:
    with bench.session() as session:
        answer = session.items(q="tags", limit=3)
    assert answer.data == []


def test_a_failed_call_leaves_no_parameters_for_the_next(bench: Any) -> None:
    bench.faults.at(range(6), status(500))
    with bench.session() as session:
        with pytest.raises(RemoteError):
            session.items(q="zzz")
        assert session.items(limit=1).total == 434


def test_the_key_stands_nowhere_but_in_the_header(
    bench: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.store.add_key(KEY, 1)
    seen = []
    with bench.session(key=KEY) as session:
        seen.append(session.items(limit=1).data)
        assert session.key_rights().data["userID"] == 1
        for fault in (status(403, f"Key '{KEY}' lacks access"), status(500, KEY), status(404, KEY), reset()):
            bench.faults.clear()
            bench.faults.always(fault)
            try:
                session.items()
            except RemoteError as error:
                seen += ["".join(traceback.format_exception(error)), str(error), repr(error), vars(error)]
                assert error.__cause__ is None
                assert error.__context__ is None
        seen += [repr(session.connection), str(session.connection), repr(session), bench.told]
    seen += [caplog.text, *capfd.readouterr(), bench.lines]
    assert KEY not in repr(seen)
    assert all(request.keyed for request in bench.server.log)


def test_the_key_is_not_sent_to_another_server(bench: Any) -> None:
    with bench.session(key=KEY, endpoint=bench.server.endpoint) as session:
        session._client.get(bench.server.endpoint.replace("127.0.0.1", "localhost") + "/schema")
    assert not bench.server.log[-1].keyed


def test_a_secret_shows_itself_only_when_asked() -> None:
    secret = Secret(f" {KEY}\n")
    assert secret.reveal() == KEY
    assert secret == Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {[secret]} {hash(secret)}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
    for bad in ("", " \n", "kéy", "two words", "line\nbreak"):
        with pytest.raises(AccessError) as caught:
            Secret(bad)
        assert not bad.strip() or bad not in str(caught.value)


def test_a_connection_checks_its_parts_and_hides_a_password() -> None:
    connection = Connection(
        library_type="group", library_id="1", endpoint="https://me:word@example.org/zotero"
    )
    assert connection.place == "https://example.org/zotero/groups/1"
    for wrong in (
        {"endpoint": "ftp://x"},
        {"endpoint": "api"},
        {"library_id": "x1"},
        {"library_type": "team"},
    ):
        with pytest.raises(UsageError):
            Connection(**({"library_type": "group", "library_id": "1"} | wrong))  # type: ignore[arg-type]
    for endpoint, here in (("http://127.0.0.1:80", True), ("http://[::1]/", True), ("https://a.b", False)):
        assert Connection(library_type="user", library_id="1", endpoint=endpoint).loopback is here


def test_opening_a_session_sends_nothing(bench: Any) -> None:
    open_session(Connection(library_type="user", library_id="0", endpoint=bench.server.endpoint)).close()
    assert len(bench.server.log) == 0


def test_a_page_that_was_begun_is_waited_for_and_not_asked_again(bench: Any) -> None:
    with bench.session() as session:
        session.begin_items(start=5, limit=3)
        other = session.items(start=0, limit=3)
        begun = session.items(start=5, limit=3)
        assert session.requests == 2
        assert begun.data == session.items(start=5, limit=3).data != other.data
        assert session.requests == 3


def test_what_goes_wrong_with_a_page_that_was_begun_is_told_to_who_asks_for_it(bench: Any) -> None:
    bench.faults.always(status(403))
    with bench.session() as session:
        session.begin_items(limit=3)
        with pytest.raises(AccessError):
            session.items(limit=3)
