"""The client: one person, known once to the whole group."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Cast, Coalesce, ExtractDay, ExtractMonth, Left
from django.utils import timezone

from consent.protection import is_closed_to
from crm.scope import clients_visible_to
from crm.search.beginnings import Beginnings
from crm.search.words import SearchWords

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from crm.models.identity import Identifier
    from crm.models.people import User

# The identity namespace that holds the address of a channel, where its name is another.
CHANNEL_NAMESPACES = {"sms": "phone", "whatsapp": "phone", "wechat": "wechat_openid", "push": "device"}

# What is said of somebody within it belongs to the moment in which they became known.
BECAME_KNOWN = timedelta(hours=1)

# 1224 for 24 December.
DAY_OF_BIRTH = Cast(
    ExtractMonth("birth_date") * models.Value(100) + ExtractDay("birth_date"), output_field=models.IntegerField()
)

# Neither merged into another nor erased: said in an index as in the question, else each row would be looked at.
LIVE = Q(canonical=None, erased_at=None)

# As much of the search words as names take, by and large; a longer name is found all the same, later in the order.
NAME_KEY = 40

# Crockford's base 32: no I, L, O, U, so that a number read over the counter is written down right.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def _turned(function: str, help_text: str) -> models.GeneratedField:
    """The words of a name in another order, by a function of the database (migration search_in_both_orders)."""
    words = Func("search_text", "uid", "family_name", "given_name", function=function, output_field=models.TextField())
    return models.GeneratedField(
        expression=Left(words, NAME_KEY),
        output_field=models.CharField(max_length=NAME_KEY, db_collation="C"),
        db_persist=True,
        help_text=help_text,
    )


def new_uid() -> str:
    """A public client id such as C-7F3K9M2QWX: 50 random bits, says nothing of the person."""
    return "C-" + "".join(secrets.choice(_ALPHABET) for _ in range(10))


class ClientQuerySet(models.QuerySet["Client"]):
    def live(self) -> "ClientQuerySet":
        """Clients that were neither merged into another nor erased."""
        return self.filter(LIVE)

    def by_uid(self, uid: str) -> "Client | None":
        """The live client of a public id, for ever: also by that of a record merged into hers. One statement."""
        typed = uid.strip().upper()
        # Not by an OR of the two: for that the whole table is read.
        meant = Client.objects.filter(uid=typed).values(meant=Coalesce("canonical", "pk"))
        return self.live().filter(pk__in=meant).first()

    def records_of(self, client: "Client") -> "ClientQuerySet":
        """The client's own record and those merged into it: ledgers stay on the record that they were written to."""
        return self.filter(Q(pk=client.pk) | Q(canonical=client.pk))

    def known_to(self, user: "User | AnonymousUser", *, has_borders: bool = True) -> "ClientQuerySet":
        """The live clients in this user's places, protected ones among them: for lists that show those masked
        (crm.protection), never for a page. ``has_borders`` as in crm.scope."""
        return self.live().filter(clients_visible_to(user, has_borders=has_borders))

    def visible_to(self, user: "User | AnonymousUser") -> "ClientQuerySet":
        """The live clients whom this member of staff may see; the one door for screens, API and tasks.

        A protected client is among them while their page is open (decision 29).
        """
        return self.known_to(user).filter(~Q(is_closed_to(user.pk, at=timezone.now())))


class Client(models.Model):
    """A person. Nothing about a client is ever deleted by a merge: ``canonical`` points to the survivor."""

    class NameOrder(models.TextChoices):
        GIVEN_FIRST = "given_first"
        FAMILY_FIRST = "family_first"

    uid = models.CharField(max_length=16, default=new_uid, editable=False)
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    name_order = models.CharField(max_length=12, choices=NameOrder.choices, default=NameOrder.GIVEN_FIRST)
    salutation = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, default="en")
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=60, blank=True)
    timezone = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    tastes = models.JSONField(default=dict, blank=True, help_text="Likes, sizes, colours, materials: name to value.")
    key_dates = models.JSONField(default=list, blank=True, help_text='[{"name": ..., "date": "MM-DD"}]')
    source = models.CharField(max_length=60, blank=True, help_text="What first made the client known.")
    search_text = models.TextField(
        blank=True, editable=False, help_text="Folded words of names and ids, see crm.search."
    )
    name_key = models.GeneratedField(
        expression=Left("search_text", NAME_KEY),
        output_field=models.CharField(max_length=NAME_KEY, db_collation="C"),
        db_persist=True,
        help_text="Folded, family name first: the order of lists of clients, and of beginnings in a search.",
    )
    given_key = _turned("crm_given_first", "The same, given name first.")
    sound_key = _turned("crm_sound_first", "The same as it sounds; empty where it is written so.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    erased_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when this is nobody: what hangs on it names no person."
    )

    objects = ClientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(canonical=models.F("id")), name="a_client_is_not_merged_into_itself"),
            # With a condition, which is always true and which every look-up implies: an erasure gives another uid, and
            # what is unique without one counts as a key. Its lock would wait for each row that is being written of the
            # client, whose writer may wait for the erasure.
            models.UniqueConstraint(fields=["uid"], condition=Q(uid__isnull=False), name="one_client_per_uid"),
        ]
        indexes = [
            # Search by any word of a name, by e-mail, telephone ending and unique id (crm.search).
            GinIndex(SearchWords("search_text"), name="client_by_search_word"),
            # Lists of clients by name, page after page, and whose family name begins so (crm.search.ways). In this one
            # and the two below stands the country, by which headquarters see somebody or not (crm.borders).
            models.Index(fields=["name_key", "id"], include=["country"], condition=LIVE, name="client_by_name"),
            # Whose given name begins so, and who sounds so (crm.search.ways); what the ways before ask is beside it.
            models.Index(
                fields=["given_key", "id"],
                include=["name_key", "country"],
                condition=LIVE,
                name="client_by_given_name",
            ),
            models.Index(
                fields=["sound_key", "id"],
                include=["name_key", "given_key", "country"],
                condition=LIVE & Q(sound_key__gt=""),
                name="client_by_sound",
            ),
            # Two short beginnings together (crm.search.beginnings).
            GinIndex(Beginnings("search_text", "uid"), fastupdate=False, name="client_by_beginning"),
            # Who turns an age between two days (crm.segments.kinds.age).
            models.Index(fields=["birth_date"], condition=Q(birth_date__isnull=False), name="client_by_birth_date"),
            # Whose birthday is near, whatever the year (crm.segments.kinds.birthday).
            models.Index(DAY_OF_BIRTH, condition=Q(birth_date__isnull=False), name="client_by_birthday"),
            # Who has dates to remember at all (crm.segments.kinds.key_date).
            models.Index(fields=["id"], condition=~Q(key_dates=[]), name="client_with_key_dates"),
        ]

    @property
    def name(self) -> str:
        """The full name in the order its language writes it; the unique id where no name is known."""
        if self.name_order == self.NameOrder.FAMILY_FIRST:
            joined = f"{self.family_name}{self.given_name}" if self._is_cjk else f"{self.family_name} {self.given_name}"
        else:
            joined = f"{self.given_name} {self.family_name}"
        return joined.strip() or self.uid

    @property
    def initials(self) -> str:
        """One or two letters for the monogram."""
        parts = [self.given_name, self.family_name]
        if self.name_order == self.NameOrder.FAMILY_FIRST:
            parts.reverse()
        return "".join(part[:1] for part in parts).upper() or "·"

    @property
    def _is_cjk(self) -> bool:
        return any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7a3" for letter in self.family_name)

    def contact_point(self, channel: str) -> str | None:
        """The normalised address to write to on this channel, or None; the newest verified one first."""
        return self._contact_values(channel).first()

    def contact_points(self, channel: str) -> list[str]:
        """Every normalised address of this channel, in the order in which one would be chosen."""
        return list(self._contact_values(channel))

    def verified_points(self, channel: str) -> list[str]:
        """Those of them of which the client has shown that they read what is sent there."""
        return list(self._contact_values(channel).exclude(verified_at=None))

    def address_known_before(self, channel: str, moment: datetime) -> str | None:
        """The normalised address that was theirs before that moment, or with which they became known; None without.

        The newest verified one first, then the one that stands there longest: whoever types an address for somebody,
        at a form or through a link that was forwarded, comes later.
        """
        began = models.Q(asserted_at__lt=self.created_at + BECAME_KNOWN)
        known = self._contact_values(channel).filter(began | models.Q(asserted_at__lt=moment))
        return known.order_by(models.F("verified_at").desc(nulls_last=True), "pk").first()

    def _contact_values(self, channel: str) -> "models.QuerySet[Identifier, str]":
        return (
            self.identifiers.filter(namespace=CHANNEL_NAMESPACES.get(channel, channel), retracted_at=None)
            .order_by(models.F("verified_at").desc(nulls_last=True), "-asserted_at", "-id")
            .values_list("value", flat=True)
        )

    def __str__(self) -> str:
        return self.uid


class Relationship(models.Model):
    """That a brand, and perhaps one of its boutiques, knows this client. What a user sees hangs on these rows."""

    # Keys without an index of their own: one of the indexes below begins with them.
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="relationships", db_index=False)
    brand = models.ForeignKey("crm.Brand", on_delete=models.PROTECT, related_name="relationships", db_index=False)
    boutique = models.ForeignKey(
        "crm.Boutique", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    country = models.CharField(max_length=2, blank=True, help_text="The boutique's country; online, the client's own.")
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="book"
    )
    tier = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    words = SearchVectorField(
        null=True,
        blank=True,
        editable=False,
        help_text="The words of the client's name, each behind the boutique's number. Kept by the database.",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client", "brand", "boutique"],
                nulls_distinct=False,
                name="one_relationship_per_client_and_place",
            )
        ]
        indexes = [
            # Clients of a boutique (the scope of advisors and managers).
            models.Index(fields=["boutique", "client"], name="relationship_by_boutique"),
            # Clients of a boutique who are called so (crm.search.beginnings).
            GinIndex(fields=["words"], fastupdate=False, name="relationship_by_word"),
            # Clients of a brand in a country (the scope of headquarters).
            models.Index(fields=["brand", "country", "client"], name="relationship_by_brand"),
            # Whom a brand has known for so many days (crm.segments.kinds.known_since).
            models.Index(fields=["brand", "since"], name="relationship_by_beginning"),
        ]
