"""The catalogue as it is searched: three tables that triggers keep in step with what is public."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

from competition.at_once import AtOnce

# A word is letters and digits; "e-KTP" is found as "e", as "KTP" and as "eKTP".
WORDS = """
CREATE FUNCTION kipp_bare(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(given, '[^[:alnum:]]+', ' ', 'g')
$$;
CREATE FUNCTION kipp_joined(given text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(given, '[^[:alnum:][:space:]]+', '', 'g')
$$;
CREATE FUNCTION kipp_document(given text, weight "char") RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(to_tsvector('indonesian', kipp_bare(given)), weight)
        || setweight(to_tsvector('simple', kipp_bare(given)), weight)
        || setweight(to_tsvector('simple', kipp_joined(given)), weight)
$$;
"""
FACTS = """
CREATE FUNCTION kipp_catalogue_facts(ids bigint[])
RETURNS TABLE (id bigint, title text, unit text, owner text, kind varchar, province varchar,
    categories varchar[], years smallint[], awards varchar[], prizes varchar[])
LANGUAGE sql STABLE AS $$
    SELECT i.id, i.title, i.unit_name, o.name, o.kind, coalesce(p.code, r.code, ''),
        coalesce(c.names, '{}'), coalesce(a.years, '{}'), coalesce(a.names, '{}'), coalesce(a.prizes, '{}')
    FROM submissions_innovation i
    JOIN competition_institution o ON o.id = i.institution_id
    LEFT JOIN competition_region r ON r.id = o.region_id
    LEFT JOIN competition_region p ON p.id = r.parent_id
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT outcome.category_name ORDER BY outcome.category_name) AS names
        FROM submissions_proposal proposal JOIN submissions_outcome outcome ON outcome.proposal_id = proposal.id
        WHERE proposal.innovation_id = i.id AND outcome.until IS NULL
    ) c ON true
    LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT year::smallint ORDER BY year::smallint) AS years,
            array_agg(DISTINCT name ORDER BY name) AS names,
            array_agg(DISTINCT (year || ' ' || name)::varchar ORDER BY (year || ' ' || name)::varchar) AS prizes
        FROM submissions_award WHERE innovation_id = i.id
    ) a ON true
    WHERE i.id = ANY(ids) AND i.is_public
$$;
"""
# Rows that several transactions may add at once are added in one order, so that none waits for another in a circle.
LIST = """
CREATE FUNCTION kipp_list_innovations(ids bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(cardinality(ids), 0) = 0 THEN
        RETURN;
    END IF;
    DELETE FROM submissions_catalogueentry e USING submissions_innovation i
        WHERE i.id = e.innovation_id AND i.id = ANY(ids) AND NOT i.is_public;
    INSERT INTO submissions_catalogueshelf (kind, province, categories, years, awards, prizes)
        SELECT DISTINCT f.kind, f.province, f.categories, f.years, f.awards, f.prizes
        FROM kipp_catalogue_facts(ids) f
        WHERE NOT EXISTS (
            SELECT 1 FROM submissions_catalogueshelf s WHERE (s.kind, s.province, s.categories, s.prizes)
                = (f.kind, f.province, f.categories, f.prizes)
        )
        ORDER BY 1, 2, 3, 6 ON CONFLICT DO NOTHING;
    INSERT INTO submissions_catalogueentry (innovation_id, shelf_id, document)
        SELECT f.id, s.id,
            kipp_document(f.title, 'A') || kipp_document(f.unit, 'B') || kipp_document(f.owner, 'C')
        FROM kipp_catalogue_facts(ids) f
        JOIN submissions_catalogueshelf s ON (s.kind, s.province, s.categories, s.prizes)
            = (f.kind, f.province, f.categories, f.prizes)
        ORDER BY f.id
        ON CONFLICT (innovation_id) DO UPDATE SET shelf_id = excluded.shelf_id, document = excluded.document;
    INSERT INTO submissions_catalogueword (word)
        SELECT DISTINCT part.word FROM kipp_catalogue_facts(ids) f,
            regexp_split_to_table(lower(kipp_bare(f.title || ' ' || f.unit || ' ' || f.owner)), ' ') AS part(word)
        WHERE length(part.word) BETWEEN 4 AND 40 AND part.word !~ '[0-9]'
            AND NOT EXISTS (SELECT 1 FROM submissions_catalogueword w WHERE w.word = part.word)
        ORDER BY 1 ON CONFLICT DO NOTHING;
END $$;
"""
WATCH = """
CREATE FUNCTION kipp_catalogue_innovations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM kipp_list_innovations(ARRAY(SELECT n.id FROM rows_now n WHERE n.is_public));
    ELSIF TG_OP = 'UPDATE' THEN
        PERFORM kipp_list_innovations(ARRAY(
            SELECT n.id FROM rows_now n JOIN rows_before b ON b.id = n.id WHERE (n.is_public OR b.is_public)
            AND (n.is_public, n.title, n.unit_name, n.institution_id)
                IS DISTINCT FROM (b.is_public, b.title, b.unit_name, b.institution_id)));
    ELSE
        DELETE FROM submissions_catalogueentry e USING rows_before b WHERE b.id = e.innovation_id;
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION kipp_catalogue_awards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM kipp_list_innovations(ARRAY(SELECT DISTINCT innovation_id FROM rows_now));
    END IF;
    IF TG_OP <> 'INSERT' THEN
        PERFORM kipp_list_innovations(ARRAY(SELECT DISTINCT innovation_id FROM rows_before));
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION kipp_catalogue_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kipp_list_innovations(ARRAY(
        SELECT DISTINCT p.innovation_id FROM rows_now n JOIN submissions_proposal p ON p.id = n.proposal_id));
    RETURN NULL;
END $$;
CREATE FUNCTION kipp_catalogue_institutions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM kipp_list_innovations(ARRAY(
        SELECT i.id FROM rows_now n JOIN rows_before b ON b.id = n.id
        JOIN submissions_innovation i ON i.institution_id = n.id
        WHERE i.is_public AND (n.name, n.kind, n.region_id) IS DISTINCT FROM (b.name, b.kind, b.region_id)));
    RETURN NULL;
END $$;
"""
NOW, BEFORE = "NEW TABLE AS rows_now", "OLD TABLE AS rows_before"
WATCHED = [
    ("submissions_innovation", "INSERT", NOW, "innovations"),
    ("submissions_innovation", "UPDATE", f"{BEFORE} {NOW}", "innovations"),
    ("submissions_innovation", "DELETE", BEFORE, "innovations"),
    ("submissions_award", "INSERT", NOW, "awards"),
    ("submissions_award", "UPDATE", f"{BEFORE} {NOW}", "awards"),
    ("submissions_award", "DELETE", BEFORE, "awards"),
    ("submissions_outcome", "INSERT", NOW, "outcomes"),
    ("submissions_outcome", "UPDATE", NOW, "outcomes"),
    ("competition_institution", "UPDATE", f"{BEFORE} {NOW}", "institutions"),
]
TRIGGERS = "".join(
    f"CREATE TRIGGER catalogue_{event.lower()} AFTER {event} ON {table} REFERENCING {rows} "
    f"FOR EACH STATEMENT EXECUTE FUNCTION kipp_catalogue_{function}();\n"
    for table, event, rows, function in WATCHED
)
FILL = "SELECT kipp_list_innovations(ARRAY(SELECT id FROM submissions_innovation WHERE is_public));\n"
UNDO = (
    "".join(f"DROP TRIGGER catalogue_{event.lower()} ON {table};\n" for table, event, _rows, _function in WATCHED)
    + """
DROP FUNCTION kipp_catalogue_innovations(), kipp_catalogue_awards(), kipp_catalogue_outcomes(), kipp_catalogue_institutions();
DROP FUNCTION kipp_list_innovations(bigint[]), kipp_catalogue_facts(bigint[]);
DROP FUNCTION kipp_document(text, "char"), kipp_joined(text), kipp_bare(text);
"""
)


def texts(length: int) -> django.contrib.postgres.fields.ArrayField:
    """Return a list of texts."""
    field = models.CharField(max_length=length)
    return django.contrib.postgres.fields.ArrayField(base_field=field, blank=True, default=list, size=None)


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0009_errata"),
    ]

    operations = [
        AtOnce(
            migrations.CreateModel(
                name="CatalogueShelf",
                fields=[
                    ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                    ("kind", models.CharField(max_length=10)),
                    ("province", models.CharField(blank=True, max_length=8)),
                    ("categories", texts(200)),
                    (
                        "years",
                        django.contrib.postgres.fields.ArrayField(
                            base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
                        ),
                    ),
                    ("awards", texts(60)),
                    ("prizes", texts(70)),
                ],
                options={
                    "ordering": ("pk",),
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("kind", "province", "categories", "prizes"), name="catalogue_shelf_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CatalogueWord",
                fields=[
                    ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ],
                options={
                    "ordering": ("word",),
                    "indexes": [
                        django.contrib.postgres.indexes.GinIndex(
                            fields=["word"], name="catalogue_word_trigrams", opclasses=("gin_trgm_ops",)
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CatalogueEntry",
                fields=[
                    (
                        "innovation",
                        models.OneToOneField(
                            on_delete=django.db.models.deletion.CASCADE,
                            primary_key=True,
                            related_name="catalogue_entry",
                            serialize=False,
                            to="submissions.innovation",
                        ),
                    ),
                    ("document", django.contrib.postgres.search.SearchVectorField()),
                    (
                        "shelf",
                        models.ForeignKey(
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="entries",
                            to="submissions.catalogueshelf",
                        ),
                    ),
                ],
                options={
                    "ordering": ("pk",),
                    "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["document"], name="catalogue_document")],
                },
            ),
        ),
        migrations.RunSQL(WORDS + FACTS + LIST + WATCH + TRIGGERS + FILL, UNDO),
    ]
