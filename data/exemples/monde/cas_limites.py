"""Les cas-limites : des personnes témoins, aux dates choisies, une par règle à éprouver.

Chaque témoin porte le nom de sa règle. Leurs heures comptent dans les totaux d'effectifs.py.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from data.exemples.monde.personnes import Personne
from data.exemples.socle.territoires import (
    AVIGNON,
    CCPOP,
    COMMUNES,
    COVE,
    HAUT,
    NORD,
    SUD,
    Territoire,
)


class Periode(NamedTuple):
    """Un contrat témoin ; `heures` : mois après mois à partir de celui du début."""

    territoire: Territoire
    debut: date
    fin_prevue: date | None
    fin_reelle: date | None
    heures: tuple[float, ...]


class Situation(NamedTuple):
    """Ligne de suivi : sortie, six mois, douze mois, chacun avec sa date."""

    sortie: str | None = None
    date_sortie: date | None = None
    six: str | None = None
    date_six: date | None = None
    douze: str | None = None
    date_douze: date | None = None


class Cas(NamedTuple):
    personne: Personne
    periodes: tuple[Periode, ...]
    situations: dict[str, Situation]


def _day(text: str) -> date:
    day, month, year = text.split("/")
    return date(int(year), int(month), int(day))


def _periode(lieu: Territoire, debut: str, fin: str, *heures: float) -> Periode:
    return Periode(lieu, _day(debut), _day(fin), _day(fin), heures)


def _cas(nom: str, periode: Periode, situation: Situation | None = None, **traits: object) -> Cas:
    lieu = periode.territoire
    person = Personne(f"Témoin-{nom}", "Camille", _day("14/03/1988"), commune=COMMUNES[lieu][0])
    for name, value in traits.items():
        setattr(person, name, value)
    return Cas(person, (periode,), {lieu.structure: situation or Situation()})


def _six(label: str | None, day: str | None) -> Situation:
    return Situation(six=label, date_six=_day(day) if day else None)


def edge_cases() -> list[Cas]:
    """Tous les témoins, dans un ordre fixe."""
    return [*_echeances(), *_fenetres(), *_concurrences(), *_contrats(), *_publics(), _ailleurs()]


def _echeances() -> Iterator[Cas]:
    """Le jour de l'échéance : six mois après t0, ramenés à la fin du mois s'il le faut."""
    # 5 mois et 29 jours à l'extraction : pas encore mûr, même avec une situation déjà saisie.
    yield _cas(
        "Cinqmois",
        _periode(COVE, "01/04/2026", "30/06/2026", 140, 120, 90.5),
        _six("CDI", "25/09/2026"),
    )
    # Six mois pile : mûr le jour de l'extraction.
    yield _cas(
        "Sixmois",
        _periode(AVIGNON, "30/03/2026", "29/05/2026", 14, 100, 80),
        _six("CDD de plus de 6 mois", "29/09/2026"),
    )
    # 31 mars + 6 mois = 30 septembre : mûr, et inconnu.
    yield _cas("Finmars", _periode(SUD, "31/03/2026", "30/04/2026", 7, 110.25))
    # 31 août + 6 mois = 29 février (2024), puis 28 février (2025).
    yield _cas(
        "Août",
        _periode(COVE, "31/08/2023", "15/12/2023", 7, 100, 110, 90.5, 40),
        _six("CDI", "29/02/2024"),
    )
    # Relevé trente jours avant l'échéance : dans la fenêtre.
    yield _cas(
        "Rentrée",
        _periode(SUD, "31/08/2024", "31/10/2024", 7, 120, 80),
        _six("Intérim", "29/01/2025"),
    )


def _fenetres() -> Iterator[Cas]:
    """La fenêtre de relevé : de 30 jours avant à 90 jours après l'échéance."""
    ete = _periode(AVIGNON, "02/05/2024", "28/06/2024", 70, 84)
    yield _cas("Borne", ete, _six("CDDI", "31/01/2025"))
    yield _cas("Tard", ete, _six("CDDI", "01/02/2025"))
    # Quarante jours avant : hors fenêtre, donc inconnu.
    yield _cas(
        "Tôt", _periode(HAUT, "15/05/2023", "14/07/2023", 60, 90, 42), _six("CDI", "06/10/2023")
    )


def _concurrences() -> Iterator[Cas]:
    """Deux situations dans la fenêtre, une sortie datée, une personne injoignable."""
    # À égale distance de l'échéance (11/03/2024), le plus récent l'emporte.
    automne = (70.0, 120.0, 110.0, 80.0, 35.0)
    yield _cas(
        "Égal",
        _periode(AVIGNON, "11/09/2023", "19/01/2024", *automne),
        Situation("Demandeur d'emploi", _day("01/03/2024"), "CDI", _day("21/03/2024")),
    )
    # Une sortie datée dans la fenêtre vaut situation à six mois.
    yield _cas(
        "Sortie",
        _periode(COVE, "11/09/2023", "31/01/2024", *automne),
        Situation("CDD de plus de 6 mois", _day("20/02/2024")),
    )
    # Une situation connue l'emporte sur « injoignable », même plus loin de l'échéance.
    yield _cas(
        "Joint",
        _periode(SUD, "11/09/2023", "31/01/2024", *automne),
        Situation("CDI", _day("15/04/2024"), "Injoignable", _day("12/03/2024")),
    )
    yield _cas(
        "Silence",
        _periode(SUD, "06/02/2023", "28/04/2023", 90, 120, 60),
        _six("Injoignable", "10/08/2023"),
    )


def _contrats() -> Iterator[Cas]:
    """Encore en contrat à l'échéance, contrats ouverts, oubliés ou sans heures."""
    yield _cas(
        "Clausé",
        _periode(AVIGNON, "01/03/2023", "31/05/2023", 100, 100, 90),
        _six("Toujours en contrat clausé", "05/09/2023"),
    )
    semestre = (120.0, 110.0, 120.0, 125.0, 100.0, 115.0, 90.0)
    yield _cas("Encours", _periode(CCPOP, "02/01/2024", "19/07/2024", *semestre))
    yield _cas(
        "Muet",
        _periode(COVE, "03/04/2023", "27/10/2023", *semestre),
        _six("Injoignable", "04/10/2023"),
    )
    # Sans aucune date de fin : encore ouvert.
    ouvert = Periode(CCPOP, _day("03/11/2025"), None, None, (70, 80, *semestre, 30))
    yield _cas("Ouvert", ouvert)
    # Fin prévue passée, jamais clos : fini à la fin prévue.
    oubli = Periode(HAUT, _day("08/01/2024"), _day("29/03/2024"), None, (90, 100, 80))
    yield _cas("Oubli", oubli)
    # Un contrat sans heures : dans la cohorte des sorties, pas dans les bénéficiaires.
    yield _cas(
        "Zéro",
        _periode(AVIGNON, "02/10/2023", "31/10/2023"),
        _six("Demandeur d'emploi", "05/04/2024"),
    )
    yield _cas("Annulé", _periode(COVE, "06/03/2023", "31/03/2023"))
    yield _cas("Désisté", _periode(SUD, "12/06/2023", "30/06/2023"))
    # Vingt et une heures, puis leur correction : zéro heure nette (voir heures.py).
    yield _cas("Nul", _periode(CCPOP, "04/09/2023", "29/09/2023", 0))


def _publics() -> Iterator[Cas]:
    """Âge au début du contrat (17, 18, 25 et 26 ans), DELD et TH par chacune de leurs voies."""
    heures = (63.0, 120.0, 90.0)
    for nom, lieu, naissance in (
        ("Dixsept", SUD, "16/05/2005"),
        ("Dixhuit", COVE, "15/05/2005"),
        ("Vingtcinq", AVIGNON, "16/05/1997"),
        ("Vingtsix", SUD, "15/05/1997"),
    ):
        periode = _periode(lieu, "15/05/2023", "31/07/2023", *heures)
        yield _cas(nom, periode, naissance=_day(naissance))
    nord = _periode(NORD, "02/10/2023", "30/11/2023", 49, 56)
    yield _cas("Detld", nord, autres="DETLD")
    yield _cas("Douze", nord, anciennete=12)
    yield _cas("Onze", nord, anciennete=11)
    yield _cas("Aah", _periode(COVE, "02/10/2023", "30/11/2023", 70, 77), aah=True)


def _ailleurs() -> Cas:
    """Premier contrat dans une autre structure : t0 est celui de la MLJGA, en 2022."""
    cas = _cas("Ailleurs", _periode(COVE, "03/04/2023", "30/06/2023", 84, 100, 91))
    before = _periode(AVIGNON, "10/01/2022", "28/02/2022", 77, 98)
    return cas._replace(
        periodes=(before, *cas.periodes),
        situations={
            "MLJGA": _six("Demandeur d'emploi", "11/07/2022"),
            "CIE84": _six("CDI", "03/10/2023"),
        },
    )
