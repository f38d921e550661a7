"""The hash chain of the audit."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0005_appointments")]
    operations = []
