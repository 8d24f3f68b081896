"""Whoever is woken finds a page, and the page says what to do."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from chalicelib import rooms
from chalicelib.core.ops import catalogue
from infra import redrive
from tests.support.markdown import ROOT, quoted, rows

TEMPLATE = (ROOT / "infra" / "template.yaml").read_text()
RUNBOOK = ROOT / "docs" / "runbook"
ALARMS = sorted(set(re.findall(r'(?:Alarm|Budget)Name: !Sub "\$\{AWS::StackName\}-([\w-]+)"', TEMPLATE)))
DESCRIBED = sorted(set(re.findall(r'AlarmDescription: "docs/runbook/([\w-]+)\.md:', TEMPLATE)))
EVENTS = [*catalogue.EVENTS, *(event for room in rooms.rooms() for event in room.logged)]
METRICS = [*catalogue.METRICS, *(metric for room in rooms.rooms() for metric in room.counted)]
PARTS = ("**What it means.**", "**How to look.**", "**How to fix.**", "**How to redrive.**")


def _page_of(alarm: str) -> str:
    of_functions = ("functions-failing", "throttled-functions", "lanes-waiting", "dead-due", "dead-jobs")
    shared = (*of_functions, "throttled-tables", "api-failing", "api-refusing")
    return next((page for page in shared if alarm.startswith(page)), alarm)


def test_there_are_alarms() -> None:
    """The list below is not empty by mistake."""
    rings = ("Type: AWS::CloudWatch::Alarm", "Type: AWS::Budgets::Budget")
    assert len(ALARMS) == sum(map(TEMPLATE.count, rings))


@pytest.mark.parametrize("alarm", ALARMS)
def test_every_alarm_has_a_page_with_all_parts(alarm: str) -> None:
    """Named after the alarm; what it means, how to look, how to fix, how to redrive."""
    text = (RUNBOOK / f"{_page_of(alarm)}.md").read_text()
    assert [part for part in PARTS if part not in text] == []
    assert text.startswith(f"# {_page_of(alarm)} ")


def _endings(alarm: str) -> set[str]:
    """What a page that several alarms share must say to be of this one: the end of its name, or the log it is in."""
    ending = alarm.removeprefix(_page_of(alarm)).removeprefix("-")
    resource = "".join(part.capitalize() for part in re.split("[-_]", ending))
    return {f"`{ending}`", f"`{alarm}`", f"{resource}Log", f"{resource}Dead", f"{resource}Table"} if ending else {""}


@pytest.mark.parametrize("alarm", [alarm for alarm in ALARMS if alarm != _page_of(alarm)])
def test_a_page_of_several_alarms_knows_each(alarm: str) -> None:
    """Whoever is woken by one of them finds it there: by its name's end, its function's log, its queue or table."""
    text = (RUNBOOK / f"{_page_of(alarm)}.md").read_text()
    by_shape = _page_of(alarm) == "throttled-functions" and "the alarm's name ends with which" in text
    assert by_shape or any(said in text for said in _endings(alarm)), _endings(alarm)


def test_a_page_that_forgets_one_of_its_alarms_is_noticed() -> None:
    """The negative control: a lane that no page knows."""
    text = (RUNBOOK / "lanes-waiting.md").read_text()
    assert not any(said in text for said in _endings("lanes-waiting-parcels"))


def test_descriptions_lead_to_the_pages_and_the_index_has_them_all() -> None:
    """The alarm's text, the index and the files agree."""
    names = {_page_of(alarm) for alarm in ALARMS}
    assert set(DESCRIBED) | {"day-budget"} == names  # a budget has no description: its name is the page's
    told = {
        quoted(row[0])[0].removesuffix("-*")
        for row in rows((RUNBOOK / "README.md").read_text(), "alarm")
        if quoted(row[0])
    }
    assert told == names


def test_no_page_is_for_an_alarm_that_is_gone() -> None:
    """Every other page is one that has no alarm."""
    others = {"README", "provision", "rotation", "restore", "who-did-it"}
    assert {page.stem for page in RUNBOOK.glob("*.md")} - others == {_page_of(alarm) for alarm in ALARMS}


def looked_at(text: str) -> set[str]:
    """What the commands of a page ask the names of, one by one or each of a list."""
    each = [word for words in re.findall(r"^for \w+ in ([\w ]+);", text, re.MULTILINE) for word in words.split()]
    lists = re.findall(r"^for (\w+) in [\w ]+;", text, re.MULTILINE)
    asked = set(re.findall(r'\$\(name "\$(\w+)"\)', text))
    return set(re.findall(r"\$\(name (\w+)\)", text)) | (set(each) if asked & set(lists) else set())


# Of an event that several functions meet, the logs in which it stands: a page that looks in one finds nothing.
MET_BY = {
    "set-aside": {"DoorLog", "OnCallbackLog"},  # a stale one is set aside at the door
    "refund-stuck": {"OnCallbackLog", "SendMoneyLog"},  # told by a notice, or by whoever asked
    "payment-mismatched": {"OnCallbackLog", "SendMoneyLog", "OnFactLog", "OnPromiseLog"},
    "refused-for-good": {"OnCallbackLog", "OnJobLog", "SendMarksLog", "SendMassLog"},
    "passed-over": {
        "OnChangeLog",
        "OnFactLog",
        "OnBatchLog",
        "OnPromiseLog",
        "OnPeopleLog",
        "OnDueLog",
        "OnDueBulkLog",
    },
    "due-failing": {"OnDueLog", "OnDueBulkLog"},
}


@pytest.mark.parametrize(("page", "logs"), MET_BY.items())
def test_a_page_looks_in_every_log_where_its_event_may_stand(page: str, logs: set[str]) -> None:
    """Each function writes a log of its own."""
    assert logs <= looked_at((RUNBOOK / f"{page}.md").read_text())


def test_every_resource_that_a_page_looks_at_is_in_the_template() -> None:
    """`$(name Something)` is a logical id of ours, or of the functions that Chalice makes."""
    logical = set(re.findall(r"^  (\w+):", TEMPLATE, re.MULTILINE))
    named = {name for page in RUNBOOK.glob("*.md") for name in looked_at(page.read_text())}
    named -= {"ReadThrottleEvents", "WriteThrottleEvents"}  # what throttled-tables goes through
    assert {"DoorLog", "OnDueBulk"} <= named
    assert named <= logical


def test_every_variable_that_a_page_uses_is_explained() -> None:
    """A name in capitals in a command is set on the first page, or is a number that one looks at."""
    known = {"PUBLIC_URL", "TOKEN"}
    assert known <= set(re.findall(r"(\w+)=", (RUNBOOK / "README.md").read_text()))
    for page in RUNBOOK.glob("*.md"):
        used = set(re.findall(r"\$\{?([A-Z][A-Z_]+)", page.read_text())) - known
        assert used <= {"NUMBER", "REFUND"}, page.name  # what is looked at: the number of the payment, of its refund


def test_every_redrive_that_a_page_tells_is_one_the_command_takes() -> None:
    """Each on the page of its dead letters."""
    for what in (*redrive.QUEUES, *redrive.STREAMS):
        page = (RUNBOOK / f"{_page_of(f'dead-{what}')}.md").read_text()
        assert f"-m infra.redrive --stack siyu-prod {what}\n" in page


def events_shown(text: str) -> list[str]:
    """The events that a page's commands look for, `*` for any ending."""
    return re.findall(r'\$\.event = "([^"]+)"', text)


def metrics_shown(text: str) -> list[tuple[str, frozenset[str]]]:
    """The counts of ours that a page's commands ask for, with the dimensions they name."""
    commands = [line for line in text.splitlines() if "--namespace Siyu " in line]
    names = [match[1] for line in commands if (match := re.search(r"--metric-name (\w+)", line))]
    return [(name, frozenset(re.findall(r"Name=(\w+)", line))) for name, line in zip(names, commands, strict=True)]


@pytest.mark.parametrize("page", sorted(RUNBOOK.glob("*.md")), ids=lambda page: page.stem)
def test_what_a_page_looks_for_is_in_the_catalogue_and_leads_back_to_it(page: Path) -> None:
    """A filter for an event that is called otherwise finds nothing, and says that nothing is wrong."""
    text = page.read_text()
    for shown in events_shown(text):
        pages = {event.page for event in EVENTS if fnmatch(event.name, shown)}
        assert page.stem in pages, f"{shown!r} leads to {pages}"
    for name, dimensions in metrics_shown(text):
        assert (name, dimensions) in {(metric.name, metric.dimensions) for metric in METRICS}


def test_a_filter_is_found_on_a_page() -> None:
    """The negative control, and the pages have some."""
    assert events_shown("--filter-pattern '{ $.event = \"refund*\" }'") == ["refund*"]
    command = "get-metric-statistics --namespace Siyu --metric-name W --dimensions Name=corp,Value=a Name=b,Value=c"
    assert metrics_shown(command) == [("W", frozenset({"corp", "b"}))]
    assert [page.stem for page in RUNBOOK.glob("*.md") if events_shown(page.read_text())]


def test_every_event_and_metric_leads_to_a_page_that_is_there() -> None:
    """Whoever finds a line in the log finds what to do."""
    pages = {page.stem for page in RUNBOOK.glob("*.md")}
    named = {event.page for event in EVENTS} | {metric.page for metric in METRICS}
    assert named - {""} <= pages
