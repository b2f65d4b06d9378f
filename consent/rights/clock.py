"""The time in which a request must be answered (GDPR Art. 12(3))."""

from calendar import monthrange
from datetime import datetime, timedelta

from consent.rights.errors import RightsError

MONTHS_TO_ANSWER = 1
MONTHS_OF_EXTENSION = 2
# A letter that lay, or what a website kept while the house could not be reached.
OLDEST = timedelta(days=90)


def check_received(received_at: datetime, *, at: datetime) -> None:
    """Raises RightsError ``received_at_invalid``: ahead, or over ninety days ago."""
    if not at - OLDEST <= received_at <= at:
        raise RightsError("received_at_invalid")


def months_later(moment: datetime, months: int) -> datetime:
    """The same moment so many calendar months later; the month's last day where that day does not exist.

    As Regulation (EEC) 1182/71 Art. 3(2)(c) counts, but to the hour and without its days of grace at week-ends: the
    house is never later than the law lets it be.
    """
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))
