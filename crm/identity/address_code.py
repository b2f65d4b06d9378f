"""What names an e-mail address of a client in a form without showing it."""

from consent.contact_hash import contact_hash, contact_hashes

LENGTH = 16


def address_code(address: str) -> str:
    return contact_hash("email", address)[-LENGTH:]


def is_code_of(address: str, code: str) -> bool:
    """Under any known key: the form may be of a process that writes under another."""
    return code in [hashed[-LENGTH:] for hashed in contact_hashes("email", address)]
