"""Invitations, delegation: what a person is to an institution."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0002_guards")]
    operations = []
