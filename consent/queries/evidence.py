"""The evidence of a consent (GDPR Art. 7(1)): every decision on one thing, in order, with the words it was taken on."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from consent.contact_hash import newest_hash
from consent.models import CurrentDecision, Decision


@dataclass(frozen=True)
class Evidence:
    """The chain of one client, brand, purpose, channel and contact point, oldest first.

    ``digest``: SHA-256 in hexadecimal over the chain as canonical JSON, so that a page and a file made of it can be
    held against the ledger later. ``texts_are_whole``: each notice still has the hash it was kept with.
    """

    chain: list[Decision]
    holding: Decision | None
    digest: str
    texts_are_whole: bool

    @property
    def last(self) -> Decision:
        return self.chain[-1]


def evidences_of(client_ids: Sequence[int]) -> list[Evidence]:
    """Everything that one client ever decided, newest first; ``client_ids`` are their record and those merged into
    it. Two statements."""
    decisions = (
        Decision.objects.filter(client__in=client_ids)
        .select_related("brand", "purpose__parent__parent__parent", "notice", "actor", "confirms")
        .order_by("captured_at", "pk")
    )
    holding = set(CurrentDecision.objects.filter(client=client_ids[0]).values_list("decision", flat=True))
    chains: dict[tuple[object, ...], list[Decision]] = {}
    for each in decisions:
        # About the person, without a channel, the hash is that of the record: a merge makes two of one thing.
        about = newest_hash(each.contact_hash) if each.channel else ""
        chains.setdefault((each.brand_id, each.purpose_id, each.channel, about), []).append(each)
    found = [_evidence(chain, holding) for chain in chains.values()]
    return sorted(found, key=lambda each: (each.last.captured_at, each.last.pk), reverse=True)


def _evidence(chain: list[Decision], holding: Iterable[int]) -> Evidence:
    held = [each for each in chain if each.pk in holding]
    whole = all(words_are_whole(each) for each in chain)
    return Evidence(chain, held[-1] if held else None, _digest(chain), whole)


def words_are_whole(decision: Decision) -> bool:
    """Whether the notice of a decision still has the hash that it was kept with."""
    notice = decision.notice
    return notice is None or hashlib.sha256(notice.text.encode()).hexdigest() == notice.sha256


def _digest(chain: Sequence[Decision]) -> str:
    text = json.dumps([_facts(each) for each in chain], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _facts(decision: Decision) -> dict[str, object]:
    return {
        "id": decision.pk,
        "brand": decision.brand.code,
        "purpose": decision.purpose.code,
        "channel": decision.channel,
        "contact_hash": decision.contact_hash,
        "status": decision.status,
        "method": decision.method,
        "origin": decision.origin,
        "notice_sha256": decision.notice.sha256 if decision.notice else "",
        "actor": decision.actor_id,
        "captured_at": decision.captured_at.astimezone(UTC).isoformat(),
        "valid_to": decision.valid_to.astimezone(UTC).isoformat() if decision.valid_to else "",
        "confirms": decision.confirms_id,
    }
