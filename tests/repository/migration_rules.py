"""What a migration may do while the version before still runs: processes are replaced one by one (docs/operations.md)."""

from collections.abc import Iterator

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field, ManyToManyField

TAKEN_AWAY = (ops.RemoveField, ops.DeleteModel, ops.RenameField, ops.RenameModel, ops.AlterModelTable)
UNREADABLE = (ops.RunSQL, ops.RunPython)


def dangers(app: str, operations: list[Operation], state: ProjectState, fresh: set[str] | None = None) -> Iterator[str]:
    """What of these operations the version before could not live with, or would lock a large table for long.

    ``state`` is what there is before them; it is moved on. ``fresh``: the models that they make, on which nobody works yet.
    """
    fresh = set() if fresh is None else fresh
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from dangers(app, [*operation.database_operations], state.clone(), fresh)
        elif isinstance(operation, ops.CreateModel):
            fresh.add(operation.name_lower)
        else:
            model = getattr(operation, "model_name_lower", getattr(operation, "name_lower", ""))
            if model not in fresh:
                yield from (f"{operation.describe()}: {why}" for why in _of(app, operation, state))
        operation.state_forwards(app, state)


def _of(app: str, operation: Operation, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, TAKEN_AWAY):
        yield "the version before still uses it. Stop using it in one release, take it away in the next"
    elif isinstance(operation, UNREADABLE):
        yield "what it does can't be read from here. Say why the version before can live with it"
    elif isinstance(operation, ops.AddField):
        if _must_be_given(operation.field):
            yield "rows of the version before come without it. Let it be null, or give it a db_default"
    elif isinstance(operation, ops.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        yield from _narrower(before, operation.field)
    elif isinstance(operation, ops.AddConstraint) and not isinstance(operation, AddConstraintNotValid):
        yield "the version before may write what it forbids, and nobody can write while it is checked. Add it as not valid"
    elif isinstance(operation, ops.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        yield "nobody can write to the table meanwhile. Use AddIndexConcurrently"


def _must_be_given(field: Field) -> bool:
    return not (
        isinstance(field, ManyToManyField) or field.null or field.db_default is not NOT_PROVIDED or field.generated
    )


def _narrower(before: Field, after: Field) -> Iterator[str]:
    if before.get_internal_type() != after.get_internal_type():
        yield "the version before reads and writes it as another type. Add a new field beside it"
    if before.null and not after.null:
        yield "the version before may leave it empty"
    if (before.max_length or 0) > (after.max_length or float("inf")):
        yield "the version before may write more than fits"
    if after.unique and not before.unique:
        yield "the version before may write the same twice"
