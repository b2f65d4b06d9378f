"""Where a person may be named outside of the tables that belong to clients."""

from clienteling.erasing.admin_log import erase_admin_log_of
from clienteling.erasing.mails import erase_mails_of
from clienteling.erasing.sessions import erase_sessions_of
from clienteling.erasing.tries import erase_tries_of
from consent.rights.erasing.contributions import register_step


def register_boutique_erasure() -> None:
    register_step("log of the administration", erase_admin_log_of)
    register_step("tries to log in", erase_tries_of)
    register_step("sessions", erase_sessions_of)
    register_step("kept mails", erase_mails_of)
