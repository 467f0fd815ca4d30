"""fastapi_app.py with reads that pass the stored bytes on: less work, and no model that describes or checks them."""

from datetime import date

from fastapi import FastAPI, Response

from fastapi_app import post_prices, stored

app = FastAPI()
app.post("/api/prices")(post_prices)


@app.get("/api/prices")
def get_prices(day: date) -> Response:
    return Response(stored(day), media_type="application/json")
