"""Données essentielles de la commande publique (DECP) : contrat × titulaire × modification.

Une table, plusieurs écritures : un fichier par écriture dans ce dossier. Rien n'est interprété
ici : clé de contrat, première notification et statut social sont des vues de queries.
Source : arrêtés du 22/12/2022, annexes 15 et 17 du code de la commande publique.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import polars as pl

from data.formats import Format
from data.formats.decp.source import Source

__all__ = ["FORMAT", "KEPT", "MONTANT", "REQUIRED", "Source", "sources"]

# La colonne « montant » d'un export s'arrête à mille milliards ; un montant publié, non.
MONTANT = pl.Decimal(20, 2)
# Sans elles, un contrat n'a ni acheteur, ni nom, ni année.
REQUIRED = ("acheteur_siret", "numero", "date_notification")
KEPT = (
    "uid",
    "numero",
    "acheteur_siret",
    "acheteur_nom",
    "nature",
    "objet",
    "code_cpv",
    "procedure",
    "techniques",
    "modalites_execution",
    "id_accord_cadre",
    "lieu_code",
    "lieu_type_code",
    "duree_mois",
    "date_notification",
    "date_publication",
    "montant_eur",
    "considerations_sociales",
    "titulaire_id",
    "titulaire_type_id",
    "titulaire_nom",
    "modification_id",
    "donnees_actuelles",
    "acheteur_departement_code",
    "acheteur_commune_code",
)

FORMAT = Format(
    name="decp",
    label="Données essentielles de la commande publique (DECP)",
    headings={name: (name,) for name in KEPT},
    required=REQUIRED,
    filled=("acheteur_siret", "numero"),
    # L'uid change de forme d'une publication à l'autre : il n'identifie pas un contrat.
    identity=("source_decp", "acheteur_siret", "numero"),
    kept=KEPT,
    derived={
        "source_decp": pl.String,
        "type_contrat": pl.String,
        "a_colonne_considerations": pl.Boolean,
        "montant_eur": MONTANT,
    },
    est_structure_facultative=True,
    est_lu_a_part=True,
)


@cache
def sources() -> dict[str, Source]:
    """Rend toutes les écritures du dossier, par nom."""
    names = sorted(one.name for one in pkgutil.iter_modules(__path__) if one.name != "source")
    found = [importlib.import_module(f"{__name__}.{name}").SOURCE for name in names]
    return {one.name: one for one in found}
