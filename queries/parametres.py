"""Les règles chiffrées que lisent les questions, au jour qui vaut pour leur période."""

from __future__ import annotations

from datetime import date, timedelta

from data.reference import ORIGINE, dated, in_force

# Ceux que lisent les vues, en nombres entiers.
SEUILS = (
    "seuil_deld_mois", "delai_sortie_mois", "fenetre_avant_jours", "fenetre_apres_jours",
    "mois_provisoires", "age_jeune_min", "age_jeune_max", "age_senior", "marche_sans_heures_mois",
    "seuil_petit_effectif",
)  # fmt: skip


def day_of_rules(fin: date) -> date:
    """Rend le jour dont les règles s'appliquent à une période : sa fin, ou aujourd'hui s'il vient.

    Un avenant à venir ne change rien à ce qui est déjà là. Le jour rendu est celui du dernier
    changement : deux périodes sous les mêmes règles posent la même question.
    """
    day = min(fin, date.today())
    starts = [one["date_debut"] for one in dated()]
    ends = [one["date_fin"] + timedelta(1) for one in dated() if one["date_fin"] < date.max]
    return max(one for one in (ORIGINE, *starts, *ends) if one <= day)


def seuil(cle: str) -> int:
    """Rend un seuil d'aujourd'hui, par exemple « seuil_petit_effectif »."""
    return int(in_force()[cle])


def thresholds(day: date) -> dict[str, int]:
    """Rend les seuils que lisent les vues."""
    said = in_force(day)
    return {name: int(said[name]) for name in SEUILS}
