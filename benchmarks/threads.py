"""The app under threads. Chalice keeps one current request for all of them; here every thread has its own."""

from __future__ import annotations

import threading
from typing import Any

from chalice.app import Chalice

_local = threading.local()


class ThreadedChalice(Chalice):
    """Chalice with a current request and a Lambda context per thread."""

    @property
    def current_request(self) -> Any:
        """This thread's request."""
        return getattr(_local, "request", None)

    @current_request.setter
    def current_request(self, value: Any) -> None:
        _local.request = value

    @property
    def lambda_context(self) -> Any:
        """This thread's Lambda context."""
        return getattr(_local, "context", None)

    @lambda_context.setter
    def lambda_context(self, value: Any) -> None:
        _local.context = value


def threaded_app() -> Any:
    """The product's app, safe to be called from many threads."""
    from app import app

    app.__class__ = ThreadedChalice
    return app
