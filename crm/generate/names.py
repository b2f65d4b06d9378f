"""Hundreds of thousands of invented names in seven scripts, as frequent as names are: a few common, most rare.

A name is composed of the syllables of its language. Rank r of n is drawn with a probability that falls with r, as
in the registers of names: about one client in a hundred bears the first family name, most names few bear.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from crm.search.text import fold

# How much more often the first names of a list are borne than the last; 1 would be evenly.
STEEPNESS = 2.5
# Country to the part of the clients who live there.
COUNTRIES = {"FR": 22, "IT": 12, "GB": 12, "US": 14, "DE": 8, "CN": 12, "JP": 7, "KR": 5, "AE": 4, "GR": 2, "UA": 2}

_LATIN = (
    "a ar al an au ba bar be ber bel bo bon bour bri bru ca car cha che cor cou da dal de del di do du e er fa fe fi "
    "fon for fra ga gar gi go gra gui ha har he hen ho hu i in ja jan jo ka kar ke ko kra la lam lau le lin lo lou ma "
    "mar me mer mi mo mon mu na ne ni no o or pa par pe per pi po por pra ra re ri ro ron rou ru sa sal sche se si so "
    "ste sta ta tel ter ti to tra tre u va val ve ver vi vol wal we wil za zi zo"
).split()
_FRENCH = "eau ot et ard in ier and elle ault oux ais ois ac ec".split()
_ITALIAN = "ini etti elli one ucci ardi esi ino ato anti oni aro".split()
_ENGLISH = "son ton ley field ford well man worth ham shaw er by".split()
_GERMAN = "mann er stein berg bach hoff ner ke meier wald feld ing".split()
_GIVEN_LATIN = "a ia e ette ine is on o io an en el ard ice lie na ra ta as us".split()
_CYRILLIC = (
    "ба бо ва ви га гор де до зо и ка ко кра ла ле ли ма ми мо на но па пе по ра ро ру са се си та те ти".split()
)
_CYRILLIC_ENDS = "енко ов ова ский ская ук юк чук ин ина ев ева".split()
_GREEK = "α βα γε δη δι ε ζα θα θε κα κο κυ λα λε μα με μι να νι πα πε ρα ρο σα στα τα τρι φα φι χα χρι".split()
_GREEK_ENDS = "όπουλος οπούλου ίδης ίδου άκης άκη άς ού ιάδης".split()
_ARABIC = "عب أح مح خا سل نا فا ري لي زه حم كر يو إب جم شم قا طا را عل هد مر صا وا".split()
_ARABIC_ENDS = "يد ان ين اد ار اء ة ي وم يل".split()
_SURNAMES_HAN = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_GIVEN_HAN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建文国志海云龙飞鹏宇轩浩然梓涵欣怡诗雨晨佳琪思嘉子墨一诺博雅婷慧颖"
    "琳雪梅兰竹菊春夏秋冬安康乐和美晓东西南北天地山川河月星辰光亮"
)
_KANJI_SURNAMES = (
    "佐藤 鈴木 高橋 田中 渡辺 伊藤 山本 中村 小林 加藤 吉田 山田 佐々木 "
    "山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川"
).split()
_KANJI = "美子花結愛陽菜咲優真由香織恵里奈翔太大輝健一郎誠直樹拓海蓮悠斗和也智隆雄康"
_KANJI_PLACES = "山川田村野原本島崎森林池沢石岡松竹梅藤木橋井上中下小大高北南西東内宮"
_SURNAMES_HANGUL = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민"
_GIVEN_HANGUL = "서준민지우현수연예은하윤도시주아유진영호성재미경희혜정선나라동원태승"


@dataclass(frozen=True, slots=True)
class Name:
    """``latin`` is for addresses: the letters of given and family name, or what stands for them, in ASCII."""

    given: str
    family: str
    latin: str
    is_family_first: bool = False


@dataclass(frozen=True, slots=True)
class Culture:
    given: Sequence[str]
    family: Sequence[str]
    is_family_first: bool = False


class Names:
    """Draws names of the cultures of a seed. ``size`` is how many family names there are in the larger languages."""

    def __init__(self, seed: int, rng: Random, size: int = 60_000) -> None:
        self._rng = rng
        self._cultures = _cultures(seed, size)
        self._emigrants = list(self._cultures)

    def draw(self, country: str) -> Name:
        """A name of somebody who lives there; one in twelve came from elsewhere."""
        rng = self._rng
        if rng.random() < 0.08:
            country = self._emigrants[int(rng.random() * len(self._emigrants))]
        culture = self._cultures[country]
        given, family = self._ranked(culture.given), self._ranked(culture.family)
        return Name(given, family, _latin(given, family), culture.is_family_first)

    def _ranked(self, names: Sequence[str]) -> str:
        return names[int(len(names) * self._rng.random() ** STEEPNESS)]


@lru_cache(maxsize=2)
def _cultures(seed: int, size: int) -> dict[str, Culture]:
    rng = Random(f"{seed}/names")
    given = _composed(rng, _LATIN, _GIVEN_LATIN, 8_000)
    english = Culture(given, _composed(rng, _LATIN, _ENGLISH, size))
    return {
        "FR": Culture(given, _composed(rng, _LATIN, _FRENCH, size)),
        "IT": Culture(given, _composed(rng, _LATIN, _ITALIAN, size)),
        "GB": english,
        "US": english,
        "DE": Culture(given, _composed(rng, _LATIN, _GERMAN, size)),
        "UA": Culture(
            _composed(rng, _CYRILLIC, ["я", "а", "й", "н", "р"], 3_000),
            _composed(rng, _CYRILLIC, _CYRILLIC_ENDS, size // 2),
        ),
        "GR": Culture(_composed(rng, _GREEK, ["α", "ος", "ης"], 3_000), _composed(rng, _GREEK, _GREEK_ENDS, size // 2)),
        "AE": Culture(_composed(rng, _ARABIC, _ARABIC_ENDS, 3_000), _composed(rng, _ARABIC, _ARABIC_ENDS, size // 2)),
        "CN": Culture(_pairs(rng, _GIVEN_HAN, 20_000), list(_SURNAMES_HAN), is_family_first=True),
        "JP": Culture(
            _pairs(rng, _KANJI, 5_000), _KANJI_SURNAMES + _pairs(rng, _KANJI_PLACES, 800), is_family_first=True
        ),
        "KR": Culture(_pairs(rng, _GIVEN_HANGUL, 3_000), list(_SURNAMES_HANGUL), is_family_first=True),
    }


def _latin(given: str, family: str) -> str:
    folded = f"{fold(given)}.{fold(family)}"
    return folded.replace(" ", "") if folded.isascii() else ""


def _composed(rng: Random, syllables: list[str], ends: list[str], count: int) -> list[str]:
    """Distinct names of one to three syllables and an ending; the shorter come more often first."""
    names: dict[str, None] = {}
    while len(names) < count:
        length = 1 + (len(names) > len(syllables) * 4) + (rng.random() < 0.25)
        names["".join([*rng.choices(syllables, k=length), rng.choice(ends)]).capitalize()] = None
    return list(names)


def _pairs(rng: Random, letters: str, count: int) -> list[str]:
    possible = min(count, len(set(letters)) ** 2)
    pairs = [first + second for first in dict.fromkeys(letters) for second in dict.fromkeys(letters)]
    rng.shuffle(pairs)
    return pairs[:possible]
