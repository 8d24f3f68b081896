"""What this room declares."""

from __future__ import annotations

from chalicelib.core.room import Room

ROOM = Room(
    name="proofs",
    zh="域名校验文件",
    en="The files that prove to WeCom and WeChat whose domain it is",
    tag="proofs",
    flows=False,
    # The platforms fetch them like anybody; what they hold is no secret, and only what was provisioned is shown.
    public=("/{file}",),
)
