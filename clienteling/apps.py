from django.apps import AppConfig


class ClientelingConfig(AppConfig):
    name = "clienteling"
    verbose_name = "Boutique"

    def ready(self) -> None:
        from clienteling import receivers  # noqa: F401  (connects the signals of consent)
        from clienteling.actions.merge import follow_merge
        from clienteling.actions.tell_of_withdrawal import tell_advisors
        from clienteling.erasing import register_boutique_erasure
        from clienteling.files.repairs import Repairs
        from clienteling.files.satisfaction import Satisfaction
        from clienteling.lib import (
            failed_log_ins,  # noqa: F401  (connects to the failures that axes keeps)
            session_age,  # noqa: F401  (connects to log-ins, before the first request)
        )
        from clienteling.personal_data import declare_own_tables
        from clienteling.queries.timelines import register_boutique_timelines
        from clienteling.retention import CONTACTS, executors_of_the_boutique
        from clienteling.segments import register_boutique_kinds
        from consent.retention.contacts import register_contacts
        from consent.retention.executors import register_executors
        from consent.sensitive.followers import register_withdrawal_follower
        from crm.ingest.files.kinds.registry import register_kind
        from crm.merging.followers import register_follower

        register_boutique_timelines()
        register_kind(Repairs)
        register_kind(Satisfaction)
        register_boutique_kinds()
        register_follower("clienteling", follow_merge)
        declare_own_tables()
        register_contacts("clienteling", CONTACTS)
        register_executors(*executors_of_the_boutique())
        register_boutique_erasure()
        register_withdrawal_follower("clienteling", tell_advisors)
