"""The desk of likely doubles: which pair is next, the two side by side, and how many there are over time."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from crm.models import Client, DuplicateProposal, DuplicateRate, Identifier, Purchase, User

NAMESPACE_WORDS = {"email": "E-mail", "phone": "Telephone", "loyalty": "Loyalty number", "crm": "Number of record"}
RATE_DAYS = 90
# The most that a house wants to have: two in a hundred.
GOAL = 0.02
# Lines of which a merge keeps one.
FIELDS = {
    "Given name": "given_name", "Family name": "family_name", "Born": "birth_date", "Town": "city",
    "Country": "country", "Language": "language",
}  # fmt: skip


@dataclass(frozen=True)
class SideBySide:
    """One line of the two: ``agrees`` is None where one side says nothing.

    ``field``: what is chosen of the two, where they differ and a merge keeps one.
    """

    label: str
    left: str
    right: str
    agrees: bool | None
    field: str = ""


@dataclass(frozen=True)
class DeskPair:
    proposal: DuplicateProposal
    lines: list[SideBySide]
    speaks_for: list[str]
    speaks_against: list[str]


def proposals_for(user: User) -> QuerySet[DuplicateProposal]:
    """The proposals both of whose clients this user may see, merged ones too, so that a decision can be undone."""
    seen = Client.objects.visible_to(user)
    # What is merged is seen with its survivor.
    both = Q(b__in=seen) | Q(status=DuplicateProposal.Status.MERGED)
    return DuplicateProposal.objects.filter(both, a__in=seen).select_related("a", "b")


def open_proposals(user: User) -> QuerySet[DuplicateProposal]:
    """The surest first."""
    return proposals_for(user).filter(status=DuplicateProposal.Status.OPEN).order_by("-score", "id")


def next_pair(user: User, *, after: int | None = None, before: int | None = None) -> DeskPair | None:
    """The surest open pair; with the id of a proposal the one after or before it, and past the last the first again."""
    waiting = open_proposals(user)
    at = after or before
    passed = proposals_for(user).filter(pk=at).first() if at else None
    found = None
    if passed and after:
        found = waiting.filter(_behind(passed)).first()
    elif passed:
        found = waiting.exclude(_behind(passed)).exclude(pk=passed.pk).order_by("score", "-id").first()
    proposal = found or (waiting.first() if not before else waiting.last())
    return _pair(proposal) if proposal else None


def _behind(passed: DuplicateProposal) -> Q:
    return Q(score__lt=passed.score) | Q(score=passed.score, pk__gt=passed.pk)


def duplicate_rates() -> list[DuplicateRate]:
    """The last ninety days that were measured, the newest first."""
    return list(DuplicateRate.objects.order_by("-day")[:RATE_DAYS])


@dataclass(frozen=True)
class RateLine:
    """The share over time as points of a picture 600 wide and 120 high; ``goal``: where two in a hundred lies."""

    points: str
    goal: float
    top: float


def rate_line(rates: list[DuplicateRate]) -> RateLine | None:
    """Of the last ninety days, the oldest at the left; None where there are not two days to join."""
    shares = [(rate.day, rate.duplicates / rate.clients) for rate in reversed(rates) if rate.clients]
    if len(shares) < 2:
        return None
    first, days = shares[0][0], (shares[-1][0] - shares[0][0]).days
    top = max(GOAL * 1.25, *(share for _, share in shares))
    placed = [(600 * (day - first).days / days, 120 * (1 - share / top)) for day, share in shares]
    return RateLine(" ".join(f"{x:.1f},{y:.1f}" for x, y in placed), 120 * (1 - GOAL / top), top)


def _pair(proposal: DuplicateProposal) -> DeskPair:
    left, right = _facts(proposal.a), _facts(proposal.b)
    lines = [_line(label, left.get(label, ""), right.get(label, "")) for label in dict.fromkeys([*left, *right])]
    return DeskPair(
        proposal=proposal,
        lines=[line for line in lines if line.left or line.right],
        speaks_for=[reason["words"] for reason in proposal.reasons if reason["bits"] > 0],
        speaks_against=[reason["words"] for reason in proposal.reasons if reason["bits"] < 0],
    )


def _line(label: str, left: str, right: str) -> SideBySide:
    agrees = left.casefold() == right.casefold() if left and right else None
    return SideBySide(label, left, right, agrees, FIELDS.get(label, "") if left != right else "")


def _facts(client: Client) -> dict[str, str]:
    bought = Purchase.objects.filter(client=client).aggregate(count=Count("id"), last=Max("occurred_at"))
    known = client.relationships.select_related("brand", "boutique").order_by("since")
    return {
        "Given name": client.given_name,
        "Family name": client.family_name,
        "Born": f"{client.birth_date:%-d %B %Y}" if client.birth_date else "",
        "Town": client.city,
        "Country": client.country,
        "Language": client.language,
        **_identifiers(client),
        "Known to": ", ".join(str(each.boutique or each.brand) for each in known),
        "Purchases": f"{bought['count']}, the last on {bought['last']:%-d %B %Y}" if bought["last"] else "none",
        "Known since": f"{client.created_at:%-d %B %Y}",
        "Came from": client.source,
    }


def _identifiers(client: Client) -> dict[str, str]:
    held = Identifier.objects.filter(client=client, retracted_at=None, namespace__in=NAMESPACE_WORDS)
    values: dict[str, list[str]] = {}
    for namespace, value in held.order_by("id").values_list("namespace", "value"):
        values.setdefault(NAMESPACE_WORDS[namespace], []).append(value)
    return {label: ", ".join(each) for label, each in values.items()}
