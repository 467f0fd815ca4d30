"""Days as objects of one MinIO bucket, the way minio-py documents it; shared by both peers."""

import os
from io import BytesIO

import urllib3
from minio import Minio
from minio.error import S3Error

BUCKET = os.environ["BUCKET"]

# minio-py keeps 10 connections by default, fewer than the threads that FastAPI starts: the rest would be opened anew.
client = Minio(
    os.environ["MINIO_ENDPOINT"],
    access_key=os.environ["ACCESS_KEY"],
    secret_key=os.environ["SECRET_KEY"],
    secure=False,
    region="us-east-1",
    http_client=urllib3.PoolManager(maxsize=40, timeout=urllib3.Timeout(connect=3, read=3), retries=2),
)

if not client.bucket_exists(BUCKET):
    try:
        client.make_bucket(BUCKET)
    except S3Error as error:
        # Another worker was faster.
        if error.code != "BucketAlreadyOwnedByYou":
            raise


def read_day(day: str) -> bytes | None:
    try:
        answer = client.get_object(BUCKET, f"{day}.json")
    except S3Error as error:
        if error.code == "NoSuchKey":
            return None
        raise
    try:
        return answer.read()
    finally:
        answer.close()
        answer.release_conn()


def write_day(day: str, data: bytes) -> str:
    """Returns the new etag."""
    written = client.put_object(BUCKET, f"{day}.json", BytesIO(data), len(data), content_type="application/json")
    return written.etag
