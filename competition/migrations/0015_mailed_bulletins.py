"""A bulletin can go out as a letter too, once, when it appears."""

from django.db import migrations, models

from competition.at_once import AtOnce


class Migration(migrations.Migration):
    dependencies = [("competition", "0014_disputes")]

    operations = [
        AtOnce(
            migrations.AddField(
                model_name="bulletin",
                name="mail_to",
                field=models.CharField(
                    choices=[
                        ("NOBODY", "Tidak dikirim sebagai surat"),
                        ("AGENCIES", "Orang-orang instansi yang memiliki proposal pada edisi ini"),
                        ("JUDGES", "Penilai dan ketua panel"),
                        ("BOTH", "Keduanya"),
                    ],
                    default="NOBODY",
                    max_length=10,
                ),
            ),
            migrations.AddField(
                model_name="bulletin",
                name="mailed_at",
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddConstraint(
                model_name="bulletin",
                constraint=models.CheckConstraint(
                    condition=models.Q(mail_to__in=["NOBODY", "AGENCIES", "JUDGES", "BOTH"]), name="bulletin_readers_are_known"
                ),
            ),
        ),
    ]
