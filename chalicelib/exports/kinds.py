"""The kinds of exports."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.exports import acts, coupons, members, visits
from chalicelib.exports.columns import Kind
from chalicelib.exports.states import ExportKind

KINDS: Mapping[ExportKind, Kind] = {one.kind: one for one in (members.KIND, *coupons.KINDS, visits.KIND, acts.KIND)}
