from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0006_events_by_moment'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='requestevent',
            index=models.Index(condition=models.Q(('kind', 'recomputed')), fields=['subject'], name='requestevent_recomputed'),
        ),
    ]
