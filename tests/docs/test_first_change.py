"""docs/developers/first-change.md opens a room: done to the letter, in a copy of the house, it works."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.house import House

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "developers" / "first-change.md").read_text()
FILES = re.findall(r"^### `([\w/.]+)`$.*?^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
LINE = re.search(r'In `chalicelib/rooms.py`, below `"(\w+)",`:\n\n```text\n    "(\w+)",\n```', PAGE)

WRONG = '''"""Lines whose verbs take something else."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.core.context import Ctx
from chalicelib.core.events.facts import Fact, Told
from chalicelib.core.events.flows import Line, OnChange, OnErrand, OnFact
from chalicelib.core.events.lanes import Lane
from chalicelib.core.storage.stock import StockRow
from chalicelib.reminders.errands import SendReminder
from chalicelib.reminders.facts import ReminderRead, ReminderSent
from chalicelib.reminders.store import ReminderRow


def follow(ctx: Ctx, fact: Fact[ReminderRead]) -> None:
    """Of another fact."""


def run(ctx: Ctx, errand: str) -> None:
    """Of no errand."""


def says(row: StockRow) -> Sequence[Told]:
    """Of another row."""
    return []


FLOWS: tuple[Line, ...] = (
    OnFact(ReminderSent, follow, Lane.PEOPLE),
    OnErrand(SendReminder, run),
    OnChange(ReminderRow, says),
)
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy in which the page was followed."""
    assert LINE
    house = House(tmp_path_factory.mktemp("first-change"))
    house.close_room(LINE[2])  # whoever follows the page has it, and runs this
    for name, text in FILES:
        house.write(name, text)
    house.open_room(LINE[2], below=LINE[1])
    return house


def test_the_page_has_a_folder_and_a_line() -> None:
    """What it writes is one folder of the product, its test, and one line: nothing else is edited."""
    assert LINE
    folders = {name.rsplit("/", 1)[0] for name, _ in FILES}
    assert folders == {f"chalicelib/{LINE[2]}", f"tests/{LINE[2]}"}


def test_the_rooms_own_test_passes(house: House) -> None:
    """Door, right, row, fact, due topic, errand and public page work together."""
    house.test("tests/reminders")


def test_what_is_printed_tells_of_the_room(house: House) -> None:
    """The reference and the API document are made anew without an edit, and have the room in them."""
    for command in ("infra.reference", "tests.docs.errors_page", "infra.openapi"):
        answer = house.run("-m", command)
        assert answer.returncode == 0, answer.stderr[-2000:]
    assert "| `UnknownReminder` | 404 |" in (house.folder / "docs" / "developers" / "errors.md").read_text()
    pages = {path.stem: path.read_text() for path in (house.folder / "docs" / "reference").glob("*.md")}
    assert "`reminders.time_has_come`" in pages["flows"]
    assert "`reminder.written`" in pages["facts"]
    assert "`reminders.store.ask`" in pages["access-patterns"]
    assert "`reminders.write`" in pages["rights"]
    assert "| reminders | `reminder` | `member`, `text` |" in pages["personal-data"]
    assert "| reminders | `reminder sent` | INFO |" in pages["log"]
    assert (house.folder / "events" / "facts" / "reminder.read.json").exists()
    assert '"reminders.ReminderPage"' in (house.folder / "docs" / "openapi.json").read_text()


def test_the_room_is_in_the_house_style(house: House) -> None:
    """The page's code passes the checks that every commit passes: style and strict types."""
    for command in (
        ("ruff", "check", "chalicelib/reminders", "tests/reminders"),
        ("ruff", "format", "--check", "chalicelib/reminders", "tests/reminders"),
        ("mypy", "chalicelib/reminders"),
    ):
        answer = house.run("-m", *command)
        assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]


def test_the_page_can_be_followed_where_it_was_followed_before(tmp_path: Path) -> None:
    """Its reader runs this very file at its end: a room that is open is closed before it is opened again."""
    assert LINE
    house = House(tmp_path)
    house.close_room(LINE[2])
    rooms = (house.folder / "chalicelib" / "rooms.py").read_text()
    house.write(f"chalicelib/{LINE[2]}/of_an_earlier_try.py", "")
    house.open_room(LINE[2], below=LINE[1])
    house.close_room(LINE[2])
    assert (house.folder / "chalicelib" / "rooms.py").read_text() == rooms
    assert not (house.folder / "chalicelib" / LINE[2]).exists()


def test_the_types_refuse_a_line_whose_verb_takes_something_else(house: House) -> None:
    """A verb of another fact or errand, and what another row says: mypy names each line of the list."""
    house.write("chalicelib/reminders/wrong.py", WRONG)
    answer = house.run("-m", "mypy", "chalicelib/reminders/wrong.py")
    (house.folder / "chalicelib" / "reminders" / "wrong.py").unlink()
    refused = re.findall(r'Argument 2 to "(\w+)" has incompatible type', answer.stdout)
    assert refused == ["OnFact", "OnErrand", "OnChange"], answer.stdout[-4000:] + answer.stderr[-2000:]
