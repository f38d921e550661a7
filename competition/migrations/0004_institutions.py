"""Institutions' history and verification."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0003_people")]
    operations = []
