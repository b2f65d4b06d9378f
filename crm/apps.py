from django.apps import AppConfig


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = "Profile store"

    def ready(self) -> None:
        from crm.queries.timeline_entries import register_own_timelines

        register_own_timelines()
