"""What a chunk makes of things that have a key: which are new, which change, which stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm.ingest.files.foreseen import State


@dataclass
class Things:
    """``states``: by key what is kept, or was foreseen in a dry run; ``ids``: of those that are rows already.

    After the rows of a chunk were put in, ``made`` and ``changed`` are what is to be written.
    """

    states: dict[str, State] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    made: dict[str, State] = field(default_factory=dict)
    changed: dict[str, State] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, tuple[int, State]], foreseen: Mapping[str, State]) -> "Things":
        states = {key: state for key, (_, state) in kept.items()}
        return cls({**states, **foreseen}, {key: pk for key, (pk, _) in kept.items()})

    def get(self, key: str) -> State | None:
        return self.made.get(key) or self.changed.get(key) or self.states.get(key)

    def put(self, key: str, state: State) -> None:
        """Say how the thing is from now on."""
        if key not in self.states:
            self.made[key] = state
        elif state != self.get(key):
            self.changed[key] = state

    def fill(self, key: str, said: State, empty: State) -> None:
        """What the file says wins, where it says something; ``empty`` are the values of a new thing."""
        before = self.get(key) or empty
        self.put(key, before | {name: value for name, value in said.items() if value not in ("", None, [], {})})

    @property
    def after(self) -> dict[str, State]:
        """The states to remember in a dry run."""
        return {**self.made, **self.changed}
