"""What the page of an uploaded file shows."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from crm.ingest.files.errors import ImportFileError
from crm.ingest.files.fields import Field
from crm.ingest.files.kinds import Kind
from crm.ingest.files.kinds.registry import kind_named
from crm.ingest.files.mapping import FILE_DEFAULTS, mapping_from
from crm.ingest.files.preview import Preview, preview_file
from crm.ingest.files.rejects import read_rejects
from crm.ingest.files.sample import Sample, read_sample
from crm.ingest.uploads.folder import file_of, latest_rejects_of
from crm.models import Brand, SavedMapping, Upload

SAMPLED = 40
EXAMPLES = 3
REJECTS_SHOWN = 8
PAGE = 30
Status = Upload.Status


@dataclass(frozen=True)
class Column:
    """A column of the file: what stands in it, and the field that it is taken for."""

    place: int
    name: str
    examples: list[str]
    field: str


@dataclass(frozen=True)
class Reading:
    """``said_once``: fields without a column, with their value for every line; ``problem``: why nothing shows."""

    columns: list[Column] = field(default_factory=list)
    fields: Sequence[Field] = ()
    said_once: list[tuple[Field, str]] = field(default_factory=list)
    form: dict[str, str] = field(default_factory=dict)
    options: list[tuple[str, Any]] = field(default_factory=list)
    translated: list[tuple[str, str, str]] = field(default_factory=list)
    preview: Preview | None = None
    problem: str = ""

    @property
    def is_lacking(self) -> bool:
        return any(not value for _, value in self.said_once)

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """Field, word of the file and its meaning: those that are translated, and those that are not known."""
        return self.translated + [(name, text, "") for name, text in (self.preview.unknown if self.preview else [])]


def uploads_of(brands: QuerySet[Brand]) -> QuerySet[Upload]:
    return Upload.objects.filter(brand__in=brands).select_related("brand", "actor")


def upload_page(brands: QuerySet[Brand], before: int | None) -> tuple[list[Upload], int | None]:
    """Thirty uploads, the newest first, and the key of the next page."""
    found = uploads_of(brands).order_by("-pk")
    page = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def form_of(upload: Upload) -> dict[str, str]:
    """How the file is written, whole."""
    return {**FILE_DEFAULTS, **upload.mapping.get("file", {})}


def reading_of(upload: Upload, *, now: datetime) -> Reading:
    """The columns, the fields that they could be, and the first rows as they would be understood."""
    content = upload.mapping
    kind, form = kind_named(upload.kind), form_of(upload)
    try:
        sample = read_sample(file_of(upload), form, rows=SAMPLED)
    except ImportFileError as error:
        return Reading(form=form, fields=kind.fields, problem=error.message)
    taken = {column: name for name, column in content.get("columns", {}).items()}
    shown = Reading(
        columns=[_column(place, name, sample, taken) for place, name in enumerate(sample.header)],
        fields=sorted(kind.fields, key=lambda each: not each.is_required),
        said_once=_said_once(kind.fields, content),
        form=form,
        options=_options(kind, content),
        translated=[(name, *pair) for name, known in content.get("values", {}).items() for pair in known.items()],
    )
    return _with_preview(shown, upload, now)


def _said_once(fields: Sequence[Field], content: dict[str, Any]) -> list[tuple[Field, str]]:
    """What stands in no column, and is needed or was said already."""
    columns, constants = content.get("columns", {}), content.get("constants", {})
    return [
        (each, constants.get(each.name, ""))
        for each in fields
        if each.name not in columns and (each.is_required or each.name in constants)
    ]


def _column(place: int, name: str, sample: Sample, taken: dict[str, str]) -> Column:
    examples = list(islice(dict.fromkeys(sample.values_of(name)), EXAMPLES))
    field_name = taken.get(name, "")
    is_many = "." in field_name
    return Column(place, name, examples, field_name.partition(".")[0] + "." if is_many else field_name)


def _options(kind: type[Kind], content: dict[str, Any]) -> list[tuple[str, Any]]:
    """The kind's options as they stand; yes or no for those that are either."""
    said = content.get("options", {})
    standing = [(name, said.get(name, value)) for name, value in kind.options.items()]
    return [(name, value if isinstance(value, str) else "yes" if value else "no") for name, value in standing]


def _with_preview(shown: Reading, upload: Upload, now: datetime) -> Reading:
    try:
        mapping = mapping_from(upload.mapping)
        preview = preview_file(file_of(upload), mapping, upload.brand, now=now)
    except ImportFileError as error:
        return replace(shown, problem=error.message)
    return replace(shown, preview=preview)


def saved_mappings(upload: Upload) -> QuerySet[SavedMapping]:
    return SavedMapping.objects.filter(brand=upload.brand_id, kind=upload.kind).order_by("name")


def first_rejects(upload: Upload) -> list[list[str]]:
    """Line, code and reason of the first that were refused, by the import or else by the check."""
    return list(islice(read_rejects(latest_rejects_of(upload)), REJECTS_SHOWN))


def share_done(upload: Upload) -> int:
    """Percent of the file's bytes that were read in the present work."""
    return min(100, round(100 * upload.bytes_read / upload.size))
