"""Room on each page for the outcomes of its rows: so writing one touches neither another page nor an index (a HOT update)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0003_stop_and_undo")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE people_importrow SET (fillfactor = 75)",
            "ALTER TABLE people_importrow RESET (fillfactor)",
        )
    ]
