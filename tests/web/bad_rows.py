"""Rows with something about them, for R6–R10 and R24–R26: what the file says, what has to become of it, in which words."""

from dataclasses import dataclass

from tests.factories import Cast


@dataclass(frozen=True)
class Case:
    """A row, or what is left of one, between two good ones."""

    rule: str
    line: str
    """The line of the file; {maths}, {northwind}, {wards} and {closed} stand for ids."""
    outcome: str
    sentence: str = ""
    """Some of what is said about it; empty: nothing is."""
    place: tuple[str, str, str] | None = None
    """Where it has to lead: the account, the role, the member ID; only of rows that come in."""
    address: str = "x@example.org"
    """The canonical address it has to lead to."""
    name: str = "X Y"

    def in_(self, cast: Cast, closed: int) -> str:
        """The line with the ids of the cast."""
        ids = {"maths": cast.maths.pk, "northwind": cast.northwind.pk, "wards": cast.wards.pk, "closed": closed}
        line = self.line
        for name, number in ids.items():
            line = line.replace(f"{{{name}}}", str(number))
        return line


LONG = "x" * 250
NOT_ASCII = "before the @ only unaccented letters"
NO_DEPARTMENT = "There is no department"
NO_ROLE = "is not a role"
LEARNER = ("northwind", "learner", "")

CASES = [
    Case("R6", ",x@example.org,,,", "failed", "The name is missing. Fill it in."),
    Case("R6", "  \u00a0 ,x@example.org,,,", "failed", "The name is missing."),
    Case(
        "R6",
        f"{'x' * 201},x@example.org,,,",
        "failed",
        "The name is too long: 201 characters; at most 200 are allowed.",
    ),
    Case("R6", "X\u202eY,x@example.org,,,", "failed", "characters in it that can’t be seen"),
    Case("R6", '"X\nY",x@example.org,,,', "failed", "The name has line breaks"),
    Case("R6", "X M\ufffdller,x@example.org,,,", "failed", "some program could not read a letter"),
    Case("R6", f"{'x' * 200},x@example.org,,,", "created", "", LEARNER, name="x" * 200),
    Case("R6", "  X \u00a0  Y ,x@example.org,,,", "created", "", LEARNER),
    Case("R6", "Jo\u0308rg 山田,x@example.org,,,", "created", "", LEARNER, name="Jörg 山田"),
    Case("R7", "X Y,,,,", "failed", "The e-mail address is missing. Fill it in."),
    Case(
        "R7",
        "X Y,nowhere,,,",
        "failed",
        "“nowhere” is not an e-mail address: it needs one part before and one after an @.",
    ),
    Case("R7", "X Y,x@nowhere,,,", "failed", "the part after @ needs a dot"),
    Case("R7", "X Y,x y@example.org,,,", "failed", "it has a blank or a line break in it"),
    Case("R7", "X Y,jörg@example.org,,,", "failed", NOT_ASCII),
    Case("R7", "X Y,\u0130@example.org,,,", "failed", NOT_ASCII),
    Case("R7", "X Y,\u0131@example.org,,,", "failed", NOT_ASCII),
    Case("R7", "X Y,\u017fam@example.org,,,", "failed", NOT_ASCII),
    Case("R7", "X Y,\u212a@example.org,,,", "failed", NOT_ASCII),
    Case("R7", f"X Y,{'x' * 65}@example.org,,,", "failed", "is too long for an e-mail address"),
    Case("R7", f"X Y,x@{'.'.join(['x' * 60] * 5)}.org,,,", "failed", "is too long for an e-mail address"),
    Case("R7", "X Y,x..y@example.org,,,", "failed", "is not an e-mail address"),
    Case("R7", "X Y,x@exa_mple.org,,,", "failed", "is not an e-mail address"),
    Case("R7", "X Y, X@EXAMPLE.org ,,,", "created", "", LEARNER),
    Case("R7", "X Y,x@bücher.example,,,", "created", "", LEARNER, address="x@xn--bcher-kva.example"),
    Case("R7", "Ann Before,BEFORE@Example.ORG,,,", "skipped", "The same as row 2"),
    Case("R8", "X Y,x@example.org,,, 007 ", "created", "", ("northwind", "learner", "007")),
    Case("R8", f"X Y,x@example.org,,,{'7' * 101}", "failed", "The member ID is too long: 101 characters"),
    Case("R8", "X Y,x@example.org,,,7\u202e", "failed", "The member ID has line breaks or characters"),
    Case(
        "R8", "X Y,x@example.org,,,1.23457E+11", "failed", "Format the column as text or as a number without decimals"
    ),
    Case("R8", "X Y,x@example.org,,,1.23457E+16", "failed", "Spreadsheets keep only 15 digits of a number"),
    Case("R8", "X Y,x@example.org,,,12345678901234567", "created", "", ("northwind", "learner", "12345678901234567")),
    Case("R9", "X Y,x@example.org,{maths},,", "created", "", ("maths", "learner", "")),
    Case("R9", "X Y,x@example.org, {maths} ,,", "created", "", ("maths", "learner", "")),
    Case("R9", "X Y,x@example.org,{maths}.0,,", "created", "", ("maths", "learner", "")),
    Case("R9", "X Y,x@example.org,{wards},,", "failed", NO_DEPARTMENT),
    Case("R9", "X Y,x@example.org,{northwind},,", "failed", NO_DEPARTMENT),
    Case("R9", "X Y,x@example.org,{closed},,", "failed", NO_DEPARTMENT),
    *(
        Case("R9", f"X Y,x@example.org,{text},,", "failed", f"There is no department {text} in Northwind Academy.")
        for text in ("0", "-5", "999999999", "9" * 30, "1e3", "Maths", "１２", "5.5", "0x1F", "<b>", "{{7}}")
    ),
    *(
        Case("R10", f"X Y,x@example.org,, {role} ,", "created", "", ("northwind", role, ""))
        for role in ("admin", "content_manager", "course_manager", "course_viewer")
    ),
    Case("R10", "X Y,x@example.org,,,", "created", "", LEARNER),
    Case("R10", "X Y,x@example.org,,Admin,", "created", "If you meant admin, write it exactly like that.", LEARNER),
    Case("R10", "X Y,x@example.org,,course manager,", "created", "If you meant course_manager", LEARNER),
    Case(
        "R10", "X Y,x@example.org,,department_staff,", "created", "Nobody is given the role Department staff", LEARNER
    ),
    Case("R10", "X Y,x@example.org,,learner,", "created", "the cell may stay empty", LEARNER),
    Case("R10", f"X Y,x@example.org,,{LONG},", "created", NO_ROLE, LEARNER),
    Case("R24", "X Y,x@example.org,,,,too,many", "failed", "more cells than the header has columns (7 instead of 5)"),
    Case("R24", "X Y,x@example.org,,,,,", "created", "", LEARNER),
    Case("R24", "X Y,x@example.org", "created", "", LEARNER),
    Case("R24", "X Y", "failed", "The e-mail address is missing."),
    Case("R25", "X\0Y,x@example.org,,,", "failed", "characters in it that can’t be seen"),
    Case("R25", "X Y,x@example.org,,,\x07", "failed", "A cell in column E (member_id) has characters in it"),
    Case("R25", f"X Y,x@example.org,,,{'x' * 10_001}", "failed", "A cell in column E (member_id) is too long"),
    Case("R26", '"X Y,x@example.org,,,', "failed", "A quotation mark opens on line 3 and is never closed"),
    Case("R26", '"X" Y,x@example.org,,,', "failed", "On line 3 a quotation mark stands in the middle of a cell"),
]
