"""The prices of the history server in FastAPI, as its documentation would have it: models describe and check both ways.

minio-py blocks, so the handlers are plain functions, which FastAPI runs in threads.
"""

import json
from datetime import date

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, TypeAdapter

from storage import read_day, write_day


class Record(BaseModel):
    estonian_time: str
    price: float
    timestamp: int


records_type = TypeAdapter(list[Record])
app = FastAPI()


def stored(day: date) -> bytes:
    data = read_day(day.isoformat())
    if data is None:
        raise HTTPException(404, f"no prices are stored for {day}")
    return data


@app.get("/api/prices")
def get_prices(day: date) -> list[Record]:
    return json.loads(stored(day))


@app.post("/api/prices")
def post_prices(day: date, records: list[Record]) -> dict[str, str | int]:
    etag = write_day(day.isoformat(), records_type.dump_json(records))
    return {"day": day.isoformat(), "records": len(records), "etag": etag}
