"""The words of the catalogue in its four languages: colours, metals, materials."""

LANGUAGES = ("en", "fr", "it", "zh-hans")


def _words(en: str, fr: str, it: str, zh: str) -> dict[str, str]:
    return {"en": en, "fr": fr, "it": it, "zh-hans": zh}


COLOURS = {
    "cassis": _words("cassis", "cassis", "cassis", "黑醋栗红"),
    "amber": _words("amber", "ambre", "ambra", "琥珀色"),
    "chestnut": _words("chestnut", "châtaigne", "castagna", "栗色"),
    "black": _words("black", "noir", "nero", "黑色"),
    "ink": _words("ink", "encre", "inchiostro", "墨蓝"),
    "chalk": _words("chalk", "craie", "gesso", "粉笔白"),
    "sage": _words("sage", "sauge", "salvia", "鼠尾草绿"),
    "olive": _words("olive", "olive", "oliva", "橄榄绿"),
    "powder": _words("powder", "poudre", "cipria", "粉雾色"),
    "slate": _words("slate", "ardoise", "ardesia", "岩灰"),
    "honey": _words("honey", "miel", "miele", "蜜色"),
    "coral": _words("coral", "corail", "corallo", "珊瑚色"),
    "petrol": _words("petrol", "pétrole", "petrolio", "孔雀蓝"),
    "ivory": _words("ivory", "ivoire", "avorio", "象牙白"),
    "diamond": _words("diamond", "diamant", "diamante", "钻石"),
    "onyx": _words("onyx", "onyx", "onice", "缟玛瑙"),
    "opal": _words("opal", "opale", "opale", "欧泊"),
    "malachite": _words("malachite", "malachite", "malachite", "孔雀石"),
    "carnelian": _words("carnelian", "cornaline", "corniola", "红玉髓"),
    "sapphire": _words("sapphire", "saphir", "zaffiro", "蓝宝石"),
    "pearl": _words("pearl", "perle", "perla", "珍珠"),
}

MATERIALS = {
    "calfskin": _words("smooth calfskin", "veau lisse", "vitello liscio", "光滑小牛皮"),
    "grained-calfskin": _words("grained calfskin", "veau grainé", "vitello martellato", "粒面小牛皮"),
    "suede": _words("suede", "veau velours", "camoscio", "绒面革"),
    "silk": _words("silk twill", "twill de soie", "twill di seta", "斜纹真丝"),
    "cashmere": _words("cashmere", "cachemire", "cashmere", "羊绒"),
    "wool": _words("wool", "laine", "lana", "羊毛"),
    "glass": _words("glass", "verre", "vetro", "玻璃"),
    "porcelain": _words("porcelain", "porcelaine", "porcellana", "瓷"),
    "lacquer": _words("lacquered wood", "bois laqué", "legno laccato", "漆木"),
    "cotton": _words("waxed cotton", "coton ciré", "cotone cerato", "蜡棉"),
    "gold": _words("yellow gold", "or jaune", "oro giallo", "黄金"),
    "rose-gold": _words("rose gold", "or rose", "oro rosa", "玫瑰金"),
    "white-gold": _words("white gold", "or gris", "oro bianco", "白金"),
    "steel": _words("steel", "acier", "acciaio", "精钢"),
}

CATEGORIES = {
    "bags": _words("Bags", "Sacs", "Borse", "手袋"),
    "small-leather": _words("Small leather goods", "Petite maroquinerie", "Piccola pelletteria", "小皮具"),
    "scarves": _words("Scarves", "Foulards", "Foulard", "丝巾"),
    "fragrance": _words("Fragrance", "Parfums", "Profumi", "香氛"),
    "home": _words("Home", "Maison", "Casa", "家居"),
    "accessories": _words("Accessories", "Accessoires", "Accessori", "配饰"),
    "jewellery": _words("Jewellery", "Joaillerie", "Gioielli", "珠宝"),
    "watches": _words("Watches", "Montres", "Orologi", "腕表"),
}

# What completes a piece of this category (crm.intelligence.recommend).
COMPLEMENTS = {
    "bags": ("small-leather", "scarves", "accessories"),
    "small-leather": ("bags", "accessories"),
    "scarves": ("accessories", "bags", "fragrance"),
    "fragrance": ("home", "scarves"),
    "home": ("fragrance",),
    "accessories": ("scarves", "small-leather"),
    "jewellery": ("watches", "jewellery"),
    "watches": ("jewellery",),
}
