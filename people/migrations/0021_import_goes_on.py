from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0020_import_letters'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='went_on_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='went_on_after',
            field=models.IntegerField(db_default=0, default=0),
        ),
    ]
