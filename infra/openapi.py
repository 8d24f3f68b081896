"""python -m infra.openapi: writes docs/openapi.json from the routes' own declarations."""

from __future__ import annotations

import json
import os

from infra.package import PLACEHOLDERS, ROOT

PATH = ROOT / "docs" / "openapi.json"


def main() -> None:
    """Write the document; a test fails when the committed one is stale."""
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(render())
    print(f"wrote {PATH.relative_to(ROOT)}")


def render() -> str:
    """The document as it is committed."""
    os.environ.update({name: value for name, value in PLACEHOLDERS.items() if name not in os.environ})
    import app  # noqa: F401  registers every route
    from chalicelib.core.http import openapi

    return json.dumps(openapi.document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    main()
