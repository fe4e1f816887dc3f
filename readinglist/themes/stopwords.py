"""Words that say nothing of what a work is about, in English and Spanish: articles, prepositions, genres."""

from __future__ import annotations

_SHORTEST = 4

STOPWORDS = frozenset(
    """
    about above after again against all also although always among and another any are around because been
    before being below between both but can could did does doing down during each either else even ever every
    few for from further had has have having her here hers him his how however into its itself just less many
    may more most much must near never not now off often once one only onto other others our out over own part
    per rather same she should since some still such than that the their them then there these they this those
    through thus too toward towards two three under until upon upwards use used using very via was were what
    when where whether which while who whom whose why will with within without would yet you your
    analysis approach article based book case cases chapter data essay essays evidence field history
    introduction issue issues method methods model models new note notes paper perspective problem problems
    process question questions report research results review role some studies study survey theory toward
    understanding view views volume work works year years
    algo algunas algunos ante antes aquel aquella aqui asi aun aunque bajo bien cada casi como con contra cual
    cuales cuando cuanto cuatro dada dado del desde despues donde dos durante ella ellas ellos entre era eran
    ese esa eso esos esas esta estan estas este esto estos fue fueron gran grandes hacia haciendo han hasta
    hay
    las les los mas menos mientras mismo misma mucho muchos muy nada nos nosotros nuestra nuestro nueva nuevas
    nuevo nuevos otra otras otro otros para pero poco por porque pues que quien quienes segun ser sido siempre
    sin sino sobre solo son sus tal tambien tan tanto todas todo todos tras tres una unas uno unos usted
    varios
    acerca analisis articulo capitulo caso casos estudio estudios historia informe investigacion introduccion
    libro metodo modelo notas perspectiva problema problemas proceso resultados revision tesis trabajo vision
    """.split()  # noqa: SIM905
)


def is_telling(word: str) -> bool:
    """Whether an evened-out word may say what a work is about: long enough, no number, not in the list."""
    return len(word) >= _SHORTEST and word not in STOPWORDS and not word.isdigit()
