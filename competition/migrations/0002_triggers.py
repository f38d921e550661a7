"""What PostgreSQL itself refuses and keeps: moves of a state, changes to what is history, the audit's hash chain, stamps of rules.

At the end of a transaction that wrote to the audit the first trigger leaves a turn, and the turn's own trigger, which PostgreSQL
runs after every other deferred check of the transaction, locks the heads in the order of their names and links what was written.
So nothing else is waited for while a head is held, and two transactions cannot each hold a head the other wants.
"""

from django.db import migrations

from competition.guards import keep, moves

# Trigger functions that every app's tables use.
FUNCTIONS = """
CREATE FUNCTION kipp_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The moves stand in the trigger's arguments as 'FROM>TO'.
CREATE FUNCTION kipp_check_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state IS DISTINCT FROM NEW.state AND NOT (OLD.state || '>' || NEW.state) = ANY (TG_ARGV) THEN
        RAISE EXCEPTION '%: no move from % to %', TG_TABLE_NAME, OLD.state, NEW.state
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION kipp_refuse_change(); DROP FUNCTION kipp_check_move();"

AUDIT = """
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON competition_auditentry
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_is_not_emptied BEFORE TRUNCATE ON competition_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_AUDIT = """
DROP TRIGGER audit_is_append_only ON competition_auditentry;
DROP TRIGGER audit_is_not_emptied ON competition_auditentry;
"""

CHAIN = """
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
DROP_CHAIN = """
DROP TRIGGER audit_is_linked ON competition_auditentry;
DROP TABLE competition_auditturn;
DROP FUNCTION kipp_take_audit_turn();
DROP FUNCTION kipp_link_audit();
"""

LINKS = """
CREATE TRIGGER audit_link_is_append_only BEFORE UPDATE OR DELETE ON competition_auditlink
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_link_is_not_emptied BEFORE TRUNCATE ON competition_auditlink
    FOR EACH STATEMENT EXECUTE FUNCTION kipp_refuse_change();
CREATE TRIGGER audit_head_stays BEFORE DELETE ON competition_audithead
    FOR EACH ROW EXECUTE FUNCTION kipp_refuse_change();
"""
DROP_LINKS = """
DROP TRIGGER audit_link_is_append_only ON competition_auditlink;
DROP TRIGGER audit_link_is_not_emptied ON competition_auditlink;
DROP TRIGGER audit_head_stays ON competition_audithead;
"""

# With the check that only a BUMD has a parent, this leaves two levels and no circle.
PARENT = """
CREATE FUNCTION kipp_check_parent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM competition_institution
        WHERE id = NEW.parent_id AND kind IN ('PROVINCE', 'REGENCY', 'CITY')
    ) THEN
        RAISE EXCEPTION 'institution %: its parent is no local government', NEW.id USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER institution_parent_is_a_government AFTER INSERT OR UPDATE OF parent_id ON competition_institution
    FOR EACH ROW EXECUTE FUNCTION kipp_check_parent();
"""
DROP_PARENT = "DROP TRIGGER institution_parent_is_a_government ON competition_institution; DROP FUNCTION kipp_check_parent();"

# What `competition.duties` says in Python: offices of two groups exclude each other while they bind. A coach is bound for good.
# Beside it, an office is held once at a time.
DUTIES = """
ALTER TABLE competition_appointment ADD CONSTRAINT appointment_duties_are_separate EXCLUDE USING gist (
    person_id WITH =,
    edition_id WITH =,
    (CASE WHEN role IN ('SECRETARIAT', 'ORGANISER') THEN 'OFFICE' ELSE role::text END) WITH <>,
    (CASE WHEN role = 'COACH' AND (ends_at IS NULL OR ends_at > starts_at) THEN tstzrange(starts_at, NULL)
          ELSE tstzrange(starts_at, ends_at) END) WITH &&
);
ALTER TABLE competition_appointment ADD CONSTRAINT appointment_is_held_once EXCLUDE USING gist (
    person_id WITH =, edition_id WITH =, (role::text) WITH =, tstzrange(starts_at, ends_at) WITH &&
);
"""
DROP_DUTIES = """
ALTER TABLE competition_appointment DROP CONSTRAINT appointment_duties_are_separate;
ALTER TABLE competition_appointment DROP CONSTRAINT appointment_is_held_once;
"""

HISTORY = """
CREATE FUNCTION kipp_keep_appointment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'appointment % is history: it is ended, not removed', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF (OLD.code, OLD.person_id, OLD.edition_id, OLD.role, OLD.starts_at)
        IS DISTINCT FROM (NEW.code, NEW.person_id, NEW.edition_id, NEW.role, NEW.starts_at) THEN
        RAISE EXCEPTION 'appointment % is history: only its end may be set', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF OLD.ends_at IS NOT NULL AND (NEW.ends_at IS NULL OR NEW.ends_at > OLD.ends_at) THEN
        RAISE EXCEPTION 'appointment %: an end is brought forward, never put off', OLD.code
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER appointment_is_history BEFORE UPDATE OR DELETE ON competition_appointment
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_appointment();
"""
DROP_HISTORY = """
DROP TRIGGER appointment_is_history ON competition_appointment;
DROP FUNCTION kipp_keep_appointment();
"""

# Whoever changes a row of an edition's rules, by whatever way, gives the edition another stamp.
STAMP = """
-- Of its own, not a column's: a number once given is never given again, not even after a transaction that was rolled back.
CREATE SEQUENCE competition_rules_stamp;

CREATE FUNCTION kipp_stamp_rules() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint[];
BEGIN
    IF TG_TABLE_NAME = 'competition_level' THEN
        SELECT array_agg(r.edition_id) INTO changed FROM competition_criterion c JOIN competition_round r ON r.id = c.round_id
            WHERE c.id IN (NEW.criterion_id, OLD.criterion_id);
    ELSIF TG_TABLE_NAME = 'competition_criterion' THEN
        SELECT array_agg(r.edition_id) INTO changed FROM competition_round r WHERE r.id IN (NEW.round_id, OLD.round_id);
    ELSE
        changed := ARRAY[NEW.edition_id, OLD.edition_id];
    END IF;
    UPDATE competition_edition SET rules_stamp = nextval('competition_rules_stamp') WHERE id = ANY (changed);
    RETURN NULL;
END $$;

-- An edition that is written as a whole, as it was read a while ago, does not bring an old stamp back.
CREATE FUNCTION kipp_keep_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.rules_stamp := greatest(NEW.rules_stamp, OLD.rules_stamp);
    RETURN NEW;
END $$;
CREATE TRIGGER edition_keeps_its_stamp BEFORE UPDATE ON competition_edition
    FOR EACH ROW EXECUTE FUNCTION kipp_keep_stamp();
"""
STAMPED = ("category", "group", "question", "round", "criterion", "level")
TRIGGERS = "".join(
    f"CREATE TRIGGER {table}_stamps_its_edition AFTER INSERT OR UPDATE OR DELETE ON competition_{table}"
    " FOR EACH ROW EXECUTE FUNCTION kipp_stamp_rules();\n"
    for table in STAMPED
)
DROP_STAMP = "".join(f"DROP TRIGGER {table}_stamps_its_edition ON competition_{table};\n" for table in STAMPED) + (
    "DROP TRIGGER edition_keeps_its_stamp ON competition_edition; DROP FUNCTION kipp_keep_stamp();"
    " DROP FUNCTION kipp_stamp_rules(); DROP SEQUENCE competition_rules_stamp;"
)


class Migration(migrations.Migration):
    replaces = [("competition", "0002_guards")]
    dependencies = [("competition", "0001_tables")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(AUDIT, DROP_AUDIT),
        migrations.RunSQL(CHAIN, DROP_CHAIN),
        migrations.RunSQL(LINKS, DROP_LINKS),
        migrations.RunSQL(PARENT, DROP_PARENT),
        migrations.RunSQL(DUTIES, DROP_DUTIES),
        migrations.RunSQL(HISTORY, DROP_HISTORY),
        migrations.RunSQL(STAMP + TRIGGERS, DROP_STAMP),
        moves("competition_admission", "WAITING>VERIFIED", "WAITING>REFUSED"),
        moves("competition_appointmentrequest", "ASKED>GRANTED", "ASKED>REFUSED"),
        keep("competition_institutionname"),
        keep("competition_institutionchange"),
        keep("competition_institutionlink"),
        keep("competition_stageextension", "extension"),
        keep("competition_institutionextension", "institution_extension"),
        keep("competition_lettertemplate", "letter_template"),
    ]
