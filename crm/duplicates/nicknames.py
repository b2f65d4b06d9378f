"""Given names that one person answers to. Each line is one family of names, folded."""

from collections.abc import Set as AbstractSet

_FAMILIES = """
abigail abby abbie gail
albert alberto al bert bertie
alexander alexandre alessandro aleksandr alex alec sasha sandro xander
alexandra alessandra aleksandra alex sasha sandra lexi
alfred alfredo alf alfie fred
andrew andre andrea andrei andreas andy drew
angela angelina angie
anna anne ann annie anya anja annette hanna hannah nan nancy
anthony antoine antonio anton tony toni
benjamin ben benny benji
bartholomew bart
barbara barb babs basia
beatrice beatriz bea trixie
bernard bernardo bernie
bradley brad
caroline carolina carol carrie lina
catherine katherine kathryn catherine caterina ekaterina katarina cathy kathy kate katie kay kitty katya cat
charles carlo carlos karl charlie chuck chaz
charlotte lotte lottie charlie
christine christina cristina christiane chris chrissy tina kirsten
christopher christophe cristoforo chris kit topher
claudia claudine claude
daniel daniele dan danny
daniela danielle dani
david dave davy davide
deborah debra deb debbie
dimitri dmitri dmitry dima mitya
donald don donny
dorothy dorothea dot dottie dolly
douglas doug
edward eduardo edoardo edouard ed eddie ted teddy ned
eleanor eleonora elena ellen helen helene ellie nell nora lena
elizabeth elisabeth elisabetta eliza liz lizzie beth betty betsy lisa elsa elise bess libby
emily emilie emma em
emmanuel manuel manny manu
eugene evgeny gene zhenya
evgenia zhenya
florence flo flora
frances francesca francoise fran fanny franny cesca
francis francesco francois francisco frank frankie franz paco
frederick federico frederic friedrich fred freddie fritz
gabriel gabriele gabe
gabriella gabrielle gaby gabi
geoffrey jeffrey geoff jeff
george georges giorgio georg jorge
gerald gerard gerry jerry
gregory gregoire gregorio greg
harold harry hal
henry henri enrico enrique heinrich harry hank
isabella isabel isabelle bella izzy isa
jacob jakob jake giacomo jacques
jacqueline jackie
james jim jimmy jamie giacomo
jane jean joan jeanne giovanna joanna johanna janet
jennifer jenny jen
jessica jess jessie
john jean giovanni johann johannes juan ivan hans jack johnny jon gianni vanya
jonathan jon jonny nathan
joseph giuseppe jose josef joe joey beppe pepe
josephine giuseppina josie jo
joshua josh
judith judy
julia giulia julie juliette giulietta jules
katherine kathleen kathy kate
kenneth ken kenny
lawrence laurent lorenzo larry laurie renzo
leonard leonardo leo len lenny
louis luigi luis ludwig lou
louise luisa lou lulu
lucia lucie lucy luz
madeleine maddalena magdalena maddie maggie lena
margaret marguerite margherita margarita maggie meg megan peg peggy rita greta daisy marge
maria mary marie mariya masha mia molly polly mimi
martha marta martine
martin martino marty
matthew matteo mathieu matthias matt matty
maximilian massimiliano maxime max
michael michel michele mikhail miguel mike mick mickey misha mikey
michelle micheline shelly
mohammed muhammad mohamed mohammad mehmet
natalia natalie nathalie natasha nat
nathaniel nathan nat nate
nicholas nicolas niccolo nicola nikolai nick nicky nico klaus kolya
nicole nicoletta nicola nicky
olga olya
oliver olivier oliviero ollie
olivia liv livvy
pamela pam
patricia patrizia pat patty tricia trish
patrick patrice patrizio pat paddy
paul paolo pablo pavel
peter pierre pietro pedro pyotr pete
philip philippe filippo felipe phil pip
rachel rachele
raymond raimondo ray
rebecca becky becca
richard riccardo ricardo rich rick ricky dick
robert roberto rob robbie bob bobby bert
roger ruggero rodger
ronald ron ronnie
rosemary rose rosie
samuel samuele sam sammy
samantha sam sammy
sarah sara sally
sebastian sebastien sebastiano seb bastian
sergei sergey serge sergio seryozha
sofia sophia sophie sofie sonia sonya
stephanie stefania steph stefanie
stephen steven stefano etienne stefan steve
susan suzanne susanna sue susie
svetlana sveta lana
tatiana tatyana tanya tania
teresa theresa therese terry tess tessa resi
theodore teodoro ted teddy theo
thomas tommaso tomas tom tommy
timothy tim timmy
valentina valya
valerie valeria val
veronica veronique ronnie vera
victor vittorio viktor vic
victoria vittoria vicky tori
vincent vincenzo vince vinnie enzo
virginia ginny ginger
vladimir volodya vova
walter gualtiero walt wally
william guillaume guglielmo guillermo wilhelm will bill billy willy liam
yuri yury georgy
zachary zach zack
""".strip().splitlines()

_FAMILIES_OF: dict[str, set[int]] = {}
for _number, _family in enumerate(_FAMILIES):
    for _name in _family.split():
        _FAMILIES_OF.setdefault(_name, set()).add(_number)
_NONE: frozenset[int] = frozenset()


def are_one_name(one: str, other: str) -> bool:
    """Whether two folded given names are known forms of one, such as ``bill`` and ``william``."""
    return not families_of(one).isdisjoint(families_of(other))


def families_of(name: str) -> AbstractSet[int]:
    """The numbers of the families of names that a folded name belongs to."""
    return _FAMILIES_OF.get(name, _NONE)
