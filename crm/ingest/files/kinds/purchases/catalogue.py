"""The articles of a chunk: variants that are known, and products for codes that are not."""

from django.db.backends.utils import CursorWrapper

from crm.ingest.files.kinds.purchases.fields import Options
from crm.ingest.files.kinds.purchases.tables import fill
from crm.models import Brand, Product, Variant

# Named after a line that was sold at a price: corrections carry words such as "damaged?".
_NAME = "CASE WHEN quantity > 0 AND unit_price > 0 THEN description ELSE '' END"


def add_products(cursor: CursorWrapper, brand: Brand, options: Options) -> int:
    """One product with one variant for each unknown SKU of the chunk; its code is the SKU without the prefix.

    Until a line comes that names it, a product has no name, and shows its code. Returns how many were made.
    """
    unknown = note_articles(cursor, brand)
    if unknown:
        _make_products({sku.removeprefix(options.sku_prefix): sku for sku in unknown}, brand)
        note_articles(cursor, brand)
    _name_nameless(cursor, brand, options.language)
    return len(unknown)


def note_articles(cursor: CursorWrapper, brand: Brand) -> list[str]:
    """Fill import_article with the brand's variants. Returns the SKUs of products that no brand has, sorted."""
    cursor.execute("SELECT sku, bool_or(is_product) FROM import_line GROUP BY sku ORDER BY sku")
    are_products = dict(cursor.fetchall())
    cursor.execute(
        "SELECT v.sku, v.id, v.product_id, (SELECT p.brand_id FROM crm_product p WHERE p.id = v.product_id)"
        " FROM crm_variant v WHERE v.sku = ANY(%s)",
        [list(are_products)],
    )
    variants = cursor.fetchall()
    rows = [row[:3] for row in variants if row[3] == brand.pk]
    fill(cursor, "import_article", rows, "text", "bigint", "bigint")
    taken = {row[0] for row in variants}
    return [sku for sku, is_product in are_products.items() if is_product and sku not in taken]


def _make_products(skus: dict[str, str], brand: Brand) -> None:
    """Code to SKU. In sorted order, and without a word where another import made one a moment ago."""
    Product.objects.bulk_create([Product(brand=brand, code=code) for code in skus], ignore_conflicts=True)
    ids = dict(Product.objects.filter(brand=brand, code__in=list(skus)).values_list("code", "id"))
    Variant.objects.bulk_create(
        [Variant(product_id=ids[code], sku=sku) for code, sku in skus.items()], ignore_conflicts=True
    )


def _name_nameless(cursor: CursorWrapper, brand: Brand, language: str) -> None:
    cursor.execute(
        f"SELECT DISTINCT ON (product_id) product_id, {_NAME} FROM import_line JOIN import_article USING (sku)"  # noqa: S608
        f" WHERE {_NAME} <> '' ORDER BY product_id, line"
    )
    names = dict(cursor.fetchall())
    nameless = list(Product.objects.filter(brand=brand, pk__in=list(names), names={}))
    for product in nameless:
        product.names = {language: names[product.pk]}
    Product.objects.bulk_update(nameless, ["names"])
