from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

HEADER = ["Name", "Email", "department_id", "cerego_role", "member_id"]
"""Which we have given to the files that were made of typed lines."""


def call_them_so(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Imports of typed lines were files called "Typed in.csv"."""
    typed = apps.get_model("people", "Import").objects.filter(file_name="Typed in.csv", header=HEADER)
    typed.update(file_name="Added by hand", by_hand=True)


class Migration(migrations.Migration):
    version_before = "It reads the name only to show it, and to find the first of two clicks within a minute."

    dependencies = [
        ('people', '0024_import_problem_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='by_hand',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.RunPython(call_them_so, migrations.RunPython.noop),
    ]
