"""What this room declares."""

from __future__ import annotations

from chalicelib.core.http.rights import CAMPAIGNERS, READERS, Right
from chalicelib.core.room import Room, Section
from chalicelib.reconcile.jobs import Reconcile

ASK = Right("reconcile.ask", "与企业微信对账", "Compare with WeCom", CAMPAIGNERS)
SEE = Right("reconcile.see", "查看对账结果", "See when the corp was compared with WeCom, and what was found", READERS)

ROOM = Room(
    name="reconcile",
    zh="对账",
    en="Reconciliation: what WeCom lists against what its callbacks told",
    tag="reconciliation",
    section=Section.SETTINGS,
    jobs=(Reconcile,),
    due=("reconcile",),
    rights=(ASK, SEE),
)
