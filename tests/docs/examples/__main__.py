"""python -m tests.docs.examples: plays the scenes and writes the examples of chalicelib/core/http/examples.json."""

from __future__ import annotations

from tests.docs.examples.scenes import taken
from tests.support.stack import running_stack, serialise_moto


def main() -> None:
    """Take every example anew; a test fails when the committed ones are stale."""
    from chalicelib.core.http.openapi import EXAMPLES

    serialise_moto()
    with running_stack() as stack:
        album = taken(stack)
    EXAMPLES.write_text(album.printed())
    print(f"wrote {len(album.operations)} examples")


if __name__ == "__main__":
    main()
