"""Appointments and the separation of duties."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0004_institutions")]
    operations = []
