"""What an export says of consent's tables beyond their declarations."""

from consent.rights.export.rules import INSIDE, Rule, name_rows, set_rule

OF_THE_ANSWER = "Belongs to the answer to a request in the house where it was made."


def set_own_rules() -> None:
    name_rows("consent.Purpose", "code")
    name_rows("consent.Notice", "purpose__code", "version", "language")
    for model in (
        "consent.SubjectRequest",
        "consent.HandedIn",
        "consent.RequestStep",
        "consent.IdentityChallenge",
        "consent.DataExport",
        "consent.Correction",
        "consent.Erasure",
        "consent.RetentionCandidate",
        "consent.RetentionHold",
    ):
        set_rule(model, Rule(left_out=_NUMBERS.get(model, {}), is_made_again=OF_THE_ANSWER))
    for model in ("consent.Erasure", "consent.Restriction"):
        set_rule(model, Rule(left_out=_NUMBERS.get(model, {}), is_made_again=OF_THE_ANSWER))


_NUMBERS = {
    "consent.Erasure": {
        "client_ids": INSIDE,
        "traces": "Empty once it is finished; before, what is being erased.",
        "lease_token": "A worker’s.",
    },
    "consent.HandedIn": {"sealed_name": "Sealed, and empty once it is settled.", "fingerprint": INSIDE},
    "consent.IdentityChallenge": {"salt": "From it a code would follow."},
    "consent.DataExport": {
        "stored_as": "Names the file.",
        "lease_token": "A worker’s.",
    },
}
