"""What workers do, and how everything is drawn."""

from datetime import timedelta

from django.db.models.functions import Coalesce
from hypothesis import strategies as st

from crm.actions.follow_merges import follow_recent_merges
from crm.models import Identifier
from journeys.actions.advance import advance_claimed, claim_due_enrolments
from journeys.actions.dispatch import send_due
from journeys.actions.park import park_abandoned
from tests.consent.machine.acts_of_clients import ACTS_OF_CLIENTS, HOUSES, PURPOSE, ActsOfClients
from tests.consent.machine.acts_of_the_house import ACTS_OF_THE_HOUSE, ActsOfTheHouse
from tests.crm.merging.two_at_once import IDENTITY_ACTS, WHO

ACTS_OF_WORKERS = (
    st.tuples(st.just("step_and_send")),
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
WRITE = st.tuples(st.just("write"), WHO, HOUSES, PURPOSE)
# Every third or fourth act is a message: whatever else happens, happens beside messages in hand.
ACTS = st.sampled_from(
    [*IDENTITY_ACTS, *ACTS_OF_CLIENTS, *ACTS_OF_THE_HOUSE, *ACTS_OF_WORKERS, *ACTS_ALONE, *[WRITE] * 14]
).flatmap(lambda act: act)
ALONE = {"wait", "back_up", "restore"}


class Acts(ActsOfClients, ActsOfTheHouse):
    def _write(self, who: int, house: int, purpose: str) -> None:
        """Where something was open a moment ago, else to anybody."""
        if places := sorted(self.open, key=lambda each: (each.address, each.brand, each.purpose)):
            place = places[who % len(places)]
            held = Identifier.objects.filter(namespace="email", value=place.address, retracted_at=None)
            for client in self._clients().filter(pk__in=held.values(pk=Coalesce("client__canonical", "client"))):
                self._enrol(client, self._brand(place.brand), place.purpose)
        elif client := self._live(who):
            self._enrol(client, self.brands[house], purpose)
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
