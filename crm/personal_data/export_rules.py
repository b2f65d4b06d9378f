"""What an export says of the profile store's tables beyond their declarations (decision 26)."""

from consent.rights.export.rules import INSIDE, OTHERS, Rule, name_rows, set_rule

DERIVED = "Made again from the rest."
TOLD = "Says what other systems of the house were told."
NAMES_OTHERS = "Names other people, who are left out."
MERGED = "Leads back from a merge in the house where it was made."


def set_own_rules() -> None:
    _name_the_house()
    set_rule(
        "crm.Relation", Rule(left_out=dict.fromkeys(("name", "note", "birth_date"), OTHERS), is_made_again=NAMES_OTHERS)
    )
    set_rule("crm.Delivery", Rule(own_only=("entered", "left"), is_inferred=True, is_made_again=TOLD))
    sealed = {"sealed_uid": "Sealed, for the recipient.", "lease_token": INSIDE}
    set_rule("crm.RecipientNotice", Rule(left_out=sealed, is_made_again=TOLD))
    set_rule("crm.Score", Rule(is_inferred=True))
    for model in ("SegmentMember", "SegmentChange"):
        set_rule(f"crm.{model}", Rule(is_inferred=True))
    for model in ("ChangedClient", "DuplicateProposal", "DuplicateSignature", "DuplicateWork", "PendingEvent"):
        set_rule(f"crm.{model}", Rule(is_inferred=True, is_made_again=DERIVED))
    for model in ("AudienceChange", "AudienceMember", "Disclosure"):
        set_rule(f"crm.{model}", Rule(is_inferred=True, is_made_again=TOLD))
    set_rule("crm.RejectedEvent", Rule(is_made_again="Says what the house could not keep."))
    _leave_numbers_out()


def _leave_numbers_out() -> None:
    """Merges and cuts keep numbers of rows, which mean nothing elsewhere."""
    inside = {
        "crm.MergeLog": ("identifiers", "consents"),
        "crm.MergeMove": ("rows",),
        "crm.MergeChange": ("row",),
        "crm.IdentityCut": ("identifiers",),
    }
    for model, names in inside.items():
        set_rule(model, Rule(left_out=dict.fromkeys(names, INSIDE), is_inferred=True, is_made_again=MERGED))
    set_rule("crm.IdentityReview", Rule(is_inferred=True))


def _name_the_house() -> None:
    name_rows("crm.Brand", "code")
    name_rows("crm.Boutique", "brand__code", "code")
    name_rows("crm.Source", "code")
    name_rows("crm.Variant", "sku")
    name_rows("crm.Destination", "brand__code", "name")
    name_rows("crm.Segment", "brand__code", "code")
    name_rows("crm.Audience", "destination__brand__code", "destination__name", "segment__code", "started_at")
