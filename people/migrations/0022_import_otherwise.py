from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0021_import_goes_on'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='otherwise',
            field=models.IntegerField(null=True),
        ),
    ]
