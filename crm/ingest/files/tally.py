"""What an import has counted so far, in the form in which a run keeps it."""

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from crm.ingest.files.errors import Reject


@dataclass
class Tally:
    """``figures`` add up over the file (an int, or a Decimal for money); ``rejected`` by code; ``new`` by thing."""

    figures: dict[str, int | Decimal] = field(default_factory=dict)
    rejected: Counter[str] = field(default_factory=Counter)
    new: Counter[str] = field(default_factory=Counter)

    def plus(self, figures: dict[str, int | Decimal], rejects: list[Reject], new: dict[str, int]) -> "Tally":
        """A tally that has these too; this one stays, for the transaction may fail."""
        summed = dict(self.figures)
        for name, figure in figures.items():
            summed[name] = summed.get(name, 0) + figure
        return Tally(summed, self.rejected + Counter(reject.code for reject in rejects), self.new + Counter(new))

    def as_json(self) -> dict[str, Any]:
        figures = {name: str(value) if isinstance(value, Decimal) else value for name, value in self.figures.items()}
        return {"figures": figures, "rejected": dict(self.rejected), "new": dict(self.new)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Tally":
        figures = {
            name: Decimal(value) if isinstance(value, str) else value for name, value in kept.get("figures", {}).items()
        }
        return cls(figures, Counter(kept.get("rejected", {})), Counter(kept.get("new", {})))
