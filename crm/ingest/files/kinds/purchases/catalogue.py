"""Products for codes that the brand's catalogue does not have yet."""

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.kinds.purchases.fields import Options
from crm.models import Brand, Product, Variant


def add_products(cursor: CursorWrapper, brand: Brand, options: Options) -> int:
    """One product with one variant for each unknown SKU of the chunk; its code is the SKU without the prefix.

    Named after the first line that was sold at a price: corrections carry words such as "damaged?".
    Until such a line comes the product has no name, and shows its code. Returns how many were made.
    """
    names = {sku.removeprefix(options.sku_prefix): (sku, name) for sku, name in _unknown_skus(cursor)}
    Product.objects.bulk_create(
        [Product(brand=brand, code=code, names=_named(options, name)) for code, (_, name) in names.items()],
        ignore_conflicts=True,
    )
    ids = dict(Product.objects.filter(brand=brand, code__in=list(names)).values_list("code", "id"))
    Variant.objects.bulk_create(
        [Variant(product_id=ids[code], sku=sku) for code, (sku, _) in names.items()], ignore_conflicts=True
    )
    _name_nameless(cursor, brand, options)
    return len(names)


def _named(options: Options, name: str) -> dict[str, str]:
    return {options.language: name} if name else {}


_NAMED_BY = "CASE WHEN quantity > 0 AND unit_price > 0 THEN description ELSE '' END"


def _unknown_skus(cursor: CursorWrapper) -> list[tuple[str, str]]:
    cursor.execute(
        f"""
        SELECT DISTINCT ON (sku) sku, {_NAMED_BY} AS name FROM import_line l
        WHERE is_product AND NOT EXISTS (SELECT FROM crm_variant v WHERE v.sku = l.sku)
        ORDER BY sku, {_NAMED_BY} = '', line
        """  # noqa: S608
    )
    return cursor.fetchall()


def _name_nameless(cursor: CursorWrapper, brand: Brand, options: Options) -> None:
    cursor.execute(
        f"""
        UPDATE crm_product p SET names = jsonb_build_object(%s::text, found.name)
        FROM (
            SELECT DISTINCT ON (v.product_id) v.product_id, {_NAMED_BY} AS name
            FROM import_line l JOIN crm_variant v USING (sku) JOIN crm_product n ON n.id = v.product_id
            WHERE l.is_product AND n.names = '{{}}' AND n.brand_id = %s AND {_NAMED_BY} <> ''
            ORDER BY v.product_id, l.line
        ) found WHERE p.id = found.product_id
        """,  # noqa: S608
        [options.language, brand.pk],
    )
