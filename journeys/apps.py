from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "journeys"
    verbose_name = "Journeys and messages"

    def ready(self) -> None:
        from consent.rehashing.carry_over import register_written_once
        from consent.retention.contacts import register_contacts
        from consent.retention.executors import register_executors
        from consent.rights.erasing.contributions import register_for_table, register_seal
        from crm.merging.followers import register_follower
        from journeys import receivers  # noqa: F401  (connects the signals of crm)
        from journeys.actions.erase import erase_runs, seal_journeys
        from journeys.actions.merge import follow_merge
        from journeys.journal import register_kill_switches
        from journeys.personal_data import declare_own_tables
        from journeys.queries.timeline import register_journey_timeline
        from journeys.retention import CONTACTS, executors_of_journeys

        register_journey_timeline()
        register_kill_switches()
        register_follower("journeys", follow_merge)
        declare_own_tables()
        register_contacts("journeys", CONTACTS)
        register_executors(*executors_of_journeys())
        register_seal("journeys", seal_journeys)
        register_for_table("journeys.Enrolment", erase_runs)
        register_written_once("journeys.Send", "contact_hash")
