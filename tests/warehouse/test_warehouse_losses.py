"""What is lost or damaged is named with its remedy, and nothing that is still there is overwritten."""

import shutil

import pytest
from warehouse_samples import Story, at, capture, dump, store, verdict

from warehouse.errors import WarehouseError
from warehouse.home import Home
from warehouse.query import run_sql
from warehouse.snapshot import publish
from warehouse.write import Writer


def test_a_lost_writers_file_is_not_begun_anew_over_what_is_published(home: Home) -> None:
    pair = Story(home).pair
    store(home, "run_1", pair)
    judged = verdict(home, pair.conflict_id, "confirmed", at(1))
    with Writer(home) as writer:
        writer.add_verdicts([judged])
    publish(home)
    before, published = dump(home), home.snapshot.read_bytes()
    home.writer_file.unlink()
    for doing in (lambda: store(home, "run_2"), lambda: publish(home)):
        with pytest.raises(WarehouseError, match=f"is lost.*cp {home.snapshot} {home.writer_file}"):
            doing()
    assert (home.snapshot.read_bytes(), home.writer_file.exists()) == (published, False)
    shutil.copyfile(home.snapshot, home.writer_file)  # the remedy
    assert dump(home) == before
    store(home, "run_2", pair, when=at(2))
    publish(home)
    assert run_sql(home, "SELECT status, verdict FROM conflicts").rows == (("persisting", "confirmed"),)


def test_why_a_write_failed_is_told_and_not_what_came_of_that(home: Home) -> None:
    Story(home)
    with Writer(home) as writer:
        writer.connection.execute("ALTER TABLE raw.sighting RENAME TO elsewhere")
        with pytest.raises(WarehouseError, match="sighting does not exist"):
            writer.add_captures([capture(home, "file:///more.txt", b"more", "run_1")])
        writer.connection.execute("ALTER TABLE raw.elsewhere RENAME TO sighting")
        writer.add_captures([capture(home, "file:///more.txt", b"more", "run_1")])
    publish(home)
    assert run_sql(home, "SELECT count(*) FROM captures WHERE requested_url LIKE '%more%'").rows == ((1,),)


def test_a_cut_file_is_called_damaged(home: Home) -> None:
    story = Story(home)
    store(home, "run_1", story.pair)
    content = home.writer_file.read_bytes()
    home.writer_file.write_bytes(content[: len(content) // 2])
    with pytest.raises(WarehouseError, match=r"is damaged: put a backup in its place, see docs/operations\.md"):
        dump(home)
