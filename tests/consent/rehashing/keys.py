"""The three states of a process while the key of contact hashes changes."""

from pytest_django import Settings

FORMER, NEW, NEWEST = "former-contact-key", "new-contact-key", "newest-contact-key"


def before(settings: Settings) -> None:
    settings.CONTACT_HASH_KEY, settings.OLD_CONTACT_HASH_KEYS, settings.NEXT_CONTACT_HASH_KEY = FORMER, [], ""


def first_restart(settings: Settings) -> None:
    """The new key is known, to read with."""
    settings.CONTACT_HASH_KEY, settings.OLD_CONTACT_HASH_KEYS, settings.NEXT_CONTACT_HASH_KEY = FORMER, [], NEW


def second_restart(settings: Settings) -> None:
    """The new key is written with."""
    settings.CONTACT_HASH_KEY, settings.OLD_CONTACT_HASH_KEYS, settings.NEXT_CONTACT_HASH_KEY = NEW, [FORMER], ""


def another_change(settings: Settings) -> None:
    """Much later, a third key."""
    settings.CONTACT_HASH_KEY, settings.OLD_CONTACT_HASH_KEYS = NEWEST, [NEW, FORMER]
