"""The pages of an import: upload, match columns and check, progress and result, history; and what one may ask of it there."""

from people.imports.views.asking import resume, stop, undo
from people.imports.views.beginning import match, reading, sample_file, start, template_file, upload
from people.imports.views.downloading import download
from people.imports.views.fixing import correct_all, import_row, retry
from people.imports.views.looking import import_page, imports

__all__ = [
    "correct_all",
    "download",
    "import_page",
    "import_row",
    "imports",
    "match",
    "reading",
    "resume",
    "retry",
    "sample_file",
    "start",
    "stop",
    "template_file",
    "undo",
    "upload",
]
