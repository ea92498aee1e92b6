"""Les saletés du tableau : lignes, colonnes, totaux, mois, numéros et dates changés."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from tests.support.ecriture_sale import Style
from tests.support.petit_monde import MESURES, MOIS, Tableau
from tests.support.salete import DESTRUCTRICE, INOFFENSIVE, REPARABLE, dirt


@dirt(INOFFENSIVE, rang=7)
def titres(one: Tableau, style: Style, draw: random.Random) -> None:
    above = [["Export des clauses sociales"], ["Édité le 31/12/2024"], [""], ["Période : 2024"]]
    style.titres = above[: draw.randint(1, 4)]


@dirt(INOFFENSIVE, rang=7, classeur=True)
def titre_fusionne(one: Tableau, style: Style, draw: random.Random) -> None:
    style.titres, style.fusion_titre = [["Export des clauses sociales"], [""]], True


@dirt(REPARABLE, rang=2, classeur=True)
def cellules_fusionnees(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    if "N° marché" not in one.entetes:
        return False
    rank = one.rank("N° marché")
    one.lignes.sort(key=lambda line: str(line[rank]))
    style.fusion_verticale = rank
    return None


@dirt(INOFFENSIVE, rang=2)
def doublons(one: Tableau, style: Style, draw: random.Random) -> None:
    for line in draw.sample(one.lignes, min(3, len(one.lignes))):
        one.lignes.insert(draw.randint(0, len(one.lignes)), list(line))


@dirt(INOFFENSIVE, rang=6)
def colonnes_vides(one: Tableau, style: Style, draw: random.Random) -> None:
    at = draw.choice((len(one.entetes), 1, 3))
    one.entetes.insert(at, "")
    for line in one.lignes:
        line.insert(at, None)


@dirt(INOFFENSIVE, rang=6)
def colonnes_melees(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    if one.sorte == "larges" or style.fusion_verticale is not None:
        return False
    order = draw.sample(range(len(one.entetes)), len(one.entetes))
    one.entetes[:] = [one.entetes[rank] for rank in order]
    one.lignes[:] = [[line[rank] for rank in order] for line in one.lignes]
    return None


@dirt(INOFFENSIVE, rang=4)
def lignes_vides(one: Tableau, style: Style, draw: random.Random) -> None:
    one.lignes.insert(draw.randint(0, len(one.lignes)), [None] * len(one.entetes))
    one.lignes.append([None] * len(one.entetes))


@dirt(INOFFENSIVE, rang=4)
def entete_repete(one: Tableau, style: Style, draw: random.Random) -> None:
    one.lignes.insert(draw.randint(1, len(one.lignes)), list(one.entetes))


def _sums(one: Tableau, lines: list[list]) -> dict[int, Decimal]:
    headings = one.entetes[6:] if one.sorte == "larges" else [MESURES[one.sorte]]
    ranks = [one.rank(heading) for heading in headings if heading]
    return {rank: sum((line[rank] for line in lines if isinstance(line[rank], Decimal)),
                      Decimal(0)) for rank in ranks}  # fmt: skip


def _total_line(one: Tableau, lines: list[list], label: str) -> list:
    made: list = [None] * len(one.entetes)
    made[0] = label
    for rank, value in _sums(one, lines).items():
        made[rank] = value
    return made


@dirt(INOFFENSIVE, rang=3)
def total(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    if one.sorte not in MESURES:
        return False
    label = draw.choice(("Total", "TOTAL GÉNÉRAL", "Total général"))
    one.lignes.append(_total_line(one, one.lignes, label))
    return None


@dirt(INOFFENSIVE, rang=3)
def sous_totaux(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    if one.sorte not in MESURES or len(one.lignes) < 6:
        return False
    half = len(one.lignes) // 2
    first, second = one.lignes[:half], one.lignes[half:]
    one.lignes[:] = [*first, _total_line(one, first, "Sous-total"),
                     *second, _total_line(one, second, "Sous-total")]  # fmt: skip
    return None


@dirt(REPARABLE, rang=3)
def total_recopie(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    """Le total dont les cases vides ont été remplies par la ligne du dessus (Ctrl+B)."""
    if one.sorte not in MESURES or len(one.lignes) < 4:
        return False
    made = list(one.lignes[-1])
    for rank, value in _sums(one, one.lignes).items():
        made[rank] = value
    one.lignes.append(made)
    return None


LONGS = ("Janvier", "Février", "Mars", "Avril", "Mai", "Juin", "Juillet", "Août", "Septembre",
         "Octobre", "Novembre", "Décembre")  # fmt: skip
COURTS = ("Jan", "Fév", "Mar", "Avr", "Mai", "Juin", "Juil", "Août", "Sep", "Oct", "Nov", "Déc")
DECORES = (lambda rank: f"H. {LONGS[rank].lower()}", lambda rank: f"{LONGS[rank]} (h)",
           lambda rank: f"{MOIS[rank].lower().rstrip('.')}-24", lambda rank: f"2024-{rank + 1:02d}",
           lambda rank: f"{LONGS[rank]} 2024", lambda rank: f"{rank + 1:02d}/2024")  # fmt: skip


def _rename_months(one: Tableau, name: Callable[[int], str]) -> bool | None:
    if one.sorte == "larges":
        for rank, month in enumerate(MOIS):
            one.entetes[one.rank(month)] = name(rank)
        return None
    if one.sorte == "heures":
        rank = one.rank("Mois")
        for line in one.lignes:
            line[rank] = name(int(line[rank]) - 1)
        return None
    return False


@dirt(INOFFENSIVE, rang=1)
def mois_abreges(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    forms = draw.choice(
        (LONGS, COURTS, tuple(map(str.upper, LONGS)), tuple(map(str.lower, COURTS)))
    )
    return _rename_months(one, lambda rank: forms[rank])


@dirt(REPARABLE, rang=1)
def mois_decores(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    return _rename_months(one, draw.choice(DECORES))


@dirt(REPARABLE, rang=1)
def un_mois_mal_ecrit(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    """Onze mois comme d'habitude, un autrement : « Juill. », « H. avril »."""
    if one.sorte != "larges":
        return False
    rank = draw.choice((3, 4, 6, 8))
    one.entetes[one.rank(MOIS[rank])] = "Juill." if rank == 6 else f"H. {LONGS[rank].lower()}"
    return None


@dirt(INOFFENSIVE, rang=1)
def zeros_perdus(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    ranks = [rank for rank, heading in enumerate(one.entetes)
             if heading in ("N° contrat", "N° participant", "N° lot")]  # fmt: skip
    for line in one.lignes:
        for rank in ranks:
            line[rank] = str(line[rank] or "").lstrip("0")
    return None if ranks else False


@dirt(DESTRUCTRICE, rang=1, doit_dire=True)
def numeros_en_dates(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    """Des N° de marché 2024-01 que le tableur a pris pour des dates."""
    name = "Marché" if one.sorte == "extraction" else "N° marché"
    if name not in one.entetes:
        return False
    rank, made = one.rank(name), draw.choice(("{}-24", "01/{:02d}/2024"))
    for line in one.lignes:
        month = int(str(line[rank])[-1])
        line[rank] = made.format(MOIS[month - 1].lower() if "{}-" in made else month)
    return None


@dirt(REPARABLE, rang=1)
def mois_jour(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    """Toutes les dates à l'américaine, dont une au moins est impossible à la française."""
    dates = [cell for line in one.lignes for cell in line if isinstance(cell, date)]
    if not any(one_date.day > 12 for one_date in dates):
        return False
    style.date = "%m/%d/%Y"
    return None


@dirt(DESTRUCTRICE, rang=1, doit_dire=True, csv_seul=True)
def jour_avant(one: Tableau, style: Style, draw: random.Random) -> bool | None:
    """Un export JavaScript : minuit de Paris écrit la veille à 23 h (22 h en été, ici 23 h)."""
    if not any(isinstance(cell, date) for line in one.lignes for cell in line):
        return False
    for line in one.lignes:
        line[:] = [cell - timedelta(days=1) if isinstance(cell, date) else cell for cell in line]
    style.date = "%d/%m/%Y 23:00:00"
    return None


@dirt(INOFFENSIVE, rang=7, classeur=True)
def onglet_notice(one: Tableau, style: Style, draw: random.Random) -> None:
    hidden = draw.random() < 0.5
    style.onglets.append(
        ("Notice", [["Ce classeur vient du logiciel."], ["Voir le guide"]], hidden)
    )
