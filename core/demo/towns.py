"""Towns of the example company with the postcodes that belong to them: Mälardalen above all, then all of Sweden."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from core.demo.numbers import PUBLIC, org_no


class Town(NamedTuple):
    """A town: how often it comes (a weight), its postcodes of streets and of boxes as (first, last), its landlines.

    `landline` is E.164 without the last two digits; PTS keeps these hundred numbers free for films and examples.
    """

    name: str
    weight: int
    streets: tuple[tuple[int, int], ...]
    boxes: tuple[int, int]
    landline: str
    genitive: str
    """As in "Enköpings IF"."""
    municipality: str
    """As in "Enköpings kommun", "Västerås stad"."""
    org_no: str
    """The municipality's, made up."""

    def postcode(self, place: float) -> str:
        """Return the postcode of a street at `place` (from 0 up to 1) of all those of the town."""
        count = sum(last - first + 1 for first, last in self.streets)
        n = int(place * count)
        for first, last in self.streets:
            if n <= last - first:
                return str(first + n)
            n -= last - first + 1
        raise ValueError(place)

    def box_postcode(self, place: float) -> str:
        """Return a postcode of boxes at `place` (from 0 up to 1)."""
        first, last = self.boxes
        return str(first + int(place * (last - first + 1)))


STOCKHOLM, GOTHENBURG, MALMO, KIRUNA = "+468465004", "+463139006", "+464062804", "+469803192"
_CITIES = frozenset(
    ("Västerås", "Stockholm", "Solna", "Sundbyberg", "Göteborg", "Malmö", "Helsingborg", "Borås", "Trollhättan")
)
_PARTS_OF = {
    "Torshälla": "Eskilstuna kommun",
    "Mariefred": "Strängnäs kommun",
    "Bålsta": "Håbo kommun",
    "Märsta": "Sigtuna kommun",
    "Visby": "Region Gotland",
    "Falun": "Falu kommun",
    "Kalmar": "Kalmar kommun",
}
_SOUTH = frozenset({"Malmö", "Lund", "Helsingborg", "Kristianstad", "Växjö", "Kalmar", "Karlskrona", "Halmstad"})
_WEST = frozenset({"Göteborg", "Borås", "Trollhättan", "Skövde", "Jönköping"})
_NORTH = frozenset({"Umeå", "Luleå", "Kiruna", "Skellefteå", "Sundsvall", "Östersund"})

# Town, weight, postcodes of streets, postcodes of boxes.
_TABLE = """
Västerås        150  72210-72246 72330-72355 72460-72482 72591-72598   72103-72109
Eskilstuna       95  63216-63239 63340-63362                            63102-63109
Enköping         80  74530-74540                                        74521-74529
Uppsala          90  75308-75340 75418-75460 75643-75660                75102-75109
Örebro           60  70210-70235 70340-70385                            70112-70119
Köping           40  73130-73142                                        73121-73125
Sala             34  73330-73340                                        73321-73325
Arboga           28  73230-73249                                        73221-73225
Hallstahammar    26  73430-73440                                        73421-73425
Strängnäs        34  64530-64552                                        64521-64525
Katrineholm      28  64130-64150                                        64121-64125
Fagersta         22  73730-73748                                        73721-73725
Surahammar       16  73531-73537                                        73521-73525
Kungsör          14  73630-73636                                        73621-73625
Norberg           9  73830-73834                                        73821-73823
Skinnskatteberg   7  73930-73931                                        73921-73922
Mariefred        10  64730-64732                                        64721-64723
Flen             14  64230-64237                                        64221-64225
Torshälla        12  64430-64436                                        64421-64425
Gnesta           10  64630-64635                                        64621-64624
Vingåker          7  64330-64333                                        64321-64323
Nyköping         30  61130-61166                                        61121-61125
Oxelösund        10  61330-61340                                        61321-61324
Trosa             9  61930-61935                                        61921-61924
Södertälje       38  15132-15173 15242-15257                            15121-15125
Bålsta           20  74630-74640                                        74621-74625
Knivsta          12  74130-74144                                        74121-74124
Heby              9  74431-74432                                        74421-74423
Östhammar         8  74230-74236                                        74221-74224
Tierp             8  81537-81540                                        81521-81525
Sigtuna          10  19330-19335                                        19321-19324
Märsta           18  19530-19570                                        19521-19525
Upplands Väsby   20  19430-19478                                        19421-19425
Sollentuna       18  19123-19164 19251-19279                            19121-19122
Norrtälje        14  76130-76164                                        76121-76125
Stockholm        90  11120-11164 11217-11269 11321-11364 11620-11669    10110-10139
Solna            16  17141-17173                                        17121-17125
Sundbyberg       12  17230-17279                                        17221-17225
Täby             10  18330-18379                                        18321-18325
Huddinge         12  14130-14160                                        14121-14125
Nacka            12  13130-13160                                        13121-13125
Lindesberg       12  71130-71135                                        71121-71125
Nora              8  71330-71334                                        71321-71324
Kumla            10  69230-69237                                        69221-69225
Hallsberg         8  69430-69436                                        69421-69424
Karlskoga        12  69131-69154                                        69121-69125
Avesta           14  77430-77461                                        77421-77425
Hedemora          9  77630-77635                                        77621-77625
Ludvika           9  77130-77153                                        77121-77125
Falun            10  79130-79177                                        79121-79125
Borlänge         10  78431-78477                                        78421-78425
Gävle            14  80250-80288 80310-80324                            80102-80109
Sandviken         8  81130-81160                                        81121-81125
Norrköping       14  60208-60250                                        60102-60109
Linköping        14  58213-58278                                        58102-58109
Motala            6  59130-59162                                        59121-59125
Karlstad          8  65216-65230 65340-65351 65460-65471                65102-65109
Göteborg         12  41101-41140 41250-41296 41451-41483 41701-41764    40121-40129
Borås             4  50330-50342                                        50102-50109
Trollhättan       3  46130-46160                                        46121-46125
Skövde            3  54130-54157                                        54121-54125
Jönköping         6  55302-55340                                        55102-55109
Malmö             8  21111-21178 21211-21240 21420-21466                20121-20129
Lund              4  22220-22241 22350-22363                            22100-22109
Helsingborg       4  25220-25284                                        25102-25109
Halmstad          3  30220-30294                                        30102-30109
Växjö             3  35230-35263                                        35102-35109
Kalmar            3  39231-39249                                        39121-39125
Visby             3  62141-62158                                        62121-62125
Sundsvall         3  85229-85240                                        85102-85109
Östersund         3  83130-83162                                        83121-83125
Umeå              4  90320-90366                                        90102-90109
Luleå             3  97231-97254                                        97102-97109
Kiruna            3  98130-98146                                        98121-98125
"""


@cache
def towns() -> tuple[Town, ...]:
    """Return every town once, those of Mälardalen first."""
    found: list[Town] = []
    for line in _TABLE.strip().splitlines():
        *words, last = line.split()
        first_number = next(n for n, word in enumerate(words) if word.isdigit())
        name = " ".join(words[:first_number])
        streets = tuple(_range(word) for word in words[first_number + 1 :])
        genitive = name if name.endswith(tuple("aeiouyåäösx")) else name + "s"
        municipality = _PARTS_OF.get(name) or f"{genitive} {'stad' if name in _CITIES else 'kommun'}"
        weight, boxes = int(words[first_number]), _range(last)
        number = org_no(PUBLIC, len(found))
        found.append(Town(name, weight, streets, boxes, _landline(name), genitive, municipality, number))
    return tuple(found)


@cache
def weighted_towns() -> tuple[Town, ...]:
    """Return every town as often as its weight says, to draw from with one number."""
    return tuple(town for town in towns() for _ in range(town.weight))


def _range(word: str) -> tuple[int, int]:
    first, last = word.split("-")
    return int(first), int(last)


def _landline(name: str) -> str:
    if name in _SOUTH:
        return MALMO
    if name in _WEST:
        return GOTHENBURG
    return KIRUNA if name in _NORTH else STOCKHOLM
