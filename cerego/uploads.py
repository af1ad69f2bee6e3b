"""Taking in the bytes of uploads too large for memory: no more than may be imported, and on a disk that may be full."""

import logging
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse

from cerego.errors import Refused

logger = logging.getLogger(__name__)


class NamelessFile(UploadedFile):
    """An upload on the disk, in a file without a name: however the request or the process ends, nothing of it stays there."""

    def __init__(self, name: str | None, content_type: str | None, charset: str | None, extra: Any) -> None:
        file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - closed with the request
        super().__init__(file, name, content_type, 0, charset, extra)

    def __del__(self) -> None:
        """Of a connection that broke off nobody closes the file."""
        if getattr(self, "file", None):
            self.close()


class TemporaryFiles(FileUploadHandler):
    """Keeps uploads on the disk. One that has no room there or is too large it leaves out, and :func:`left_out` says why.

    The rest of such a file is taken from the browser, which would not show our answer otherwise, but kept nowhere.
    """

    file: NamelessFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        try:
            self.file = NamelessFile(self.file_name, self.content_type, self.charset, self.content_type_extra)
        except OSError as error:
            self._has_no_room(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.IMPORT_MAX_BYTES:
            self._leave_out(Refused("file.too_large", megabytes=settings.IMPORT_MAX_BYTES // 2**20))
        try:
            self.file.write(raw_data)
        except OSError as error:
            self._has_no_room(error)

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not hasattr(self, "file"):
            return None
        self.file.seek(0)
        self.file.size = file_size
        return self.file

    def upload_interrupted(self) -> None:
        self._close()

    def _has_no_room(self, error: OSError) -> None:
        logger.error("There is no room for an upload: %s", error)
        self._leave_out(Refused("file.no_room"))

    def _leave_out(self, reason: Refused) -> None:
        self._close()
        self.request._left_out = reason  # type: ignore[union-attr]
        raise SkipFile from reason

    def _close(self) -> None:
        if hasattr(self, "file"):
            with suppress(OSError):  # What it had not written yet, it can't write now either.
                self.file.close()
            del self.file  # Django closes what is there.


def takes_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a view to which files may be sent; to others nobody sends more than REQUEST_MAX_BYTES."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def most_bytes(view: Any) -> int:
    """How large what is sent to a view may be. A file that is too large for an import is taken up to twice that, and left out,
    so that the browser gets to show our sentence about it; beyond that nothing of it is read.
    """
    if getattr(view, "takes_files", False) or getattr(getattr(view, "cls", None), "takes_files", False):
        return max(2 * settings.IMPORT_MAX_BYTES, settings.REQUEST_MAX_BYTES)
    return settings.REQUEST_MAX_BYTES


def left_out(request: HttpRequest) -> Refused | None:
    """Why a file of the request was left out, if one was; known once its form is read."""
    return getattr(request, "_left_out", None)
