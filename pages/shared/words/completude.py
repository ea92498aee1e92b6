"""Ce qui est reçu et ce qui manque, en mots."""

from __future__ import annotations

import polars as pl

from pages.shared.words.findings.nouns import of_all
from pages.shared.words.formatting import counted, join_words, month
from pages.shared.words.structures import STRUCTURE_NAMES

# Colonne de la requête « completude » -> ce qui manque quand elle est fausse.
KINDS = {
    "a_contrats": "données sur les contrats",
    "a_heures": "heures",
    "a_participants": "données sur les participants",
    "a_situations": "situations à six mois",
    "a_marches": "données sur les marchés",
    "a_engagements": "données sur les engagements des entreprises",
    "a_actions": "actions des facilitateurs",
}

PLAN_ONLY = ("plan de financement",)
# Requêtes du financement qui se lisent aussi, ou seulement, sur l'activité par territoire.
FUNDING_SOURCES = {
    "plan de financement": ("cove_temps_dedie", "simulation_cle"),
    "activité par territoire": ("cle_repartition", "cove_temps_dedie", "simulation_cle"),
}
WITHOUT_IMPORT = ("annexe_3_imprimee",)
WITH_HOURS = ("financement_et_resultats", "objectifs_et_realise")


def completeness(state: pl.DataFrame) -> str:
    """Dit la complétude des heures : « 3 structures sur 3, 12 mois sur 12 ».

    `state` : résultat de la requête « completude », une ligne par structure attendue.
    """
    if state.is_empty():
        return "rien de reçu"
    received = state.filter(pl.col("mois_recus") > 0).height
    structures = f"{counted(received, 'structure')} sur {state.height}"
    expected = state["mois_attendus"].max()
    if not expected:
        return f"{structures}, aucun mois fini dans la période"
    least, most = state["mois_recus"].min(), state["mois_recus"].max()
    if least == most:
        return f"{structures}, {counted(least, 'mois', 'mois')} sur {expected}"
    return f"{structures}, de {least} à {counted(most, 'mois', 'mois')} sur {expected}"


def funding_completeness(
    name: str, plans: pl.DataFrame, keys: pl.DataFrame, state: pl.DataFrame
) -> str:
    """Dit ce que la requête `name` du financement a reçu : plans, activité (annexe 3), heures.

    `plans`, `keys` : financement_par_structure, cle_repartition ; `state` : completude.
    """
    if name in WITHOUT_IMPORT:
        return "tableau de la convention, sans import"
    received = {"plan de financement": plans, "activité par territoire": keys}
    used = [words for words, names in FUNDING_SOURCES.items() if name in names] or PLAN_ONLY
    told = [
        f"{words} : {counted(received[words]['structure'].n_unique(), 'structure')} sur "
        f"{state.height}"
        for words in used
    ]
    if name in WITH_HOURS:
        told.append(f"heures : {completeness(state)}")
    return " ; ".join(told)


def missing(state: pl.DataFrame) -> list[str]:
    """Dit ce qui manque ou reste provisoire, les structures groupées ; vide si rien ne manque."""
    found: dict[str, list[str]] = {}
    for row in state.iter_rows(named=True):
        for phrase in _missing_of(row):
            found.setdefault(phrase, []).append(STRUCTURE_NAMES[row["structure"]])
    return [f"{join_words(names)} : {phrase}." for phrase, names in found.items()]


def caveat(state: pl.DataFrame) -> str:
    """Dit, en une phrase pour la réponse en tête de page, si des heures manquent ; sinon vide."""
    absent = state.filter(pl.col("mois_manquants").is_not_null())["structure"].to_list()
    if absent:
        names = of_all([STRUCTURE_NAMES[code] for code in absent])
        return f"Il manque des mois {names}."
    if state["mois_provisoires"].is_not_null().any():
        return "La saisie des derniers mois n'est pas finie : ces chiffres sont provisoires."
    return ""


def _missing_of(row: dict[str, object]) -> list[str]:
    never = [words for column, words in KINDS.items() if row[column] is False]
    if len(never) == len(KINDS):
        return ["aucun export reçu"]
    phrases = [f"{words}, jamais reçues" for words in never]
    if row["mois_manquants"]:
        phrases.insert(0, f"heures de {_months(row['mois_manquants'])}, non reçues")
    if row["mois_provisoires"]:
        months = _months(row["mois_provisoires"])
        phrases.append(f"heures de {months}, provisoires : leur saisie n'est pas finie")
    return phrases


def _months(codes: object) -> str:
    """Dit une liste « 2023-01, 2023-02 » : les mois nommés, ou leur nombre au-delà de trois."""
    found = str(codes).split(", ")
    if len(found) <= 3:
        return join_words([month(code) for code in found])
    return f"{month(found[0])} à {month(found[-1])} ({counted(len(found), 'mois', 'mois')})"
