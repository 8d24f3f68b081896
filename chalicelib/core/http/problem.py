"""Errors as RFC 9457 problem details."""

from __future__ import annotations

import msgspec
from chalice.app import Response

from chalicelib.core.errors import AppError
from chalicelib.core.http.answers import json_answer


def problem(error: AppError, request_id: str) -> Response:
    """An error as RFC 9457 problem details, in both languages."""
    body = {
        "type": f"/docs#{error.code}",
        "title": error.en,
        "status": error.status,
        "code": error.code,
        "message_zh": error.zh,
        "message_en": error.en,
        "details": error.details,
        "request_id": request_id,
    }
    return json_answer(msgspec.json.encode(body).decode(), error.status, {"Content-Type": "application/problem+json"})
