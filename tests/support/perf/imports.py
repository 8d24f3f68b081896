"""What a clean interpreter loads: counted in modules, which do not depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.support.stack import ENVIRONMENT

ROOT = Path(__file__).resolve().parents[3]
# What the product stands on, bare.
FLOOR = """
import chalice.app, pynamodb.models, pynamodb.transactions, boto3.session
import aws_lambda_powertools.logging.logger, aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch
"""
COUNT = "import json, sys; sys.path.insert(0, {root!r})\n{code}\nprint(json.dumps(sorted(sys.modules)))"


def loaded_by(code: str) -> set[str]:
    """The modules in a fresh interpreter after `code`, which is run without user site and PYTHON variables."""
    script = COUNT.format(root=str(ROOT), code=code)
    done = subprocess.run(
        [sys.executable, "-I", "-c", script], env=ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout))


def packages(modules: set[str]) -> set[str]:
    """The top-level names of modules."""
    return {name.partition(".")[0] for name in modules}
