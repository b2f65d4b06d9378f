"""Archives that were made for the person, and lie on the disk until their week is over."""

from consent.rights.erasing.person import Person
from consent.rights.export.order import delete_exports_of


def erase_exports_of(person: Person) -> int:
    return delete_exports_of(person.client_ids)
