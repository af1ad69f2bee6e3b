"""What the cell of an address says (R7). Pure."""

from people.addresses import InvalidAddress, canonical
from people.imports.deciding.cells.clean import SHOWN, clean_cell
from people.imports.header.columns import Field
from people.imports.issues import Code, Issue


def email_in(cell: str, issues: list[Issue]) -> str:
    """The canonical address; empty if it is none."""
    text = clean_cell(cell)
    if not text:
        issues.append(Issue(Code.EMAIL_MISSING, Field.EMAIL))
        return ""
    try:
        # A line break is no blank to be trimmed: there may have been more on the other line.
        return canonical(cell if "\n" in cell or "\r" in cell else text)
    except InvalidAddress as error:
        issues.append(Issue(Code.EMAIL_INVALID, Field.EMAIL, text[:SHOWN], {"reason": error.reason}))
        return ""
