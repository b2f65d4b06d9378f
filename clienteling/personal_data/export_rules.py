"""What an export says of the boutique's tables beyond their declarations.

What an advisor wrote of a client is the client's to read (GDPR Art. 15; CJEU C-434/16, Nowak), private notes
included; who wrote it is not said. It was not provided by the client, so it is no part of portability.
"""

from consent.rights.export.rules import Rule, set_rule


def set_own_rules() -> None:
    for model in ("Note", "Task", "SuggestionAnswer"):
        set_rule(f"clienteling.{model}", Rule(is_inferred=True))
    set_rule("clienteling.CheckInCode", Rule(is_made_again="A code that ends within minutes."))
