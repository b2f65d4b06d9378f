"""What the two houses make: each form with its nouns, its lines, what it is made of, sizes and price."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Form:
    """``drawing`` names the picture; ``lines`` are the house's own names; ``price`` a range in euros."""

    drawing: str
    category: str
    nouns: tuple[str, str, str, str]
    lines: tuple[str, ...]
    materials: tuple[str, ...]
    colours: tuple[str, ...]
    price: tuple[int, int]
    sizes: tuple[str, ...] = ("",)
    colours_each: int = 4
    is_gift: bool = False
    is_used_up: bool = False


LEATHER = ("calfskin", "grained-calfskin")
WARM = ("cassis", "amber", "chestnut", "black", "honey", "coral", "powder")
COOL = ("ink", "black", "slate", "sage", "petrol", "olive", "chalk")
ALL = ("cassis", "amber", "chestnut", "black", "ink", "chalk", "sage", "powder", "slate", "honey", "petrol")
METALS = ("gold", "rose-gold", "white-gold")
STONES = ("diamond", "onyx", "opal", "malachite", "carnelian", "sapphire")
BELT, RING, BRACELET = ("75", "80", "85", "90", "95"), ("49", "50", "51", "52", "53", "54", "56"), ("S", "M", "L")
GLOVES = ("6.5", "7", "7.5", "8")

AURELLE = (
    Form("tote", "bags", ("tote", "cabas", "borsa tote", "托特包"), ("Rivage", "Atelier", "Verger", "Lisière"),
         LEATHER, ALL, (1450, 2600), ("Medium", "Large")),
    Form("top_handle", "bags", ("top-handle bag", "sac à main", "borsa a mano", "手提包"),
         ("Odile", "Margaux", "Quai 7"),
         LEATHER, WARM, (2900, 5200), ("Small", "Medium")),
    Form("crossbody", "bags", ("crossbody bag", "sac bandoulière", "borsa a tracolla", "斜挎包"),
         ("Passage", "Petite Odile", "Nocturne"), ("calfskin", "suede"), ALL, (1250, 2300)),
    Form("bucket", "bags", ("bucket bag", "sac seau", "secchiello", "水桶包"), ("Puits", "Moulin"),
         ("grained-calfskin", "suede"), COOL, (1350, 2100)),
    Form("clutch", "bags", ("clutch", "pochette du soir", "pochette da sera", "手拿包"), ("Minuit", "Loge"),
         ("calfskin", "suede"), ("black", "cassis", "ivory", "petrol"), (890, 1600)),
    Form("wallet", "small-leather", ("wallet", "portefeuille", "portafoglio", "钱包"), ("Rivage", "Odile", "Registre"),
         LEATHER, ALL, (420, 780)),
    Form("card_holder", "small-leather", ("card holder", "porte-cartes", "portacarte", "卡包"),
         ("Rivage", "Registre", "Atelier"), LEATHER, ALL, (220, 340), colours_each=5, is_gift=True),
    Form("pouch", "small-leather", ("pouch", "trousse", "bustina", "小袋"), ("Passage", "Verger"),
         LEATHER, WARM, (340, 560)),
    Form("key_ring", "small-leather", ("key ring", "porte-clés", "portachiavi", "钥匙扣"), ("Nœud", "Galet"),
         LEATHER, ALL, (150, 240), colours_each=5, is_gift=True),
    Form("notebook", "small-leather", ("notebook cover", "couvre-carnet", "copertina per taccuino", "笔记本套"),
         ("Registre",), LEATHER, ALL, (260, 380), colours_each=5, is_gift=True),
    Form("carre", "scarves", ("silk square", "carré de soie", "foulard di seta", "真丝方巾"),
         ("Volière", "Grand Large", "Herbier", "Manège"), ("silk",), ALL, (380, 520), ("70", "90")),
    Form("twilly", "scarves", ("silk ribbon", "ruban de soie", "nastro di seta", "真丝丝带巾"),
         ("Volière", "Herbier", "Marelle"), ("silk",), ALL, (150, 210), colours_each=5, is_gift=True),
    Form("stole", "scarves", ("stole", "étole", "stola", "披肩"), ("Brume", "Grand Large", "Dune"),
         ("cashmere", "wool"), ALL, (590, 1150)),
    Form("perfume", "fragrance", ("eau de parfum", "eau de parfum", "eau de parfum", "香水"),
         ("Figuier d'août", "Encre sèche", "Mousse grise", "Neroli clair", "Cuir nu", "Pluie d'ambre", "Thé de minuit"),
         ("glass",), ("amber", "ink", "sage", "honey", "chestnut", "coral", "powder"), (145, 235),
         ("50 ml", "100 ml"), 1, is_gift=True, is_used_up=True),
    Form("candle", "home", ("candle", "bougie", "candela", "香薰蜡烛"),
         ("Atelier à l'aube", "Herbier", "Cheminée", "Linge frais", "Verger", "Bibliothèque"),
         ("porcelain", "glass"), ("chalk", "sage", "slate", "amber", "ink", "powder"), (75, 140), ("190 g", "300 g"), 2,
         is_gift=True, is_used_up=True),
    Form("tray", "home", ("tray", "vide-poche", "svuotatasche", "托盘"), ("Marelle", "Galet"),
         ("lacquer", "calfskin"), ALL, (190, 420), colours_each=4, is_gift=True),
    Form("vase", "home", ("vase", "vase", "vaso", "花瓶"), ("Galet", "Colonne"), ("porcelain",),
         ("chalk", "slate", "sage", "cassis", "petrol"), (320, 680), colours_each=3),
    Form("throw", "home", ("throw", "plaid", "plaid", "盖毯"), ("Dune", "Brume"), ("cashmere", "wool"),
         ("honey", "slate", "chalk", "cassis", "ink"), (780, 1450), colours_each=3),
    Form("belt", "accessories", ("belt", "ceinture", "cintura", "腰带"), ("Quai 7", "Nœud"), LEATHER, ALL, (330, 520),
         BELT),
    Form("gloves", "accessories", ("gloves", "gants", "guanti", "手套"), ("Minuit", "Passage"), ("calfskin", "suede"),
         ALL, (290, 430), GLOVES),
    Form("umbrella", "accessories", ("umbrella", "parapluie", "ombrello", "雨伞"), ("Averse",), ("cotton",),
         COOL, (340, 480), colours_each=4),
    Form("hat", "accessories", ("hat", "chapeau", "cappello", "帽子"), ("Lisière", "Grand Large"), ("wool",),
         ("chestnut", "black", "slate", "honey", "ivory"), (260, 390), ("56", "57", "58"), 3),
)  # fmt: skip

SORANE = (
    Form("ring", "jewellery", ("ring", "bague", "anello", "戒指"), ("Opaline", "Équinoxe", "Sillage", "Pont"),
         METALS, STONES, (1250, 4900), RING, 5),
    Form("solitaire", "jewellery", ("solitaire", "solitaire", "solitario", "独石戒指"), ("Aube", "Pléiade"),
         METALS, ("diamond", "sapphire"), (4800, 18500), RING, 3),
    Form("pendant", "jewellery", ("pendant", "pendentif", "pendente", "吊坠"),
         ("Opaline", "Goutte", "Équinoxe", "Graine"),
         METALS, STONES, (690, 2400), colours_each=5, is_gift=True),
    Form("necklace", "jewellery", ("necklace", "collier", "collana", "项链"), ("Sillage", "Pléiade", "Marée"),
         METALS, ("pearl", "diamond", "onyx", "malachite"), (2900, 11500), colours_each=4),
    Form("bangle", "jewellery", ("bangle", "jonc", "bracciale rigido", "手镯"), ("Pont", "Sillage", "Équinoxe"),
         METALS, ("diamond", "onyx", "carnelian"), (1900, 6800), BRACELET, 4),
    Form("bracelet", "jewellery", ("bracelet", "bracelet", "bracciale", "手链"), ("Graine", "Marée", "Opaline"),
         METALS, STONES, (890, 3200), BRACELET, 4, is_gift=True),
    Form("studs", "jewellery", ("ear studs", "puces d'oreilles", "orecchini a lobo", "耳钉"),
         ("Graine", "Aube", "Goutte"),
         METALS, STONES, (650, 2200), colours_each=5, is_gift=True),
    Form("drops", "jewellery", ("drop earrings", "boucles d'oreilles", "orecchini pendenti", "耳坠"),
         ("Goutte", "Marée", "Pléiade"), METALS, ("pearl", "opal", "malachite", "diamond"), (1600, 5900)),
    Form("cufflinks", "jewellery", ("cufflinks", "boutons de manchette", "gemelli", "袖扣"), ("Pont", "Cadran"),
         ("white-gold", "gold", "steel"), ("onyx", "malachite", "sapphire"), (480, 1400), colours_each=4, is_gift=True),
    Form("watch_round", "watches", ("watch", "montre", "orologio", "腕表"), ("Méridien", "Cadran", "Solstice"),
         ("steel", "gold", "rose-gold"), ("ivory", "ink", "black", "sage"), (3900, 14500), colours_each=6),
    Form("watch_square", "watches", ("watch", "montre", "orologio", "腕表"), ("Carrousel", "Place 27"),
         ("steel", "gold", "white-gold"), ("ivory", "black", "cassis", "ink"), (3200, 9800), colours_each=6),
    Form("jewel_case", "accessories", ("jewel case", "écrin", "portagioie", "首饰盒"), ("Loge", "Voyage"),
         ("calfskin", "suede"), ("ink", "cassis", "chalk", "slate", "powder"), (280, 620), is_gift=True),
)  # fmt: skip

FORMS = {"AURELLE": AURELLE, "SORANE": SORANE}
