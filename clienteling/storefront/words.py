"""Colours, materials and reasons as the shop says them; a code without a word here is shown as it is."""

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

COLOURS = {
    "cassis": _("cassis"),
    "amber": _("amber"),
    "chestnut": _("chestnut"),
    "black": _("black"),
    "ink": _("ink"),
    "chalk": _("chalk"),
    "sage": _("sage"),
    "olive": _("olive"),
    "powder": _("powder"),
    "slate": _("slate"),
    "honey": _("honey"),
    "coral": _("coral"),
    "petrol": _("petrol"),
    "ivory": _("ivory"),
    "diamond": _("diamond"),
    "onyx": _("onyx"),
    "opal": _("opal"),
    "malachite": _("malachite"),
    "carnelian": _("carnelian"),
    "sapphire": _("sapphire"),
    "pearl": _("pearl"),
}
MATERIALS = {
    "calfskin": _("smooth calfskin"),
    "grained-calfskin": _("grained calfskin"),
    "suede": _("suede"),
    "silk": _("silk twill"),
    "cashmere": _("cashmere"),
    "wool": _("wool"),
    "glass": _("glass"),
    "porcelain": _("porcelain"),
    "lacquer": _("lacquered wood"),
    "cotton": _("waxed cotton"),
    "gold": _("yellow gold"),
    "rose-gold": _("rose gold"),
    "white-gold": _("white gold"),
    "steel": _("steel"),
}


def worded(code: str) -> str:
    """A colour or a material in the visitor's language, with a capital."""
    word = COLOURS.get(code) or MATERIALS.get(code)
    return str(capfirst(gettext(word) if word else code.replace("-", " ")))
