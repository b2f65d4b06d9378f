"""The demonstration's house, and what else the screens have to show; with the names that stand in their addresses."""

from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.utils import timezone

from clienteling.actions.visits import arrive
from clienteling.demo.house import build_house
from clienteling.lib.tokens import sign_link
from clienteling.models import Note, Task, Visit
from consent.actions.ask import ask_client
from consent.models import Decision, Export, Opening, SubjectRequest
from consent.queries.questions import question_reference
from consent.rights.handed_in import Asked, hand_in, take_in_next
from consent.rights.requests import open_request
from consent.views.in_hand import hand_link
from consent.views.links import preference_token
from crm.actions.destinations import Wanted, make_destination
from crm.actions.duplicates import compare_changed
from crm.actions.segment_versions import make_segment, publish_segment, save_draft
from crm.actions.uploads import begin_check, receive_upload
from crm.identity.new_address import NewAddress, sealed_address
from crm.ingest.uploads.folder import upload_folder
from crm.models import (
    Boutique,
    Brand,
    Client,
    IdentityLink,
    IdentityReview,
    Product,
    User,
)
from tests.browser.accessibility.public import LANGUAGES
from tests.factories import add_identifier, make_known_client

CLIENTS = 150
FRENCH = {"kind": "attribute", "field": "country", "test": "one_of", "values": ["FR"]}
RULE = {
    "op": "and",
    "rules": [FRENCH, {"op": "or", "rules": [{"kind": "wish", "comparison": "at_least", "number": 1}]}],
}
FILE = "Customer No,First Name,E-mail,Town\n17,Élodie,elodie@mail.example,Paris\n18,Marc,marc@,Lyon\n"
Names = dict[str, Any]


def fill_house() -> Names:
    """Builds it, committed."""
    cache.clear()
    now = timezone.now()
    build_house(clients=CLIENTS, seed=7, now=now, tell=lambda step: None)
    brand = Brand.objects.get(code="AURELLE")
    camille = Client.objects.get(identifiers__value="camille.laurent@example.org")
    alice = User.objects.get(email="alice@aurelle.example")
    return {
        "uid": camille.uid,
        "closed": Opening.objects.order_by("pk")[0].protection.client.uid,
        "piece": Product.objects.filter(brand=brand).order_by("code")[0].code,
        **_day(camille, alice, now),
        **_identity(camille, now),
        **_segments(brand),
        **_privacy(camille, brand, alice, now),
        **_own_pages(brand, alice, now),
    }


def _day(camille: Client, alice: User, now: datetime) -> Names:
    boutique = Boutique.objects.get(code="aurelle-saint-honore")
    note = Note.objects.create(client=camille, author=alice, boutique=boutique, text="Tea, no sugar.")
    task = Task.objects.create(client=camille, boutique=boutique, text="Call about the strap", due_on=now.date())
    other = make_known_client(boutique, "Odette", family_name="Meunier", advisor=alice)
    visit = arrive(other, boutique=boutique, advisor=None, method=Visit.Method.CODE, at=now)
    return {"note": note.pk, "task": task.pk, "visit": visit.pk}


def _identity(camille: Client, now: datetime) -> Names:
    """One name in two alphabets, two identifiers of Camille seen together, and somebody put aside."""
    boutique = Boutique.objects.get(code="aurelle-saint-honore")
    double = make_known_client(boutique, "Camile", family_name="Laurent", birth_date=camille.birth_date)
    for given, family in (("Ekaterina", "Volkova"), ("Катя", "Волкова")):
        born = date(1979, 11, 3)
        written = make_known_client(boutique, given, family_name=family, birth_date=born, city="Paris")
        add_identifier(written, "phone", f"+3363998{written.pk:04}")
    while compare_changed():
        pass
    ends = list(camille.identifiers.filter(retracted_at=None).order_by("pk")[:2])
    link = IdentityLink.objects.filter(a__client=camille, b__client=camille, retracted_at=None).first()
    link = link or IdentityLink.objects.create(a=ends[0], b=ends[1], source="till", asserted_at=now)
    review = IdentityReview.objects.create(
        client=double, reason="too_many", counts={"email": 51}, source="till-7", opened_at=now
    )
    return {"link": link.pk, "review": review.pk}


def _segments(brand: Brand) -> Names:
    by_rule = make_segment(brand, code="french", name="French", kind="computed")
    publish_segment(by_rule, RULE, actor=None)
    save_draft(by_rule, {"op": "and", "rules": [*RULE["rules"], FRENCH]})
    by_hand = make_segment(brand, code="hand", name="By hand", kind="static")
    for client in Client.objects.filter(relationships__brand=brand).distinct().order_by("pk")[:3]:
        by_hand.members.create(client=client, since=timezone.now())
    wanted = Wanted("Ads", "https://receiver.example/", "marketing", "email", "eu")
    destination, _ = make_destination(brand, wanted, actor=None)
    return {"destination": destination.pk}


def _privacy(camille: Client, brand: Brand, alice: User, now: datetime) -> Names:
    asked = Asked("erasure", "email", "nobody@mail.example", "", "fr", None)
    handed_in, _ = hand_in(asked, brand=brand, api_key="ck_1", key="k-1", at=now)
    while take_in_next(now=now):
        pass
    export = Export.objects.create(user=alice, at=now, what="segment french", rows=9, is_refused=True)
    own = open_request(camille, kind="erasure", intake="client_page")
    stored = upload_folder() / "clients"
    stored.write_text(FILE, encoding="utf-8")
    mapping = {"kind": "clients", "source": "till", "columns": {"email": "E-mail", "given_name": "First Name"}}
    upload = receive_upload(
        brand=brand, kind="clients", file_name="clients.csv", stored_as=stored.name, size=stored.stat().st_size,
        mapping=mapping, actor=alice,
    )  # fmt: skip
    of_each_kind = {f"request_{each.kind}": each.reference for each in SubjectRequest.objects.order_by("pk")}
    working = receive_upload(
        brand=brand, kind="clients", file_name="more.csv", stored_as="more", size=9000, mapping=mapping, actor=alice
    )
    begin_check(working, at=now)
    return {
        "working": working.pk,
        **of_each_kind, "reference": own.reference, "handed_in": handed_in.public_id, "export": export.pk,
        "upload": upload.pk,
    }  # fmt: skip


def _own_pages(brand: Brand, alice: User, now: datetime) -> Names:
    """The tokens of the client's pages, by language."""
    return {language: OwnPages(brand, alice, language, now) for language in LANGUAGES}


class OwnPages:
    """A client who reads this language, and the links to their pages."""

    def __init__(self, brand: Brand, alice: User, language: str, now: datetime) -> None:
        boutique = Boutique.objects.get(code="aurelle-saint-honore")
        name = f"chiara.{language}@mail.example"
        client = make_known_client(boutique, "Chiara", family_name="Neri", email=name, language=language, advisor=alice)
        asked = ask_client(
            client, brand=brand, purpose="marketing", channel="email", method=Decision.Method.BOUTIQUE_TABLET,
            actor=alice, origin="/clients/", language=language, at=now,
        )  # fmt: skip
        new = NewAddress(client.uid, f"new.{name}")
        self.own = preference_token(client, brand)
        self.hand = hand_link([asked], back="/my-day/").strip("/").rpartition("/")[2]
        self.confirm = sign_link("confirm", {"question": question_reference(asked)})
        self.address = sign_link("new-address", {"sealed": sealed_address(new), "brand": brand.code})
        self.hello = sign_link("app", {"uid": client.uid, "send": 1})
        self.reference = open_request(client, kind="erasure", intake="client_page").reference
