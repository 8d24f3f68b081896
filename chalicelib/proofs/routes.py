"""The domain's root, where the platforms look for a file before they trust the domain (docs/platform A7)."""

from __future__ import annotations

from chalicelib.core.errors import UnknownPath
from chalicelib.core.http import crowds, rates
from chalicelib.core.http.answers import Answer, Incoming
from chalicelib.core.http.crowds import Turn
from chalicelib.core.http.rights import PUBLIC
from chalicelib.core.http.routes import Routes
from chalicelib.core.ops import secrets
from chalicelib.proofs.room import ROOM

routes = Routes(ROOM)


@routes.get(
    "/{file}",
    allow=PUBLIC,
    summary=("域名校验文件", "A file that proves whose domain this is"),
    media_type="text/plain",
    errors=(UnknownPath,),
    rate=rates.DOCS,
)
def read_proof(incoming: Incoming, file: str) -> Answer:
    """A file that some corp was provisioned with, byte for byte; no read when warm. Raises UnknownPath."""
    crowds.admit_address(incoming.caller, Turn.PAGE)
    content = secrets.domain_file(file)
    if content is None:
        raise UnknownPath()
    return Answer(body=content, media_type="text/plain; charset=utf-8")
