"""Long lists are read in the order of the institutions' names."""

from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [("competition", "0020_tables_have_one_order")]
    operations = [migrations.AddIndex("institution", models.Index(Lower("name"), name="institution_by_name"))]
