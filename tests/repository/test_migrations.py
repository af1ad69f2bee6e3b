"""Migrations are such that the version before can live with them: nothing stops while a new one is brought in."""

import pytest
from django.apps import apps
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from tests.repository.migration_rules import dangers

BEFORE_THE_FIRST_RELEASE = {"departments": 6, "people": 20}
"""The numbers of the last migrations for which there was no version before: nobody had installed it."""
EXCUSE = "version_before"
"""A Migration's attribute with a sentence: why the version before can live with it all the same."""


def test_no_migration_needs_the_version_before_to_be_stopped() -> None:
    loader = MigrationLoader(None)
    found = {}
    for app, last in BEFORE_THE_FIRST_RELEASE.items():
        for (label, name), migration in sorted(loader.disk_migrations.items()):
            if label == app and int(name[:4]) > last and not getattr(migration, EXCUSE, ""):
                state = loader.project_state((label, name), at_end=False)
                if refused := [*dangers(app, [*migration.operations], state)]:
                    found[f"{app}.{name}"] = refused
    assert found == {}, f"Change it, or say in {EXCUSE} = “…” of the Migration why it is safe."


def state() -> ProjectState:
    """A table that is there already."""
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20, null=True))]
    known = ProjectState()
    known.add_model(ModelState("people", "Chair", fields))
    return known


def name(**options: object) -> models.Field:
    return models.CharField(**{"max_length": 20, "null": True, **options})


CHECK = models.CheckConstraint(condition=models.Q(name="x"), name="named_x")
INDEX = models.Index(fields=["name"], name="by_name")


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        (migrations.RemoveField("chair", "name"), "still uses it"),
        (migrations.RenameField("chair", "name", "title"), "still uses it"),
        (migrations.DeleteModel("chair"), "still uses it"),
        (migrations.RenameModel("chair", "stool"), "still uses it"),
        (migrations.AlterModelTable("chair", "stools"), "still uses it"),
        (migrations.AddField("chair", "legs", models.IntegerField(default=4)), "come without it"),
        (migrations.AlterField("chair", "name", name(null=False)), "may leave it empty"),
        (migrations.AlterField("chair", "name", name(max_length=10)), "more than fits"),
        (migrations.AlterField("chair", "name", name(unique=True)), "the same twice"),
        (migrations.AlterField("chair", "name", models.IntegerField(null=True)), "another type"),
        (migrations.AddConstraint("chair", CHECK), "may write what it forbids"),
        (migrations.AddIndex("chair", INDEX), "nobody can write"),
        (migrations.RunSQL("DELETE FROM chair"), "can't be read"),
        (migrations.RunPython(migrations.RunPython.noop), "can't be read"),
        (migrations.SeparateDatabaseAndState([migrations.RemoveField("chair", "name")]), "still uses it"),
    ],
    ids=lambda each: type(each).__name__ if isinstance(each, Operation) else None,
)
def test_it_refuses_what_the_version_before_could_not_live_with(operation: Operation, why: str) -> None:
    (found,) = dangers("people", [operation], state())
    assert why in found


@pytest.mark.parametrize(
    "operations",
    [
        [migrations.AddField("chair", "legs", models.IntegerField(null=True))],
        [migrations.AddField("chair", "legs", models.IntegerField(db_default=4))],
        [migrations.AlterField("chair", "name", name(max_length=40))],
        [AddIndexConcurrently("chair", INDEX)],
        [AddConstraintNotValid("chair", CHECK)],
        [migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("chair", "name")])],
        [
            migrations.CreateModel("Stool", [("id", models.BigAutoField(primary_key=True)), ("name", name())]),
            migrations.AddConstraint("stool", CHECK),
            migrations.AddIndex("stool", INDEX),
        ],
    ],
    ids=lambda each: type(each[0]).__name__,
)
def test_it_lets_pass_what_the_version_before_does_not_notice(operations: list[Operation]) -> None:
    assert [*dangers("people", operations, state())] == []


def test_every_app_with_migrations_of_ours_is_looked_at() -> None:
    ours = {config.label for config in apps.get_app_configs() if config.name in {"cerego", "departments", "people"}}
    assert set(BEFORE_THE_FIRST_RELEASE) == {label for label, _ in MigrationLoader(None).disk_migrations} & ours
