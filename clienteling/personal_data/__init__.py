"""What the tables of the boutique hold of people, and those of the libraries that are installed."""

from clienteling.personal_data.care import CARE
from clienteling.personal_data.export_rules import set_own_rules
from clienteling.personal_data.libraries import LIBRARIES
from clienteling.personal_data.visits import VISITS
from clienteling.personal_data.work import WORK
from consent.registry.registered import declare


def declare_own_tables() -> None:
    declare(*CARE, *VISITS, *WORK, *LIBRARIES)
    set_own_rules()
