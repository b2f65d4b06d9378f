"""``bench ingest``: batches of twenty calls by HTTP into an empty database, against COPY of the same rows.

A real web server, started as in the demonstration, and senders in processes of their own (32 connections together)
share the machine with the database. A batch counts when its 2xx has come, by when it is committed. The comparison
copies the rows that were stored, and their message ids, into tables with the same columns, checks and indexes.
"""

from typing import Any

from crm.benchmarks.ingest.senders import send_for
from crm.benchmarks.ingest.web import web_server
from crm.management.scratch import scratch_database
from crm.management.twin import copy_into_twin
from crm.models import Brand, Interaction, MessageId, Source

SECONDS = 10
SENDERS = 2


def run(options: dict[str, Any]) -> dict[str, Any]:
    """Events and batches a second, milliseconds a batch, and the ratio to COPY."""
    with scratch_database():
        brand = Brand.objects.create(code="BENCH", name="Bench")
        source = Source.objects.create(brand=brand, code="bench", name="Bench", write_key="bench-write-key")
        with web_server() as port:
            send_for(1, senders=SENDERS, port=port, write_key=source.write_key)
            warmed = Interaction.objects.count()
            sent = send_for(SECONDS, senders=SENDERS, port=port, write_key=source.write_key)
        stored = Interaction.objects.count() - warmed
        copied, copy_seconds = copy_into_twin(Interaction._meta.db_table)
        _, id_seconds = copy_into_twin(MessageId._meta.db_table)
    rate, copy_rate = stored / sent.seconds, copied / (copy_seconds + id_seconds)
    return {
        "events_sent": sent.events,
        "events_stored": stored,
        "seconds": round(sent.seconds, 2),
        "events_per_second": round(rate),
        "batches_per_second": round(sent.batches / sent.seconds),
        "p50_milliseconds": sent.percentile(50),
        "p95_milliseconds": sent.percentile(95),
        "senders_microseconds_per_event": round(1_000_000 * sent.processor / sent.events, 1),
        "copy_rows_per_second": round(copy_rate),
        "ratio_to_copy": round(rate / copy_rate, 2),
    }
