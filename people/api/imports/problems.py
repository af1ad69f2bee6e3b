"""What is wrong with the rows of an import, by kind and by value; and one value put right in all rows that have it."""

from typing import Any, Final

from django.db import transaction
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from people.api import examples, versions
from people.api.base import sent
from people.api.imports.rows import OfRows
from people.api.schema import IF_MATCH, VERSIONED, sent_as, shown_as
from people.imports import run as runs
from people.imports.header.columns import Field
from people.imports.issues import Code
from people.imports.pages.problems import choices_of, problems_of
from people.imports.row_forms import Problem
from people.imports.run import ForAll
from people.imports.stored.problem_counts import PROBLEMS
from people.models import Import
from people.models.imports import Status
from people.roles import STAFF_ROLES

_CODES: Final = list(PROBLEMS)
_ELSEWISE: Final = (
    "Only a department_id and a cerego_role are put right in many rows at once. Correct each of these rows."
)
_BEGUN: Final = "This import has begun, so its rows can’t be left out any more. Send “right” instead."


class WrongValueShape(serializers.Serializer[Any]):
    """A value that is wrong in some rows."""

    value = serializers.CharField(help_text="What to send as “wrong”.")
    rows = serializers.IntegerField()


class RowProblemShape(serializers.Serializer[Any]):
    """All rows with one kind of problem."""

    code = serializers.ChoiceField(choices=_CODES, help_text="The code of the rows’ issues.")
    rows = serializers.IntegerField()
    values = WrongValueShape(many=True, help_text="Those that can be put right in all rows, the most frequent first.")


@shown_as(examples.ROW_PROBLEMS)
class RowProblemsShape(serializers.Serializer[Any]):
    """What is wrong with the rows of an import, but for rows whose correction waits; nothing while it is worked on."""

    problems = RowProblemShape(many=True)


@sent_as("Another role", {"code": "role.unrecognised", "wrong": "Mgr", "right": "course_manager"})
class PutRightSent(serializers.Serializer[Any]):
    """One correction for all rows that have the same problem; it counts from the next …/retry/ on."""

    code = serializers.ChoiceField(choices=_CODES)
    wrong = serializers.CharField(
        required=False, max_length=10_000, trim_whitespace=False, help_text="The value that is wrong."
    )
    right = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="What it should say: a department’s id, or a role."
    )
    leave_out = serializers.BooleanField(
        default=False, help_text="true: these rows are not to come in at all; before the import only."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """It has to be said what is to become of the rows, and of which."""
        if ("right" in attrs) == attrs["leave_out"]:
            raise serializers.ValidationError({"right": ["Send either “right” or “leave_out”: true."]})
        if "right" in attrs and "wrong" not in attrs:
            raise serializers.ValidationError({"wrong": ["Send the value that “right” is to stand for."]})
        return attrs


class Problems(OfRows):
    """The problems of an import."""

    @extend_schema(operation_id="read_problems", parameters=[VERSIONED], responses=RowProblemsShape)
    def get(self, request: Request, import_id: int) -> Response:
        """Read what is wrong with the rows of an import, by kind and by value, with how many rows each."""
        return versions.shown(request, described(self.run(import_id)))

    @extend_schema(
        operation_id="put_right",
        parameters=[IF_MATCH, VERSIONED],
        request=PutRightSent,
        responses=RowProblemsShape,
    )
    def patch(self, request: Request, import_id: int) -> Response:
        """Put a value right in all rows that have it, or leave these rows out. It counts from the next …/retry/ on. Of very many
        rows the first are corrected at once, and the others by a worker then. Answered are the problems that are left.
        """
        self.run(import_id)
        versions.require_version(request)
        wanted = sent(request, PutRightSent)
        with transaction.atomic():
            run = self.locked(import_id)
            versions.require_unchanged(request, described(run))
            runs.correct_all(run=run, changes=[_meant(run, wanted)], by=self.user)
            return versions.shown(request, described(run))


def _meant(run: Import, wanted: dict[str, Any]) -> ForAll:
    """What was sent, by the rules of the page's form: what it doesn't offer is refused."""
    problem = Problem(Code(wanted["code"]), wanted.get("wrong"), rows=0)
    if wanted["leave_out"]:
        if run.status != Status.CHECKED and run.started_at is not None:
            raise ValidationError({"leave_out": [_BEGUN]})
        return ForAll(problem.code, problem.value, problem.column)
    if problem.column is None:
        raise ValidationError({"code": [_ELSEWISE]})
    right = wanted["right"]
    if problem.column is Field.ROLE:
        known = {role.value for role in STAFF_ROLES}
        otherwise = (
            f"“{right}” is no role that a file can give. Send one of: {', '.join(sorted(known))}; or “”: Learner."
        )
    else:
        known = {pk for pk, _ in choices_of(run).departments}
        otherwise = f"There is no department {right} here. Send the id of one, or “”: the account of the import."
    if right and right not in known:
        raise ValidationError({"right": [otherwise]})
    return ForAll(problem.code, problem.value, problem.column, right)


def described(run: Import) -> dict[str, Any]:
    """The problems of an import, described."""
    found = problems_of(run)
    problems = [
        {
            "code": kind.code,
            "rows": kind.rows,
            "values": [
                {"value": value.problem.value, "rows": value.problem.rows}
                for value in kind.values
                if value.problem.column is not None
            ],
        }
        for kind in (found.kinds if found else ())
    ]
    return dict(RowProblemsShape({"problems": problems}).data)
