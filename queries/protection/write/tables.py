"""Des cellules publiées aux tables que lisent les pages : une ligne ne dit que ce qui s'écrit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from data.reference import load
from queries.protection.count.effectifs import DEPARTEMENT, EPCI, STRUCTURE, SUITES
from queries.protection.write.cellules import BENEFICIAIRES, SORTIES, TYPES, Cellule

LIBELLES_SUITES = dict(
    zip(
        SUITES,
        (
            "Échéances à six mois",
            "Situations connues",
            "Sorties positives",
            "Situations inconnues",
            "Encore en contrat clausé",
            "Échéances à venir",
        ),
        strict=True,
    )
)
ECRITS = ("texte", "statut")
FILTRE = {DEPARTEMENT: None, STRUCTURE: "structure", EPCI: "epci"}
CELLULES = {
    "annee": pl.Int64,
    "mesure": pl.String,
    "maille": pl.String,
    "territoire": pl.String,
    "nom": pl.String,
    "code": pl.String,
    "libelle": pl.String,
    "valeur": pl.Int64,
    "texte": pl.String,
    "statut": pl.String,
    "part_pct": pl.Int64,
}


def cells_table(cells: Iterable[Cellule]) -> pl.DataFrame:
    """Rend toutes les cellules, une ligne chacune, dans un ordre fixe."""
    names, labels = place_names(), _labels()
    rows = [
        {
            "annee": one.annee,
            "mesure": one.mesure,
            "maille": one.maille,
            "territoire": one.territoire,
            "nom": names[one.territoire],
            "code": one.code,
            "libelle": labels.get(one.code, one.code),
            "valeur": one.publie.valeur,
            "texte": one.publie.texte,
            "statut": one.publie.statut,
            "part_pct": one.part_pct,
        }
        for one in cells
    ]
    order = {code: rank for rank, code in enumerate([*names, *labels])}
    rank = pl.col("territoire").replace_strict(order, return_dtype=pl.Int64)
    place = pl.col("code").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return pl.DataFrame(rows, schema=CELLULES).sort(
        "annee", "mesure", rank, place, maintain_order=True
    )


def person_tables(cells: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Rend les tables qui comptent des personnes, chaque ligne avec sa `demande`."""
    keyed = cells.with_columns(demande=_key("annee"))
    totals = keyed.filter(mesure=BENEFICIAIRES, code="total")
    return {
        "cellules": cells.with_columns(demande=pl.lit("")),
        "beneficiaires_par_categorie": _shape(
            keyed.filter(mesure=BENEFICIAIRES), {"code": "categorie"}, "beneficiaires", "part_pct"
        ),
        "beneficiaires_par_epci": _places(totals, EPCI, "epci"),
        "beneficiaires_par_structure": _places(totals, STRUCTURE, "structure"),
        "beneficiaires_par_annee": totals.select(
            _key(None).alias("demande"),
            "annee",
            pl.col("valeur").alias("beneficiaires"),
            *ECRITS,
        ),
        "sorties_a_six_mois": _shape(
            keyed.filter(mesure=SORTIES).drop("mesure"), {"code": "mesure"}, "personnes"
        ),
        "types_sorties_positives": _shape(
            keyed.filter(mesure=TYPES).drop("libelle"), {"code": "type_sortie"}, "sorties",
            "part_pct",
        ),
    }  # fmt: skip


def _key(annee: str | None) -> pl.Expr:
    """Rend le texte de la question à laquelle répond une cellule (voir liste.Demande.cle)."""
    kind = pl.col("maille").replace_strict(
        {maille: name for maille, name in FILTRE.items() if name}, default=None
    )
    place = pl.format("{}={}", kind, pl.col("territoire"))
    year = [pl.format("annee={}", pl.col(annee))] if annee else []
    return pl.concat_str([*year, place], separator="|", ignore_nulls=True)


def _shape(rows: pl.DataFrame, renamed: Mapping[str, str], value: str, *more: str) -> pl.DataFrame:
    columns = [name for name in ("libelle",) if name in rows.columns]
    return rows.select(
        "demande",
        *(pl.col(old).alias(new) for old, new in renamed.items()),
        *columns,
        pl.col("valeur").alias(value),
        *ECRITS,
        *more,
    )


def _places(totals: pl.DataFrame, maille: str, name: str) -> pl.DataFrame:
    """Rend un total par territoire et par année, du plus grand au plus petit."""
    rows = totals.filter(maille=maille).sort(
        "annee", "valeur", descending=[False, True], nulls_last=True, maintain_order=True
    )
    return rows.select(
        pl.format("annee={}", "annee").alias("demande"),
        pl.col("territoire").alias(name),
        "nom",
        pl.col("valeur").alias("beneficiaires"),
        *ECRITS,
    )


def place_names() -> dict[str, str]:
    """Rend le nom court de chaque territoire, par code."""
    structures = load()["ref_structure"].select("code", "sigle").iter_rows()
    epci = load()["ref_epci"].select("siren", "nom_court").iter_rows()
    return {DEPARTEMENT: "Vaucluse", **dict(structures), **dict(epci)}


def _labels() -> dict[str, str]:
    categories = load()["ref_categorie"].sort("ordre").select("code", "libelle").iter_rows()
    return {**dict(categories), **LIBELLES_SUITES}
