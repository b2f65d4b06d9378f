"""One row of each table that a demonstration house leaves empty, so that every table has something to show."""

from crm.models import Brand, Client, Source, User
from tests.one_of_each.files import make_of_files
from tests.one_of_each.journeys import make_of_journeys
from tests.one_of_each.profile import make_of_the_client, make_of_the_profile
from tests.one_of_each.profile_store import make_of_identity, make_of_the_profile_store
from tests.one_of_each.rights import make_of_erasure, make_of_privacy, make_of_requests, make_of_retention
from tests.one_of_each.sources import make_of_the_sources
from tests.one_of_each.staff import make_of_the_staff


def make_the_rest() -> None:
    """Of the first client, user, brand and source that there are. A new table adds its row in a module of its topic."""
    client, user, brand = Client.objects.earliest("pk"), User.objects.earliest("pk"), Brand.objects.earliest("pk")
    source = Source.objects.earliest("pk")
    make_of_journeys(client, brand)
    make_of_the_client(client)
    make_of_files(brand, source)
    make_of_the_staff(user, client)
    make_of_requests(client, user, brand)
    make_of_retention(client, user)
    make_of_privacy(user)
    make_of_the_profile_store(client, Client.objects.exclude(pk=client.pk).earliest("pk"))
    make_of_identity(client, user)
    make_of_erasure(client)
    make_of_the_profile(client, brand)
    make_of_the_sources(source)
