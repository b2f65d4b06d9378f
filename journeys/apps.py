from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "journeys"
    verbose_name = "Journeys and messages"

    def ready(self) -> None:
        from consent.registry.recipients import register_recipients
        from crm.merging.followers import register_follower
        from journeys import receivers  # noqa: F401  (connects the signals of crm)
        from journeys.actions.merge import follow_merge
        from journeys.personal_data import declare_own_tables
        from journeys.queries.recipients import carriers
        from journeys.queries.timeline import register_journey_timeline

        register_journey_timeline()
        register_follower("journeys", follow_merge)
        declare_own_tables()
        register_recipients("journeys", carriers)
