"""Files in a bucket: S3, or a server of one's own that speaks it."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from storages.backends.s3 import S3Storage

# A page waits for this: a server that is away must cost seconds.
CONFIG = Config(
    connect_timeout=3,
    read_timeout=20,
    retries={"max_attempts": 2, "mode": "standard"},
    # Servers of one's own do not all know the newer checksums.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)
# Should the bucket ever be opened to the world: a browser saves what lies there, and shows none of it.
SAVED_NOT_SHOWN = {"ContentType": "application/octet-stream", "ContentDisposition": "attachment"}
IN_MEMORY = 1 << 20
MISSING = {"404", "NoSuchKey", "NotFound"}


class BucketStorage(S3Storage):
    """A bucket of its own, or a part of one, named by STORAGE_URL; what goes wrong there is an OSError, as on a disk."""

    def get_default_settings(self) -> dict[str, Any]:
        """Return what is not in STORAGE_URL: patience, and that a name once given to an upload is not given twice."""
        return super().get_default_settings() | {
            "client_config": CONFIG,
            "file_overwrite": False,
            "object_parameters": SAVED_NOT_SHOWN,
        }

    def keep(self, path: Path, name: str) -> None:
        """Send the file in one request, after which it is there whole, or not at all.

        :raises OSError: nothing was kept.
        """
        with _as_on_a_disk(), path.open("rb") as source:
            self.bucket.Object(self._normalize_name(name)).put(Body=source, **SAVED_NOT_SHOWN)

    def bring(self, name: str) -> BinaryIO:
        """Return all of the file, brought here; a line that breaks in the middle is noticed now and not by the reader.

        :raises OSError: it is not there, or did not come whole.
        """
        copy = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
        try:
            with _as_on_a_disk():
                shutil.copyfileobj(self.bucket.Object(self._normalize_name(name)).get()["Body"], copy, IN_MEMORY)
        except OSError:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def listed(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """Yield name and time of everything under the prefix."""
        start = len(self.location.strip("/") + "/") if self.location.strip("/") else 0
        pages = self.connection.meta.client.get_paginator("list_objects_v2")
        with _as_on_a_disk():
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=f"{self._normalize_name(prefix)}/"):
                for found in page.get("Contents", ()):
                    yield found["Key"][start:], found["LastModified"]

    def unfinished(self) -> Iterator[tuple[Path, datetime]]:
        """Yield nothing: a bucket shows no file before it is whole."""
        yield from ()

    def drop(self, name: str) -> None:
        """Remove the file, if it is there.

        :raises OSError: it could not be.
        """
        with _as_on_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        """Say whether there is a file of the name."""
        with _as_on_a_disk():
            return super().exists(name)

    def _save(self, name: str, content: Any) -> str:
        with _as_on_a_disk():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> Any:
        return self.bring(name)


@contextlib.contextmanager
def _as_on_a_disk() -> Iterator[None]:
    """Turn the library's errors into those of a disk."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in MISSING:
            raise FileNotFoundError(str(error)) from error
        raise OSError(str(error)) from error
    except (BotoCoreError, Boto3Error, HTTPClientError) as error:
        raise OSError(str(error)) from error
