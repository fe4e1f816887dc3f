"""A third set: works of every type as people really have them, drawn by a seed: new as often as wanted.

Unlike the unruly set, a field holds what such a field holds, and people have the parts that such people have.
"""

# ruff: noqa: E501 (tables of words)

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any

from readinglist.interchange.csljson import to_csl
from readinglist.zotero.mapping import item_from_json

_ENGLISH = (
    "The fentanyl corridor: Ports, precursors and the politics of blame",
    "“Plata o plomo”: Coercion and consent in small-town Sinaloa",
    "Who killed the news? Journalists, threats and silence in Veracruz",
    "Is Telegram the new plaza?",
    "A short history of 'dead drops'",
    "Counting the missing: Methods, data, doubts",
    "From <i>corrido</i> to TikTok: Music, memory & violence",
    "The Making of <i>Narcos</i>",
    "<i>Homo narrans</i> and the cartel memoir",
    "Extortion-as-a-Service",
    "The rise and fall of Silk Road, 2011–2013",
    "CO<sub>2</sub>, fuel theft and the x<sup>2</sup> problem",
    "Deep learning for the detection of money-laundering networks",
    "Why did nobody listen?: Early warnings from Ciudad Juárez",
    "U.S. policy toward Mexico, 2000-2020",
    "Beyond the wall—A reader",
    "“The State is a Fiction”",
    "Drug War Capitalism Revisited!",
    "e-Government and the underworld",
    "Surveillance after Snowden; or, the limits of encryption",
    "On being watched",
    "The woman who said “no”",
    "COVID-19 and the cartels: evidence from 31 states",
    "How (not) to measure homicide",
    "Women, guns, and the sea",
    "An Ethnography of Hackers in Guadalajara",
    "Mapping 100% of the border",
    "Between God and the gun: faith in El Salvador’s prisons",
    "McAllen–Reynosa: one city, two wars",
    "Visualising harm in 3D",
    "Cartels at war: Mexico's drug-fueled violence and the threat to U.S. national security",
    "Bots, trolls and the 2018 election in Mexico",
    "Nothing to see here",
    "What We Know about Armed Groups on Facebook",
    "The Internet and Its Discontents: “Free” Speech, “Fake” News",
    "WhatsApp & me",
    "iOS forensics: a field guide",
    "Digital evidence before the Inter-American Court of Human Rights",
    "Theory and Practice of Open-Source Intelligence, Volume II",
    "Against <span class=\"nocase\">de facto</span> impunity",
)  # fmt: skip
_SPANISH = (
    "Guerras sin nombre: crónicas del norte de México",
    "«Aquí no pasa nada»: prensa y miedo en Tamaulipas",
    "¿Quién vigila al vigilante? Inteligencia artificial y policía",
    "El capo en la pantalla: series, mito y mercado",
    "La frontera digital",
    "Mujeres buscadoras: redes, datos y duelo",
    "Los señores del <i>streaming</i>",
    "Ley General en Materia de Desaparición Forzada de Personas",
    "Del huachicol al bitcoin",
    "Economías ilegales y Estado en América Latina",
    "Ni vivos ni muertos: la desaparición forzada en México como estrategia de terror",
    "Sociología del narcotráfico en Sinaloa, 1940-2020",
)
_OTHER = (
    ("de", "Die Kartelle und das Netz: Eine Einführung"),
    ("de", "Gewalt als Spektakel"),
    ("fr", "Les cartels à l’ère numérique : enjeux et méthodes"),
    ("fr", "La guerre des drogues"),
    ("pt", "O crime em rede: poder e tecnologia no Brasil"),
    ("it", "ZeroZeroZero. Viaggio nel mondo della cocaina"),
)
_PEOPLE = (
    ("Natalia", "Mendoza"), ("Juan Carlos", "Reyes Ortiz"), ("Patricia", "O’Neill"), ("Benjamin T.", "Smith"),
    ("John", "Smith"), ("Jane", "Smith"), ("Rosalva Aída", "Hernández Castillo"), ("Jean-Pierre", "Dupont"),
    ("Wil G.", "Pansters"), ("Peter", "Andreas"), ("Anabel", "Hernández"), ("Sergio", "González Rodríguez"),
    ("Maria", "von Trapp"), ("Vincent", "van Gogh"), ("Charles", "de Gaulle"), ("Ursula K.", "Le Guin"),
    ("Frank", "La Rue"), ("William H.", "Gates, III"), ("Robert", "Downey, Jr."), ("Li", "Wei"), ("Ji-woo", "Kim"),
    ("José", "Ortega y Gasset"), ("Łukasz", "Żak"), ("Søren", "Kierkegaard"), ("Mary-Ann", "Smith-Jones"),
    ("M. N. O.", "Sadiku"), ("Abd al-Rahman", "Munif"), ("Teun A.", "van Dijk"), ("Paulo", "dos Santos"),
    ("Bell", "hooks"), ("Ed", "Vulliamy"), ("Diego Enrique", "Osorno"), ("Yásnaya Elena", "Aguilar Gil"),
    ("Ana", "Ñúñez"), ("Ana", "Lira"), ("Pedro", "Llanos"), ("Sarah", "Jones"), ("S. K.", "Jones"),
    ("Oswaldo", "Zavala"), ("Gema", "Santamaría"),
)  # fmt: skip
_BODIES = (
    "Human Rights Watch", "World Health Organization", "Instituto Nacional de Estadística y Geografía",
    "U.S. Drug Enforcement Administration", "Article 19", "RAND Corporation", "Google LLC", "The Economist",
    "Amnesty International", "Secretaría de Seguridad Pública", "European Union Agency for Cybersecurity (ENISA)",
    "Bellingcat", "R Core Team",
)  # fmt: skip
_DATES = (
    "2021", "2019-11", "2018-07-04", "2020-01-15", "2020", "2020", "2017", "1998", "2003-2005", "Summer 2016",
    "Winter 2019", "ca. 1910", "n.d.", "", "May 2015", "3 June 2022", "2022-10-31", "2019", "2018", "mayo de 2012",
    "2023", "2024-02-29",
)  # fmt: skip
_JOURNALS = (
    "Journal of Latin American Studies", "Crime, Media, Culture", "Trends in Organized Crime", "Estudios Fronterizos",
    "PLOS ONE", "International Journal of Cyber Criminology", "Nueva Sociedad", "Policing and Society",
    "IEEE Transactions on Information Forensics and Security", "Science", "Social Media + Society", "The Lancet",
)  # fmt: skip
_PAPERS = (
    "El Universal",
    "The Guardian",
    "The Washington Post",
    "La Jornada",
    "Los Angeles Times",
    "The Times",
)
_MAGAZINES = ("Nexos", "The New Yorker", "Wired", "Letras Libres", "Gatopardo", "TIME")
_SITES = (
    "InSight Crime",
    "Animal Político",
    "Medium",
    "Bellingcat",
    "WordPress.com",
    "The Conversation",
    "Lawfare",
)
_HOUSES = (
    "University of California Press", "Fondo de Cultura Económica", "Verso", "Springer", "Random House", "Anagrama",
    "Cambridge University Press", "El Colegio de México", "Routledge", "Debate", "Wiley & Sons",
)  # fmt: skip
_PLACES = (
    "Berkeley, CA",
    "Ciudad de México",
    "London",
    "New York",
    "Barcelona",
    "Cambridge, MA",
    "Bogotá",
    "Cham",
)
_SCHOOLS = (
    "El Colegio de la Frontera Norte",
    "University of Texas at Austin",
    "UNAM",
    "University of Oxford",
)
_NETWORKS = ("Netflix", "BBC Radio 4", "NPR", "Televisa", "HBO", "Radio Ambulante Studios", "Gimlet Media")
_SERIES = (
    "Latin America Otherwise",
    "Lecture Notes in Computer Science",
    "Breviarios",
    "Working Paper Series",
)
_MEETINGS = (
    "LASA Congress", "2019 IEEE Symposium on Security and Privacy (SP)", "Coloquio Internacional sobre Violencia",
    "Proceedings of the 12th ACM Web Science Conference", "Annual Meeting of the American Society of Criminology",
)  # fmt: skip
_SHELVES = ("Encyclopedia of Crime and Punishment", "The Oxford Handbook of Organized Crime", "Wikipedia")
_COURTS = (
    "U.S. Supreme Court",
    "Supreme Court of the United States",
    "9th Cir.",
    "S.D.N.Y.",
    "Court of Appeal",
)
_CASES = (
    "United States v. Guzmán Loera", "Roe v. Wade", "In re Search Warrant", "González and others v. Mexico",
    "R v Smith", "Estados Unidos Mexicanos v. Smith & Wesson Brands, Inc.", "Ex parte Quirin",
)  # fmt: skip
_ACTS = (
    "Foreign Narcotics Kingpin Designation Act", "Computer Misuse Act 1990", "Ley Federal de Ciberseguridad",
    "USA PATRIOT Act of 2001", "Fentanyl Sanctions Act", "Bank Secrecy Act",
)  # fmt: skip

_TITLED: Mapping[str, Sequence[str]] = {"case": _CASES, "statute": _ACTS, "bill": _ACTS}
_FIELDS: Mapping[str, Sequence[str]] = {
    "publicationTitle": _JOURNALS,
    "blogTitle": _SITES,
    "websiteTitle": _SITES,
    "forumTitle": ("Reddit", "r/mexico", "Stack Overflow", "Foro TV"),
    "bookTitle": (*_ENGLISH[:12], *_SPANISH[:5], *_SHELVES),
    "encyclopediaTitle": _SHELVES,
    "dictionaryTitle": ("Oxford English Dictionary", "Diccionario de la lengua española", "Merriam-Webster"),
    "proceedingsTitle": _MEETINGS,
    "conferenceName": _MEETINGS,
    "meetingName": _MEETINGS,
    "sessionTitle": ("Panel 3: Platforms", "Opening keynote"),
    "programTitle": ("El Chapo", "Panorama", "This American Life", "Narcos", "La hora de opinar"),
    "seriesTitle": (*_SERIES, "Radio Ambulante", "Narco Talk", "The Daily"),
    "series": _SERIES,
    "publisher": _HOUSES,
    "place": _PLACES,
    "eventPlace": _PLACES,
    "originalPlace": _PLACES,
    "repositoryLocation": _PLACES,
    "originalPublisher": _HOUSES,
    "university": _SCHOOLS,
    "institution": (*_BODIES, *_SCHOOLS),
    "organization": ("ISO", "NIST", "International Organization for Standardization", "W3C"),
    "company": ("Microsoft", "Palantir Technologies", "GitHub"),
    "studio": ("Netflix", "The Orchard", "Cinépolis Distribución"),
    "label": ("Sony Music", "Fonovisa", "Folkways Records"),
    "distributor": ("Netflix", "A24", "Lionsgate"),
    "network": _NETWORKS,
    "repository": ("Zenodo", "Harvard Dataverse", "SocArXiv", "arXiv", "SSRN", "OSF"),
    "date": _DATES,
    "dateDecided": ("2014-06-25", "1973", "2019-07-17", "1942"),
    "dateEnacted": ("1999-12-03", "1990", "2001-10-26", "2019"),
    "issueDate": ("2015-03-10", "2021"),
    "filingDate": ("2012-01-05", ""),
    "priorityDate": ("",),
    "originalDate": ("1998", "", ""),
    "volume": ("12", "3", "45", "XVII", "108"),
    "issue": ("2", "4", "1-2", "11", "Suppl. 1"),
    "pages": ("101-123", "45–67", "7", "e0198765", "1-15", "S3-S9", "112-8", "xi-xxx", "12, 15-18"),
    "firstPage": ("113", "1"),
    "codePages": ("1606-1611",),
    "section": ("World", "A", "12", "§ 1904", "Opinión"),
    "edition": ("2", "3rd", "2nd ed.", "Revised", "1a ed.", "5"),
    "numberOfVolumes": ("2", "4"),
    "seriesNumber": ("12", "7", "4501"),
    "numPages": ("312", "98"),
    "partNumber": ("2",),
    "partTitle": ("The Border",),
    "versionNumber": ("4.2.1", "1.0", "v2"),
    "number": ("27001", "800-53", "MS 12"),
    "reportNumber": ("RR-2021", "12", "NCJ 300553", "WP/19/45", "2019-07"),
    "reportType": ("Technical report", "Working paper", "Research report", "Informe especial"),
    "docketNumber": ("13-132", "No. 18-cr-00457", "1:19-cv-10203"),
    "reporter": ("U.S.", "F.3d", "F. Supp. 2d"),
    "reporterVolume": ("573", "410", "936"),
    "court": _COURTS,
    "code": ("U.S.C.", "Stat.", "H.R.", "S."),
    "codeNumber": ("21", "113"),
    "codeVolume": ("113",),
    "publicLawNumber": ("Pub. L. 106-120", "107-56"),
    "billNumber": ("H.R. 3244", "S. 1044", "218"),
    "legislativeBody": ("U.S. House of Representatives", "Senado de la República"),
    "session": ("116th Cong., 1st Sess.", "LXIV"),
    "committee": ("Committee on Foreign Relations", "House Judiciary Committee"),
    "documentNumber": ("116-45",),
    "history": ("",),
    "patentNumber": ("US 9,876,543 B2", "EP1234567", "10123456"),
    "applicationNumber": ("14/123,456", ""),
    "country": ("United States", "México"),
    "assignee": ("International Business Machines Corporation", "Chainalysis Inc."),
    "issuingAuthority": ("U.S. Patent and Trademark Office",),
    "priorityNumbers": ("",),
    "references": ("",),
    "legalStatus": ("",),
    "DOI": ("10.1177/1741659017710294", "10.5281/zenodo.4567890", "10.1017/S0022216X1800049X"),
    "ISBN": ("978-0-520-29354-1", "9786071665690"),
    "ISSN": ("0022-216X",),
    "PMID": ("31234567",),
    "PMCID": ("PMC6543210",),
    "url": (
        "https://www.insightcrime.org/news/analysis/cartels-online/", "https://doi.org/10.1000/xyz123",
        "https://www.youtube.com/watch?v=abc_DEF-123", "https://example.com/a/very_long/path?query=1&other=2#top",
        "http://www.gob.mx/documentos/informe.pdf",
    ),
    "accessDate": ("2024-03-01", "2023-11-20T12:00:00Z"),
    "extra": ("original-date: 1975", "PMID: 12345678", "A note of one's own.", "original-publisher: Knopf"),
    "thesisType": ("PhD dissertation", "Master's thesis", "Tesis doctoral", "Ph.D. diss."),
    "type": ("Data set", "Policy brief", "Flyer", "Specification"),
    "genre": ("Documentary", "Preprint", "Feature film"),
    "websiteType": ("Blog", "Institutional website"),
    "postType": ("Online forum post", "Tweet", "Comment"),
    "presentationType": ("Keynote", "Paper", "Poster", "PowerPoint slides"),
    "mapType": ("Topographic map", "Interactive map"),
    "letterType": ("Letter", "Open letter"),
    "manuscriptType": ("Manuscript", "Field notes", "Typescript"),
    "audioFileType": ("MP3", "Podcast audio"),
    "audioRecordingFormat": ("CD", "LP", "MP3"),
    "videoRecordingFormat": ("Streaming video", "DVD"),
    "interviewMedium": ("Telephone", "Video call"),
    "artworkMedium": ("Oil on canvas", "Photograph"),
    "artworkSize": ("120 × 80 cm",),
    "scale": ("1:50,000",),
    "runningTime": ("45:12", "1:32:00"),
    "episodeNumber": ("12", "Season 2, Episode 5", "S01E03"),
    "system": ("Windows", "Linux"),
    "programmingLanguage": ("Python", "C++"),
    "identifier": ("doi:10.7910/DVN/ABC",),
    "archiveID": ("arXiv:1901.01234", "4021556"),
    "archive": ("Archivo General de la Nación", "National Security Archive", "", "", "", ""),
    "archiveLocation": ("Fondo DFS, caja 12", "", "", ""),
    "status": ("",),
    "format": ("", "PDF"),
    "seriesText": ("",),
}  # fmt: skip
_BY_TYPE: Mapping[str, Mapping[str, Sequence[str]]] = {
    "newspaperArticle": {"publicationTitle": _PAPERS, "edition": ("Late Edition", "National", "")},
    "magazineArticle": {"publicationTitle": _MAGAZINES},
    "thesis": {"date": ("2016", "2021", "2018-05")},
}
_OFTEN = frozenset(
    [
        "date",
        "publicationTitle",
        "volume",
        "issue",
        "pages",
        "publisher",
        "bookTitle",
        "university",
        "network",
        "seriesTitle",
        "programTitle",
        "institution",
        "websiteTitle",
        "blogTitle",
        "forumTitle",
        "dictionaryTitle",
        "encyclopediaTitle",
        "proceedingsTitle",
        "court",
        "reporter",
        "reporterVolume",
        "firstPage",
        "dateDecided",
        "dateEnacted",
        "code",
        "patentNumber",
        "country",
        "issueDate",
        "repository",
        "studio",
        "distributor",
        "label",
        "thesisType",
        "reportNumber",
        "organization",
        "number",
        "meetingName",
    ]
)
_SILENT = frozenset(
    ["abstractNote", "rights", "libraryCatalog", "callNumber", "citationKey", "journalAbbreviation"]
)


def fresh(count: int = 12, seed: int = 1) -> list[dict[str, Any]]:
    """`count` works of every type as CSL-JSON; one seed, one set."""
    from readinglist.items.schema import item_types

    chance = random.Random(seed)
    kinds = [one for one in item_types() if one not in {"note", "attachment", "annotation"}]
    works = [_work(chance, kind, f"{kind}{number}") for kind in kinds for number in range(count)]
    return [_csl(one) for one in works]


def _csl(data: dict[str, Any]) -> dict[str, Any]:
    item = item_from_json({"key": data["key"], "version": 1, "data": data}, "groups/1")
    return {**to_csl(item), "id": str(data["key"])}


def _work(chance: random.Random, kind: str, key: str) -> dict[str, Any]:
    from readinglist.items.schema import fields_of

    data: dict[str, Any] = {"key": key, "version": 1, "itemType": kind}
    language, title = _title(chance, kind)
    pools = _BY_TYPE.get(kind, {})
    for position, field in enumerate(fields_of(kind)):
        if not position:
            data[field] = title
        elif field == "language":
            data[field] = language
        elif field == "shortTitle":
            if ":" in title and chance.random() < 0.3:
                data[field] = title.split(":")[0]
        elif field not in _SILENT and chance.random() < (0.85 if field in _OFTEN else 0.3):
            data[field] = chance.choice(pools.get(field) or _FIELDS[field])
    return {**data, "creators": _creators(chance, kind)}


def _title(chance: random.Random, kind: str) -> tuple[str, str]:
    if kind in _TITLED:
        return chance.choice(("", "en")), chance.choice(_TITLED[kind])
    draw = chance.random()
    if draw < 0.7:
        return chance.choice(("", "", "en", "en-US", "English")), chance.choice(_ENGLISH)
    if draw < 0.93:
        return chance.choice(("es", "es-MX", "Spanish", "español")), chance.choice(_SPANISH)
    return chance.choice(_OTHER)


def _creators(chance: random.Random, kind: str) -> list[dict[str, str]]:
    from readinglist.items.schema import creator_types

    roles = creator_types(kind)
    if not roles or chance.random() < 0.07:
        return []
    found = [
        _person(chance, roles[0]) for _ in range(chance.choice((1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 7, 9, 22)))
    ]
    if kind == "case" and chance.random() < 0.8:
        found = []
    for role in roles[1:]:
        if chance.random() < (
            0.25 if role in ("editor", "translator", "host", "guest", "director") else 0.06
        ):
            found += [_person(chance, role) for _ in range(chance.choice((1, 1, 2, 3)))]
    return found


def _person(chance: random.Random, role: str) -> dict[str, str]:
    if chance.random() < 0.1:
        return {"creatorType": role, "name": chance.choice(_BODIES)}
    first, last = chance.choice(_PEOPLE)
    return {"creatorType": role, "firstName": first, "lastName": last}
