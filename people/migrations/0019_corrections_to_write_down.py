
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0018_events_by_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='to_correct',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list),
        ),
    ]
