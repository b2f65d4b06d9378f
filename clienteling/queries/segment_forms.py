"""The forms of the builder: which there are, one filled in, and the rule that was typed into it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from clienteling.queries.segment_offers import Offers
from crm.segments.definition import read_rule
from crm.segments.errors import SegmentError
from crm.segments.kind import Field, Form, all_forms, all_kinds, kind_named


@dataclass(frozen=True)
class FilledField:
    """A field with what is in it. ``offered``: (value, words) of the house's own list, to choose from or to type."""

    field: Field
    value: str
    offered: Sequence[tuple[str, str]]

    @property
    def is_closed(self) -> bool:
        """One value of a short list: chosen, not typed."""
        return bool(self.offered) and not self.field.is_list and self.field.offers in _CLOSED


# Lists that hold everything there is; of the others a value may be typed that no list knows.
_CLOSED = {"category", "brand", "segment", "purpose", "channel", "question"}


@dataclass(frozen=True)
class FilledForm:
    form: Form
    kind: str
    fields: tuple[FilledField, ...]


def menu() -> list[tuple[str, list[Form]]]:
    """Every form under its heading."""
    ordered = sorted(all_forms(), key=lambda form: _HEADINGS.index(form.heading))
    return [(heading, list(forms)) for heading, forms in groupby(ordered, key=lambda form: form.heading)]


_HEADINGS = (
    "Who they are", "What they bought", "What they did", "What they want", "Our relation", "What they allow",
    "What we think", "Another segment",
)  # fmt: skip


def form_coded(code: str) -> Form | None:
    return next((form for form in all_forms() if form.code == code), None)


def filled_form(form: Form, values: Mapping[str, Any], offers: Offers) -> FilledForm:
    """``values`` by field, as typed or from ``values_of``."""
    fields = tuple(FilledField(each, str(values.get(each.name) or ""), offers.of(each.offers)) for each in form.fields)
    return FilledForm(form, kind_of_form(form), fields)


def kind_of_form(form: Form) -> str:
    return next(kind.name for kind in all_kinds() if form in kind.forms)


def form_of(rule: Mapping[str, Any]) -> Form | None:
    """The form into which this rule was, or could have been, typed."""
    forms = kind_named(rule.get("kind")).forms
    fitting = [form for form in forms if all(rule.get(name) == value for name, value in form.fixed.items())]
    return next((form for form in fitting if _has_fields(form, rule)), None)


def values_of(rule: Mapping[str, Any]) -> dict[str, str]:
    """A rule as the texts of its form."""
    where = (rule.get("where") or [{}])[0]
    flat = {**rule, **({"property": where["property"], "values": where.get("values", [])} if where else {})}
    return {name: _text(value) for name, value in flat.items() if name != "where"}


def rule_from(code: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed into a form, as a rule. Raises SegmentError."""
    form = form_coded(code)
    if form is None:
        raise SegmentError("unknown_kind", f"There is no form {code[:40]!r}.")
    rule: dict[str, Any] = {"kind": kind_of_form(form), **form.fixed}
    for field in form.fields:
        value = _read(field, typed.get(field.name, "").strip())
        if value not in ("", None, []) or not field.is_optional:
            rule[field.name] = value
    rule = _with_where(rule)
    read_rule(rule)
    return rule


def _with_where(rule: dict[str, Any]) -> dict[str, Any]:
    """A property and its values are one condition on an event."""
    if rule["kind"] != "behaviour":
        return rule
    name, values = rule.pop("property", ""), rule.pop("values", [])
    if values and not name:
        raise SegmentError("missing_value", "Property is missing: of which one are these the values?")
    if name:
        rule["where"] = [{"property": name, "test": "one_of" if values else "known", "values": values}]
    return rule


def _read(field: Field, text: str) -> Any:
    if field.is_list:
        return [each.strip() for each in text.split(",") if each.strip()]
    if field.is_number:
        return int(text) if text.isdecimal() and len(text) < 12 else (text or None)
    return text


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)


def _has_fields(form: Form, rule: Mapping[str, Any]) -> bool:
    return all(field.name in rule for field in form.fields if not field.is_optional)
