"""Les contrôles d'une grille typée. Un contrôle : une fonction ici, une ligne dans son test.

Ceux des heures, des durées et des numéros sont dans `plausible`, ceux des euros dans `financement`.

Chaque contrôle reçoit la grille (colonnes typées, « ligne ») et l'export reconnu, et rend ses
doutes, que `check_frame` cherche tous ensemble. Il ne corrige rien et ne compte rien.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import polars as pl

from data.check.anomalies import AVERTISSEMENT, ECARTEE, Doubt, flag, gather
from data.check.financement import financement_doubts
from data.check.plausible import CHECKS_PLAUSIBLES
from data.check.values import age_on
from data.recognize import Recognized

Check = Callable[[pl.DataFrame, Recognized], list[Doubt]]

AGE_MINIMUM = 16
AGE_ETONNANT = 75
PREMIERE_ANNEE, DERNIERE_ANNEE = 2005, 2100
HEURES_PAR_MOIS_MAX = 260
JOURS_D_AVANCE = 366
REPETABLES = ("heures", "extraction", "actions", "engagements", "financements", "objectifs")


def check_required(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Une colonne obligatoire vide écarte la ligne."""
    said = "La cellule est vide alors que rien ne se compte sans elle : ligne écartée."
    return [
        flag(frame, pl.col(name).is_null(), export.heading(name), said, ECARTEE)
        for name in export.format.filled
        if name in frame.columns
    ]


def check_end_after_start(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """La fin vient après le début : écarte un contrat, signale un marché."""
    start = "date_demarrage" if export.format.name == "marches" else "date_debut"
    gravite = AVERTISSEMENT if export.format.name == "marches" else ECARTEE
    if start not in frame.columns:
        return []
    end_said = (
        "ligne écartée, corrigez l'une des deux dates." if gravite == ECARTEE else "à vérifier."
    )
    said = f"La date de fin est avant la date de début : {end_said}"
    ends = [
        name for name in ("date_fin", "date_fin_prevue", "date_fin_reelle") if name in frame.columns
    ]
    return [
        flag(frame, pl.col(name) < pl.col(start), export.heading(name), said, gravite)
        for name in ends
    ]


def check_not_future(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Rien de réalisé après la date d'extraction ; un contrat peut être saisi d'avance."""
    ahead = timedelta(days=JOURS_D_AVANCE if export.format.name == "contrats" else 0)
    said = (
        f"La date est postérieure à l'extraction du {export.extraction:%d/%m/%Y} : ligne écartée, "
        "corrigez la date."
    )
    names = (
        "date_debut",
        "mois",
        "date_action",
        "date_sortie",
        "date_releve_6_mois",
        "date_releve_12_mois",
    )
    return [
        flag(frame, pl.col(name) > export.extraction + ahead, export.heading(name), said, ECARTEE)
        for name in names
        if name in frame.columns
    ]


def check_not_ancient(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un contrat ou un mois d'avant 2005 est une faute de frappe."""
    said = f"La date est antérieure à {PREMIERE_ANNEE} : ligne écartée, corrigez l'année."
    limit = date(PREMIERE_ANNEE, 1, 1)
    names = [name for name in ("date_debut", "mois", "date_action") if name in frame.columns]
    return [
        flag(frame, pl.col(name) < limit, export.heading(name), said, ECARTEE) for name in names
    ]


def check_age(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Moins de 16 ans au début du contrat : la date de naissance ou celle du contrat est fausse."""
    if not {"date_naissance", "date_debut"} <= set(frame.columns):
        return []
    age = age_on(pl.col("date_debut"), pl.col("date_naissance"))
    heading = export.heading("date_naissance")
    young = (
        f"La personne aurait moins de {AGE_MINIMUM} ans au début du contrat : ligne écartée, "
        "vérifiez la date de naissance et la date de début."
    )
    old = f"La personne aurait plus de {AGE_ETONNANT} ans au début du contrat : à vérifier."
    return [
        flag(frame, age < AGE_MINIMUM, heading, young, ECARTEE),
        flag(frame, age > AGE_ETONNANT, heading, old, AVERTISSEMENT),
    ]


def check_birth(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Une naissance après l'extraction est impossible ; absente, elle est signalée."""
    if "date_naissance" not in frame.columns:
        return []
    born, heading = pl.col("date_naissance"), export.heading("date_naissance")
    future = "La date de naissance est postérieure à l'extraction : ligne écartée."
    absent = "Date de naissance absente : âge inconnu, personne comptée dans sa seule structure."
    return [
        flag(frame, born > export.extraction, heading, future, ECARTEE),
        flag(frame, born.is_null(), heading, absent, AVERTISSEMENT),
    ]


def check_positive(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un volume prévu, engagé ou compté n'est pas négatif (une correction d'heures peut l'être)."""
    names = (
        "heures_prevues",
        "heures_engagees",
        "montant_ht_eur",
        "nombre_operations",
        "nombre_marches",
        "nombre_participants",
        "nombre_prospections",
        "nombre_comites",
        "montant_prevu_eur",
        "montant_notifie_eur",
        "montant_verse_eur",
        "valeur",
    )
    said = "La valeur est négative : ligne écartée, corrigez la cellule."
    return [
        flag(frame, pl.col(name) < 0, export.heading(name), said, ECARTEE)
        for name in names
        if name in frame.columns
    ]


def check_month_volume(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Plus de 260 heures d'une personne dans un mois : à vérifier, mais compté."""
    if not {"mois", "numero_participant", "heures_realisees"} <= set(frame.columns):
        return []
    keys = [name for name in ("structure", "numero_participant", "mois") if name in frame.columns]
    total = pl.col("heures_realisees").sum().over(keys)
    said = f"Plus de {HEURES_PAR_MOIS_MAX} heures pour une personne en un mois : à vérifier."
    return [
        flag(
            frame,
            total > HEURES_PAR_MOIS_MAX,
            export.heading("heures_realisees"),
            said,
            AVERTISSEMENT,
        )
    ]


def check_training(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Les heures de formation sont une part des heures réalisées."""
    if not {"heures_formation", "heures_realisees"} <= set(frame.columns):
        return []
    more = pl.col("heures_formation").abs() > pl.col("heures_realisees").abs()
    said = "Plus d'heures de formation que d'heures réalisées : à vérifier."
    return [flag(frame, more, export.heading("heures_formation"), said, AVERTISSEMENT)]


def check_year(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Une année ou un exercice est une année de la clause sociale, pas un nombre quelconque."""
    if "annee" not in export.format.identity or "annee" not in frame.columns:
        return []
    wrong = ~pl.col("annee").is_between(PREMIERE_ANNEE, DERNIERE_ANNEE)
    said = "L'année est impossible : ligne écartée, corrigez-la."
    return [flag(frame, wrong, export.heading("annee"), said, ECARTEE)]


def check_repeated(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un lot, une personne, un contrat n'ont qu'une ligne ; des heures ou une action, plusieurs."""
    identity = export.format.identity
    if export.format.name in REPETABLES or not set(identity) <= set(frame.columns):
        return []
    keys = [name for name in ("structure", *identity) if name in frame.columns]
    twice = pl.struct(keys).is_duplicated() & pl.col(identity[0]).is_not_null()
    said = "Plusieurs lignes ont ce même numéro : toutes sont gardées, à vérifier."
    return [flag(frame, twice, export.heading(identity[0]), said, AVERTISSEMENT)]


CHECKS: tuple[Check, ...] = (
    check_required, check_end_after_start, check_not_future, check_not_ancient, check_age,
    check_birth, check_positive, check_month_volume, check_training, check_year,
    check_repeated,
)  # fmt: skip


ALL_CHECKS = (*CHECKS, *CHECKS_PLAUSIBLES, financement_doubts)


def check_frame(frame: pl.DataFrame, export: Recognized) -> pl.DataFrame:
    """Rend les anomalies de tous les contrôles."""
    return gather([doubt for check in ALL_CHECKS for doubt in check(frame, export)])
