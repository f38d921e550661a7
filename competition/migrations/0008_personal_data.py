"""Consent, retention, removal."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0007_signing")]
    operations = []
