"""The demonstration keeps every mail that it sends: those to the person, or about them, go."""

from pathlib import Path

from django.conf import settings

from clienteling.mailsink.store import Kept, MailStore
from consent.rights.erasing.person import Person
from consent.rights.erasing.sighting import Sighting


def erase_mails_of(person: Person) -> int:
    """A house's own mails go to its provider and are not kept here: then there is no folder."""
    sighting, store = Sighting.of(person.traces), MailStore(Path(settings.MAIL_SINK_FOLDER))
    return sum(store.delete(mail.name) for mail in store.all() if _names(mail, sighting))


def _names(mail: Kept, sighting: Sighting) -> bool:
    return any(map(sighting.is_in, (mail.recipient, mail.subject, *mail.text.splitlines(), *mail.html.splitlines())))
