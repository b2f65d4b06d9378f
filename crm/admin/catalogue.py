"""The catalogue in the Django admin."""

from django.contrib import admin

from clienteling.lib.admin_pages import HouseAdmin, LedgerAdmin, RemovableAdmin
from crm import models
from crm.admin.house import BoutiqueFilter


class VariantInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Variant
    extra = 0
    can_delete = False


class PriceInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Price
    extra = 0


class StockInline(admin.TabularInline):  # type: ignore[type-arg]
    model = models.Stock
    extra = 0
    autocomplete_fields = ("boutique",)


@admin.register(models.Category)
class CategoryAdmin(HouseAdmin):
    list_display = ("code", "brand", "parent")
    list_select_related = ("brand", "parent")
    list_filter = ("brand",)
    search_fields = ("code",)
    autocomplete_fields = ("brand", "parent", "complements")


@admin.register(models.Product)
class ProductAdmin(HouseAdmin):
    list_display = ("name", "code", "brand", "category", "colour", "material", "is_active")
    list_select_related = ("brand", "category")
    list_filter = ("brand", "category", "is_active")
    search_fields = ("code", "collection", "variants__sku")
    autocomplete_fields = ("brand", "category")
    inlines = (VariantInline,)

    @admin.display(ordering="code")
    def name(self, product: models.Product) -> str:
        return product.name_in("en")


@admin.register(models.Variant)
class VariantAdmin(HouseAdmin):
    list_display = ("sku", "product", "label", "barcode")
    list_select_related = ("product",)
    search_fields = ("sku", "barcode", "product__code")
    autocomplete_fields = ("product",)
    inlines = (PriceInline, StockInline)


@admin.register(models.Price)
class PriceAdmin(RemovableAdmin):
    list_display = ("variant", "currency", "country", "amount")
    list_select_related = ("variant",)
    list_filter = ("currency",)
    search_fields = ("variant__sku",)
    autocomplete_fields = ("variant",)


@admin.register(models.Stock)
class StockAdmin(RemovableAdmin):
    list_display = ("variant", "boutique", "quantity", "updated_at")
    list_select_related = ("variant", "boutique__brand")
    list_filter = (("boutique", BoutiqueFilter),)
    search_fields = ("variant__sku",)
    autocomplete_fields = ("variant", "boutique")


@admin.register(models.StockAlert)
class StockAlertAdmin(LedgerAdmin):
    list_display = ("created_at", "client", "variant", "channel", "language", "status")
    list_select_related = ("client", "variant")
    list_filter = ("brand", "status")
    search_fields = ("=client__uid", "=variant__sku")
    ordering = ("-id",)
