"""What the example company's invented names are made of: people, trades, houses, streets, roles, comments."""

from __future__ import annotations


def _listed(text: str, sign: str | None = None) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(sign))


WOMEN = _listed(
    """Anna Eva Maria Karin Kristina Lena Emma Kerstin Ingrid Sara Malin Jenny Hanna Birgitta Linda Elin Annika Marie
    Susanne Åsa Ulla Johanna Sofia Helena Ida Gunilla Camilla Linnéa Monica Julia Marianne Therese Anneli Amanda Cecilia
    Louise Petra Yvonne Frida Agneta Josefin Ebba Alma Maja Nina Leila Amina Fatima Ewa Zahra"""
)
MEN = _listed(
    """Lars Mikael Anders Johan Erik Per Karl Peter Thomas Jan Daniel Fredrik Hans Andreas Stefan Mohamed Mattias Bengt
    Magnus Marcus Jonas Bo Niklas Björn Martin Oskar Alexander Leif Viktor Patrik Henrik Ulf Simon Emil Christer Håkan
    Joakim Kjell Filip Robert Sven Rolf Göran Ali Ahmed Gustav Åke Örjan Ömer Jussi"""
)
SURNAMES = _listed(
    """Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson Pettersson Jonsson
    Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson Lindström Olofsson Lindqvist Lindgren Berg Axelsson
    Bergström Lundberg Lind Lundgren Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg
    Wallin Ali Engström Eklund Danielsson Lundin Håkansson Björk Bergman Gunnarsson Holm Wikström Samuelsson Isaksson
    Fransson Bergqvist Nyström Holmberg Arvidsson Löfgren Söderberg Nyberg Ahmed Blomqvist Claesson Nordström Mårtensson
    Lundström Hassan Viklund Björklund Eliasson Berggren Sandström Nordin Lund Falk Ström Åberg Ekström Hermansson
    Holmgren Hellström Dahlberg Hedlund Sundberg Sjögren Ek Blom Abrahamsson Öberg Martinsson Andreasson Strömberg
    Månsson Hansen Dahl Norén Åkesson Östlund Lindholm Kovačević Nguyễn Garcia Müller Ekman"""
)

_BEGINNINGS = _listed(
    """Norr Söder Väster Öster Ek Björk Lind Alm Gran Tall Sten Berg Sjö Hammar Kvarn Bruks Kyrk Kungs Prost Malm Sand Ler
    Ull Val Horn Fisk Säl Ring Torn Skär"""
)
_ENDINGS = _listed("gård vik ängen backa torp hult näs by fors dal lund holm berga sund mo bro")
# What a company is called after, when not after its owner.
STEMS = _listed(
    """Mälar Hjälmar Arosia Slussbacken Silvergruvan Kopparslaget Järntorget Vattenriket Solhöjden Vintergatan Polstjärnan
    Trekanten Fyrklövern Linjalen Passaren Vinkelhaken Hyveln Städet Blåsbälgen Lykttändaren Tornugglan Havsörnen Järpen
    Siklöjan Gösen Ekorren Igelkotten"""
) + tuple(beginning + ending for beginning in _BEGINNINGS for ending in _ENDINGS)
TRADES = _listed(
    """Bageri, Bil & Däck, Bilverkstad, Bokhandel, Bostäder, Bygg, Café, Cykel, Datakonsult, El & Tele, Elektriska,
    Emballage, Entreprenad, Fastigheter, Fisk & Delikatess, Florist, Frakt, Fönster, Förvaltning, Glasmästeri, Golv,
    Gummi, Gym, Hamn, Hotell, Husvagnar, Industriservice, Invest, Järnhandel, Kakel, Keramik, Kyla & Värme, Konditori,
    Kök, Lackering, Lager, Lantbruk, Logistik, Lås & Larm, Maskin, Mejeri, Mekaniska, Motor, Måleri, Möbler, Optik,
    Pack, Plast, Plåt, Produktion, Press, Restaurang, Rör, Schakt, Skog & Trädgård, Slöjd, Snickeri, Sport, Städ, Stål,
    Svets, Såg & Hyvel, Tandvård, Textil, Trafik, Transport, Tryckeri, Tvätt, Ventilation, Vård & Omsorg, Åkeri,
    Ögonklinik""",
    ",",
)
HOUSES = _listed(
    """Ekbacken Eken Björken Linden Almen Asken Rönnen Hasseln Gläntan Ängen Lunden Parken Utsikten Solsidan Strandängen
    Sjöutsikten Hamnen Fyren Ankaret Seglet Skeppet Kaptenen Lotsen Kvarnen Mjölnaren Smedjan Hammaren Städet Gjutaren
    Svarvaren Snickaren Muraren Målaren Vävaren Spinneriet Bryggaren Bagaren Slussen Bron Dammen Källan Bäcken Forsen
    Tallkotten Grankvisten Blåklockan Vitsippan Gullvivan Liljekonvaljen Ringblomman Prästkragen Smultronet Lingonet
    Hjortronet Räven Haren Älgen Lärkan Svalan Tranan Ugglan Örnen Morgonstjärnan Norrskenet Regnbågen Ådalen Åsen
    Ögat Östanvinden"""
)
STREETS = _listed(
    """Storgatan Kyrkogatan Järnvägsgatan Skolgatan Nygatan Drottninggatan Kungsgatan Strandvägen Parkvägen Hamngatan
    Smedjegatan Kvarngatan Källgatan Bangårdsgatan Industrigatan Verkstadsgatan Fabriksgatan Hantverkargatan Mejerigatan
    Bruksvägen Gruvvägen Hyttvägen Ringvägen Skogsvägen Ängsvägen Björkvägen Tallvägen Granvägen Ekvägen Lindvägen
    Rönnvägen Hasselvägen Solvägen Månvägen Stjärnvägen Nordanvägen Sunnanvägen Östanvägen Västanvägen Sjövägen Åvägen
    Backvägen Dalvägen Bergsgatan Stenvägen Sandgatan Trädgårdsgatan Prästgatan Klockargatan Slottsgatan Torggatan
    Köpmangatan Vasagatan Sturegatan Oxgatan Repslagargatan Garvargatan Kopparslagargatan Pilgatan Lövgatan"""
)
OFFICES = _listed(
    """Fastighetskontoret, Tekniska förvaltningen, Barn- och utbildningsförvaltningen, Vård- och omsorgsförvaltningen,
    Kultur- och fritidsförvaltningen, Räddningstjänsten, Lokalförsörjningen, Måltidsservice""",
    ",",
)
PUBLIC_HOUSES = _listed("Förskolan Skolan Gymnasiet Biblioteket Simhallen Ishallen Äldreboendet Sporthallen Museet")

COMPANY_ROLES = _listed(
    """VD Platschef Driftchef Fastighetschef Vaktmästare Inköp Ekonomi Brandskyddsansvarig Skyddsombud Lagerchef
    Butikschef Förvaltare"""
)
HOUSE_ROLES = _listed("Ordförande Kassör Sekreterare Fastighetsskötare Förvaltare Vicevärd Ledamot Brandskyddsansvarig")
PUBLIC_ROLES = _listed(
    "Fastighetsförvaltare Rektor Vaktmästare Driftingenjör Enhetschef Brandskyddsansvarig Upphandlare"
)

COMMENTS = (
    "Ring 30 minuter före besök.",
    "Nyckel hämtas i receptionen.",
    "Portkod finns hos vaktmästaren.",
    "Vill ha alla protokoll samlade en gång i månaden.",
    "Parkering bara på baksidan, höjd 2,4 m.",
    "Hund på gården, ring på grinden.",
    "Stängt vecka 28–31.",
    "Avtalet omförhandlas i vår.",
    "Byter förvaltare vid årsskiftet, fråga vem som är ny.",
    "Släckarna på plan 3 är hyrda.",
    "Brandlarmet kopplas bort av larmcentralen, inte av oss.",
    "Egen skyddsrond första måndagen i månaden.",
    "Porten mot gården tar emot när det är kallt.",
    "Fakturan ska märkas med referens.\nAnnars kommer den tillbaka.",
    "Bara dagtid: känsliga boende.",
    "Skjutportarna byttes 2024, garanti fem år.",
    "Legitimation krävs vid grinden.",
    "Betalar alltid i tid.",
)
COST_CENTRES = ("100", "110", "120", "210", "220", "310", "4010", "4020", "5100", "Drift", "Fastighet", "Underhåll")
ESTATES = ("KORSÄNG", "NORRA VISLINGE", "ÄLGEN", "BACKA", "HAGALUND", "VÄSTRA SKOGEN", "ÖSTERÅS", "BJÖRKVIK", "KLÖVERN")
