"""Syllabi in eight more layouts, written after the reader was: `python -m benchmarks.syllabi_second [SEED …]`.

A journal's two columns with numbers in brackets, references in footnotes only, weeks of three unnamed columns, a
bibliography at the end with "Author (Year), pp." by the week, a Spanish course in MLA, an e-mail, a table whose cells
span rows and columns, a definition list. Two slips in some references, titles cut shorter, works that the library lacks.
"""

# ruff: noqa: E501 (lines of made text are as long as they are)
from __future__ import annotations

import datetime
import re
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace

from benchmarks.references import MESES, MONTHS, STYLES, Shown, shortened, slipped
from benchmarks.syllabi import Maker, Ref, Syllabus, Week, html_of, main
from readinglist.items import Item
from readinglist.items.text import plain


def _given_first(shown: Shown, last: str) -> str:
    names = [
        f"{' '.join(part[0] + '.' for part in one.first_name.split() if part)} {one.last_name or one.name}".strip()
        for one in shown.names
    ]
    return f"{names[0]} et al." if len(names) > 3 else last.join(names)


def ieee(shown: Shown) -> str:
    """IEEE: H. Campbell, “Narco-propaganda …,” *LAP*, vol. 41, no. 2, pp. 60–77, 2014."""
    head = f"{_given_first(shown, ' and ')}, " if shown.names else ""
    if not shown.part:
        made = ": ".join(
            one for one in (shown.get("place"), shown.get("publisher", "institution", "websiteTitle")) if one
        )
        return f"{head}*{shown.title}*. {made}{', ' if made else ''}{shown.year}."
    parts = [f"*{shown.get('publicationTitle')}*"]
    parts += [f"vol. {shown.get('volume')}"] if shown.get("volume") else []
    parts += [f"no. {shown.get('issue')}"] if shown.get("issue") else []
    parts += [f"pp. {shown.get('pages').replace('-', '–')}"] if shown.get("pages") else []
    return f"{head}“{shown.title},” {', '.join([*parts, shown.year])}."


def mla_es(shown: Shown) -> str:
    """MLA as in Spanish: Campbell, Howard. «Narco-propaganda …». *LAP*, vol. 41, núm. 2, 2014, págs. 60-77."""
    names = [f"{one.last_name or one.name}, {one.first_name}".rstrip(", ") for one in shown.names[:1]]
    names += [f"{one.first_name} {one.last_name or one.name}".strip() for one in shown.names[1:3]]
    who = f"{names[0]}, et al" if len(shown.names) > 3 else " y ".join(names)
    head = f"{who.rstrip('.')}. " if who else ""
    if not shown.part:
        made = [one for one in (shown.get("publisher", "institution", "university"), shown.year) if one]
        return f"{head}*{shown.title}*. {', '.join(made)}."
    parts = [f"*{shown.get('publicationTitle')}*"]
    parts += [f"vol. {shown.get('volume')}"] if shown.get("volume") else []
    parts += [f"núm. {shown.get('issue')}"] if shown.get("issue") else []
    parts += [shown.year] + ([f"págs. {shown.get('pages')}"] if shown.get("pages") else [])
    return f"{head}«{shown.title}». {', '.join(parts)}."


def nota(shown: Shown) -> str:
    """Notes in Spanish: Howard Campbell, «Narco-propaganda …», *LAP* 41, n.º 2 (2014): 60-77."""
    names = [f"{one.first_name} {one.last_name or one.name}".strip() for one in shown.names]
    who = f"{names[0]} et al." if len(names) > 3 else " y ".join(names)
    head = f"{who}, " if who else ""
    if not shown.part:
        made = ": ".join(one for one in (shown.get("place"), shown.get("publisher", "institution")) if one)
        return f"{head}*{shown.title}* ({', '.join(one for one in (made, shown.year) if one)})."
    number = f", n.º {shown.get('issue')}" if shown.get("issue") else ""
    pages = f": {shown.get('pages')}" if shown.get("pages") else ""
    return f"{head}«{shown.title}», *{shown.get('publicationTitle')}* {shown.get('volume')}{number} ({shown.year}){pages}."


def informal(shown: Shown) -> str:
    """As in a mail: Howard Campbell, “Narco-propaganda …” (LAP, 2014)."""
    names = [f"{one.first_name} {one.last_name or one.name}".strip() for one in shown.names]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    where = shown.get("publicationTitle", "publisher", "institution", "websiteTitle")
    title = f"“{shown.title}”" if shown.part else shown.title
    return f"{f'{who}, ' if who else ''}{title} ({', '.join(one for one in (where, shown.year) if one)})"


STYLES.update({one.__name__: one for one in (ieee, mla_es, nota, informal)})


class Rougher(Maker):
    """Makes references with more slips and shorter titles."""

    def ref(self, item: Item, style: str, *, part: bool, spanish: bool) -> Ref:
        """A reference: three in ten shortened, three in ten with a slip, some of these with two."""
        title = plain(item.title)
        if self.chance.random() < 0.3:
            title = shortened(title, self.chance)
        text = STYLES[style](Shown(item, title.replace("*", "").rstrip(".")))
        while self.chance.random() < 0.3:
            text = slipped(text, self.chance)
        locator = None
        if part and item.item_type == "book" and self.chance.random() < 0.5:
            locator = (
                f"{'caps.' if spanish else 'chs.'} {self.chance.randint(1, 4)}-{self.chance.randint(5, 8)}"
            )
            text = f"{text.rstrip('.')}, {locator}."
        return Ref(text, None if item.citation_key in self.lacking else item.citation_key, None, locator)


def _bare(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
    return tuple(replace(ref, importance=None) for ref in refs)


def _of(week: Week) -> tuple[Ref, ...]:
    return _bare((*week.required, *week.further))


def journal(make: Maker) -> Syllabus:
    """Two columns; weeks that name numbers, and the numbered references at the end; IEEE."""
    weeks = make.weeks("ieee", part=False)
    refs = [ref for week in weeks for ref in _of(week)]
    body = "<h1>INFO 6102 Illicit Online Economies</h1><p>Winter term 2026. Meets Thursdays 14:00–17:00 in Room 3.07.</p>"
    at = 0
    for week in weeks:
        numbers = [str(at + 1 + one) for one in range(len(_of(week)))]
        at += len(numbers)
        body += f"<h2>Week {week.number} / {week.day.day} {MONTHS[week.day.month - 1]} / {week.topic}</h2><p>Read [{']; ['.join(numbers[:3])}]. If you have time, also look at [{numbers[3]}] and [{numbers[4]}].</p>"
    body += "<h2>References</h2>" + "".join(
        f'<p class="ref">[{number}] {html_of(ref.text)}</p>' for number, ref in enumerate(refs, 1)
    )
    return Syllabus("second: two columns, IEEE", body, tuple(refs), columns=2)


def notas(make: Maker) -> Syllabus:
    """A Spanish course whose references stand in footnotes only."""
    weeks = make.weeks("nota", count=4, part=False, spanish=True)
    body, notes = "# Delito y tecnología\n\nMaestría en Criminología, otoño 2026\n\n", ""
    refs: list[Ref] = []
    for week in weeks:
        body += f"## Semana {week.number} ({week.day.day} de {MESES[week.day.month - 1]})\n\n*{week.topic}.* "
        for ref in _of(week):
            refs.append(ref)
            body += f"{make.chance.choice(['Partimos de un texto clásico', 'Lo contrastamos con otra mirada', 'Sobre el caso mexicano hay que leer además un informe', 'La discusión sigue abierta'])}[^n{len(refs)}]. "
            escaped = re.sub(r"([$#@<>~^|])", r"\\\1", ref.text)
            notes += f"[^n{len(refs)}]: {make.chance.choice(['', '', 'Véase ', 'Cf. '])}{escaped}\n\n"
        body += "\n\n"
    return Syllabus("second: notas al pie", body + notes, tuple(refs), "markdown")


def three(make: Maker) -> Syllabus:
    """A table of three columns without heads, the references of a cell parted by line breaks; Chicago."""
    weeks = make.weeks("chicago", part=False)
    body = "<h1>Law 740: Surveillance</h1><p>Fall semester 2026</p><table border='1'><tbody>"
    refs: list[Ref] = []
    for week in weeks:
        refs += _of(week)
        cell = "<br>".join(html_of(ref.text) for ref in _of(week))
        body += f"<tr><td>{MONTHS[week.day.month - 1][:3]} {week.day.day}</td><td>{week.topic}</td><td>{cell}</td></tr>"
    return Syllabus("second: three columns, Chicago", f"{body}</tbody></table>", tuple(refs))


def author_year(make: Maker) -> Syllabus:
    """Units with "Author (Year), pp." and the bibliography at the end; APA."""
    weeks = make.weeks("apa", part=False)
    body = "<h1>Organised Crime Online</h1><p>Spring 2026</p>"
    refs: list[Ref] = []
    whole: list[Ref] = []
    for number, week in zip(("I", "II", "III", "IV", "V"), weeks, strict=True):
        body += f"<h2>Unit {number}: {week.topic}</h2><ul>"
        for ref in _of(week):
            names = re.match(
                r"([^\W\d_][\w’'-]+(?: [^\W\d_][\w’'-]+)?), (?:[A-Z]\.[ -]?)+(.*?)\((\d{4})\)", ref.text
            )
            if names and names[1] in ref.text:
                others = names[2].count("&") + names[2].count(" et al.")
                pages = f"{make.chance.randint(1, 40)}–{make.chance.randint(41, 90)}"
                who = f"{names[1]} et al." if others else names[1]
                told = f"{who} ({names[3]}), pp. {pages}"
                refs.append(Ref(told, ref.key, None, f"pp. {pages.replace('–', '-')}" if ref.key else None))
                body += f"<li>{html_of(told)}</li>"
        body += "</ul>"
        whole += _of(week)
    ordered = sorted(whole, key=lambda ref: ref.text.strip("*¿“«").casefold())
    body += "<h2>Bibliography</h2>" + "".join(f'<p class="ref">{html_of(ref.text)}</p>' for ref in ordered)
    return Syllabus("second: author (year), APA", body, (*refs, *ordered))


def curso(make: Maker) -> Syllabus:
    """A Spanish course in MLA: units, weeks with dates in parentheses, labels run in."""
    weeks = make.weeks("mla_es", spanish=True)
    body = "<h1>Narcocultura y medios</h1><p>Licenciatura en Comunicación · ciclo escolar 2026</p>"
    refs: list[Ref] = []
    for week in weeks:
        if week.number in (1, 3):
            body += f"<h2>Unidad {'I' if week.number == 1 else 'II'}. {'Conceptos' if week.number == 1 else 'Casos'}</h2>"
        body += f"<h3>Semana {week.number} ({week.day.day} de {MESES[week.day.month - 1]})</h3><p>Tema: {week.topic}</p><p><b>Básica:</b></p>"
        for ref in week.required:
            body += f"<p>{html_of(ref.text)}</p>"
        body += "<p><b>Complementaria:</b></p>"
        for ref in week.further:
            body += f"<p>{html_of(ref.text)}</p>"
        refs += [*week.required, *(replace(ref, importance="further") for ref in week.further)]
    return Syllabus("second: curso, MLA", body, tuple(refs))


def mail(make: Maker) -> Syllabus:
    """An e-mail in plain text, its lines cut at 72 signs."""
    weeks = make.weeks("informal", count=4, each=4, part=False)
    lines = ["Dear all,", "", "here is what we read next month. Let me know if a link is broken."]
    refs: list[Ref] = []
    for week in weeks:
        lines += ["", f"{MONTHS[week.day.month - 1]} {week.day.day} - {week.topic}", ""]
        for ref in _of(week):
            refs.append(replace(ref, text=ref.text.replace("*", "")))
            lines += textwrap.wrap(f"- {refs[-1].text}", 72, subsequent_indent="  ", break_on_hyphens=False)
    text = "\n".join([*lines, "", "Best wishes", "Ana", ""])
    escaped = re.sub(r"([$#@<>~^|_])", r"\\\1", text)
    return Syllabus("second: e-mail", escaped, tuple(refs), "markdown")


def spans(make: Maker) -> Syllabus:
    """A table with units over the whole width and months over several rows; lists in cells; Harvard."""
    weeks = make.weeks("harvard", part=False)
    body = "<h1>Policing the Dark Web</h1><p>Spring 2026</p><table border='1'><thead><tr><th>Month</th><th>Day</th><th>Topic</th><th>Reading</th></tr></thead><tbody>"
    refs: list[Ref] = []
    month = 0
    for week in weeks:
        if week.number in (1, 4):
            body += f"<tr><td colspan='4'><b>Unit {'I' if week.number == 1 else 'II'}</b></td></tr>"
            month = 0
        first = ""
        if week.day.month != month:
            month = week.day.month
            block = weeks[:3] if week.number < 4 else weeks[3:]
            rows = sum(one.day.month == month for one in block)
            first = f"<td rowspan='{rows}'>{MONTHS[month - 1]}</td>"
        cell = "".join(f"<li>{html_of(ref.text)}</li>" for ref in _of(week))
        refs += _of(week)
        body += f"<tr>{first}<td>{week.day.day}</td><td>{week.topic}</td><td><ul>{cell}</ul></td></tr>"
    return Syllabus("second: spans, Harvard", f"{body}</tbody></table>", tuple(refs))


def defined(make: Maker) -> Syllabus:
    """A definition list: weeks as terms, each reference a definition; Vancouver."""
    weeks = make.weeks("vancouver", part=False)
    body = "<h1>Drug Policy in the Digital Age</h1><p>Summer 2026</p><dl>"
    refs: list[Ref] = []
    for week in weeks:
        until = week.day + datetime.timedelta(days=2)
        body += f"<dt>Class {week.number}, {MONTHS[week.day.month - 1]} {week.day.day} and {until.day}: {week.topic}</dt>"
        body += "".join(f"<dd>{html_of(ref.text)}</dd>" for ref in _of(week))
        refs += _of(week)
    return Syllabus("second: definitions, Vancouver", f"{body}</dl>", tuple(refs))


SECOND: tuple[Callable[[Maker], Syllabus], ...] = (
    journal, notas, three, author_year, curso, mail, spans, defined
)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(SECOND, Rougher))
