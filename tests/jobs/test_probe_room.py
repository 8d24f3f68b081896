"""A room that is opened with a kind of job and files of its own works with nothing edited but its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.house import House

NAME = "scores"
FILES = {
    "__init__.py": '"""分数: a room that a test opens."""\n',
    "room.py": '''
"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, Right
from chalicelib.core.room import Room
from chalicelib.scores.jobs import ImportScores

IMPORT = Right("scores.import", "导入分数", "Import scores", CAMPAIGNERS)

ROOM = Room(name="scores", zh="分数", en="Scores", tag="scores", jobs=(ImportScores,), rights=(IMPORT,))
''',
    "jobs.py": '''
"""Long work of this room."""

from __future__ import annotations

from chalicelib.core.ops.jobs import Job, job


@job("import_scores", zh="导入分数", en="Import scores")
class ImportScores(Job, frozen=True, kw_only=True):
    """Read a file of `imports`, one score a line."""

    file: str
''',
    "shapes.py": '''
"""What the doors of scores take and give."""

from __future__ import annotations

import msgspec


class Place(msgspec.Struct, frozen=True):
    """Where to upload the file, and what it is called."""

    file: str
    url: str
    fields: dict[str, str]


class Import(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was uploaded."""

    file: str


class Started(msgspec.Struct, frozen=True):
    """The job that works on it."""

    job_id: str


class Result(msgspec.Struct, frozen=True):
    """Where to download what came of it."""

    url: str
''',
    "service.py": '''
"""The verbs of scores."""

from __future__ import annotations

from chalicelib.core import sheets
from chalicelib.core.context import Ctx
from chalicelib.core.ops import jobs
from chalicelib.core.ops.jobs import Reject, Step, Why, Work
from chalicelib.core.storage import files
from chalicelib.core.storage.files import Area
from chalicelib.scores.jobs import ImportScores
from chalicelib.scores.shapes import Place, Result, Started

NO_NUMBER = Why("不是数字", "This is no number")


def place(ctx: Ctx) -> Place:
    """Where to upload a file."""
    name = f"scores/{ctx.new_id()}.csv"
    upload = files.upload(ctx, Area.IMPORTS, name, sheets.MEDIA_TYPE, 1_000_000)
    return Place(name, upload.url, upload.fields)


def start(ctx: Ctx, file: str) -> Started:
    """Work on it."""
    return Started(jobs.start(ctx, ImportScores(file=file)))


def result(ctx: Ctx, job_id: str) -> Result:
    """Where what came of it is."""
    return Result(files.download(ctx, Area.EXPORTS, f"scores/{job_id}.csv", "分数.csv").url)


def step(ctx: Ctx, work: Work[ImportScores]) -> Step:
    """All of it at once: it is a small file."""
    lines = [line.text for line in files.lines(ctx, Area.IMPORTS, work.args.file)]
    good = [int(line) for line in lines if line.isdigit()]
    body = sheets.head(["分数"]) + sheets.rows([one] for one in good)
    files.put(ctx, Area.EXPORTS, f"scores/{work.job}.csv", body, sheets.MEDIA_TYPE)
    rejects = [Reject(number, NO_NUMBER) for number, line in enumerate(lines, 1) if not line.isdigit()]
    return Step(cursor=None, done=len(good), total=len(lines), rejects=rejects)
''',
    "flows.py": '''
"""What follows from what, in this room."""

from __future__ import annotations

from chalicelib.core.events.flows import Line, OnJob
from chalicelib.scores import service
from chalicelib.scores.jobs import ImportScores

FLOWS: tuple[Line, ...] = (OnJob(ImportScores, service.step),)
''',
    "routes.py": '''
"""Doors of scores."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.http.routes import Routes
from chalicelib.scores import service
from chalicelib.scores.room import IMPORT, ROOM
from chalicelib.scores.shapes import Import, Place, Result, Started

routes = Routes(ROOM)


@routes.post("/admin/v1/score-files", allow=IMPORT, summary=("上传分数", "Upload scores"), answer=Place, status=201)
def place_scores(ctx: Ctx) -> Place:
    return service.place(ctx)


@routes.post(
    "/admin/v1/score-imports",
    allow=IMPORT,
    summary=("导入分数", "Import scores"),
    body=Import,
    answer=Started,
    status=201,
)
def import_scores(ctx: Ctx, body: Import) -> Started:
    return service.start(ctx, body.file)


@routes.get(
    "/admin/v1/score-imports/{job_id}/file", allow=IMPORT, summary=("下载分数", "Download scores"), answer=Result
)
def download_scores(ctx: Ctx, job_id: str) -> Result:
    return service.result(ctx, job_id)
''',
}
TEST = '''
"""A file goes up by a link, is worked on, and comes down by a link."""

from __future__ import annotations

from chalicelib.core.moments import NEVER
from chalicelib.core.storage.files import Link, Upload
from tests.support import files as browser
from tests.support.stack import Stack


def test_a_file_is_uploaded_imported_and_downloaded_at_doors(stack: Stack) -> None:
    """The bad line is listed, the good ones come back."""
    browser.open_bucket()
    owner = stack.operator()
    place = owner.post("/admin/v1/score-files").json()
    assert browser.post(Upload(place["url"], place["fields"], NEVER), b"1\\nx\\n2\\n") == 204
    job = owner.post("/admin/v1/score-imports", {"file": place["file"]}).json()["job_id"]
    stack.drain()
    told = owner.get(f"/admin/v1/jobs/{job}").json()
    assert (told["state"], told["done"], told["total"], told["name_zh"]) == ("done", 2, 3, "导入分数")
    assert [one["line"] for one in owner.get(f"/admin/v1/jobs/{job}/rejects").json()["items"]] == [2]
    link = owner.get(f"/admin/v1/score-imports/{job}/file").json()["url"]
    status, name, body = browser.fetch(Link(link, NEVER))
    assert (status, name, body.decode()) == (200, "分数.csv", "\\ufeff分数\\r\\n1\\r\\n2\\r\\n")
'''
WRONG = '''
"""A step that takes another job."""

from __future__ import annotations

from chalicelib.core.context import Ctx
from chalicelib.core.events.flows import Line, OnJob
from chalicelib.core.ops.jobs import Job, Step, Work, job
from chalicelib.scores.jobs import ImportScores


@job("other", zh="另", en="Other")
class Other(Job, frozen=True, kw_only=True):
    """Another job."""


def step(ctx: Ctx, work: Work[Other]) -> Step:
    """Of another job."""
    return Step(cursor=None)


FLOWS: tuple[Line, ...] = (OnJob(ImportScores, step),)
'''


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A copy in which the room is open."""
    house = House(tmp_path_factory.mktemp("probe"))
    for name, text in FILES.items():
        house.write(f"chalicelib/{NAME}/{name}", text.removeprefix("\n"))
    house.write(f"tests/{NAME}/__init__.py", "")
    house.write(f"tests/{NAME}/test_{NAME}.py", TEST.removeprefix("\n"))
    house.open_room(NAME)
    return house


def test_its_job_its_files_and_its_doors_work(house: House) -> None:
    """From a presigned upload to a presigned download, with the bad line listed."""
    house.test(f"tests/{NAME}")


def test_its_job_stands_in_the_reference(house: House) -> None:
    """Printed from the declaration."""
    answer = house.run("-m", "infra.reference")
    assert answer.returncode == 0, answer.stderr[-2000:]
    flows = (house.folder / "docs" / "reference" / "flows.md").read_text()
    assert "| `import_scores` | 导入分数 | Import scores | `file` | `scores.step` |" in flows


def test_the_types_refuse_a_step_of_another_job(house: House) -> None:
    """And take the room as it is."""
    path = Path("chalicelib") / NAME
    house.write(str(path / "wrong.py"), WRONG)
    answer = house.run("-m", "mypy", str(path))
    (house.folder / path / "wrong.py").unlink()
    assert answer.stdout.count("error:") == 1, answer.stdout[-4000:]
    assert 'error: Argument 2 to "OnJob" has incompatible type' in answer.stdout
