"""Which themes items get: rules, evidence, near misses, and hand decisions over all."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.items import Item
from readinglist.themes.assign import assign, explain
from readinglist.themes.decisions import Decision
from readinglist.themes.evidence import assignments_from_json, assignments_to_json, scores_to_json
from readinglist.themes.vocabulary import Vocabulary

Load = Callable[[str], Vocabulary]
Make = Callable[..., Item]

TEXT = """
[words]
coins = ["bitcoin", "monero"]

[[themes]]
id = "markets"
label.en = "Darknet markets"
[themes.rules]
strong = ["silk road"]
good = ["vendor", "market & drug"]
weak = ["forum"]
against = ["silk road economic"]
tags = ["Cryptomarkets"]
collections = ["Dark"]

[[themes]]
id = "money"
label.en = "Money"
alt.es = ["Lavado de dinero"]
[themes.rules]
strong = ["@coins"]
item_types = { dataset = 0.5 }
es.strong = ["blanqueo"]

[[themes]]
id = "rest"
label.en = "The rest"
[themes.rules]
otherwise = ["mexico"]
"""


@pytest.fixture
def vocabulary(vocabulary_of: Load) -> Vocabulary:
    return vocabulary_of(TEXT)


def themes(vocabulary: Vocabulary, item: Item) -> list[str]:
    return [one.theme for one in assign(vocabulary, item)]


def verdicts(vocabulary: Vocabulary, item: Item) -> dict[str, str]:
    return {one.theme: one.verdict for one in explain(vocabulary, item)}


def test_a_strong_term_in_the_title_is_enough_and_its_evidence_says_why(
    vocabulary: Vocabulary, item_of: Make
) -> None:
    (given,) = assign(vocabulary, item_of("Lost on the <i>Silk Road</i>: drugs"))
    assert (given.theme, given.score, given.threshold, given.origin) == ("markets", 1.0, 1.0, "rule")
    (reason,) = given.evidence
    assert (reason.field, reason.words, reason.weight) == ("title", "Silk Road", 1.0)
    assert reason.context == "Lost on the Silk Road: drugs"
    assert (reason.rule, reason.line) == ("strong: silk road", 9)


def test_weaker_terms_add_up_and_fields_weigh_differently(vocabulary: Vocabulary, item_of: Make) -> None:
    assert themes(vocabulary, item_of("Vendors of a market for drugs")) == ["markets"]
    scores = explain(vocabulary, item_of("x", abstract="The vendors", note="<p>a forum</p>"))
    assert (scores[0].theme, scores[0].score, scores[0].verdict) == ("markets", 0.63, "assigned")  # rescued
    assert scores[0].threshold == 0.5


def test_a_term_counts_once_in_its_heaviest_field(vocabulary: Vocabulary, item_of: Make) -> None:
    (given,) = assign(vocabulary, item_of("Silk Road", abstract="Silk Road, Silk Road", tags=("silk road",)))
    assert given.score == 1.0


def test_a_term_of_two_sides_counts_where_its_field_weighs_most(vocabulary_of: Load, item_of: Make) -> None:
    rules = '[themes.rules]\nstrong = ["whale ~ sonar"]\n[assignment.fields]\ntitle = 0.5\nabstract = 2'
    vocabulary = vocabulary_of(f'[[themes]]\nid = "sound"\nlabel.en = "Hearing"\n{rules}')
    (score,) = explain(vocabulary, item_of("Whales and sonar", abstract="The sonar of a whale"))
    assert (score.score, score.evidence[0].field) == (2.0, "abstract")


def test_a_longer_term_takes_the_words_of_a_shorter_one(vocabulary: Vocabulary, item_of: Make) -> None:
    def score(title: str) -> float:
        return next(one.score for one in explain(vocabulary, item_of(title)) if one.theme == "markets")

    assert score("China's Silk Road Economic Belt") == -0.6
    assert score("The Silk Road and the Silk Road Economic Belt") == 0.4


def test_a_term_with_sides_apart_leaves_a_heavier_one_in_it_alone(vocabulary_of: Load, item_of: Make) -> None:
    rules = '[themes.rules]\nstrong = ["sea ice"]\ngood = ["sea ice ~ whale"]\nignore = ["ice ~ cream"]\n'
    vocabulary = vocabulary_of('[[themes]]\nid = "poles"\nlabel.en = "Zz"\n' + rules)
    (both,) = explain(vocabulary, item_of("Sea ice and the whale"))
    assert both.score == 1.6
    assert [reason.weight for reason in both.evidence] == [1.0, 0.6]
    (alone,) = explain(vocabulary, item_of("Sea ice"))
    assert alone.score == 1.0


def test_ignored_words_mean_nothing_and_keep_their_parts_from_counting(
    vocabulary_of: Load, item_of: Make
) -> None:
    vocabulary = vocabulary_of(TEXT.replace('weak = ["forum"]', 'ignore = ["forum of vendors"]'))
    (best, *_) = explain(vocabulary, item_of("A forum of vendors"))
    assert (best.score, best.evidence) == (0, ())


def test_terms_in_two_fields_can_make_one_term(vocabulary: Vocabulary, item_of: Make) -> None:
    scores = explain(vocabulary, item_of("A market", tags=("drug",)))
    assert scores[0].evidence[0].field == "title + tags"


def test_tags_and_collections_decide_outright(vocabulary: Vocabulary, item_of: Make) -> None:
    assert themes(vocabulary, item_of("Nothing", tags=("cryptomarkets",))) == ["markets"]
    placed = item_of("Nothing", collections=("AB",))
    assert [one.theme for one in assign(vocabulary, placed, {"AB": "dark"})] == ["markets"]
    assert assign(vocabulary, placed, {}) == ()


def test_item_types_and_labels_take_part(vocabulary: Vocabulary, item_of: Make) -> None:
    assert themes(vocabulary, item_of("Numbers", item_type="dataset")) == ["money"]
    assert themes(vocabulary, item_of("El lavado de dinero", language="es")) == ["money"]


def test_rules_of_one_language_are_read_only_there(vocabulary: Vocabulary, item_of: Make) -> None:
    assert themes(vocabulary, item_of("Blanqueo", language="es-MX")) == ["money"]
    assert themes(vocabulary, item_of("Blanqueo", language="")) == ["money"]
    assert themes(vocabulary, item_of("Blanqueo", language="English")) == []


def test_otherwise_counts_only_where_no_theme_has_claimed_the_item(
    vocabulary: Vocabulary, item_of: Make
) -> None:
    assert themes(vocabulary, item_of("A history of Mexico")) == ["rest"]
    assert themes(vocabulary, item_of("Bitcoin in Mexico")) == ["money"]


def test_otherwise_does_not_outweigh_what_speaks_against(vocabulary_of: Load, item_of: Make) -> None:
    vocabulary = vocabulary_of(
        TEXT.replace('otherwise = ["mexico"]', 'otherwise = ["mexico"]\nagainst = ["gulf"]')
    )
    assert themes(vocabulary, item_of("The Gulf of Mexico")) == []


def test_near_misses_are_told_apart(vocabulary: Vocabulary, item_of: Make) -> None:
    found = verdicts(vocabulary, item_of("Bitcoin vendors in a forum", tags=("monero",)))
    assert found == {"money": "assigned", "markets": "near", "rest": "below"}


def test_share_and_most_limit_the_themes(vocabulary_of: Load, item_of: Make) -> None:
    many = "".join(f'[[themes]]\nid = "t{n}"\nlabel.en = "Word{n}"\n' for n in range(5))
    vocabulary = vocabulary_of("[assignment]\nmost = 2\n" + many)
    found = verdicts(vocabulary, item_of("word0 word1 word2"))
    assert list(found.values()) == ["assigned", "assigned", "crowded", "below", "below"]
    vocabulary = vocabulary_of("[assignment]\nshare = 1\n" + TEXT)
    assert verdicts(vocabulary, item_of("bitcoin monero on the silk road"))["markets"] == "outdone"


def test_hand_decisions_show_as_such(vocabulary_of: Load, item_of: Make) -> None:
    vocabulary = vocabulary_of(
        TEXT + '[decisions]\nsome2020key = { include = ["rest"], exclude = ["money"] }\n'
    )
    item = item_of("Bitcoin on the Silk Road")
    given = assign(vocabulary, item)
    assert [(one.theme, one.origin) for one in given] == [("rest", "include"), ("markets", "rule")]
    assert given[0].evidence[0].rule == "include: some2020key"
    assert given[0].evidence[0].line > 0
    assert verdicts(vocabulary, item)["money"] == "excluded"


WORDS = ["bitcoin", "monero", "silk", "road", "vendor", "forum", "market", "drug", "mexico", "economic", "x"]
TITLES = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
THEMES = st.sets(st.sampled_from(["markets", "money", "rest"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLES, tag=TITLES, include=THEMES, exclude=THEMES)
def test_include_and_exclude_always_win(
    vocabulary: Vocabulary, item_of: Make, title: str, tag: str, include: set[str], exclude: set[str]
) -> None:
    decision = Decision("k", tuple(include - exclude), tuple(exclude))
    decided = dataclasses.replace(vocabulary, decisions={"k": decision})
    item = item_of(title, tags=(tag, "Cryptomarkets"), citation_key="k")
    given_themes = set(themes(decided, item))
    assert include - exclude <= given_themes
    assert not exclude & given_themes


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLES, abstract=TITLES)
def test_the_same_item_always_gets_the_same(
    vocabulary: Vocabulary, vocabulary_of: Load, item_of: Make, title: str, abstract: str
) -> None:
    item = item_of(title, abstract=abstract)
    again = vocabulary_of(TEXT)
    assert json.dumps(assignments_to_json(assign(vocabulary, item))) == json.dumps(
        assignments_to_json(assign(again, item))
    )
    assert explain(vocabulary, item) == explain(again, item)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=TITLES)
def test_explain_and_assign_agree(vocabulary: Vocabulary, item_of: Make, title: str) -> None:
    item = item_of(title)
    scores = explain(vocabulary, item)
    assert {one.theme for one in scores} == set(vocabulary.ids)
    assert themes(vocabulary, item) == [
        one.theme for one in scores if one.verdict in ("assigned", "included")
    ]


def test_assignments_survive_json(vocabulary: Vocabulary, item_of: Make) -> None:
    item = item_of("Bitcoin on the Silk Road", abstract="é\x1b[31m <b>")
    given = assign(vocabulary, item)
    assert assignments_from_json(json.loads(json.dumps(assignments_to_json(given)))) == given
    assert json.dumps(scores_to_json(explain(vocabulary, item)))


@pytest.mark.parametrize("item_type", ["book", "notAType", "podcast"])
@given(text=st.text(max_size=40))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_any_item_can_be_judged(vocabulary: Vocabulary, item_of: Make, item_type: str, text: str) -> None:
    item = item_of(text, abstract=text, tags=(text,), note=text, language=text, item_type=item_type)
    assert len(explain(vocabulary, item)) == 3


def test_a_vocabulary_without_themes_gives_none(vocabulary_of: Load, item_of: Make) -> None:
    assert assign(vocabulary_of(""), item_of("Bitcoin")) == ()
