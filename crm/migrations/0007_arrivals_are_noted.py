"""What arrives leaves its hour's sum and, where something is derived from it, a note of its own.

See docs/decisions/0016-orders-from-events.md.
"""

from django.db import migrations

# The ecommerce events that something is derived from (crm.ingest.ecommerce.names); a new name needs a new function.
_ORDERS = "'Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'"
_LISTS = (
    "'Product Added', 'Product Removed', 'Cart Viewed', 'Checkout Started', 'Product Added to Wishlist',"
    " 'Product Removed from Wishlist', 'Wishlist Product Added to Cart'"
)

# Once for each statement, beside the rows themselves and in their transaction. Only added, never updated or asked
# for: so that no sender waits for another's.
_TRIGGERS = f"""
    CREATE FUNCTION crm_note_arrivals() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_sourcetally (source_id, hour, count)
        SELECT source_id, date_trunc('hour', received_at, 'UTC'), count(*) FROM arrived GROUP BY 1, 2;
        INSERT INTO crm_pendingevent (interaction, received_at, is_order, due_at)
        SELECT id, received_at, name IN ({_ORDERS}), received_at FROM arrived
        WHERE name IN ({_ORDERS}, {_LISTS}) AND type = 'track';
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER what_arrives_is_noted AFTER INSERT ON crm_interaction
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION crm_note_arrivals();

    CREATE FUNCTION crm_note_owners() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO crm_pendingevent (interaction, received_at, is_order, due_at)
        SELECT n.id, n.received_at, n.name IN ({_ORDERS}), now()
        FROM changed n JOIN before o ON o.id = n.id
        WHERE n.name IN ({_ORDERS}, {_LISTS}) AND n.type = 'track' AND n.client_id IS NOT NULL AND o.client_id IS NULL;
        RETURN NULL;
    END
    $$;
    CREATE TRIGGER who_becomes_known_is_noted AFTER UPDATE ON crm_interaction
    REFERENCING OLD TABLE AS before NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION crm_note_owners();
"""

_BACK = """
    DROP TRIGGER what_arrives_is_noted ON crm_interaction;
    DROP TRIGGER who_becomes_known_is_noted ON crm_interaction;
    DROP FUNCTION crm_note_arrivals();
    DROP FUNCTION crm_note_owners();
"""


class Migration(migrations.Migration):
    replaces = [("crm", "0011_orders_and_sources")]

    dependencies = [("crm", "0006_segments_see_clients")]

    operations = [migrations.RunSQL(_TRIGGERS, _BACK)]
