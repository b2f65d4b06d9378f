"""What advisors wrote down: contacts and notes."""

from datetime import datetime, timedelta
from random import Random

from clienteling.demo.copying import copy_rows, take_ids
from clienteling.demo.people.person import Person
from clienteling.models import Contact, Note
from crm.models import Boutique

THANKED = ("Thanked her for the visit.", "Sent the care notes for the leather.", "Told that the engraving is done.",
           "Answered a question on sizes.", "Invited to see the new pieces.")  # fmt: skip
NOTED = (
    "Prefers to be served standing, and quickly.",
    "Her sister has the same bag: no repeat of the colour.",
    "Gifts for three godchildren every December.",
    "Works nearby, comes in the lunch hour.",
    "Asked twice about the square in coral.",
    "Wears only yellow gold.",
    "Likes a handwritten word with the parcel.",
    "Flies often: nothing fragile without its case.",
    "Speaks English with us, Mandarin with her mother.",
)
CAST_NOTES = {
    "Laurent": ("Her Cassis tote was with the workshop for the clasp; it is back.", "Warm colours only. Never black."),
    "王": ("Comes with her mother, who decides.",),
    "Marchetti": ("Keeps a gift list for December: seven people, all by the tenth.",),
    "Khoury": ("Calls are welcome in the morning; she does not read mail.",),
    "Weber": ("Anniversary gift every November, chosen with his daughter.",),
}


def write_contacts(people: list[Person], boutiques: dict[str, Boutique], seed: int, now: datetime) -> None:
    """After two purchases in five somebody wrote or called; not to the cast, who wait to be."""
    rng = Random(f"{seed}/contacts")
    rows = []
    for person in people:
        for brand, advisor in person.advisors.items():
            for day in person.buying_days:
                if day > 4 and not person.advisor_code and rng.random() < 0.4:
                    at = now - timedelta(days=day - rng.randint(1, 3), minutes=rng.randint(0, 300))
                    channel = rng.choice(("email", "phone", "whatsapp")) if person.phone else "email"
                    boutique = boutiques[person.homes[brand]].pk
                    rows.append((person.id, advisor, boutique, channel, rng.choice(THANKED), at))
    ids = take_ids(Contact, len(rows))
    columns = ("id", "client_id", "advisor_id", "boutique_id", "channel", "text", "at")
    copy_rows(Contact, columns, ((number, *row) for number, row in zip(ids, rows, strict=True)))


def write_notes(people: list[Person], boutiques: dict[str, Boutique], seed: int, now: datetime) -> None:
    """Notes on one regular client in six, one in five of them private, and those on the cast."""
    rng = Random(f"{seed}/notes")
    rows = []
    for person in people:
        texts = CAST_NOTES.get(person.name.family, ()) if person.advisor_code else ()
        if not person.advisor_code and person.rank in ("Regular", "Very important") and rng.random() < 0.16:
            texts = (rng.choice(NOTED),)
        for (brand, advisor), text in zip(list(person.advisors.items()) * len(texts), texts, strict=False):
            at = now - timedelta(days=rng.randint(9, 400), minutes=rng.randint(0, 500))
            is_private = not person.advisor_code and rng.random() < 0.2
            rows.append((person.id, boutiques[person.homes[brand]].pk, advisor, text, is_private, at, at))
    ids = take_ids(Note, len(rows))
    columns = ("id", "client_id", "boutique_id", "author_id", "text", "is_private", "created_at", "updated_at")
    copy_rows(Note, columns, ((number, *row) for number, row in zip(ids, rows, strict=True)))
