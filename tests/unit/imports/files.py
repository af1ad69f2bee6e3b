"""Files made for the tests, and read whole."""

import io
import zipfile
from collections.abc import Mapping
from html import escape
from typing import BinaryIO

from people.imports.reading.detection import detect
from people.imports.reading.dialect import Dialect, Limits
from people.imports.reading.reader import SourceRow, read_header, read_rows

LIMITS = Limits(bytes=10_000_000, rows=1_000, columns=50, cell=10_000)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/>'
    "</cellXfs></styleSheet>"
)
DATE, MOMENT = ' s="1"', ' s="2"'


def detected(content: bytes | BinaryIO, limits: Limits = LIMITS) -> Dialect:
    """How the file is written."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    return detect(stream, file_name="people.csv", limits=limits)


def read(content: bytes | str, dialect: Dialect | None = None, limits: Limits = LIMITS) -> list[SourceRow]:
    """Its rows."""
    content = content.encode() if isinstance(content, str) else content
    return list(read_rows(io.BytesIO(content), dialect or detected(content, limits), limits=limits))


def cells(content: bytes | str, dialect: Dialect | None = None) -> list[tuple[str, ...]]:
    """Its header and the cells of its rows."""
    content = content.encode() if isinstance(content, str) else content
    dialect = dialect or detected(content)
    return [read_header(io.BytesIO(content), dialect), *(row.cells for row in read(content, dialect))]


def text(reference: str, value: str) -> str:
    """A cell of text."""
    return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def value(reference: str, value: str, attributes: str = "") -> str:
    """A cell of anything else."""
    return f'<c r="{reference}"{attributes}><v>{value}</v></c>'


def person_cells(number: int) -> str:
    """The header, if it is row 1, or somebody."""
    name, address = (f"Ann {number}", f"ann{number}@example.org") if number > 1 else ("Name", "Email")
    return text(f"A{number}", name) + text(f"B{number}", address)


def sheet(*rows: str) -> str:
    """Rows of cells, each given as XML, from row 1."""
    return "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, start=1))


def workbook(
    sheets: Mapping[str, str],
    states: Mapping[str, str] | None = None,
    *,
    styles: str = _STYLES,
    calculation: str = "",
    **parts: str,
) -> bytes:
    """An XLSX file with these sheets, as XML by name, some of them hidden, and further parts."""
    names = {name: f"sheet{number}" for number, name in enumerate(sheets, start=1)}
    states = states or {}
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{part[5:]}" r:id="{part}" state="{states.get(name, "visible")}"/>'
        for name, part in names.items()
    )
    relations = "".join(
        f'<Relationship Id="{part}" Type="{_RELATIONS}/worksheet" Target="worksheets/{part}.xml"/>'
        for part in names.values()
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{entries}</sheets>{calculation}</workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
            f'<Relationship Id="s" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", styles)
        for name, part in names.items():
            archive.writestr(
                f"xl/worksheets/{part}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{sheets[name]}</sheetData></worksheet>',
            )
        for part, content in parts.items():
            archive.writestr(part, content)
    return target.getvalue()
