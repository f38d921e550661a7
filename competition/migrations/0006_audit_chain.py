"""The hash chain of the audit: what an entry carries, its link, the heads, and the triggers that make links at commit.

At the end of a transaction the first trigger leaves a turn, and the turn's own trigger, which PostgreSQL runs after every
other deferred check of the transaction, locks the heads in the order of their names and links what was written. So nothing
else is waited for while a head is held, and two transactions cannot each hold a head the other wants.
"""

import django.db.models.deletion
from django.db import migrations, models

import competition.models.audit
from competition.chain import genesis, link_hash

FUNCTIONS = """
-- Transactions that are about to link; empty whenever nobody commits.
CREATE UNLOGGED TABLE competition_auditturn (xact xid8 PRIMARY KEY, first_entry bigint NOT NULL);

CREATE FUNCTION kipp_take_audit_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO competition_auditturn VALUES (pg_current_xact_id(), NEW.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION kipp_link_audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    names text[];
    name text;
    head competition_audithead%ROWTYPE;
    before text;
    written record;
BEGIN
    -- Whatever is visible without a link was written by this transaction: others' entries appear together with their links.
    names := ARRAY(
        SELECT DISTINCT coalesce('edition-' || e.edition_id, 'general') FROM competition_auditentry e
        WHERE e.id >= NEW.first_entry AND (SELECT l.entry_id FROM competition_auditlink l WHERE l.entry_id = e.id) IS NULL
        ORDER BY 1
    );
    FOREACH name IN ARRAY names LOOP
        SELECT * INTO head FROM competition_audithead h WHERE h.chain = name FOR UPDATE;
        IF NOT FOUND THEN
            INSERT INTO competition_audithead (chain, position, hash)
                VALUES (name, 0, encode(sha256(convert_to('kipp-audit:' || name, 'UTF8')), 'hex')) ON CONFLICT DO NOTHING;
            SELECT * INTO head FROM competition_audithead h WHERE h.chain = name FOR UPDATE;
        END IF;
        FOR written IN
            SELECT e.id, e.content FROM competition_auditentry e
            WHERE e.id >= NEW.first_entry AND coalesce('edition-' || e.edition_id, 'general') = name
                AND (SELECT l.entry_id FROM competition_auditlink l WHERE l.entry_id = e.id) IS NULL
            ORDER BY e.id
        LOOP
            before := head.hash;
            head.position := head.position + 1;
            head.hash := encode(sha256(convert_to(before || written.content, 'UTF8')), 'hex');
            INSERT INTO competition_auditlink (entry_id, chain, position, previous, hash)
                VALUES (written.id, name, head.position, before, head.hash);
        END LOOP;
        UPDATE competition_audithead h SET position = head.position, hash = head.hash WHERE h.chain = name;
    END LOOP;
    DELETE FROM competition_auditturn WHERE xact = NEW.xact;
    RETURN NULL;
END $$;

-- They run with their owner's rights: a temporary table of the caller must not stand in the way of the real ones.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION kipp_take_audit_turn() SET search_path = %I, pg_temp', current_schema());
    EXECUTE format('ALTER FUNCTION kipp_link_audit() SET search_path = %I, pg_temp', current_schema());
END $$;
-- Each entry asks for its link by the key. Statistics taken while the links were few, or dead, make the planner read the
-- whole table for each entry instead: thousands of entries in one transaction then outlast the statement's time limit.
ALTER FUNCTION kipp_link_audit() SET enable_seqscan = off;

CREATE CONSTRAINT TRIGGER audit_is_linked AFTER INSERT ON competition_auditentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kipp_take_audit_turn();
CREATE CONSTRAINT TRIGGER audit_is_linked AFTER INSERT ON competition_auditturn
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION kipp_link_audit();
"""
DROP_FUNCTIONS = """
DROP TRIGGER audit_is_linked ON competition_auditentry;
DROP TABLE competition_auditturn;
DROP FUNCTION kipp_take_audit_turn();
DROP FUNCTION kipp_link_audit();
"""

GUARDS = """
CREATE TRIGGER audit_link_is_append_only BEFORE UPDATE OR DELETE ON competition_auditlink
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_link_is_not_emptied BEFORE TRUNCATE ON competition_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE ON competition_audithead
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_GUARDS = """
DROP TRIGGER audit_link_is_append_only ON competition_auditlink;
DROP TRIGGER audit_link_is_not_emptied ON competition_auditlink;
DROP TRIGGER audit_head_stays ON competition_audithead;
"""
OPEN = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE competition_auditentry DISABLE TRIGGER audit_is_append_only;"
CLOSE = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE competition_auditentry ENABLE TRIGGER audit_is_append_only;"


def link_what_is_there(apps, schema_editor) -> None:
    """Give entries from before the chain their content and their link, in the order in which they were written."""
    entries, links = apps.get_model("competition", "AuditEntry"), apps.get_model("competition", "AuditLink")
    heads: dict[str, tuple[int, str]] = {}
    for entry in entries.objects.order_by("id").iterator(chunk_size=500):
        content = competition.models.audit.AuditEntry.content_now(entry)
        entries.objects.filter(pk=entry.pk).update(content=content)
        chain = "general" if entry.edition_id is None else f"edition-{entry.edition_id}"
        position, previous = heads.get(chain, (0, genesis(chain)))
        heads[chain] = (position + 1, link_hash(previous, content))
        links.objects.create(entry_id=entry.pk, chain=chain, position=position + 1, previous=previous, hash=heads[chain][1])
    head = apps.get_model("competition", "AuditHead")
    head.objects.bulk_create(head(chain=chain, position=at, hash=text) for chain, (at, text) in heads.items())


class Migration(migrations.Migration):
    dependencies = [("competition", "0005_appointments")]
    operations = [
        migrations.AlterField(
            model_name="auditentry",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="audit_entries",
                to="competition.person",
            ),
        ),
        migrations.AddField(model_name="auditentry", name="roles", field=models.JSONField(blank=True, default=list)),
        migrations.AddField(model_name="auditentry", name="before", field=models.JSONField(blank=True, null=True)),
        migrations.AddField(model_name="auditentry", name="after", field=models.JSONField(blank=True, null=True)),
        migrations.AddField(
            model_name="auditentry",
            name="session",
            field=models.CharField(blank=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditentry",
            name="content",
            field=competition.models.audit.ContentField(default="", editable=False),
            preserve_default=False,
        ),
        *(
            migrations.AddIndex(model_name="auditentry", index=index)
            for index in (
                models.Index(fields=["subject_key", "-id"], name="audit_by_subject_key"),
                models.Index(fields=["edition", "-id"], name="audit_by_edition"),
                models.Index(fields=["event", "-id"], name="audit_by_event"),
                models.Index(fields=["person", "-id"], name="audit_by_person"),
                models.Index(fields=["at"], name="audit_by_time"),
            )
        ),
        migrations.CreateModel(
            name="AuditLink",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="link",
                        serialize=False,
                        to="competition.auditentry",
                    ),
                ),
                ("chain", models.CharField(max_length=40)),
                ("position", models.PositiveBigIntegerField()),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("chain", "position"), name="audit_position_once_per_chain"),
                    models.CheckConstraint(condition=models.Q(("position__gte", 1)), name="audit_position_counts_from_one"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                ("chain", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("position", models.PositiveBigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        migrations.RunSQL(OPEN, CLOSE),
        migrations.RunPython(link_what_is_there, migrations.RunPython.noop),
        migrations.RunSQL(CLOSE, OPEN),
        migrations.RunSQL(GUARDS, DROP_GUARDS),
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
    ]
