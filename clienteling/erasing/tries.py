"""A client who took the staff's log-in for their own left the address there."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog

from consent.rights.erasing.person import Person


def erase_tries_of(person: Person) -> int:
    addresses = [value for namespace, value in person.traces.identifiers if namespace == "email"]
    models = (AccessAttempt, AccessFailureLog, AccessLog)
    return sum(model.objects.filter(username__in=addresses).delete()[0] for model in models)
