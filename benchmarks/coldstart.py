"""Cold start of the real package beside two bare functions, in Lambda's real Python runtime.

The bare ones: Chalice and PynamoDB, as it was first compared; and Chalice, PynamoDB, boto3 and Powertools, which the
product is to be made of.
"""

from __future__ import annotations

import compileall
import os
import py_compile
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import runtime
from benchmarks.bench_stack import engine
from benchmarks.handler import ready_live_code
from benchmarks.report import Section, median, spread
from tests.support.http import _event as rest_event
from tests.support.stack import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "dist" / "deployment.zip"
BARE = """
import os
from chalice.app import Chalice, Response
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model
{more}
class Visit(Model):
    class Meta:
        table_name = os.environ["SIYU_FACTS_TABLE"]
        region = "us-east-1"
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

app = Chalice(app_name="bare")

@app.route("/c/{{entry}}")
def show(entry):
    {save}
    return Response("<html></html>", {{"Content-Type": "text/html"}})
"""
BOTO3 = """
import boto3
from aws_lambda_powertools import Logger, Metrics
logger, metrics = Logger(service="bare"), Metrics(namespace="Bare", service="bare")
client = boto3.client("dynamodb", region_name="us-east-1")
"""
BOTO3_SAVE = (
    'client.put_item(TableName=os.environ["SIYU_FACTS_TABLE"], Item={"pk": {"S": "bare"}, "sk": {"S": entry}}); '
    'logger.info("saved"); metrics.add_metric("Saved", "Count", 1); metrics.flush_metrics()'
)
# What the product takes of Powertools, as if it were nothing.
NO_POWERTOOLS = {
    "logging/formatter.py": "class BasePowertoolsFormatter:\n    pass\n",
    "logging/logger.py": "class Logger:\n    def __init__(self, **_):\n        pass\n",
    "metrics/provider/cloudwatch_emf/cloudwatch.py": "class AmazonCloudWatchEMFProvider:\n    pass\n",
}
OURS = 'session().client(service, config=FILES if service == "s3" else CLIENT)'
OURS_BOTOCORE = "__import__('botocore.session').session.get_session().create_client(service, config=CLIENT)"


def _bare(folder: Path) -> None:
    _replace_app(folder, BARE.format(more="", save='Visit("bare", entry).save()'))


def _bare_of_the_card(folder: Path) -> None:
    _replace_app(folder, BARE.format(more=BOTO3, save=BOTO3_SAVE))


def _without_powertools(folder: Path) -> None:
    package = folder / "aws_lambda_powertools"
    shutil.rmtree(package)
    for name, text in NO_POWERTOOLS.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    _compile(package)


def _without_boto3(folder: Path) -> None:
    path = folder / "chalicelib" / "core" / "aws.py"
    text = path.read_text()
    if OURS not in text:
        raise AssertionError("core/aws.py makes its clients otherwise")
    lazy = text.replace(OURS, OURS_BOTOCORE).replace("import boto3.session\n", "")
    path.write_text(lazy)
    _compile(path.parent)


# What is made of the unzipped package, by the name in the table. The first is what the others are compared with.
VARIANTS: dict[str, Callable[[Path], None]] = {
    "bare: chalice, pynamodb, botocore": _bare,
    "bare: chalice, pynamodb, boto3, Powertools": _bare_of_the_card,
    "siyu without Powertools": _without_powertools,
    "siyu": lambda folder: None,
    "siyu, botocore without boto3": _without_boto3,
}
FIRST = next(iter(VARIANTS))


def measure(quick: bool) -> Section:
    """First invocations, the variants in turn."""
    runs = 3 if quick else 9
    section = Section(
        "Cold start",
        f"First invocation of a scan: runtime, imports, one page, DynamoDB Local; median (range) of {runs}, ms.",
        ["function", "bytecode", "first invocation", "CPU", "CPU over bare", "warm"],
    )
    runtime.prepare()
    with tempfile.TemporaryDirectory(dir=_scratch()) as scratch, engine() as running:
        code = ready_live_code(running)
        event = rest_event("GET", f"/c/demo-{code}", None, {}, ["/c/{entry}"])
        folders = _variants(Path(scratch))
        found: dict[tuple[str, str], list[Start]] = {name: [] for name in folders}
        for _ in range(runs):
            for name, folder in folders.items():
                found[name].append(_start(folder, event))
    _rows(section, found)
    section.notes += NOTES
    return section


NOTES = (
    "Bare: one route, one write; from the same pruned libraries. The page of ours also loads Jinja2.",
    "Without Powertools: what we take of it, replaced by empty classes. Without boto3: botocore alone.",
    "CPU is what the function's processes used until the first answer, which other load on the machine moves less.",
    "The emulator starts the runtime at the first invocation: Lambda's INIT and invoke in one figure.",
)


class Start(NamedTuple):
    """A fresh function: milliseconds to its first answer, of CPU until then, and of an answer when warm."""

    first: float
    cpu: float
    warm: float


def _scratch() -> Path:
    folder = ROOT / ".local" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _variants(scratch: Path) -> dict[tuple[str, str], Path]:
    if not PACKAGE.exists():
        subprocess.run([sys.executable, "-m", "infra.package"], cwd=ROOT, check=True)
    folders = {}
    for number, (name, make) in enumerate(VARIANTS.items()):
        for bytecode in ("with", "without"):
            folder = scratch / f"{number}-{bytecode}"
            with zipfile.ZipFile(PACKAGE) as archive:
                archive.extractall(folder)
            make(folder)
            if bytecode == "without":
                _strip(folder)
            folders[(name, bytecode)] = folder
    return folders


def _replace_app(folder: Path, text: str) -> None:
    shutil.rmtree(folder / "chalicelib")
    (folder / "app.py").write_text(text)
    shutil.rmtree(folder / "__pycache__", ignore_errors=True)
    compileall.compile_dir(str(folder), maxlevels=0, quiet=1)


def _compile(folder: Path) -> None:
    """As infra/package.py does: bytecode that is trusted without looking at the source's time."""
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(str(folder), quiet=1, force=True, invalidation_mode=mode)


def _strip(folder: Path) -> None:
    for path in list(folder.rglob("__pycache__")):
        shutil.rmtree(path)


def _start(folder: Path, event: dict[str, Any]) -> Start:
    wanted = {name: os.environ[name] for name in [*ENVIRONMENT, "AWS_ENDPOINT_URL_DYNAMODB"]}
    with runtime.function(folder, {**wanted, "PYTHONDONTWRITEBYTECODE": "1"}) as (url, session):
        first, answer = runtime.invoke(url, event)
        cpu = runtime.cpu_of(session)
        if answer.get("statusCode") != 200:
            raise AssertionError(answer)
        return Start(first, cpu, median([runtime.invoke(url, event)[0] for _ in range(15)]))


def _rows(section: Section, found: dict[tuple[str, str], list[Start]]) -> None:
    for (name, bytecode), runs in found.items():
        base = median([run.cpu for run in found[(FIRST, bytecode)]])
        cpu = [run.cpu for run in runs]
        firsts = spread([run.first for run in runs])
        section.add(
            name,
            bytecode,
            firsts,
            spread(cpu),
            f"{median(cpu) / base:.2f}",
            f"{median([run.warm for run in runs]):.1f}",
        )
