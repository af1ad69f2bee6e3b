"""From the cells of a row to the values they mean (R6–R10). Knows nothing of who or what is in the database."""

from dataclasses import replace
from typing import NamedTuple

from people.imports.deciding.cells.clean import clean_cell
from people.imports.deciding.cells.department import department_in
from people.imports.deciding.cells.email import email_in
from people.imports.deciding.cells.member_id import member_id_in
from people.imports.deciding.cells.name import name_in
from people.imports.deciding.cells.role import role_in
from people.imports.header.columns import letter
from people.imports.issues import Code, Issue, Severity
from people.imports.matching.mapping import Mapping
from people.imports.reading.reader import SourceRow
from people.roles import Role


class ParsedRow(NamedTuple):
    """What a row says."""

    number: int
    """The spreadsheet's row number."""
    name: str = ""
    """The name, NFC, blanks collapsed (R6); empty when there is an error about it."""
    email: str = ""
    """The canonical address (R7); empty when there is an error about it."""
    department: int | None = None
    """The number in the department cell; none for a blank cell: the account worked in (R9)."""
    role: Role | None = None
    """The staff role it names; none when the cell is blank or says something else (R10)."""
    member_id: str = ""
    """The member ID as given, trimmed (R8); empty for none."""
    issues: tuple[Issue, ...] = ()
    """What is wrong with the row by itself."""
    rival: int | None = None
    """The first row of the file that gives this member ID, in this account, to somebody else."""

    @property
    def is_broken(self) -> bool:
        """Whether an error stands against it already."""
        return bool(self.issues) and any(issue.severity is Severity.ERROR for issue in self.issues)


def parse(row: SourceRow, mapping: Mapping) -> ParsedRow:
    """What ``row`` says, read by ``mapping``, with every issue there is. A row the reader found broken, or that somebody has
    left out, stays unread.
    """
    if row.issue is not None and (issue := issue_of_used(row.issue, mapping)):
        return ParsedRow(row.number, issues=(issue,))
    issues: list[Issue] = []
    cells = row.cells
    names = [clean_cell(cells[index]) for index in mapping.name]
    name = name_in(names[0] if len(names) == 1 else " ".join(names), issues)
    email = email_in(cells[mapping.email], issues)
    department = role = None
    member_id = ""
    # Blank cells are the most frequent: nothing is called for them.
    if mapping.department is not None and (text := cells[mapping.department]):
        department = department_in(clean_cell(text), issues)
    if mapping.role is not None and (text := cells[mapping.role]):
        role = role_in(clean_cell(text), issues)
    if mapping.member is not None and (text := cells[mapping.member]):
        member_id = member_id_in(text, issues)
    return ParsedRow(row.number, name, email, department, role, member_id, tuple(issues))


def issue_of_used(issue: Issue, mapping: Mapping) -> Issue | None:
    """The issue of a row, unless it is about formulas in columns that nothing is read from."""
    if issue.code is not Code.ROW_NOT_CALCULATED or "letters" not in issue.details:
        return issue
    used = set(map(letter, mapping.used))
    letters = [each for each in issue.details["letters"] if each in used]
    return replace(issue, details={"letters": letters}) if letters else None
