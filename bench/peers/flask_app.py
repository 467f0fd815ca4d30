"""The history server's prices in Flask."""

import json
from datetime import date

from flask import Flask, Response, abort, request

from storage import read_day, write_day

app = Flask(__name__)


def wanted_day() -> str:
    try:
        return date.fromisoformat(request.args["day"]).isoformat()
    except ValueError:
        abort(400, "day must be a date, as in 2024-10-01")


@app.get("/api/prices")
def get_prices():
    day = wanted_day()
    data = read_day(day)
    if data is None:
        abort(404, f"no prices are stored for {day}")
    return Response(data, mimetype="application/json")


@app.post("/api/prices")
def post_prices():
    day = wanted_day()
    records = request.get_json()
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        abort(422, "the body must be a list of records")
    etag = write_day(day, json.dumps(records, separators=(",", ":")).encode())
    return {"day": day, "records": len(records), "etag": etag}
