from django.apps import AppConfig


class ClientelingConfig(AppConfig):
    name = "clienteling"
    verbose_name = "Boutique"

    def ready(self) -> None:
        from clienteling.queries.timelines import register_boutique_timelines

        register_boutique_timelines()
