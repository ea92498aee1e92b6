"""Ce qui concerne le Vaucluse dans un fichier national : l'acheteur, ou le lieu d'exécution.

Le code région 84 est Auvergne-Rhône-Alpes : aucun code région n'est jamais lu ici.
Source : note « PNAD et DECP », § 4.1 (règle vraie pour 151 communes sur 151).
"""

from __future__ import annotations

from functools import cache

import polars as pl

from data import reference
from data.check import identifiers, values

DEPARTEMENT = "84"
# Communes, département, EPCI anciens, syndicats, CCAS et hôpitaux, SDIS.
PREFIXES = r"^(21|22|24|25|26|28)84"
# Une forme par type de lieu : « 8400 » est un code postal des Ardennes au zéro perdu.
LIEUX = {
    "code_postal": r"84\d{3}",
    "code_commune": r"84\d{3}",
    "code_canton": r"84\d{2}",
    "code_arrondissement": r"84\d{1,2}",
    # « 084 » : des logiciels écrivent le département sur trois chiffres.
    "code_departement": "0?84",
}


# Des lieux de types différents se répondent rang par rang.
LIEUX_EXAMINES = 6
_ANY = "code_[a-z]+_"


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


def is_in_vaucluse(columns: list[str], sirens: frozenset[str] | list[str]) -> pl.Expr:
    """Dit si une ligne a un acheteur du Vaucluse ou s'exécute en Vaucluse.

    `columns` : celles du fichier ; une colonne absente ne dit rien.
    """
    siret = identifiers.siret_text(pl.col("acheteur_siret"))
    rules = [siret.str.contains(PREFIXES), siret.str.slice(0, 9).is_in(list(sirens))]
    if "acheteur_departement_code" in columns:
        rules.append(pl.col("acheteur_departement_code") == DEPARTEMENT)
    if {"lieu_code", "lieu_type_code"} <= set(columns):
        rules += _places()
    return pl.any_horizontal(rule.fill_null(value=False) for rule in rules)


def _places() -> list[pl.Expr]:
    """Dit les lieux du Vaucluse : « 84007 », ou plusieurs joints (« 13055, 84007 »).

    Plusieurs lieux d'un seul type le disent une fois, ou une fois chacun.
    """
    code = identifiers.digits(pl.col("lieu_code")).str.replace_all(r"\.0,", ",")
    kind = values.normalized(pl.col("lieu_type_code"))
    # Sans type de lieu, cinq chiffres en 84 sont une commune ou un code postal du Vaucluse.
    rules = [(kind.fill_null("") == "") & code.str.contains(r"(^|,)84\d{3}(,|$)")]
    for name, shape in LIEUX.items():
        only = kind.str.contains(f"^{name}(_{name})*$") & code.str.contains(f"(^|,){shape}(,|$)")
        rules.append(only)
        rules += [
            kind.str.contains(f"^{_ANY * rank}{name}(_code|$)")
            & code.str.contains(f"^{'[^,]*,' * rank}{shape}(,|$)")
            for rank in range(LIEUX_EXAMINES)
        ]
    return rules


def is_doubtful_place(columns: list[str]) -> pl.Expr:
    """Dit si un lieu pourrait être le Vaucluse sans avoir la forme de son type (« FR-84 »)."""
    if not {"lieu_code", "lieu_type_code"} <= set(columns):
        return pl.lit(value=False)
    code = pl.col("lieu_code").fill_null("")
    kind = values.normalized(pl.col("lieu_type_code")).fill_null("")
    is_misshaped = code.str.contains("84") & ~code.str.contains(r"^[\s\d,.AB]+$")
    # « 84 » sans type : un département, ou la région Auvergne-Rhône-Alpes.
    is_untyped = (kind == "") & code.str.contains(r"(^|[\s,])0?84([\s,]|$)")
    return (is_misshaped | is_untyped) & ~kind.str.contains("region|pays")
