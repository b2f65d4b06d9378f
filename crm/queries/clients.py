"""Find clients."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from crm.models import Client, Membership, User
from crm.models.client import ClientQuerySet
from crm.search.beginnings import are_few
from crm.search.needle import Needle, read_needle, repaired
from crm.search.ways import NAME, Way, place_by, rank_by, ways_of
from crm.search.words import clients_meant

__all__ = ["Found", "found_page", "search_clients"]

EVERYBODY = Q()
# Of the clients of a boutique so many are gathered; where more may be meant, a walk soon comes upon them.
GATHERED = 200
BOUTIQUE_ROLES = (Membership.Role.ADVISOR, Membership.Role.MANAGER)


@dataclass(frozen=True)
class Found:
    """``ids`` of clients in order. ``after``: the unique id to go on from, empty on the last page."""

    ids: list[int] = field(default_factory=list)
    after: str = ""


def search_clients(user: User, text: str) -> ClientQuerySet:
    """The clients whom this user may see and who match every word; those whose family name is meant come first.

    A word may be the beginning of a name (any part of one in Chinese, Japanese or Korean; or its pinyin), of an
    e-mail address, a unique id or a card number, or the last four or more digits of a telephone number. Where that
    finds nobody whom the user may see, names one slip away are meant. No text: everybody whom the user may see, by
    name. A text of signs only finds nobody.

    Further conditions may be set on it. For a page of what is typed take ``found_page``, which is as quick for
    names that a million have.
    """
    if not text.strip():
        return Client.objects.visible_to(user).order_by("name_key", "pk")
    search = _Search(user, text)
    found = search.everybody(search.needle)
    if not search.needle.may_be_repaired or found.exists():
        return found
    return search.everybody(search.repaired)


def found_page(user: User, text: str, *, size: int, narrowed: Q = Q(), after: str = "") -> Found:  # noqa: B008
    """The first ``size`` of search_clients, or those after the unique id ``after``, under a further condition.

    Protected clients are among them, whoever asks: what is shown of each is the caller's to mask (crm.protection).
    """
    search = _Search(user, text, narrowed, seen=Client.objects.known_to(user))
    found = search.page(search.needle, size, after)
    if (
        not found.ids
        and search.needle.may_be_repaired
        and not _Search(user, text, seen=search.visible).page(search.needle, 1, "").ids
    ):
        return search.page(search.repaired, size, after)
    return found


class _Search:
    """One text of one user. ``places``: the boutiques beyond whose clients the user sees nobody; else none."""

    def __init__(self, user: User, text: str, narrowed: Q = EVERYBODY, *, seen: ClientQuerySet | None = None) -> None:
        self.needle = read_needle(text)
        self.places = _boutiques_of(user)
        self.visible, self.narrowed = Client.objects.visible_to(user) if seen is None else seen, narrowed

    @property
    def repaired(self) -> Needle:
        return repaired(self.needle)

    def everybody(self, needle: Needle) -> ClientQuerySet:
        """All who are meant, in order."""
        condition, ways = clients_meant(needle, self.places), ways_of(needle)
        if condition is None:
            return self.visible.none()
        found = self.visible.filter(self.narrowed, condition).annotate(rank=rank_by(ways), place=place_by(ways))
        return found.order_by("rank", "place", "pk")

    def page(self, needle: Needle, size: int, after: str) -> Found:
        last = self._place_of(needle, after) if after else None
        if after and last is None:
            return Found()
        ids: list[int] = []
        for step in self._steps(needle, last):
            # Ids alone: the index of names has no more, and is enough to walk through.
            ids += step.values_list("pk", flat=True)[: size + 1 - len(ids)]
            if len(ids) > size:
                return Found(ids[:size], Client.objects.values_list("uid", flat=True).get(pk=ids[size - 1]))
        return Found(ids)

    def _steps(self, needle: Needle, last: tuple[int, str, int] | None) -> Iterator[ClientQuerySet]:
        """What to read, one after the other, until there is enough."""
        if needle.is_common and not (self.places and are_few(needle, self.places, GATHERED)):
            yield from self._walks(needle, last)
        else:
            yield self._behind(self.everybody(needle), last)

    def _walks(self, needle: Needle, last: tuple[int, str, int] | None) -> Iterator[ClientQuerySet]:
        ways = ways_of(needle)
        rank, key, pk = last or (0, "", 0)
        for number, way in enumerate(ways[rank:], start=rank):
            walk = self._walk(way, ways[:number])
            yield walk.filter(_past(way.key, key, pk)) if last and number == rank else walk
        # Not asked by their rank: else it would be known to be one, and the names be walked through for them.
        others = self.everybody(needle).filter(*(~way.condition for way in ways))
        yield others.filter(_past(NAME, key, pk)) if last and rank == len(ways) else others

    def _behind(self, found: ClientQuerySet, last: tuple[int, str, int] | None) -> ClientQuerySet:
        if last is None:
            return found
        rank, key, pk = last
        return found.filter(Q(rank__gt=rank) | Q(rank=rank) & _past("place", key, pk))

    def _walk(self, way: Way, before: list[Way]) -> ClientQuerySet:
        """Those of a way whom the ways before did not lead to."""
        condition = way.known_at(self.places) if self.places else way.condition
        walk = (Client.objects.live() if self.places else self.visible).filter(condition, self.narrowed)
        for earlier in before:
            walk = walk.exclude(earlier.condition)
        return walk.order_by(way.key, "pk")

    def _place_of(self, needle: Needle, uid: str) -> tuple[int, str, int] | None:
        """Of one whom the user may see: what stands behind anybody else would tell their name, letter by letter."""
        ways = ways_of(needle)
        ranked = self.visible.filter(uid=uid).annotate(rank=rank_by(ways), place=place_by(ways))
        return ranked.values_list("rank", "place", "pk").first()


def _past(key: str, name: str, pk: int) -> Q:
    return Q(**{f"{key}__gt": name}) | Q(**{key: name}, pk__gt=pk)


def _boutiques_of(user: User) -> list[int]:
    """The boutiques of somebody who sees the clients of boutiques and nobody else; none for anybody else."""
    held = list(user.memberships.values_list("role", "boutique_id"))
    is_of_boutiques = user.is_active and all(role in BOUTIQUE_ROLES for role, _ in held)
    return [boutique for _, boutique in held if boutique is not None] if is_of_boutiques else []
