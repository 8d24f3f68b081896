"""python -m infra.package: makes dist/deployment.zip and dist/template.yaml for CloudFormation. Needs no account.

What Chalice makes is completed in four steps:
- infra/template.yaml is merged in: tables, queues, alarms, and what Chalice cannot say of event sources; then
  `/admin` is made an API of its own, and each method gets its throttle (infra/apis.py);
- botocore's data is cut down to the services we call (16 MB of 20);
- bytecode is put beside the source, since /var/task is read-only and every cold start would compile again;
- the zip is written with sorted names and fixed times, so that the same commit gives the same bytes.
Then infra/gate.py looks through the unzipped package and starts each of its functions, in interpreters that have
nothing else. All of it is for the Python that runs this (infra/runtimes.py).
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from infra import console, runtimes
from infra.handlers import handlers

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
BUILD = ROOT / ".local" / "build"
TEMPLATE = ROOT / "infra" / "template.yaml"

# sts is not called by us but by botocore, for credentials of a role.
SERVICES = ("dynamodb", "s3", "secretsmanager", "sqs", "sts")
# Importing app.py reads the settings, so packaging needs some; none of them gets into the package.
PLACEHOLDERS = {
    f"SIYU_{name}": "package"
    for name in (
        "STAGE",
        "MAIN_TABLE",
        "FACTS_TABLE",
        "COUNTERS_TABLE",
        "INBOX_TABLE",
        "CALLBACK_QUEUE_URL",
        "DUE_QUEUE_URL",
        "DUE_BULK_QUEUE_URL",
        "PROMISE_QUEUE_URL",
        "PEOPLE_QUEUE_URL",
        "MONEY_QUEUE_URL",
        "MARKS_QUEUE_URL",
        "MASS_QUEUE_URL",
        "SESSIONS_SECRET",
        "VERIFY_SECRET",
        "PLATFORMS_SECRET",
        "PAYMENTS_SECRET",
        "INDEX_SECRET",
        "JOB_QUEUE_URL",
        "FILES_BUCKET",
    )
}
REGION = {"AWS_DEFAULT_REGION": "us-east-1"}
EPOCH = (1980, 1, 1, 0, 0, 0)


class PackageError(Exception):
    """The package cannot be made; the text says what to do."""


def main() -> None:
    """Make the package unless dist/ holds that of these very sources."""
    parser = argparse.ArgumentParser(prog="python -m infra.package", description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even if dist/ is up to date")
    began = time.monotonic()
    try:
        built = build(force=parser.parse_args().force)
    except PackageError as error:
        sys.exit(f"package: {error}")
    size = (DIST / "deployment.zip").stat().st_size / 1e6
    verb = "built" if built else "up to date"
    print(f"dist/ {verb}: deployment.zip {size:.2f} MB, {time.monotonic() - began:.1f} s, sources {fingerprint()[:12]}")


def build(*, force: bool = False) -> bool:
    """Make dist/ from the sources; False when it was up to date. Several processes may ask at once."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _build(force)


def _build(force: bool) -> bool:
    _build_console()
    sources = fingerprint()
    stamp = DIST / "sources.sha256"
    if not force and stamp.exists() and stamp.read_text() == sources and (DIST / "deployment.zip").exists():
        return False
    stamp.unlink(missing_ok=True)
    _runtime()
    libraries = _libraries()
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        work = Path(name)
        _run_chalice(work)
        _write_zip([_ours(work), libraries], work / "deployment.zip")
        _complete(work / "out" / "sam.yaml")
        check(work / "deployment.zip", work / "out" / "sam.yaml")
        DIST.mkdir(exist_ok=True)
        shutil.move(work / "out" / "sam.yaml", DIST / "template.yaml")
        shutil.move(work / "deployment.zip", DIST / "deployment.zip")
    stamp.write_text(sources)
    return True


def _build_console() -> None:
    """The screens, for what is packaged now; without Node the package has none, and the API is whole all the same.

    Raises PackageError for screens that are wrong or too heavy.
    """
    try:
        console.build()
    except console.Unbuilt as why:
        if not isinstance(why, console.NoNode):
            raise PackageError(str(why)) from None
        print(f"控制台未构建 The console was not built, and the package has none:\n{why}", file=sys.stderr, flush=True)


def fingerprint() -> str:
    """A hash of everything that the package is made of."""
    makers = (
        Path(__file__).with_name(f"{name}.py")
        for name in ("package", "apis", "gate", "handlers", "refusals", "runtimes", "throttles")
    )
    files = [ROOT / "app.py", ROOT / "requirements.txt", TEMPLATE, *makers]
    files += [
        path for folder in (ROOT / "chalicelib", ROOT / ".chalice") for path in _files(folder) if _is_source(path)
    ]
    lines = [f"{sys.version}\n", f"console {console.built_of()}\n"]
    lines += [f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in sorted(files)]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def check(package: Path, template: Path = DIST / "template.yaml") -> None:
    """The gate: what we ship starts in a clean interpreter, as each of its functions. Raises PackageError."""
    with tempfile.TemporaryDirectory(dir=BUILD) as name:
        folder = Path(name)
        with zipfile.ZipFile(package) as archive:
            archive.extractall(folder)
        check_whole(folder)
        check_starts(folder, template)


def check_whole(folder: Path) -> None:
    """All is in an unzipped package that our sources name. Raises PackageError."""
    glibc = ".".join(map(str, _runtime().glibc))
    _gate("whole", folder, glibc, "the package is not whole", {**PLACEHOLDERS, **REGION})


def check_starts(folder: Path, template: Path) -> None:
    """Each function of the template starts from an unzipped package. Raises PackageError."""

    def start(handler: str, environ: dict[str, str]) -> None:
        _gate("start", folder, handler, f"{handler} does not start in a clean interpreter", {**environ, **REGION})

    found = handlers(template)
    with ThreadPoolExecutor(os.cpu_count()) as several:
        list(several.map(start, found.keys(), found.values()))


def _gate(act: str, folder: Path, what: str, problem: str, environ: dict[str, str]) -> None:
    gate = [sys.executable, "-I", "-S", str(Path(__file__).with_name("gate.py"))]
    _must([*gate, act, str(folder), what, *SERVICES], problem, environ)


def _runtime() -> runtimes.Runtime:
    try:
        return runtimes.of()
    except runtimes.NoRuntime as error:
        raise PackageError(str(error)) from None


def _is_source(path: Path) -> bool:
    return "__pycache__" not in path.parts and "deployments" not in path.parts and path.suffix != ".pyc"


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _libraries() -> Path:
    """The pinned libraries, pruned and compiled. Made once for them and this file, so later builds need no network."""
    sources = (ROOT / "requirements.txt", Path(__file__), Path(runtimes.__file__))
    recipe = "".join(path.read_text() for path in sources) + sys.version
    made = BUILD / f"libraries-{hashlib.sha256(recipe.encode()).hexdigest()[:16]}"
    if not made.exists():
        with tempfile.TemporaryDirectory(dir=BUILD) as name:
            fresh = Path(name) / "libraries"
            _install(fresh)
            _prune(fresh)
            _compile(fresh)
            fresh.rename(made)
    return made


def _install(folder: Path) -> None:
    runtime = _runtime()
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-compile", "--no-deps", "--require-hashes"]
    command = [*pip, *runtime.pip_options, "--target", str(folder), "-r", str(ROOT / "requirements.txt")]
    _must(command, f"pip could not fetch the wheels of requirements.txt for {runtime.name}", dict(os.environ))


def _prune(folder: Path) -> None:
    # The asynchronous half of wechatpayv3 needs a library that is not shipped, and is not used.
    # Of Powertools only Logger and Metrics are used (docs/adr/0025).
    powertools = folder / "aws_lambda_powertools"
    unused: set[Path | str] = {powertools / name for name in ("event_handler", "middleware_factory")}
    unused |= set(powertools.glob("utilities/*/")) - {powertools / "utilities" / "jmespath_utils"}
    # cryptography asks for the C half of cffi alone (`_cffi_backend`); the other, and its parser, make such code anew.
    unused |= {"cffi", "pycparser"}
    for name in ("bin", "share", "wechatpayv3/async_", *unused):
        shutil.rmtree(folder / name, ignore_errors=True)
    for path in folder.glob("botocore/data/*/"):
        if path.name not in SERVICES:
            shutil.rmtree(path)
    # Of boto3 we use clients; the files beside are what its resources are described by.
    shutil.rmtree(folder / "boto3" / "data")
    unread = ("botocore/data/**/examples-1.json*", "boto3/examples/*", "*.dist-info/RECORD")
    for path in itertools.chain.from_iterable(map(folder.glob, unread)):
        path.unlink()


def _compile(folder: Path) -> None:
    """Bytecode that is trusted without looking at the source's time; a fixed hash seed keeps it the same every time."""
    options = ["-q", "-f", "--invalidation-mode", "unchecked-hash", "-s", str(folder), "-p", "/var/task"]
    command = [sys.executable, "-m", "compileall", *options, str(folder)]
    _must(command, "a file does not compile", {"PYTHONHASHSEED": "0"})


def _run_chalice(work: Path) -> None:
    """Chalice's template and zip of our code alone, from a copy: it would fetch the libraries anew for every change."""
    project = work / "project"
    ignored = shutil.ignore_patterns("__pycache__", "deployments", "deployed")
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=ignored)
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=ignored)
    shutil.copy(ROOT / "app.py", project)
    (project / "requirements.txt").touch()
    chalice = [sys.executable, "-c", "from chalice.cli import main; raise SystemExit(main())"]
    command = [*chalice, "package", "--stage", "prod", "--merge-template", str(TEMPLATE), str(work / "out")]
    environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(work), **REGION, **PLACEHOLDERS}
    _must(command, "chalice could not package app.py", environ, project)


def _complete(template: Path) -> None:
    command = [sys.executable, "-m", "infra.apis", str(template)]
    environ = {"PATH": os.environ.get("PATH", ""), **REGION, **PLACEHOLDERS}
    _must(command, "the APIs could not be written into the template", environ, ROOT)


def _must(command: list[str], problem: str, environ: dict[str, str], cwd: Path | None = None) -> None:
    done = subprocess.run(command, env=environ, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageError(f"{problem}:\n{done.stdout}{done.stderr}")


def _ours(work: Path) -> Path:
    folder = work / "ours"
    with zipfile.ZipFile(work / "out" / "deployment.zip") as archive:
        archive.extractall(folder)
    _compile(folder)
    if console.built_of():
        shutil.copytree(console.DIST, folder / "web" / "dist")
    return folder


def _write_zip(folders: list[Path], package: Path) -> None:
    files = {str(path.relative_to(folder)): path for folder in folders for path in _files(folder)}
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name].read_bytes())


def manifest() -> dict[str, str]:
    """The hash of each file in dist/, to tell two builds apart."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(DIST.glob("*")) if path.is_file()
    }


if __name__ == "__main__":
    main()
    if os.environ.get("SIYU_SHOW_MANIFEST"):
        print(json.dumps(manifest(), indent=1))
