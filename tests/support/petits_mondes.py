"""De petits magasins inventés où un constat se trompe volontiers : vide, seul, ex æquo, entamé…

Chacun garde ses lignes : ce qu'un titre dit se recompte sur elles, sans aucune requête.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from queries.protection.publish.publication import protect
from queries.protection.rules.liste import Demande, demandes
from tests.oracles.pnad import AVIGNON_SIRET, VEDENE_SIRET, ligne, statut
from tests.support import queries_store as essai

Row = dict[str, Any]
Rows = dict[str, list[Row]]
TOWNS = {
    "CIE84": (essai.CARPENTRAS, essai.COVE),
    "ITV": (essai.CAVAILLON, essai.LMV),
    "MLJGA": (essai.AVIGNON, essai.GRAND_AVIGNON),
}
COVE_SIRET = "24840005300018"
SITUATIONS = ("cdi", "interim", "demandeur_emploi", "injoignable")


@dataclass(frozen=True)
class Monde:
    """Un petit magasin : ses lignes, la date de ses données, et le dossier où il est publié."""

    nom: str
    rows: Rows
    arrete: date
    store: Path

    def hours(self, months: set[str], structure: str = "", epci: str = "") -> float:
        """Additionne les heures de ces mois « AAAA-MM », d'une structure ou d'un EPCI."""
        towns = dict(TOWNS.values())
        places = {row["numero_marche"]: towns.get(row.get("code_insee_travaux", ""), "")
                  for row in self.rows.get("marches", [])}  # fmt: skip
        return sum(
            row["heures_realisees"]
            for row in self.rows.get("heures", [])
            if row["mois"].strftime("%Y-%m") in months
            and structure in ("", row["structure"])
            and epci in ("", places.get(row["numero_marche"], ""))
        )

    def answers(self, annee: int) -> tuple[int, int, int]:
        """Compte, sur les lignes de l'année, les oui, les non, et les sans réponse lisible."""
        said = [statut(row["considerations_sociales"]) for row in self.rows.get("decp", [])
                if row["date_notification"].year == annee]  # fmt: skip
        yes, no = said.count("avec"), said.count("sans")
        return yes, no, len(said) - yes - no

    def months(self, year: int) -> set[str]:
        """Rend les mois de l'année dont quelqu'un a transmis des heures."""
        every = {row["mois"].strftime("%Y-%m") for row in self.rows.get("heures", [])}
        return {one for one in every if one.startswith(str(year))}


def months_of(year: int, last: int = 12) -> list[str]:
    """Rend les mois d'une année, jusqu'au dernier voulu."""
    return [f"{year}-{month:02}" for month in range(1, last + 1)]


def people(structure: str, count: int, months: list[str], each: float = 10.0) -> Rows:
    """Rend `count` personnes d'une structure, leurs heures de chaque mois et leur suivi."""
    town, _ = TOWNS[structure]
    names = [f"{structure}-{rank}" for rank in range(count)]
    start = f"{months[0]}-02" if months else "2024-01-02"
    return {
        "participants": [
            essai.fiche(name, structure, sexe="femme" if rank % 3 == 0 else "homme",
                        brsa=rank % 2 == 0, rqth=rank % 2 == 1)
            for rank, name in enumerate(names)
        ],
        "contrats": [
            essai.contrat(name, start, f"{months[0][:4]}-05-31", structure,
                          numero_marche=structure, age_debut=20 + rank % 40)
            for rank, name in enumerate(names) if months
        ],
        "heures": [
            essai.heures(name, month, each, structure, numero_marche=structure)
            for name in names for month in months
        ],
        "situations": [
            essai.situation(name, SITUATIONS[rank % 4], f"{months[0][:4]}-07-10",
                            structure=structure)
            for rank, name in enumerate(names) if months
        ],
        "marches": [
            essai.marche(structure, structure, code_insee_travaux=town, heures_prevues=900.0,
                         maitre_ouvrage=f"Ville {town}", type_maitre_ouvrage="commune",
                         date_fin_prevue=essai.day("2027-01-31"))
        ],
    }  # fmt: skip


def merged(*parts: Rows) -> Rows:
    """Réunit des lignes, table par table."""
    found: Rows = {}
    for part in parts:
        for name, rows in part.items():
            found.setdefault(name, []).extend(rows)
    return found


def plan(year: int, structure: str, epci: str, shares: Mapping[str, str]) -> Rows:
    """Rend le plan d'un poste : financeur -> montant notifié, sur un coût de 50 000 €."""
    return {
        "financements": [
            essai.financement(kind, amount, structure=structure, annee=year, epci=epci,
                              poste=f"Poste {structure}")
            for kind, amount in shares.items()
        ]
    }  # fmt: skip


def contracts(jours: str, *said: str | None, siret: str = AVIGNON_SIRET) -> Rows:
    """Rend un contrat publié par réponse, notifié ce jour-là ; None : une case vide."""
    return {
        "decp": [
            {**ligne(jours, one, acheteur_siret=siret), "numero": f"{siret[:9]}{jours}{rank}",
             "uid": f"{siret}{jours}{rank}", "objet": f"Objet {siret[:9]} {jours} {rank}"}
            for rank, one in enumerate(said)
        ]
    }  # fmt: skip


OUI, NON, LES_DEUX = "Clause sociale", "Pas de considération sociale", "Clause sociale, Sans objet"


def _empty() -> tuple[Rows, date]:
    return people("CIE84", 0, []), date(2024, 6, 30)


def _alone() -> tuple[Rows, date]:
    there = people("CIE84", 1, ["2024-03"], 7.25)
    return merged(there, contracts("2024-02-01", None)), date(2024, 12, 31)


def _tied() -> tuple[Rows, date]:
    every = [people(one, 20, [*months_of(2023), *months_of(2024)]) for one in TOWNS]
    bought = [contracts(f"{year}-03-01", *[OUI] * 12, *[NON] * 24, None, None, siret=siret)
              for year in (2023, 2024) for siret in (AVIGNON_SIRET, VEDENE_SIRET)]  # fmt: skip
    return merged(*every, *bought), date(2025, 9, 30)


def _unfinished() -> tuple[Rows, date]:
    """2025 s'arrête en septembre ; trois mois à moitié saisis y font croire à une baisse."""
    full = merged(*(people(one, 12 + 8 * rank, months_of(2024), 10.0)
                    for rank, one in enumerate(TOWNS)))  # fmt: skip
    open_months = months_of(2025, 9)[6:]
    more = [
        essai.heures(row["numero_participant"], month.replace("2024", "2025"), each,
                     row["structure"], numero_marche=row["structure"])
        for row in full["participants"]
        for month, each in [(one.replace("2025", "2024"), 2.0) for one in open_months]
        + [(one, 11.0) for one in months_of(2024, 6)]
    ]  # fmt: skip
    paid = {"etat": "35000", "departement": "10000", "epci": "5000"}
    plans = [plan(2024, "CIE84", essai.COVE, paid),
             plan(2025, "CIE84", essai.COVE, {**paid, "epci": "4250"})]  # fmt: skip
    # 2024 manque la cible quoi qu'il arrive ; en 2025, la CoVe l'atteint, Avignon ni oui ni non.
    bought = [contracts("2024-05-02", *[OUI] * 5, *[NON] * 40, LES_DEUX, None),
              contracts("2025-05-02", *[OUI] * 8, *[NON] * 25, *[None] * 7),
              contracts("2025-06-02", *[OUI] * 20, *[NON] * 15, siret=COVE_SIRET)]  # fmt: skip
    return merged(full, {"heures": more}, *plans, *bought), date(2025, 9, 30)


def _one_missing() -> tuple[Rows, date]:
    """ITV a transmis 2023 et rien en 2024 : les deux années n'ont pas le même périmètre."""
    there = people("CIE84", 24, [*months_of(2023), *months_of(2024)])
    bought = [contracts("2023-04-03", *[NON] * 3), contracts("2024-04-03", OUI, NON)]
    return merged(there, people("ITV", 24, months_of(2023)), *bought), date(2025, 9, 30)


WORLDS: Mapping[str, Callable[[], tuple[Rows, date]]] = {
    "vide": _empty,
    "une_personne": _alone,
    "ex_aequo": _tied,
    "annee_entamee": _unfinished,
    "structure_absente": _one_missing,
}


def make(nom: str, folder: Path) -> None:
    """Publie un petit magasin et ses chiffres protégés, de deux EPCI seulement : bien plus vite."""
    rows, arrete = WORLDS[nom]()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("queries.protection.count.collecte.demandes", _few)
        essai.write(folder / nom, arrete, before_pointer=[protect], **rows)


def _few(years: list[int]) -> Iterator[Demande]:
    kept = (None, essai.COVE, essai.LMV)
    return (one for one in demandes(years) if one.epci in kept)


def monde(nom: str, folder: Path) -> Monde:
    """Rend un petit magasin déjà publié dans ce dossier."""
    rows, arrete = WORLDS[nom]()
    return Monde(nom, rows, arrete, folder / nom)
