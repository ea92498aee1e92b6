"""Ce qui concerne le Vaucluse dans un fichier national : l'acheteur, ou le lieu d'exécution.

Le code région 84 est Auvergne-Rhône-Alpes : aucun code région n'est jamais lu ici.
Source : note « PNAD et DECP », § 4.1 (règle vraie pour 151 communes sur 151).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from data import reference, values

DEPARTEMENT = "84"
# Communes, département, EPCI anciens, syndicats, CCAS et hôpitaux, SDIS.
PREFIXES = r"^(21|22|24|25|26|28)84"
# Une forme par type de lieu : « 8400 » est un code postal des Ardennes au zéro perdu.
LIEUX = {
    "code_postal": r"^84\d{3}$",
    "code_commune": r"^84\d{3}$",
    "code_canton": r"^84\d{2}$",
    "code_arrondissement": r"^84\d{1,2}$",
    "code_departement": "^84$",
}


@cache
def acheteurs_84() -> frozenset[str]:
    """Rend les SIREN des acheteurs du Vaucluse que leur préfixe ne dit pas toujours.

    Un EPCI à cheval compte si la plupart de ses habitants sont en Vaucluse : Aix-Marseille-
    Provence n'en est donc pas.
    """
    tables = reference.load()
    is_elsewhere = pl.col("population_84") * 2 <= pl.col("population_totale")
    elsewhere = tables["ref_epci"].filter(is_elsewhere)["siren"]
    return frozenset(tables["ref_acheteur"]["siren"]) - frozenset(elsewhere)


def siret_text(text: pl.Expr) -> pl.Expr:
    """Rend quatorze chiffres : espaces retirés, zéros de tête rétablis ; sinon le texte lu."""
    digits = values.digits(text)
    return pl.when(digits.str.contains(r"^\d{11,13}$")).then(digits.str.zfill(14)).otherwise(digits)


def is_in_vaucluse(columns: list[str], sirens: frozenset[str] | list[str]) -> pl.Expr:
    """Dit si une ligne a un acheteur du Vaucluse ou s'exécute en Vaucluse.

    `columns` : celles du fichier ; une colonne absente ne dit rien.
    """
    siret = siret_text(pl.col("acheteur_siret"))
    rules = [siret.str.contains(PREFIXES), siret.str.slice(0, 9).is_in(list(sirens))]
    if "acheteur_departement_code" in columns:
        rules.append(pl.col("acheteur_departement_code") == DEPARTEMENT)
    if {"lieu_code", "lieu_type_code"} <= set(columns):
        code, kind = values.digits(pl.col("lieu_code")), values.normalized(pl.col("lieu_type_code"))
        rules += [(kind == name) & code.str.contains(shape) for name, shape in LIEUX.items()]
    return pl.any_horizontal(rule.fill_null(value=False) for rule in rules)
