"""Files of headquarters: handed in, described, checked, imported, with their history."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from clienteling.lib.receiving import receives_file, store_file
from clienteling.queries.uploads import (
    first_rejects,
    form_of,
    reading_of,
    saved_mappings,
    share_done,
    upload_page,
    uploads_of,
)
from clienteling.rules import brands_to_import
from clienteling.views.staff import StaffRequest, View, staff_page, typed_text
from clienteling.views.step_up import confirmation_or_none, refusal_or_none
from consent.actions.access import record_access
from crm.actions.uploads import (
    UploadError,
    begin_check,
    begin_import,
    describe_upload,
    erase_upload,
    pause_upload,
    receive_upload,
    save_mapping,
)
from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.kinds.registry import kinds
from crm.ingest.files.propose import propose_mapping
from crm.ingest.files.sample import read_sample
from crm.ingest.uploads.editing import edited_content
from crm.ingest.uploads.folder import file_of, latest_rejects_of, upload_folder
from crm.models import Brand, Upload

REFUSALS = {
    "upload_busy": "Somebody was quicker, or it is being worked on. Nothing was changed.",
    "file_erased": "The file was deleted. Hand it in again to import it.",
    "not_checked": "Check the file first. Nothing was imported.",
}


def imports_page(view: View) -> View:
    """For whoever may bring files into at least one brand; the brands come to the view."""

    @staff_page
    @wraps(view)
    def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        brands = brands_to_import(request.user)
        if not brands.exists():
            raise PermissionDenied
        return view(request, brands, *args, **kwargs)

    return answered


@imports_page
@require_GET
def uploads(request: StaffRequest, brands: QuerySet[Brand]) -> HttpResponse:
    return _list(request, brands)


def _list(request: StaffRequest, brands: QuerySet[Brand], *, error: str = "", status: int = 200) -> HttpResponse:
    before = request.GET.get("before", "")
    found, after = upload_page(brands, int(before) if before.isdecimal() and len(before) < 19 else None)
    page = {"found": found, "after": after, "brands": brands.order_by("name"), "kinds": _titles(), "error": error}
    return render(request, "clienteling/uploads/list.html", page, status=status)


def _titles() -> list[tuple[str, str]]:
    return [(name, kind.title) for name, kind in kinds().items()]


def _too_large(request: HttpRequest) -> HttpResponse:
    @imports_page
    def refused(request: StaffRequest, brands: QuerySet[Brand]) -> HttpResponse:
        return _list(request, brands, error="The file is too large. Compress it with gzip, or part it.", status=413)

    return refused(request)


@receives_file(too_large=_too_large)
@imports_page
@require_POST
def receive(request: StaffRequest, brands: QuerySet[Brand]) -> HttpResponse:
    """Take the file, and propose what it is."""
    brand = brands.filter(code=typed_text(request, "brand")).first() or (brands.get() if brands.count() == 1 else None)
    file = request.FILES.get("file")
    if brand is None or not isinstance(file, UploadedFile) or not file.size:
        return _list(request, brands, error="Choose a brand, and a file that is not empty.", status=400)
    stored_as = store_file(file, upload_folder())
    name = Path(file.name or "file").name
    try:
        kind = typed_text(request, "kind")
        mapping = propose_mapping(upload_folder() / stored_as, file_name=name, kind=kind, zone=brand.timezone)
    except ImportFileError as error:
        (upload_folder() / stored_as).unlink(missing_ok=True)
        return _list(request, brands, error=error.message, status=400)
    upload = receive_upload(
        brand=brand, kind=mapping["kind"], file_name=name, stored_as=stored_as, size=file.size, mapping=mapping,
        actor=request.user,
    )  # fmt: skip
    return redirect("upload", upload.pk)


@imports_page
@require_GET
def upload(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    return _page(request, get_object_or_404(uploads_of(brands), pk=pk))


def _page(request: StaffRequest, found: Upload, *, error: str = "") -> HttpResponse:
    """The rows that are shown are people's: the look is written down with them."""
    reading = None
    is_read = found.status != Upload.Status.DONE or "again" in request.GET
    with transaction.atomic():
        if is_read and found.erased_at is None and found.status not in Upload.AT_WORK:
            record_access(user=request.user, client=None, action="viewed", fields=[found.kind], why="upload")
            reading = reading_of(found, now=timezone.now())
    page = {
        "upload": found, "reading": reading, "kinds": _titles(), "saved": saved_mappings(found), "error": error,
        "share": share_done(found), "rejects": first_rejects(found) if found.erased_at is None else [],
        "refused": sum((found.result or found.foretold).get("rejected", {}).values()),
        "kept_days": settings.UPLOADS_KEPT_DAYS, "tab": "\t",
    }  # fmt: skip
    return render(request, "clienteling/uploads/page.html", page)


@imports_page
@require_GET
def progress(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    """The state of the work, asked every second; once it has ended, the browser loads the whole page."""
    found = get_object_or_404(uploads_of(brands), pk=pk)
    if found.status not in Upload.AT_WORK:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "clienteling/uploads/_work.html", {"upload": found, "share": share_done(found)})


@imports_page
@require_POST
def describe(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    """What was chosen of columns and form; another kind, or a kept mapping, begins from its own proposal."""
    found = get_object_or_404(uploads_of(brands), pk=pk)
    try:
        content = _described(request, found)
    except ImportFileError as error:
        return _page(request, found, error=error.message)
    return _did(request, found, describe_upload, content)


def _described(request: StaffRequest, found: Upload) -> dict[str, Any]:
    typed = {name: str(value) for name, value in request.POST.items()}
    kind = typed.get("kind", found.kind)
    if saved := saved_mappings(found).filter(pk=_number(typed.get("saved", ""))).first():
        return dict(saved.content)
    if kind != found.kind and kind in kinds():
        return propose_mapping(file_of(found), file_name=found.file_name, kind=kind, zone=found.brand.timezone)
    header = read_sample(file_of(found), form_of(found), rows=1).header
    return edited_content(found.mapping, header, typed)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


@imports_page
@require_POST
def check(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    return _did(request, get_object_or_404(uploads_of(brands), pk=pk), begin_check, at=timezone.now())


@imports_page
@require_POST
def begin(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    """Import the file, or go on with it."""
    found = get_object_or_404(uploads_of(brands), pk=pk)
    with transaction.atomic():
        record_access(user=request.user, client=None, action="changed", fields=[found.kind], why="upload")
        return _did(request, found, begin_import, at=timezone.now())


@imports_page
@require_POST
def pause(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    return _did(request, get_object_or_404(uploads_of(brands), pk=pk), pause_upload)


@imports_page
@require_POST
def erase(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    return _did(request, get_object_or_404(uploads_of(brands), pk=pk), erase_upload, at=timezone.now())


@imports_page
@require_POST
def keep_mapping(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse:
    found = get_object_or_404(uploads_of(brands), pk=pk)
    try:
        saved = save_mapping(found.brand, typed_text(request, "name"), found.mapping, actor=request.user)
    except ImportFileError as error:
        return _page(request, found, error=error.message)
    messages.success(request, f"Kept as “{saved.name}”, for the next file of this origin.")
    return redirect("upload", pk)


@imports_page  # type: ignore[arg-type]  # a stream is answered like a page
@require_POST
def rejects(request: StaffRequest, brands: QuerySet[Brand], pk: int) -> HttpResponse | FileResponse:
    """The lines that were refused, as a file. What leaves is written down before it does."""
    found = get_object_or_404(uploads_of(brands), pk=pk)
    path = latest_rejects_of(found)
    if found.erased_at is not None or not path.exists():
        messages.error(request, "There are no refused lines to take out.")
        return redirect("upload", pk)
    back = reverse("upload", args=[pk])
    if asked_again := confirmation_or_none(request, back=back):
        return asked_again
    with transaction.atomic():
        if refused := refusal_or_none(request, rows=_lines_in(path), what=f"refused lines of {pk}", back=back):
            return refused
        record_access(user=request.user, client=None, action="exported", fields=[found.kind], why="refused lines")
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{Path(found.file_name).stem}-refused.csv")


def _lines_in(path: Path) -> int:
    """Without the first, which names the columns."""
    with path.open("rb") as file:
        return max(sum(1 for _ in file) - 1, 0)


def _did(
    request: StaffRequest, found: Upload, do: Callable[..., None], *args: Any, **named: Any
) -> HttpResponseRedirect:
    try:
        do(found, *args, **named)
    except UploadError as error:
        messages.error(request, REFUSALS[error.code])
    return HttpResponseRedirect(reverse("upload", args=[found.pk]))
