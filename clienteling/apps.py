from django.apps import AppConfig


class ClientelingConfig(AppConfig):
    name = "clienteling"
    verbose_name = "Boutique"

    def ready(self) -> None:
        from clienteling.actions.merge import follow_merge
        from clienteling.queries.timelines import register_boutique_timelines
        from clienteling.segments import register_boutique_kinds
        from crm.merging.followers import register_follower

        register_boutique_timelines()
        register_boutique_kinds()
        register_follower("clienteling", follow_merge)
