"""Events are found by account and kind; and of expired imports the first rows go, which were kept with how the file is written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("departments", "0004_two_factor"), ("people", "0017_import_history")]

    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["account", "kind", "-at", "-id"], name="event_account_kind_at"),
        ),
        migrations.RunSQL(
            "UPDATE people_import SET dialect = dialect - 'beginning' WHERE expired_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
    ]
