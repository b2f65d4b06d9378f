"""What is refused when somebody uses their rights, or answers for the house."""


class RightsError(Exception):
    """Codes: ``right_unknown``, ``detail_missing``, ``detail_too_long``, ``request_closed``, ``request_not_open``,
    ``identity_unconfirmed``, ``no_known_address``, ``too_many_codes``, ``code_wrong``, ``code_expired``,
    ``code_spent``, ``extension_too_late``, ``extended_already``, ``reason_missing``,
    ``export_not_ready``, ``not_an_export``, ``version_unknown``, ``export_too_large``,
    ``region_forbidden`` (no storage to which the data may go), ``person_known``, ``person_erased``,
    ``not_restricted``, ``held``, ``received_at_invalid``, ``idempotency_conflict``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
