"""What the tables of consent hold of people."""

from consent.personal_data.export_rules import set_own_rules
from consent.personal_data.exports import EXPORTS
from consent.personal_data.ledgers import LEDGERS
from consent.personal_data.protection import PROTECTION
from consent.personal_data.requests import REQUESTS
from consent.personal_data.residency import RESIDENCY
from consent.personal_data.retention import RETENTION
from consent.personal_data.rights import RIGHTS
from consent.personal_data.wechat import WECHAT
from consent.registry.registered import declare


def declare_own_tables() -> None:
    declare(*EXPORTS, *LEDGERS, *PROTECTION, *REQUESTS, *RESIDENCY, *RETENTION, *RIGHTS, *WECHAT)
    set_own_rules()
