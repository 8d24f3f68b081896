"""The kinds of exports."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.exports import acts, coupons, members, orders, visits
from chalicelib.exports.columns import Kind
from chalicelib.exports.states import ExportKind

EVERY = (members.KIND, *coupons.KINDS, orders.KIND, visits.KIND, acts.KIND)
KINDS: Mapping[ExportKind, Kind] = {one.kind: one for one in EVERY}
