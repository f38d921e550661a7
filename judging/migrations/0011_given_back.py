"""A task that a timetable took back can be given back by a later one: the move joins those that PostgreSQL lets a task make."""

from django.db import migrations

from competition.guards import moves

ANSWERS = ("OFFERED>ACCEPTED", "OFFERED>RECUSED", "OFFERED>RELEASED", "ACCEPTED>RECUSED", "ACCEPTED>RELEASED")
BEFORE = moves("judging_assignment", *ANSWERS)
AFTER = moves("judging_assignment", *ANSWERS, "RELEASED>OFFERED")


class Migration(migrations.Migration):
    dependencies = [("judging", "0010_announcements")]
    operations = [
        migrations.RunSQL([BEFORE.reverse_sql, AFTER.sql], [AFTER.reverse_sql, BEFORE.sql]),
    ]
