"""What workers do, and how everything is drawn."""

from datetime import timedelta

from hypothesis import strategies as st

from crm.actions.follow_merges import follow_recent_merges
from journeys.actions.advance import advance_claimed, claim_due_enrolments
from journeys.actions.dispatch import send_due
from journeys.actions.park import park_abandoned
from tests.consent.machine.acts_of_clients import ACTS_OF_CLIENTS, HOUSES, PURPOSE, ActsOfClients
from tests.consent.machine.acts_of_the_house import ACTS_OF_THE_HOUSE, ActsOfTheHouse
from tests.crm.merging.two_at_once import IDENTITY_ACTS, WHO

ACTS_OF_WORKERS = (
    *[st.tuples(st.just("write"), WHO, HOUSES, PURPOSE)] * 5,
    *[st.tuples(st.just("step_and_send"))] * 3,
    st.tuples(st.just("send")),
    st.tuples(st.just("park")),
    st.tuples(st.just("sweep")),
)
# Beside these nothing else goes on.
ACTS_ALONE = (
    st.tuples(st.just("wait"), st.sampled_from([13, 49])),
    st.tuples(st.just("back_up")),
    st.tuples(st.just("restore")),
)
ACTS = st.one_of(*IDENTITY_ACTS, *ACTS_OF_CLIENTS, *ACTS_OF_THE_HOUSE, *ACTS_OF_WORKERS, *ACTS_ALONE)
ALONE = {"wait", "back_up", "restore"}


class Acts(ActsOfClients, ActsOfTheHouse):
    def _write(self, who: int, house: int, purpose: str) -> None:
        self._enrol(who, house, purpose)
        self._step_and_send()

    def _step_and_send(self) -> None:
        """What a worker would do in the next hours: wait, step, write."""
        later = self.at + timedelta(hours=1)
        while (claim := claim_due_enrolments(now=later)).ids:
            advance_claimed(claim, now=self.at)
        self._send()

    def _send(self) -> None:
        send_due(seconds=20)

    def _park(self) -> None:
        park_abandoned(now=self.at)

    def _sweep(self) -> None:
        follow_recent_merges(now=self.at, window=timedelta(days=1))
