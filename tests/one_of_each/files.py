"""Of files that were handed in, and of calls that were refused."""

from django.utils import timezone

from crm.models import Brand, ImportRun, RejectedCall, SavedMapping, Source, Upload


def make_of_files(brand: Brand, source: Source) -> None:
    ImportRun.objects.create(kind="purchases", brand=brand, sha256="b" * 64, file_name="purchases.csv")
    Upload.objects.create(brand=brand, kind="clients", file_name="clients.csv", stored_as="1.csv", size=1)
    SavedMapping.objects.create(brand=brand, kind="clients", name="till", content={})
    RejectedCall.objects.create(source=source, code="event_too_large", day=timezone.now().date())
