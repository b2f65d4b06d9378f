"""What the tables of journeys and messages hold of people."""

from consent.registry.registered import declare
from journeys.personal_data.enrolments import ENROLMENTS
from journeys.personal_data.export_rules import set_own_rules
from journeys.personal_data.messages import MESSAGES


def declare_own_tables() -> None:
    declare(*ENROLMENTS, *MESSAGES)
    set_own_rules()
