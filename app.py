"""The Chalice app: registers the rooms' doors and the functions that nobody calls; nothing else."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, Rate

from chalicelib import clock, functions, rooms
from chalicelib.core import config
from chalicelib.core.http import acts, edge
from chalicelib.core.ops import log


class Siyu(Chalice):
    """The app behind both of its APIs (infra/apis.py)."""

    def __call__(self, event: Any, context: Any) -> Any:
        """The answer to an event of either API."""
        return super().__call__(edge.with_full_path(event), context)


log.start(config.config().log_level)

# Logging is set up above: Chalice would print every line a second time, as text.
app = Siyu(app_name="siyu", configure_logs=False)
# Pictures encode themselves (core/http/answers.py); Chalice's own rule would refuse a browser's Accept header.
# The template declares `*/*` as binary, so API Gateway decodes them for everybody.
app.api.binary_types = []
# A function loads the doors that it serves and no others: the template tells each which one it is. Tests and packaging
# see all. The rest below is a few lines each, whose bodies load what they need when they run.
for blueprint in rooms.blueprints(config.config().function):
    app.register_blueprint(blueprint)
# What was done is called as its door says, which a function that does not serve the door loads when it is asked.
acts.load_with(rooms.blueprints)


# Around every request: what no door is declared for is refused as the doors refuse.
app.register_middleware(edge.around, "http")


# What the platforms knock at is a function of its own (docs/adr/0028): the template leads its paths here instead of to
# Chalice's one handler, and it answers as that one does.
@app.lambda_function()
def door(event: Any, context: Any) -> Any:
    return app(event, context)


def _request_id(event: Any) -> str:
    return str(event.context.aws_request_id)


# The queue names and stream ARNs below are placeholders: the merge template puts references in their place.
# One callback an invocation: a welcome code lives 20 s, and nobody should wait behind a slow neighbour.
@app.on_sqs_message(queue="callbacks", batch_size=1)
def on_callback(event: Any) -> Any:
    return functions.on_callback(event.to_dict(), _request_id(event))


@app.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/main/stream/placeholder", batch_size=100
)
def on_change(event: Any) -> Any:
    return functions.on_change(event.to_dict(), _request_id(event))


@app.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/facts/stream/placeholder", batch_size=100
)
def on_fact(event: Any) -> Any:
    return functions.on_fact(event.to_dict(), _request_id(event))


@app.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:us-east-1:000000000000:table/facts/stream/placeholder", batch_size=1000
)
def on_batch(event: Any) -> Any:
    return functions.on_batch(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="promises", batch_size=1)
def on_promise(event: Any) -> Any:
    return functions.on_promise(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="people", batch_size=10)
def on_people(event: Any) -> Any:
    return functions.on_people(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="money", batch_size=1)
def send_money(event: Any) -> Any:
    return functions.send_money(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="marks", batch_size=1)
def send_marks(event: Any) -> Any:
    return functions.send_marks(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="mass", batch_size=1)
def send_mass(event: Any) -> Any:
    return functions.send_mass(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="jobs", batch_size=1)
def on_job(event: Any) -> Any:
    return functions.on_job(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="due", batch_size=1)
def on_due(event: Any) -> Any:
    return clock.on_due(event.to_dict(), _request_id(event))


@app.on_sqs_message(queue="due-bulk", batch_size=1)
def on_due_bulk(event: Any) -> Any:
    return clock.on_due_bulk(event.to_dict(), _request_id(event))


@app.schedule(Rate(1, unit=Rate.MINUTES))
def tick(event: Any) -> None:
    clock.tick(_request_id(event))
