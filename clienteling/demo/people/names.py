"""Names of invented people, by culture. A name in another script carries its Latin spelling, for addresses."""

from dataclasses import dataclass
from random import Random

# Spelled as "native/latin" where they differ.
FRENCH = (
    "Camille Élodie Margaux Inès Léa Chloé Anaïs Hélène Solène Agnès Clémence Noémie Aurélie Bérénice "
    "Joséphine Delphine Valérie Sandrine Manon Capucine Apolline Églantine Mathilde Eugénie Sixtine Garance "
    "Louise Diane Victoire Blanche",
    "Hugo Étienne Théo François Loïc Gaël Benoît Jérôme Cédric Raphaël Gaspard Aurélien Mathieu Bastien "
    "Augustin Léopold Maxence Tristan Clément Anatole Côme Ambroise Philippe Antoine Édouard",
    "Laurent Delacroix Martin Lefèvre Moreau Girard Chevallier Beaumont Carpentier Duchêne Fontaine Garnier "
    "Rousseau Lambert Mercier Blanchard Guérin Perrin Vasseur Marchand Rivière Aubert Besnard Collet Dumoulin "
    "Forestier Gauthier Hébert Joubert Lacombe Maréchal Noël Pélissier Renaud Saunier Tessier Vidal Wagner "
    "Berthelot Castel Delorme Estève Faure Grandjean Jacquemin Lemoine Monnier Poirier Royer Sabatier",
)
ITALIAN = (
    "Sofia Giulia Chiara Francesca Beatrice Alessia Ludovica Ginevra Camilla Elisabetta Benedetta Costanza "
    "Allegra Bianca Lavinia Margherita Carlotta Viola Arianna Eleonora Niccoletta Ilaria Serena Giada Matilde",
    "Lorenzo Matteo Alessandro Niccolò Leonardo Tommaso Edoardo Filippo Giacomo Federico Riccardo Stefano "
    "Andrea Davide Pietro Umberto Corrado Ruggero Jacopo Gianluca",
    "Marchetti Bellini Ferraro Colombo Ricci Moretti Barbieri Lombardi Fontana Santoro Mariani Rinaldi Caruso "
    "Ferrara Galli Martinelli Leone Gentile Vitale Serra Coppola Deodato Parisi Villa Conte Fabbri Bianco "
    "Marini Grasso Valentini Messina Sala Gatti Pellegrini Palumbo Sanna Farina Rizzi Monti Cattaneo Morelli "
    "Amato Silvestri Mazza Testa",
)
BRITISH = (
    "Charlotte Amelia Isla Florence Beatrix Imogen Harriet Eleanor Rosalind Cordelia Matilda Georgina Phoebe "
    "Clementine Arabella Winifred Edith Lauren Niamh Saoirse Priya Zadie Naomi Olivia Ffion",
    "Oliver Arthur Rupert Hugh Alistair Benedict Edmund Frederick Jasper Callum Rhys Angus Tobias Kit Ravi "
    "Dominic Miles Barnaby Laurence Felix",
    "Baker Ashworth Whitfield Harrington Pemberton Kingsley Fairbairn Okafor Patel Campbell Llewellyn "
    "Thornton Winslow Hartley Sinclair Fraser Montague Bancroft Osborne Adeyemi Prescott Redgrave Stanhope "
    "Tennant Underhill Vaughan Wetherby Yardley Ainsley Cavendish Drummond Ellery Fielding Greaves Holloway "
    "Iveson",
)
CHINESE = (
    "丽华/Lihua 静怡/Jingyi 雨桐/Yutong 佳琪/Jiaqi 思涵/Sihan 欣妍/Xinyan 梓萱/Zixuan 美玲/Meiling "
    "晓燕/Xiaoyan 雅婷/Yating 慧敏/Huimin 诗雨/Shiyu 婉清/Wanqing 若曦/Ruoxi 芷若/Zhiruo 明月/Mingyue "
    "秋芳/Qiufang 语嫣/Yuyan",
    "伟/Wei 浩然/Haoran 子轩/Zixuan 宇航/Yuhang 建国/Jianguo 志强/Zhiqiang 文博/Wenbo 俊杰/Junjie "
    "天佑/Tianyou 泽宇/Zeyu 明远/Mingyuan 国栋/Guodong 思远/Siyuan 嘉豪/Jiahao",
    "王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 赵/Zhao 黄/Huang 周/Zhou 吴/Wu 徐/Xu 孙/Sun 胡/Hu 朱/Zhu "
    "高/Gao 林/Lin 何/He 郭/Guo 马/Ma 罗/Luo 梁/Liang 宋/Song 郑/Zheng 谢/Xie 韩/Han 唐/Tang 冯/Feng 于/Yu "
    "董/Dong 欧阳/Ouyang 司徒/Situ",
)
JAPANESE = (
    "美咲/Misaki 陽子/Yoko 由美子/Yumiko さくら/Sakura 恵子/Keiko 千尋/Chihiro 彩/Aya 直美/Naomi 真理/Mari "
    "葵/Aoi 結衣/Yui 花子/Hanako 麻衣/Mai 涼子/Ryoko 沙織/Saori 杏/An あかり/Akari",
    "健太/Kenta 大輔/Daisuke 翔/Sho 拓也/Takuya 直樹/Naoki 浩/Hiroshi 隆/Takashi 蓮/Ren 悠斗/Yuto 誠/Makoto "
    "亮/Ryo 一郎/Ichiro",
    "佐藤/Sato 鈴木/Suzuki 高橋/Takahashi 田中/Tanaka 伊藤/Ito 渡辺/Watanabe 山本/Yamamoto 中村/Nakamura "
    "小林/Kobayashi 加藤/Kato 吉田/Yoshida 山田/Yamada 佐々木/Sasaki 松本/Matsumoto 井上/Inoue 木村/Kimura "
    "清水/Shimizu 斎藤/Saito 藤原/Fujiwara 岡田/Okada 長谷川/Hasegawa 石川/Ishikawa 小川/Ogawa 青木/Aoki "
    "西村/Nishimura",
)
KOREAN = (
    "서연/Seoyeon 지우/Jiwoo 민서/Minseo 하은/Haeun 수빈/Subin 예진/Yejin 은지/Eunji 유나/Yuna 소희/Sohee 다은/Daeun",
    "민준/Minjun 서준/Seojun 도윤/Doyun 지훈/Jihun 현우/Hyunwoo 준영/Junyoung 태현/Taehyun 성민/Seongmin",
    "김/Kim 이/Lee 박/Park 최/Choi 정/Jung 강/Kang 조/Cho 윤/Yoon 장/Jang 임/Lim 한/Han 오/Oh 서/Seo 신/Shin",
)
ARABIC = (
    "أميرة/Amira ليلى/Layla نور/Nour مريم/Maryam فاطمة/Fatima ياسمين/Yasmin هند/Hind سلمى/Salma دانة/Dana "
    "ريم/Reem عائشة/Aisha لطيفة/Latifa",
    "خالد/Khalid عمر/Omar يوسف/Youssef سلطان/Sultan طارق/Tariq كريم/Karim فيصل/Faisal حمد/Hamad زياد/Ziad سامي/Sami",
    "الخوري/Khoury المنصوري/Almansouri الهاشمي/Alhashimi حداد/Haddad العلي/Alali القاسمي/Alqasimi نصار/Nassar "
    "الفارسي/Alfarsi صالح/Saleh العطار/Alattar منصور/Mansour شاهين/Shaheen",
)
RUSSIAN = (
    "Анна/Anna Екатерина/Ekaterina Мария/Maria Ольга/Olga Наталья/Natalia Ирина/Irina Дарья/Daria "
    "Полина/Polina Ксения/Ksenia Вера/Vera",
    "Алексей/Alexei Дмитрий/Dmitri Сергей/Sergei Иван/Ivan Михаил/Mikhail Павел/Pavel Андрей/Andrei Николай/Nikolai",
    "Волкова/Volkova Соколова/Sokolova Морозова/Morozova Лебедева/Lebedeva Козлова/Kozlova Новикова/Novikova "
    "Орлова/Orlova Белова/Belova Зайцева/Zaitseva Крылова/Krylova",
)
AMERICAN = (
    "Grace Madison Eliza Savannah Naomi Josephine Hazel Vivian Marisol Tamika Audrey Claire Leilani Brooke",
    "Ethan Walker Marcus Julian Theodore Desmond Hudson Rafael Elliott Preston",
    "Whitaker Calloway Delgado Nguyen Brooks Hollander Reyes Kensington Abernathy Coleman Vandermeer Ortiz "
    "Sullivan Park",
)
GERMAN = (
    "Anneliese Franziska Käthe Jördis Friederike Hannelore Mathilda Ulrike Zoë Wiebke",
    "Thomas Jürgen Günther Maximilian Sören Björn Lukas Konstantin Friedrich Matthias",
    "Weber Schröder Müller Krüger Böhm Hoffmann Lindqvist Ångström Bergström Østergaard Vogel Schäfer Köhler Engel",
)

SALUTATIONS = {
    "fr": ("Madame", "Monsieur"),
    "it": ("Signora", "Signor"),
    "en": ("Ms", "Mr"),
    "de": ("Frau", "Herr"),
}


@dataclass(frozen=True)
class Culture:
    """A way of being named: pools of names, the language to write in, and the order of the name."""

    language: str
    country: str
    pools: tuple[str, str, str]
    is_family_first: bool = False


CULTURES = {
    "french": Culture("fr", "FR", FRENCH),
    "italian": Culture("it", "IT", ITALIAN),
    "british": Culture("en", "GB", BRITISH),
    "chinese": Culture("zh-hans", "CN", CHINESE, True),
    "japanese": Culture("ja", "JP", JAPANESE, True),
    "korean": Culture("ko", "KR", KOREAN, True),
    "arabic": Culture("ar", "AE", ARABIC),
    "russian": Culture("ru", "RU", RUSSIAN),
    "american": Culture("en", "US", AMERICAN),
    "german": Culture("de", "DE", GERMAN),
}

# Who comes to a boutique of each country, in parts.
GUESTS = {
    "FR": {"french": 66, "chinese": 7, "american": 6, "italian": 4, "british": 4, "arabic": 5, "german": 4,
           "russian": 2, "japanese": 1, "korean": 1},
    "IT": {"italian": 70, "german": 7, "american": 7, "russian": 4, "chinese": 5, "korean": 3, "french": 4},
    "GB": {"british": 68, "arabic": 10, "american": 8, "chinese": 6, "french": 3, "russian": 3, "german": 2},
    "JP": {"japanese": 84, "chinese": 6, "korean": 6, "american": 4},
    "CN": {"chinese": 92, "korean": 3, "american": 3, "french": 2},
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    given: str
    family: str
    latin_given: str
    latin_family: str
    salutation: str
    culture: Culture


# Split once; twenty thousand people are named from these.
_SPLIT = {key: tuple(pool.split() for pool in culture.pools) for key, culture in CULTURES.items()}
_GUESTS = {country: (list(parts), list(parts.values())) for country, parts in GUESTS.items()}


def pick_name(country: str, rng: Random) -> Name:
    """A name as guests of this country's boutiques bear it."""
    key = rng.choices(*_GUESTS[country])[0]
    women, men, families = _SPLIT[key]
    is_woman = key == "russian" or rng.random() < 0.62
    given, latin_given = _spelled(rng.choice(women if is_woman else men))
    family, latin_family = _spelled(rng.choice(families))
    if key == "russian" and rng.random() < 0.3:
        given, latin_given = _spelled(rng.choice(men))
        family, latin_family = family[:-1], latin_family[:-1]
        is_woman = False
    salutations = SALUTATIONS.get(CULTURES[key].language)
    salutation = "" if salutations is None else salutations[0 if is_woman else 1]
    return Name(given, family, latin_given, latin_family, salutation, CULTURES[key])


def _spelled(entry: str) -> tuple[str, str]:
    native, _, latin = entry.partition("/")
    return native, latin or native
