"""La porte des registres pour les pages : ce qui s'écrit à la main, et ce que valent ses codes.

Rien ici ne change une publication : une écriture s'ajoute à côté d'elles.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from data.publish.copil import CopilRefuse, append
from data.reference import labels
from queries.demandes import DemandeInvalide

__all__ = ["ETAPES", "SUITES", "add_step", "labels", "set_objectif"]

TEXTE_MAX, NOM_MAX = 400, 120
# Une mise en demeure, de la lettre à la décision (convention, article 4).
ETAPES = {
    "mise_en_demeure": "Mise en demeure",
    "reponse": "Réponse",
    "decision": "Décision des signataires",
}
# Ce que l'article 4 permet, après mise en demeure restée infructueuse.
SUITES = {
    "": "sans objet",
    "rien": "aucune suite",
    "suspendre": "suspendre le paiement",
    "reduire": "réduire le montant restant",
    "reverser": "exiger le reversement",
}


def set_objectif(
    annee: int,
    indicateur: str,
    valeur: float | None,
    decision: str,
    par: str,
    *,
    structure: str = "",
    epci: str = "",
    jour: date | None = None,
    store: Path | None = None,
) -> None:
    """Écrit ou change un objectif ; sans valeur, il redevient non fixé. Lève DemandeInvalide."""
    if indicateur not in labels("indicateur_objectif"):
        raise DemandeInvalide(f"L'indicateur « {indicateur} » n'a pas d'objectif.")
    if valeur is not None and valeur < 0:
        raise DemandeInvalide("Un objectif ne peut pas être négatif.")
    entry = {
        "annee": annee,
        "structure": structure,
        "epci": epci,
        "indicateur": indicateur,
        "valeur": valeur,
        "source_decision": _one_line(decision, "La décision qui fixe l'objectif"),
        "date_decision": jour.isoformat() if jour else "",
    }
    _write("objectifs", entry, par, store)


def add_step(
    annee: int,
    structure: str,
    financeur: str,
    etape: str,
    jour: date,
    texte: str,
    par: str,
    *,
    suite: str = "",
    store: Path | None = None,
) -> None:
    """Écrit une étape d'une mise en demeure : lettre, réponse ou décision. Lève DemandeInvalide."""
    if etape not in ETAPES or suite not in SUITES or (suite and etape != "decision"):
        raise DemandeInvalide("Cette étape, ou cette suite, n'est pas de l'article 4.")
    entry = {
        "annee": annee,
        "structure": structure,
        "financeur": _one_line(financeur, "Le signataire"),
        "etape": etape,
        "date_etape": jour.isoformat(),
        "suite": suite,
        "texte": _one_line(texte, "Le texte"),
    }
    _write("mises_en_demeure", entry, par, store)


def _write(name: str, entry: dict[str, object], par: str, store: Path | None) -> None:
    try:
        append(name, entry, par[:NOM_MAX], store)
    except CopilRefuse as refused:
        raise DemandeInvalide(str(refused)) from refused


def _one_line(text: str, what: str) -> str:
    """Rend un texte libre sur une ligne, sans caractère de commande, borné."""
    words = " ".join("".join(one if one.isprintable() else " " for one in text).split())
    if not words:
        raise DemandeInvalide(f"{what} : à écrire.")
    return words[:TEXTE_MAX]
