"""Le sort d'un fichier : une seule valeur, que chaque étape complète."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from data.check import anomalies as notes
from data.recognize import Question

IMPORTE, REFUSE, A_PRECISER = "importe", "refuse", "a_preciser"
COMPTES = ("lues", "retenues", "doublons", "totaux", "ecartees")


@dataclass(frozen=True)
class Prepared:
    """Le sort d'un fichier.

    `lignes` : lues, retenues, doublons, totaux, ecartees (lues = somme des autres) ; `heures` :
    lues, retenues ; `typed` : lignes retenues et typées, noms compris, que `people` remplace par
    `rows` (schéma de la table) ; `emptied` : les identités que le fichier porte sans heures (un
    mois laissé vide), typées puis au schéma de la table ; `births` : structure,
    numero_participant, date_naissance, en mémoire seulement ; `signalees` : les lignes reçues qui
    portent une remarque, sans colonne personnelle, à renvoyer à leur auteur.
    """

    nom: str
    issue: str
    format: str = ""
    feuille: str = ""
    empreinte: str = ""
    extraction: date | None = None
    est_complet: bool = False
    lignes: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COMPTES, 0))
    heures: dict[str, float] = field(default_factory=lambda: {"lues": 0.0, "retenues": 0.0})
    anomalies: pl.DataFrame = field(default_factory=notes.nothing)
    typed: pl.DataFrame | None = field(default=None, repr=False)
    rows: pl.DataFrame | None = field(default=None, repr=False)
    emptied: pl.DataFrame | None = field(default=None, repr=False)
    births: pl.DataFrame | None = field(default=None, repr=False)
    question: Question | None = None
    signalees: pl.DataFrame | None = field(default=None, repr=False)


def refused(nom: str, message: str) -> Prepared:
    """Rend le refus d'un fichier que rien n'a pu préparer."""
    return Prepared(nom, REFUSE, anomalies=notes.whole_file(message, notes.ECARTEE))


def asked(nom: str, question: Question) -> Prepared:
    """Rend le sort d'un fichier lisible dont une réponse manque."""
    told = notes.whole_file(question.message)
    return Prepared(
        nom, A_PRECISER, question.format, question.feuille, anomalies=told, question=question
    )


def nothing_kept(done: Prepared) -> Prepared:
    """Rend le refus d'un fichier dont aucune ligne n'a pu être retenue, avec ses raisons."""
    said = (
        f"Aucune ligne du fichier « {done.nom} » n'a pu être retenue : rien n'est remplacé. "
        "Corrigez les lignes signalées, ou vérifiez que l'export n'est pas vide."
    )
    reasons = notes.gather([notes.whole_file(said, notes.ECARTEE), done.anomalies])
    return replace(done, issue=REFUSE, anomalies=reasons, typed=None, rows=None, births=None)
