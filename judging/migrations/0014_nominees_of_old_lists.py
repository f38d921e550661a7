"""A list that was proposed before nominees counted was made of everybody: its round says so, and its proof and method with it."""

from django.db import migrations

# Who was proposed since then has a reason by which a list tells that nominees counted. Where nobody was behind them, either
# rule makes the same list.
FORGET = """
UPDATE competition_round SET nominees = NULL WHERE nominees IS NOT NULL AND id IN (
    SELECT ranking.round_id FROM judging_selection AS listed JOIN judging_ranking AS ranking ON ranking.id = listed.ranking_id
    WHERE NOT EXISTS (
        SELECT 1 FROM judging_selectionentry AS entry
        WHERE entry.selection_id = listed.id AND entry.reason_code = 'NOT_NOMINATED'
    )
);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("judging", "0013_materials"),
    ]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
