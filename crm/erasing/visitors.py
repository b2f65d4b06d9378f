"""What the client's devices did before anybody knew whose they were."""

from consent.rights.erasing.person import Person
from consent.rights.erasing.tables import delete_batch
from crm.identity.namespaces import NAMESPACES
from crm.models import Interaction


def erase_visits_of(person: Person) -> int:
    """Interactions that are nobody's, of devices that were the client's alone; a boutique's tablet is everybody's."""
    devices = [value for namespace, value in person.traces.identifiers if NAMESPACES[namespace].is_device]
    theirs = Interaction.objects.filter(anonymous_id__in=devices, client=None, source__is_shared_device=False)
    return delete_batch(theirs) if devices else 0
