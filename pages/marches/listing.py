"""La liste des marchés : quels ensembles, quels choix, quelle recherche, quel ordre.

Rien ici ne calcule un indicateur : on garde, range et nomme des lignes de `marches_liste`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

import polars as pl

from pages.shared.words.formatting import counted
from pages.shared.words.labels import word

# code -> mots, colonne vraie pour ces marchés.
GROUPS: Mapping[str, tuple[str, str]] = {
    "en_cours": ("En cours dans la période", "est_en_cours"),
    "avec_heures": ("Avec des heures dans la période", "est_avec_heures"),
    "nouveaux": ("Nouvellement clausés", "est_nouveau"),
    "a_venir": ("À venir (en prévision)", "est_a_venir"),
    "bientot_finis": ("Bientôt finis (dans les six mois)", "est_bientot_fini"),
    "sans_heures": ("Sans heures depuis plus de 12 mois", "est_sans_heures"),
    "tous": ("Tous les marchés", ""),
}
# Colonne de la liste -> mot qui la nomme dans un choix ; ce sont aussi les typologies.
DIMENSIONS = {
    "nature_marche": "Nature",
    "procedure_clause": "Procédure",
    "secteur_activite": "Secteur",
    "type_maitre_ouvrage": "Type d'acheteur",
    "tranche_montant": "Montant",
    "programme": "Programme",
    "etat": "État",
    "donneur_ordre": "Acheteur",
    "epci": "EPCI des travaux",
    "structure": "Structure",
    "divisions_naf": "Secteur d'un attributaire",
    "types_entreprises": "Type d'un attributaire",
    "employeuses": "Employeuse",
}
# Un marché peut y porter plusieurs valeurs : « code libellé | code libellé ».
MANY, BETWEEN = ("divisions_naf", "types_entreprises", "employeuses"), " | "
# Ce que `with_marks` ajoute : utile à l'écran, pas dans les fichiers.
MARKS = ("est_a_venir", "est_avec_heures")
SORTS: Mapping[str, tuple[str, str, bool]] = {
    "etat": ("État", "etat", False),
    "acheteur": ("Acheteur, de A à Z", "acheteur", False),
    "prevues": ("Heures prévues, du plus au moins", "heures_prevues", True),
    "realisees": ("Heures réalisées, du plus au moins", "heures_realisees", True),
    "taux_haut": ("Taux de réalisation, du plus haut", "taux_pct", True),
    "taux_bas": ("Taux de réalisation, du plus bas", "taux_pct", False),
    "recents": ("Notification, les derniers d'abord", "date_notification", True),
    "fin": ("Fin prévue, la plus proche", "date_fin_prevue", False),
}
SEARCHED = (
    "acheteur",
    "operation",
    "objet",
    "entreprises",
    "numero_operation",
    "numero_marche",
    "commune",
    "nom_epci",
    "secteur_activite",
    "etat_libelle",
)
KNOWN_LABELS = {
    "etat": "etat_libelle",
    "tranche_montant": "tranche_libelle",
    "donneur_ordre": "acheteur",
    "epci": "nom_epci",
}


def bare(text: str) -> str:
    """Rend un texte sans accents ni majuscules, pour chercher « ecole » et trouver « École »."""
    split = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(one for one in split if not unicodedata.combining(one)).lower()


def with_marks(frame: pl.DataFrame) -> pl.DataFrame:
    """Ajoute ce que la liste ne porte pas : à venir, d'après l'état ; avec des heures."""
    return frame.with_columns(
        est_a_venir=pl.col("etat") == "a_venir", est_avec_heures=pl.col("heures_periode") != 0
    )


def keep_group(frame: pl.DataFrame, group: str) -> pl.DataFrame:
    """Garde les marchés d'un ensemble."""
    column = GROUPS[group][1]
    return frame.filter(pl.col(column).fill_null(False)) if column else frame


def choices(frame: pl.DataFrame) -> dict[str, str]:
    """Rend les choix d'un ensemble : « nature_marche:travaux » -> « Nature : Travaux (73) »."""
    found: dict[str, str] = {}
    for column, label in DIMENSIONS.items():
        if column not in frame.columns:
            continue
        pairs = _named_codes(frame, column)
        counts = pairs.group_by("code", "nom", maintain_order=True).len().sort("nom")
        for code, name, count in counts.iter_rows():
            words = word(column, name)
            found[f"{column}:{code}"] = f"{label} : {words} ({count})"
    return found


def _named_codes(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rend code et nom, une ligne par marché et par valeur de la colonne."""
    if column in MANY:
        parts = frame.select(part=pl.col(column).str.split(BETWEEN)).explode("part").drop_nulls()
        halves = pl.col("part").str.splitn(" ", 2).struct
        return parts.select(code=halves.field("field_0"), nom=halves.field("field_1"))
    names = KNOWN_LABELS.get(column, column)
    names = names if names in frame.columns else column
    pairs = frame.select(code=pl.col(column), nom=pl.coalesce(names, column))
    return pairs.drop_nulls("code")


def keep_choice(frame: pl.DataFrame, choice: str) -> pl.DataFrame:
    """Garde les marchés d'un choix ; vide, tous."""
    column, _, code = choice.partition(":")
    if not choice:
        return frame
    if column in MANY:
        parts = pl.lit(BETWEEN) + pl.col(column)
        return frame.filter(parts.str.contains(f"{BETWEEN}{code} ", literal=True))
    return frame.filter(pl.col(column) == code)


def search(frame: pl.DataFrame, text: str) -> pl.DataFrame:
    """Garde les marchés qui portent chaque mot cherché, accents et casse indifférents."""
    words = bare(text).split()
    if not words:
        return frame
    lines = frame.select(one for one in SEARCHED if one in frame.columns).iter_rows()
    texts = [bare(" ".join(str(cell) for cell in line if cell is not None)) for line in lines]
    kept = [all(word in text for word in words) for text in texts]
    return frame.filter(pl.Series(kept, dtype=pl.Boolean))


def order(frame: pl.DataFrame, sort: str) -> pl.DataFrame:
    """Range les marchés, l'inconnu en dernier ; « etat » garde l'ordre de la requête."""
    _, column, descending = SORTS[sort]
    if column == "etat":
        return frame
    key = pl.col(column)
    if column == "acheteur":
        key = key.map_elements(bare, return_dtype=pl.String)
    return frame.sort(key, descending=descending, nulls_last=True, maintain_order=True)


def sentence(frame: pl.DataFrame, group: str, choice: str, text: str) -> str:
    """Dit ce que la liste montre : « 12 marchés · en cours dans la période · Nature : Travaux »."""
    parts = [counted(frame.height, "marché"), GROUPS[group][0][:1].lower() + GROUPS[group][0][1:]]
    if choice:
        parts.append(choice.rpartition(" (")[0])
    if text.strip():
        parts.append(f"contenant « {text.strip()} »")
    return " · ".join(parts)
