"""A passage cut anew by later code stands for the one known before: from then on, and not as of before."""

from warehouse_samples import Story, at, claim, conflict, store, verdict

from warehouse import ids
from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.snapshot import publish
from warehouse.write import Writer


def test_what_was_cut_otherwise_later_was_not_known_then(home: Home) -> None:
    """One passage, cut anew by later code and judged again: each moment tells what stood then."""
    story = Story(home)
    courier, post = story.articles
    store(home, "run_1", story.pair, when=at(1))
    first = verdict(home, story.pair.conflict_id, "not_a_conflict", at(2), "v_1")
    longer = [claim(courier, "Nine people died in the fire"), story.claims[1]]
    again = conflict(*longer)
    key = ids.passage_key(courier.article_id, longer[0].quote, post.article_id, longer[1].quote)
    with Writer(home, at(3)) as writer:
        writer.add_verdicts([first])
        writer.add_claims([(each.article_id, each.version) for each in story.articles], "code-2", longer)
        writer.add_carried([(key, "number", first.passage_key)])
    store(home, "run_2", again, when=at(3))
    second = verdict(home, again.conflict_id, "confirmed", at(5), "v_2")
    assert second.passage_key == key
    with Writer(home) as writer:
        writer.add_verdicts([second])
    store(home, "run_3", story.pair, when=at(6))
    publish(home)
    then = {
        hours: run_sql(
            home, f"SELECT conflict_id, status, verdict, first_run FROM conflicts_as_of(TIMESTAMP '{at(hours)}')"
        ).rows
        for hours in (0.5, 1.5, 2.5, 4, 5.5, 7)
    }
    old, new = story.pair.conflict_id, again.conflict_id
    assert then == {
        0.5: (),
        1.5: ((old, "new", None, "run_1"),),
        2.5: ((old, "new", "not_a_conflict", "run_1"),),
        4: ((new, "persisting", "not_a_conflict", "run_1"),),
        5.5: ((new, "persisting", "confirmed", "run_1"),),
        7: ((old, "persisting", "confirmed", "run_1"),),
    }
