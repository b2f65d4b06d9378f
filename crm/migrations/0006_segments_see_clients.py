"""Whatever a segment may ask about a client is noted beside the change itself, whoever writes it: an action, an import,
COPY, or a person in psql. Each statement that changes members leaves a figure of the day (crm_segmentflow).

One trigger a statement, never one a row, so that a large COPY pays once a chunk. See docs/decisions/0020-segments.md.
"""

from django.db import migrations

BY_CLIENT = (
    "crm_relationship", "crm_purchase", "crm_interaction", "crm_relation", "crm_wish", "crm_cartitem",
    "crm_loyaltyaccount", "crm_score", "consent_currentdecision", "consent_residence",
)  # fmt: skip
EVENTS = {
    "insert": "REFERENCING NEW TABLE AS changed",
    "delete": "REFERENCING OLD TABLE AS changed",
    "update": "REFERENCING OLD TABLE AS before NEW TABLE AS changed",
}

# Looked up by index, row by row, whatever the statistics of a table that is just being filled say of its size.
BY_INDEX = "SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off"

FUNCTIONS = """
CREATE FUNCTION segments_see_clients() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT client_id FROM changed WHERE client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT client_id FROM before WHERE client_id IS NOT NULL
    UNION SELECT client_id FROM changed WHERE client_id IS NOT NULL;
    RETURN NULL;
END $$;

-- The upkeep of segments asks in the order of their dependence, and needs no note of what it did itself.
CREATE FUNCTION segments_see_members() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF current_setting('crm.segment_upkeep', true) IS DISTINCT FROM 'yes' THEN
        INSERT INTO crm_changedclient (client_id) SELECT DISTINCT client_id FROM changed;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT n.id FROM changed n JOIN before o ON o.id = n.id
    WHERE (n.canonical_id, n.country, n.language, n.city, n.source, n.birth_date, n.salutation, n.timezone, n.tastes,
            n.key_dates)
        IS DISTINCT FROM (o.canonical_id, o.country, o.language, o.city, o.source, o.birth_date, o.salutation,
            o.timezone, o.tastes, o.key_dates);
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_lines() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id FROM (SELECT DISTINCT purchase_id FROM changed) l
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_line_moves() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM (SELECT purchase_id FROM before UNION SELECT purchase_id FROM changed) l
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_products() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    -- An import writes every product that it meets again; few change their category.
    IF NOT EXISTS (
        SELECT FROM (SELECT id, category_id FROM changed EXCEPT SELECT id, category_id FROM before) sorted_anew
    ) THEN
        RETURN NULL;
    END IF;
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM changed n JOIN before o ON o.id = n.id AND o.category_id IS DISTINCT FROM n.category_id
    JOIN crm_variant v ON v.product_id = n.id
    JOIN crm_purchaseline l ON l.variant_id = v.id
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_see_categories() RETURNS trigger LANGUAGE plpgsql BY_INDEX AS $$
BEGIN
    INSERT INTO crm_changedclient (client_id)
    SELECT DISTINCT p.client_id
    FROM changed n JOIN before o ON o.id = n.id AND (o.parent_id, o.code) IS DISTINCT FROM (n.parent_id, n.code)
    JOIN crm_category k ON k.id = n.id OR k.parent_id = n.id
    JOIN crm_product d ON d.category_id = k.id
    JOIN crm_variant v ON v.product_id = d.id
    JOIN crm_purchaseline l ON l.variant_id = v.id
    JOIN crm_purchase p ON p.id = l.purchase_id
    WHERE p.client_id IS NOT NULL;
    RETURN NULL;
END $$;
"""
NAMES = ("clients", "moves", "members", "people", "lines", "line_moves", "products", "categories")
DROP = "".join(f"DROP FUNCTION segments_see_{name}();" for name in NAMES)

FLOW = """
CREATE FUNCTION segments_count_entered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
    SELECT segment_id, (since AT TIME ZONE 'UTC')::date, count(*), 0 FROM changed GROUP BY 1, 2;
    RETURN NULL;
END $$;

CREATE FUNCTION segments_count_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO crm_segmentflow (segment_id, day, entered, "left")
    SELECT segment_id, (now() AT TIME ZONE 'UTC')::date, 0, count(*) FROM changed GROUP BY 1;
    RETURN NULL;
END $$;

CREATE TRIGGER segments_count_entered AFTER INSERT ON crm_segmentmember REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION segments_count_entered();
CREATE TRIGGER segments_count_left AFTER DELETE ON crm_segmentmember REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION segments_count_left();
"""
NO_FLOW = """
DROP TRIGGER segments_count_entered ON crm_segmentmember;
DROP TRIGGER segments_count_left ON crm_segmentmember;
DROP FUNCTION segments_count_entered();
DROP FUNCTION segments_count_left();
"""


def _trigger(table: str, event: str, function: str) -> migrations.RunSQL:
    # Residence came later, under names of its own.
    name = f"segments_see_residence_{event}" if table == "consent_residence" else f"segments_see_{event}"
    return migrations.RunSQL(
        f"CREATE TRIGGER {name} AFTER {event.upper()} ON {table} {EVENTS[event]} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION segments_see_{function}();",
        f"DROP TRIGGER {name} ON {table};",
    )


class Migration(migrations.Migration):
    replaces = [("crm", "0006_segments_see_changes"), ("crm", "0012_segments_ask_more")]

    dependencies = [("crm", "0005_duplicates_see_changes"), ("consent", "0002_ledgers")]

    operations = [
        migrations.RunSQL(FUNCTIONS.replace("BY_INDEX", BY_INDEX), DROP),
        *(
            _trigger(table, event, "moves" if event == "update" else "clients")
            for table in BY_CLIENT
            for event in EVENTS
        ),
        _trigger("crm_segmentmember", "insert", "members"),
        _trigger("crm_segmentmember", "delete", "members"),
        _trigger("crm_segmentmember", "update", "moves"),
        _trigger("crm_client", "update", "people"),
        _trigger("crm_purchaseline", "insert", "lines"),
        _trigger("crm_purchaseline", "delete", "lines"),
        _trigger("crm_purchaseline", "update", "line_moves"),
        _trigger("crm_product", "update", "products"),
        _trigger("crm_category", "update", "categories"),
        migrations.RunSQL(
            "CREATE TRIGGER a_segment_version_is_never_edited BEFORE UPDATE OR DELETE ON crm_segmentversion "
            "FOR EACH ROW EXECUTE FUNCTION ledger_refuses_change();",
            "DROP TRIGGER a_segment_version_is_never_edited ON crm_segmentversion;",
        ),
        migrations.RunSQL(FLOW, NO_FLOW),
    ]
