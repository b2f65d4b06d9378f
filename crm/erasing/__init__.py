"""What the profile store does when a person is erased (docs/decisions/0025-erasure.md)."""

from consent.rights.erasing.contributions import register_people, register_step
from crm.erasing.people import OwnPeople
from crm.erasing.recipients import tell_recipients
from crm.erasing.uploads import erase_uploads_of
from crm.erasing.visitors import erase_visits_of
from crm.erasing.words import forget_words_of


def register_own_erasure() -> None:
    register_people(OwnPeople())
    register_step("visits before they were known", erase_visits_of)
    register_step("words of the search", forget_words_of)
    register_step("files handed in", erase_uploads_of)
    register_step("connected systems", tell_recipients)
