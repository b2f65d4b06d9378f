"""What a change of a client's profile refuses."""


class ProfileError(Exception):
    """Codes: ``too_long`` (a name or value), ``too_many`` (tastes, dates or people), ``date_unknown`` (no day of a
    year), ``name_missing``, ``kind_unknown``, ``same_client``, ``client_not_live`` (merged since),
    ``consent_missing`` (to sensitive information: GDPR Art. 9(2)(a), PIPL Art. 29)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
