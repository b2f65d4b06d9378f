from django.apps import AppConfig
from django.core.checks import register


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = "Consent and privacy"

    def ready(self) -> None:
        from consent.management.exports import IMPORT_EXPORT
        from consent.management.parts import register_part
        from consent.management.records import RECORDS
        from consent.personal_data import declare_own_tables
        from consent.registry.check import check_registry

        declare_own_tables()
        register(check_registry)
        register_part(RECORDS)
        register_part(IMPORT_EXPORT)
