from django.apps import AppConfig
from django.core.checks import register


class ConsentConfig(AppConfig):
    name = "consent"
    verbose_name = "Consent and privacy"

    def ready(self) -> None:
        from clienteling.lib.admin_pages import register_watch
        from consent.administration import AdminWatch
        from consent.journal.replay import register_own_kinds
        from consent.journal.shields import register_shields
        from consent.management.exports import IMPORT_EXPORT
        from consent.management.parts import register_part
        from consent.management.records import RECORDS
        from consent.management.replay import REPLAY
        from consent.management.retention import RETENTION
        from consent.personal_data import declare_own_tables
        from consent.registry.check import check_registry
        from consent.registry.processors import processors
        from consent.registry.recipients import register_recipients
        from consent.retention.contacts import register_contacts
        from consent.retention.executors import register_executors
        from consent.retention.own import CONTACTS, executors_of_consent
        from consent.rights.erasing.contributions import register_step
        from consent.rights.erasing.exports import erase_exports_of
        from consent.rights.own_answers import register_own_answers

        declare_own_tables()
        register_watch(AdminWatch())
        register_own_answers()
        register_own_kinds()
        register_shields()
        register(check_registry)
        register_part(RECORDS)
        register_recipients("consent", processors)
        register_part(RETENTION)
        register_part(IMPORT_EXPORT)
        register_part(REPLAY)
        register_contacts("consent", CONTACTS)
        register_executors(*executors_of_consent())
        register_step("archives on the disk", erase_exports_of)
