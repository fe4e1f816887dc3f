"""`readinglist lists review`: a librarian goes through a list's works at the terminal, or by options."""

from __future__ import annotations

import datetime
import sys
import textwrap
from typing import TYPE_CHECKING, Literal

import click

from readinglist.cli.complete import complete_key, complete_list
from readinglist.cli.context import open_workspace
from readinglist.cli.examples import examples
from readinglist.cli.output import (
    KEY_STYLE,
    columns_wide,
    print_json,
    say,
    shorten,
    show_table,
    styled,
    table,
    tell,
)

if TYPE_CHECKING:
    from readinglist.actions.curating import ListReview, ReviewedWork
    from readinglist.lists.review import Step, WorkReview
    from readinglist.workspace import Workspace

Changes = dict[str, "Step | datetime.date | str | None"]

_WANTED = click.Choice(["wanted", "done", "no"])
_HELP = """\
l TEXT  located: a shelf mark or a place      k URL   linked: a permalink
s       scan: wanted, done, no (each time)    n TEXT  a note for the library
b       buy: wanted, done, no (each time)     d       done, and on to the next
Enter   the next work    p  the one before    g KEY   go to a work
?       this help        q  leave             -  in place of TEXT takes it out"""


@click.command(
    short_help="Go through a list's works as a librarian.",
    epilog=examples("readinglist lists review narco-digital-syllabus"),
)
@click.argument("name", shell_complete=complete_list)
@click.argument("key", required=False, shell_complete=complete_key)
@click.option("--locate", metavar="TEXT", help="Note that KEY was located, and where.")
@click.option("--scan", type=_WANTED, help="Whether KEY is to be scanned, or has been.")
@click.option("--buy", type=_WANTED, help="Whether KEY is to be bought, or has been.")
@click.option("--link", metavar="URL", help="Note the link for KEY.")
@click.option("--note", metavar="TEXT", help="A note on KEY for the library.")
@click.option("--done/--not-done", default=None, help="Whether all is there that KEY needs.")
@click.option("--todo", is_flag=True, help="Only works that are not done.")
@click.option("--json", "as_json", is_flag=True, help="Print the review as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    name: str,
    key: str | None,
    locate: str | None,
    scan: Literal["wanted", "done", "no"] | None,
    buy: Literal["wanted", "done", "no"] | None,
    link: str | None,
    note: str | None,
    done: bool | None,
    todo: bool,
    as_json: bool,
) -> None:
    """Go through the works of the list NAME: locate a copy, scan, buy, link, done.

    At a terminal it asks, work by work, and saves each answer at once; elsewhere it shows how things stand.
    With KEY and options it notes one thing. The review is private: it lies in lists/.review/ and no export
    reads it.
    """
    from readinglist.actions.curating import mark_work, review_of

    workspace = open_workspace(ctx)
    changes = _given(locate, scan, buy, link, note, done)
    if changes and key is None:
        raise click.UsageError("give the KEY of the work that this is about", ctx)
    if changes and key is not None:
        mark_work(workspace, name, key, changes)
    found = review_of(workspace, name)
    if as_json:
        print_json(found.as_json())
    elif changes or key or not (sys.stdin.isatty() and sys.stdout.isatty()):
        _show(found, todo=todo, key=key)
    else:
        _Walk(workspace, found, todo=todo).run()


def _given(
    locate: str | None,
    scan: str | None,
    buy: str | None,
    link: str | None,
    note: str | None,
    done: bool | None,
) -> Changes:
    from readinglist.lists.review import Step

    today = datetime.date.today()
    changes: Changes = {}
    for name, text in (("locate", locate), ("link", link)):
        if text is not None:
            changes[name] = None if text in ("", "-") else Step(on=today, note=text)
    for name, state in (("scan", scan), ("buy", buy)):
        if state is not None:
            changes[name] = None if state == "no" else Step.model_validate({"state": state, "on": today})
    if note is not None:
        changes["note"] = None if note == "-" else note
    if done is not None:
        changes["done"] = today if done else None
    return changes


def _show(found: ListReview, *, todo: bool, key: str | None) -> None:
    from readinglist.actions.curating import told
    from readinglist.errors import not_found

    works = [one for one in found.works if key is None or one.key == key]
    if key is not None and not works:
        raise not_found("work", key, [one.key for one in found.works], where=f"the list '{found.name}'")
    made = table(("Work", {"no_wrap": True}), "Importance", "Review")
    for one in works:
        if not todo or one.review.done is None:
            made.add_row(
                styled(one.key, KEY_STYLE), styled(one.entry.importance), styled(told(one.review) or "–")
            )
    if made.row_count:
        show_table(made)
    tell(f"{found.done} of {len(found.works)} works done.")
    if found.left and key is None:
        tell(f"Reviewed but no longer cited: {', '.join(found.left)}.")


class _Walk:
    """The conversation: a work is shown, an answer is read, saved and shown, until the last one or `q`."""

    def __init__(self, workspace: Workspace, found: ListReview, *, todo: bool) -> None:
        self.workspace, self.name = workspace, found.name
        self.works = [one for one in found.works if not todo or one.review.done is None]
        self.reviews: dict[str, WorkReview] = {one.key: one.review for one in self.works}
        self.at = next((at for at, one in enumerate(self.works) if one.review.done is None), 0)

    def run(self) -> None:
        """Go on from the first work that is not done."""
        if not self.works:
            say("Nothing to review.")
            return
        say(_HELP)
        while 0 <= self.at < len(self.works):
            self.show(self.works[self.at])
            try:
                answer = click.prompt("l s b k n d, Enter, p, ?, q", default="", show_default=False).strip()
            except click.Abort:
                say()
                break
            if not self.answer(answer):
                break
        done = sum(one.done is not None for one in self.reviews.values())
        say(f"{done} of {len(self.works)} works done. The review is saved in")
        say(f"lists/.review/{self.name}.yaml.")

    def show(self, work: ReviewedWork) -> None:
        """The work as a librarian needs it: what it is, identifiers, where it is, what was noted."""
        from readinglist.actions.curating import told

        width = columns_wide()
        say()
        say(f"[{self.at + 1} of {len(self.works)}] {work.key}", style="bold")
        for line in _facts(work):
            for part in textwrap.wrap(
                shorten(line, 600), width - 2, subsequent_indent="  ", break_on_hyphens=False
            ):
                say(f"  {part}")
        state = told(self.reviews[work.key])
        for part in textwrap.wrap(f"Review: {state or 'nothing yet'}", width - 2, subsequent_indent="  "):
            say(f"  {part}")

    def answer(self, text: str) -> bool:
        """Do what was typed; False to leave."""
        letter, _, rest = text.partition(" ")
        letter, rest = letter.casefold(), rest.strip()
        if letter == "q":
            return False
        if letter == "":
            self.at += 1
        elif letter == "p":
            self.at = max(self.at - 1, 0)
        elif letter == "g":
            self.go(rest)
        elif letter in ("l", "k", "n"):
            self.text({"l": "locate", "k": "link", "n": "note"}[letter], rest)
        elif letter in ("s", "b"):
            self.turn("scan" if letter == "s" else "buy")
        elif letter == "d":
            self.save({"done": datetime.date.today()})
            self.at += 1
        else:
            say(_HELP)
        return True

    def go(self, key: str) -> None:
        places = [at for at, one in enumerate(self.works) if one.key.casefold() == key.casefold()]
        if places:
            self.at = places[0]
        else:
            say(f"  This list has no '{key}' to review.")

    def text(self, field: str, text: str) -> None:
        from readinglist.lists.review import Step

        if not text:
            question = {"locate": "Where is it", "link": "Which address", "note": "Note"}[field]
            text = click.prompt(f"  {question} (- for none)", default="", show_default=False).strip()
        if not text:
            return
        if text == "-":
            self.save({field: None})
        elif field == "note":
            self.save({field: text})
        else:
            self.save({field: Step(on=datetime.date.today(), note=text)})

    def turn(self, field: Literal["scan", "buy"]) -> None:
        """From nothing to wanted, to done, to nothing."""
        from readinglist.lists.review import Step

        now = self.reviews[self.works[self.at].key].step(field)
        following: dict[str, Literal["wanted", "done"] | None] = {
            "": "wanted",
            "wanted": "done",
            "done": None,
        }
        state = following[now.state if now else ""]
        self.save({field: Step(state=state, on=datetime.date.today()) if state else None})

    def save(self, changes: Changes) -> None:
        from readinglist.actions.curating import mark_work

        key = self.works[self.at].key
        self.reviews[key] = mark_work(self.workspace, self.name, key, changes)


def _facts(work: ReviewedWork) -> list[str]:
    from readinglist.items.text import plain

    facts = [
        f"{work.heading} · {work.entry.importance}"
        + (f" · {work.entry.locator}" if work.entry.locator else "")
    ]
    item = work.item
    if item is None:
        return [*facts, "Not in the library."]
    names = "; ".join(one.sort_name for one in item.creators[:3])
    facts.append(f"{names} ({item.year or 'n.d.'}). {plain(item.title)}")
    place = [item.get(name) for name in ("publicationTitle", "bookTitle", "edition", "publisher", "pages")]
    facts.append(", ".join(one for one in place if one))
    known = [(name, item.get(name)) for name in ("ISBN", "ISSN", "DOI", "callNumber")]
    facts.append(" · ".join(f"{name} {value}" for name, value in known if value))
    links = [item.get("url"), *(one.url for one in item.attachments if one.link_mode == "linked_url")]
    facts += [f"Link: {url}" for url in dict.fromkeys(links) if url]
    files = sum(one.link_mode != "linked_url" for one in item.attachments)
    if files:
        facts.append(f"Files in Zotero: {files}")
    if work.entry.private_note:
        facts.append(f"Private note: {work.entry.private_note}")
    return [one for one in facts if one]
