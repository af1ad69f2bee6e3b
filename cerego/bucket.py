"""Uploaded files in S3-compatible storage, by the setting STORAGE_BUCKET. Failing, it fails as a disk does: with an OSError."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3File, S3Storage

_IN_MEMORY: Final = 1024 * 1024
"""Bytes of a file that is read which are kept in memory; what is larger goes to the disk meanwhile."""


@contextmanager
def _as_a_disk() -> Iterator[None]:
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        kind = FileNotFoundError if code in {"404", "NoSuchKey"} else OSError
        raise kind(f"The bucket answers {code}.") from error
    except (BotoCoreError, Boto3Error) as error:
        raise OSError(f"The bucket can't be reached: {type(error).__name__}.") from error


class FileOfBucket(S3File):
    """One file of it, fetched when it is first read."""

    def _get_file(self) -> Any:
        with _as_a_disk():
            return super()._get_file()

    file = property(_get_file, S3File._set_file)


class Bucket(S3Storage):
    """Nobody but us may read what is in it. Names are our own and never used twice, so none has to be looked up first."""

    def __init__(self, **options: Any) -> None:
        """Somebody waits for a page: it tries twice, for seconds. What is not Amazon's may know only the plain ways."""
        config = Config(
            signature_version="s3v4",
            s3={"addressing_style": "path" if options.get("endpoint_url") else "auto"},
            connect_timeout=5,
            read_timeout=30,
            retries={"total_max_attempts": 2},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )
        super().__init__(**{"client_config": config, **options})

    def get_default_settings(self) -> dict[str, Any]:
        return {
            **super().get_default_settings(),
            "default_acl": None,
            "file_overwrite": True,
            "max_memory_size": _IN_MEMORY,
        }

    def _open(self, name: str, mode: str = "rb") -> Any:
        with _as_a_disk():
            return FileOfBucket(self._normalize_name(name), mode, self)

    def _save(self, name: str, content: Any) -> str:
        with _as_a_disk():
            return str(super()._save(name, content))

    def delete(self, name: str) -> None:
        with _as_a_disk():
            super().delete(name)

    def exists(self, name: str) -> bool:
        with _as_a_disk():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        with _as_a_disk():
            return int(super().size(name))
