from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, post_save


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "Profile store"

    def ready(self) -> None:
        from consent.actions.restrict import register_restriction_follower
        from consent.registry.recipients import register_recipients
        from consent.residency.homes import register_homes
        from consent.retention.contacts import register_contacts
        from consent.retention.executors import register_executors
        from consent.rights.answer import register_answer
        from consent.rights.handed_in import register_finder
        from consent.rights.objections import register_ceasing
        from consent.rights.recipients import register_teller
        from crm.actions.scores import cease_scores
        from crm.actions.segment_upkeep import note_clients
        from crm.erasing import register_own_erasure
        from crm.identity.journal import register_addresses
        from crm.ingest.files.kinds.registry import register_own_kinds as register_own_files
        from crm.merging.followers import register_follower
        from crm.merging.own import follow_own
        from crm.personal_data import declare_own_tables
        from crm.queries.recipients import active_destinations
        from crm.queries.timeline_entries import register_own_timelines
        from crm.residency import regions_of
        from crm.retention.contacts import CONTACTS
        from crm.retention.executors import executors_of_crm
        from crm.rights.corrections import correct_client
        from crm.rights.finding import find_named
        from crm.rights.new_houses import heed_objections
        from crm.rights.recipients import tell_destinations_of
        from crm.rights.reviews import review_scores
        from crm.segments.kinds import register_own_kinds

        register_answer("rectification", correct_client)
        register_answer("human_review", review_scores)
        register_ceasing("crm", cease_scores)
        register_finder("crm", find_named)
        register_homes(regions_of)
        register_addresses()
        register_teller("crm", tell_destinations_of)
        register_own_timelines()
        register_own_files()
        register_own_kinds()
        register_follower("crm", follow_own)
        declare_own_tables()
        register_contacts("crm", CONTACTS)
        register_executors(*executors_of_crm())
        register_recipients("crm", active_destinations)
        register_own_erasure()
        register_restriction_follower("crm", lambda client_id: note_clients([client_id]))
        post_save.connect(heed_objections, sender="crm.Brand", dispatch_uid="crm.new_brand")
        post_migrate.connect(_make_partitions, sender=self)


def _make_partitions(**kwargs: Any) -> None:
    """A new database takes interactions at once, without waiting for beat."""
    from django.utils import timezone

    from crm.actions.partitions import make_partitions_ahead
    from crm.queries.partitions import is_partitioned

    if is_partitioned():
        make_partitions_ahead(timezone.now())
