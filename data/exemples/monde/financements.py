"""Le plan de financement et les objectifs, inventés : postes, financeurs, versements (C et D).

Deux règles de la convention n'y sont pas tenues, pour que l'on voie ce que cela donne : l'État à
72,4 % d'un poste d'ITV en 2025, le Grand Avignon à 8,5 % de ses postes en 2026.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from data.exemples.ecriture.fichier import Ligne
from data.exemples.socle.territoires import SIGLES
from data.exemples.socle.tirage import EXTRACTION

ETAT = ("DDETS de Vaucluse", "État", None)
DEPARTEMENT = ("Département de Vaucluse", "Département", None)
FSE = ("FSE+, organisme intermédiaire", "Autre", None)
COVE = ("CoVe", "EPCI", "CoVe")
CCPOP = ("CC Pays d'Orange en Provence", "EPCI", "CCPOP")
RHONE_LEZ = ("CC Rhône Lez Provence", "EPCI", "200000628")
LMV = ("Luberon Monts de Vaucluse", "EPCI", "LMV")
AVIGNON = ("Grand Avignon", "EPCI", "Communauté d'agglomération du Grand Avignon")
# Financeur -> date et nature de ses versements, parts en % ; l'année est celle de l'exercice, ou
# la suivante pour les soldes du Département.
ECHEANCES = {
    "État": ((0, 4, 30, "Acompte", 70), (0, 12, 15, "Solde", 30)),
    "Département": ((0, 2, 20, "Acompte", 70), (1, 3, 31, "Solde", 30)),
    "EPCI": ((0, 6, 30, None, 100),),
    "Autre": ((1, 6, 15, "Solde", 100),),
}
# Ce qui n'est pas encore notifié, et le solde que les justificatifs attendent.
SANS_NOTIFICATION = {
    ("Facilitateur LMV", 2026, "EPCI"),
    ("Facilitateur Haut Vaucluse", 2026, "Autre"),
}
SANS_SOLDE = {("Facilitateur Grand Avignon 2", 2025, "Département")}

Financeur = tuple[str, str, str | None]


class Poste(NamedTuple):
    """Un poste : sa structure, son temps, son coût par exercice, la part de chacun en %.

    `territoire` : l'EPCI que nomment aussi les lignes de l'État et du Département.
    """

    nom: str
    structure: str
    etp: str
    territoire: str | None
    exercices: dict[int, tuple[int, dict[Financeur, str]]]


POSTES = (
    Poste("Facilitateur CoVe", "CIE84", "1", None, {
        2024: (52_500, {ETAT: "70", DEPARTEMENT: "20", COVE: "5.6"}),
        2025: (54_000, {ETAT: "70", DEPARTEMENT: "20", COVE: "10"}),
        2026: (55_200, {ETAT: "70", DEPARTEMENT: "20", COVE: "10"}),
    }),
    # Deux EPCI pour un poste : aucun partage du temps n'est écrit.
    Poste("Facilitateur Haut Vaucluse", "CIE84", "0,8", None, {
        2024: (42_000, {ETAT: "60", DEPARTEMENT: "20", FSE: "10", CCPOP: "5", RHONE_LEZ: "5"}),
        2025: (43_200, {ETAT: "60", DEPARTEMENT: "20", FSE: "10", CCPOP: "5", RHONE_LEZ: "5"}),
        2026: (44_000, {ETAT: "60", DEPARTEMENT: "20", FSE: "10", CCPOP: "5", RHONE_LEZ: "5"}),
    }),
    Poste("Facilitateur LMV", "ITV", "1", "LMV", {
        2024: (53_000, {ETAT: "70", DEPARTEMENT: "20", LMV: "10"}),
        2025: (54_500, {ETAT: "70", DEPARTEMENT: "20", LMV: "10"}),
        2026: (56_000, {ETAT: "70", DEPARTEMENT: "20", LMV: "10"}),
    }),
    # Aucun EPCI au plan ; le Département n'y est pas en 2024.
    Poste("Facilitateur Sud Vaucluse", "ITV", "0,5", None, {
        2024: (26_500, {ETAT: "70"}),
        2025: (27_500, {ETAT: "72.4", DEPARTEMENT: "20"}),
        2026: (28_000, {ETAT: "70", DEPARTEMENT: "20"}),
    }),
    Poste("Facilitateur Grand Avignon 1", "MLJGA", "1", "Grand Avignon", {
        2024: (54_000, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "10"}),
        2025: (55_500, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "10"}),
        2026: (57_000, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "8.5"}),
    }),
    Poste("Facilitateur Grand Avignon 2", "MLJGA", "1", "Grand Avignon", {
        2024: (53_000, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "10"}),
        2025: (54_000, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "10"}),
        2026: (56_000, {ETAT: "70", DEPARTEMENT: "20", AVIGNON: "8.5"}),
    }),
)  # fmt: skip


def financing_rows(structure: str) -> list[Ligne]:
    """C, une ligne par versement ; une ligne sans versement pour qui n'a rien payé."""
    return [
        row
        for poste in POSTES
        if poste.structure == structure
        for annee, (cout, parts) in poste.exercices.items()
        for financeur, part in parts.items()
        for row in _funder_rows(poste, annee, cout, financeur, Decimal(part))
    ]


def _funder_rows(
    poste: Poste, annee: int, cout: int, financeur: Financeur, part: Decimal
) -> list[Ligne]:
    nom, sorte, epci = financeur
    prevu = cout * part / 100
    is_notified = (poste.nom, annee, sorte) not in SANS_NOTIFICATION
    first: Ligne = {
        "Exercice": annee,
        "Structure": SIGLES[poste.structure],
        "Poste": poste.nom,
        "ETP": poste.etp,
        "Coût total du poste": Decimal(cout),
        "Financeur": nom,
        "Type de financeur": sorte,
        "EPCI": epci or poste.territoire,
        "Montant prévu": prevu,
        "Montant notifié": prevu if is_notified else None,
        "Montant versé": None,
        "Date de versement": None,
        "Nature du versement": None,
    }
    due = _instalments(poste, annee, sorte, prevu) if is_notified else []
    return [first | one for one in due] or [first]


def _instalments(poste: Poste, annee: int, sorte: str, montant: Decimal) -> list[Ligne]:
    """Rend les versements faits à la date des exports ; la MLJGA écrit aussi ceux qu'elle attend.

    Le montant prévu, comme le notifié, s'écrit une fois chez CIE 84, se répète chez ITV, se
    partage entre les versements à la MLJGA.
    """
    rows: list[Ligne] = []
    for later, month, day, nature, share in ECHEANCES[sorte]:
        paid_on = date(annee + later, month, day)
        part = montant * share / 100
        is_held = nature == "Solde" and (poste.nom, annee, sorte) in SANS_SOLDE
        is_paid = paid_on <= EXTRACTION and not is_held
        styles = {"CIE84": None if rows else montant, "ITV": montant, "MLJGA": part}
        written = styles[poste.structure]
        if is_paid or poste.structure == "MLJGA":
            rows.append(
                {
                    "Montant prévu": written,
                    "Montant notifié": written,
                    "Montant versé": part if is_paid else None,
                    "Date de versement": paid_on if is_paid else None,
                    "Nature du versement": nature,
                }
            )
    return rows


COPIL = "Comité de pilotage du {} (exemple inventé)"
# Année, structure, EPCI, indicateur, valeur, décision ; le reste n'est pas fixé.
OBJECTIFS: tuple[tuple[int, str | None, str | None, str, int | None, str | None], ...] = (
    (2024, None, None, "Heures d'insertion réalisées", 130_000, COPIL.format("14/12/2023")),
    (2025, None, None, "Heures d'insertion réalisées", 135_000, COPIL.format("12/12/2024")),
    (2025, None, None, "Taux de sorties positives à six mois", 60, COPIL.format("12/12/2024")),
    (2025, "CIE 84", None, "Heures d'insertion réalisées", 70_000, COPIL.format("12/12/2024")),
    (2025, "ITV", None, "Heures d'insertion réalisées", 30_000, COPIL.format("12/12/2024")),
    (2025, "MLJGA", None, "Heures d'insertion réalisées", None, None),
    (2025, None, None, "Bénéficiaires", 600, COPIL.format("12/12/2024")),
    (2026, None, None, "Heures d'insertion réalisées", 140_000, COPIL.format("11/12/2025")),
    (2026, None, None, "Sorties positives à six mois", 250, COPIL.format("11/12/2025")),
    (2026, "CIE 84", None, "Heures d'insertion réalisées", 73_000, COPIL.format("11/12/2025")),
    (2026, "CIE 84", "CoVe", "Heures d'insertion réalisées", 31_000, COPIL.format("11/12/2025")),
    (2026, "ITV", "LMV", "Bénéficiaires", 60, COPIL.format("11/12/2025")),
    (2026, "MLJGA", None, "Marchés clausés en cours", 90, COPIL.format("11/12/2025")),
    (2026, "MLJGA", "Grand Avignon", "Heures d'insertion réalisées", None, None),
)


def objective_rows() -> list[Ligne]:
    """D, une ligne par objectif ; une valeur vide dit qu'il n'est pas fixé."""
    return [
        {
            "Année": annee,
            "Structure": structure,
            "EPCI": epci,
            "Indicateur": indicateur,
            "Valeur": valeur,
            "Source de la décision": decision,
        }
        for annee, structure, epci, indicateur, valeur, decision in OBJECTIFS
    ]
