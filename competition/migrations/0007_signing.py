"""Sign-in: sessions and limits."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("competition", "0006_audit_chain")]
    operations = []
