"""People, rows and what is known, for the tests of the decider."""

from people.imports.deciding.decide import decide
from people.imports.deciding.parse import ParsedRow
from people.imports.deciding.plan import Existing, Known, KnownMembership, KnownPerson, Options, Plan
from people.imports.issues import Code
from people.outcomes import Outcome
from people.roles import Role

PARTNER, MATHEMATICS, PHYSICS = 1, 12, 13
ADD_ONLY = Options(existing=Existing.ADD_ONLY)
CREATED, UPDATED, UNCHANGED, SKIPPED, FAILED = Outcome


def row(number: int, email: str = "ana@northwind.example", name: str = "Ana Ruiz", **values) -> ParsedRow:
    return ParsedRow(number=number, name=name, email=email, **values)


def known(persons: dict[str, KnownPerson] | None = None, **facts) -> Known:
    defaults = {"account": PARTNER, "partner": PARTNER, "uploader": "mara@northwind.example"}
    defaults["departments"] = frozenset({MATHEMATICS, PHYSICS})
    return Known(**{**defaults, "persons": persons or {}, **facts})


def ana(memberships: dict[int, KnownMembership] | None = None, **facts) -> dict[str, KnownPerson]:
    return {"ana@northwind.example": KnownPerson(7, facts.pop("name", "Ana Ruiz"), memberships or {}, **facts)}


def as_learner(member_id: str = "") -> KnownMembership:
    return KnownMembership(Role.LEARNER, member_id)


def plan(*rows: ParsedRow, there: Known | None = None, options: Options | None = None) -> Plan:
    (only,) = decide(list(rows), there or known(), options or Options(), {})
    return only


def outcomes(of: Plan) -> list[Outcome]:
    return [decision.outcome for decision in of.decisions]


def codes(of: Plan) -> list[list[Code]]:
    return [[issue.code for issue in decision.issues] for decision in of.decisions]


def places(of: Plan) -> dict[int, Role]:
    return {write.account: write.role for write in of.writes}
