"""The row that says when a corp's days are counted again."""

from __future__ import annotations

from chalicelib.core.storage.rounds import Round
from chalicelib.core.storage.table import Keys


class RecountRow(Round, discriminator="recount"):
    """A corp's nightly count."""

    keys = Keys(pk="recount", sk="-", due="recount")
