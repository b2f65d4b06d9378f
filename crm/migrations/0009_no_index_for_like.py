"""What Django makes beside each unique text, for LIKE, is not written where no statement asks so.

At five million clients it was a good part of 2.6 GB. The index has a name of Django's making, the same in every house.
"""

from django.db import migrations

# (table, column, name, how the index was made)
_UNREAD = (
    ("crm_messageid", "message_id", "crm_messageid_message_id_dc4e3844_like", "varchar_pattern_ops"),
    ("crm_searchword", "word", "crm_searchword_word_d05932f8_like", "text_pattern_ops"),
)
_DROP = "; ".join(f"DROP INDEX IF EXISTS {name}" for _, _, name, _ in _UNREAD)
_MAKE = "; ".join(f"CREATE INDEX {name} ON {table} ({column} {way})" for table, column, name, way in _UNREAD)


class Migration(migrations.Migration):
    replaces = [("crm", "0024_indexes_within_others")]

    dependencies = [("crm", "0008_audiences_see_consent")]

    operations = [migrations.RunSQL(_DROP, _MAKE)]
