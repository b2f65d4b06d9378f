"""The privacy officer's desk in one go. The workers of the demonstration carry on where this ends."""

from datetime import datetime

from clienteling.demo.privacy.decisions import decide_in_every_way
from clienteling.demo.privacy.kept import announce_and_keep
from clienteling.demo.privacy.looks import write_looks
from clienteling.demo.privacy.partners import connect_partners
from clienteling.demo.privacy.protected import protect_and_look_into
from clienteling.demo.privacy.requests import ask_under_every_right
from clienteling.demo.privacy.roles import cast_roles


def fill_desk(seed: int, now: datetime) -> None:
    """In the transaction that builds the house. Mails, files, messages to partners and the end of an erasure come
    from the workers, within two minutes of the opening."""
    roles = cast_roles()
    write_looks(seed, now)
    connect_partners(roles, now)
    decide_in_every_way(roles, now)
    ask_under_every_right(roles, now)
    protect_and_look_into(roles, now)
    announce_and_keep(roles, now)
