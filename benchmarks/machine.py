"""What the figures were measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import subprocess
from pathlib import Path

from benchmarks.report import Section
from local import dynamodb, tools

PACKAGES = ("chalice", "pynamodb", "botocore", "msgspec", "moto", "aws-lambda-powertools")


def measure(quick: bool) -> Section:
    """Machine, interpreter, engine and libraries."""
    section = Section("Machine", "What was measured on, and with what.", ["what", "which"])
    section.add("CPU", f"{_cpu()}, {os.cpu_count()} cores")
    section.add("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB")
    section.add("system", f"{platform.system()} {platform.release()}")
    section.add("Python", platform.python_version())
    section.add("Java", _java())
    section.add("DynamoDB Local", f"{dynamodb.PACKAGE} {dynamodb.VERSION}, in memory, -Xmx512m")
    for name in PACKAGES:
        section.add(name, _version(name))
    section.add("run", f"{'quick' if quick else 'full'}; load average at the start {os.getloadavg()[0]:.1f}")
    section.notes.append(
        "Client, service and engine share the cores: believe ratios within one table, not absolute rates."
    )
    return section


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _java() -> str:
    try:
        done = subprocess.run([tools.java(), "-version"], capture_output=True, text=True, check=False)
    except tools.Missing as missing:
        return str(missing)
    return done.stderr.splitlines()[0]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
