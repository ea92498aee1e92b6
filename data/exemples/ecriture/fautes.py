"""Les quelques lignes fautives, voulues : elles seront écartées, sans rien changer aux totaux."""

from datetime import date
from decimal import Decimal

from data.exemples.ecriture.fichier import Ligne


def contract_end_before_start(rows: list[Ligne]) -> Ligne:
    """Contrat qui finit avant d'avoir commencé, sans heures."""
    return rows[100] | {
        "N° contrat": "C99901",
        "Date de début": date(2024, 5, 13),
        "Date de fin prévue": date(2024, 4, 12),
        "Date de fin réelle": date(2024, 4, 12),
        "Heures réalisées": Decimal(0),
    }


def contract_on_impossible_day(rows: list[Ligne]) -> Ligne:
    """Contrat qui commence un 31 février, sans heures."""
    return rows[50] | {
        "N° contrat": "ITV-C99902",
        "Date de début": "31/02/2023",
        "Heures réalisées": Decimal(0),
    }


def participant_born_on_impossible_day(rows: list[Ligne]) -> Ligne:
    """Participant né un 30 février, sans contrat."""
    return rows[20] | {
        "N° participant": "299999",
        "Nom": "Témoin-Février",
        "Date de naissance": "1995-02-30",
    }


def hours_of_month_thirteen(rows: list[Ligne]) -> Ligne:
    """Heures du mois 13."""
    return rows[30] | {"Mois": 13, "Heures réalisées": Decimal("41.5")}


def hours_of_next_december(rows: list[Ligne]) -> Ligne:
    """Heures d'un mois qui n'a pas encore eu lieu à l'extraction."""
    return rows[30] | {"Mois": 12, "Année": 2026, "Heures réalisées": Decimal("35.25")}


def action_on_impossible_day(rows: list[Ligne]) -> Ligne:
    """Action datée d'un 31 juin."""
    return rows[10] | {"Date": "31/06/2024", "Nature de l'action": "Contact"}
