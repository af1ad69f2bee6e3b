from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0023_plans_that_can_be_kept'),
    ]

    operations = [
        migrations.AddField(
            model_name='import',
            name='problem_counts',
            field=models.JSONField(null=True),
        ),
    ]
