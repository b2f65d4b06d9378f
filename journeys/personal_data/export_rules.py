"""What an export says of the tables of messages beyond their declarations."""

from consent.rights.export.rules import Rule, name_rows, set_rule


def set_own_rules() -> None:
    name_rows("journeys.Journey", "brand__code", "code")
    name_rows("journeys.JourneyVersion", "journey__brand__code", "journey__code", "number")
    name_rows("journeys.CapRule", "brand__code", "days")
    set_rule("journeys.Send", Rule(numbers={"decision_id": "consent.Decision"}))
