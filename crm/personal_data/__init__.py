"""What the tables of the profile store hold of people."""

from consent.registry.registered import declare
from crm.personal_data.behaviour import BEHAVIOUR
from crm.personal_data.clients import CLIENTS
from crm.personal_data.export_rules import set_own_rules
from crm.personal_data.files import FILES
from crm.personal_data.house import HOUSE
from crm.personal_data.identity import IDENTITY
from crm.personal_data.merging import MERGING
from crm.personal_data.profile import PROFILE
from crm.personal_data.purchases import PURCHASES
from crm.personal_data.recipients import RECIPIENTS


def declare_own_tables() -> None:
    declare(*CLIENTS, *PROFILE, *IDENTITY, *MERGING, *PURCHASES, *BEHAVIOUR, *RECIPIENTS, *FILES, *HOUSE)
    set_own_rules()
