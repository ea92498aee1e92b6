"""Le même magasin, réduit à ce qui touche un territoire ou une structure.

Écrit sans les requêtes du projet : ce qui reste d'un magasin coupé est lu dans les lignes brutes et
les listes de référence. Un chiffre couvert par un droit s'y lit à l'identique ; un chiffre qui y
change en dit donc plus que le droit.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import polars as pl

from data.publish import current, publish_tables
from data.reference import load

Tables = dict[str, pl.DataFrame]
# Gardés entiers : un marché, une action, un contrat public et la date d'un export ne disent rien
# d'une personne, et les chiffres protégés en montrent les listes à tous.
LOT = ["structure", "numero_marche"]
PAR_PERSONNE = ("contrats", "heures", "situations")


def read_tables(store: Path) -> Tables:
    """Rend les tables publiées d'un magasin, telles quelles."""
    served = current(store)
    assert served is not None
    with duckdb.connect(str(served.exact), read_only=True) as opened:
        names = [row[0] for row in opened.execute("show tables").fetchall()]
        return {name: opened.table(name).pl() for name in names}


def cut_to_structure(store: Path, structure: str, folder: Path) -> Path:
    """Publie dans `folder` ce qui touche une structure : ses lignes, et l'histoire des siens."""
    tables = read_tables(store)
    own = pl.col("structure") == structure
    people = {
        *tables["participants"].filter(own)["personne"],
        *tables["extraction"].filter(own)["personne"],
    } - {None}
    kept = {
        name: tables[name].filter(own)
        for name in ("activite", "financements", "objectifs", "engagements")
    }
    files = tables["imports"].filter(pl.col("structures").str.contains(structure))
    kept["anomalies"] = tables["anomalies"].join(files, on="import_id", how="semi")
    return _write(store, tables, kept, people, folder)


def cut_to_epci(store: Path, epci: str, folder: Path) -> Path:
    """Publie dans `folder` ce qui touche un EPCI : ses marchés, ses acheteurs, ses habitants."""
    tables = read_tables(store)
    towns = load()["ref_commune"].filter(epci=epci)["code_insee"].to_list()
    buyers = load()["ref_acheteur"]
    seats = buyers.filter(pl.col("code_insee_siege").is_in(towns) | (pl.col("epci_siege") == epci))
    own = (
        pl.col("code_insee_travaux").is_in(towns)
        | pl.col("siret_maitre_ouvrage").str.head(9).is_in(seats["siren"].to_list())
        | pl.col("maitre_ouvrage").is_in(_spellings(tables, seats))
    ).fill_null(value=False)
    lots = tables["marches"].filter(own).select(LOT).unique()
    people = _people_of(tables, lots, towns)
    kept = {
        name: tables[name].filter(pl.col("epci") == epci) for name in ("financements", "objectifs")
    }
    kept["activite"] = tables["activite"].filter(pl.col("territoire").is_in(_names_of(epci)))
    kept["anomalies"] = tables["anomalies"].clear()
    return _write(store, tables, kept, people, folder, lots)


def _names_of(epci: str) -> list[str]:
    """Rend les noms de cet EPCI, tels que l'annexe 3 les écrit."""
    row = load()["ref_epci"].row(by_predicate=pl.col("siren") == epci, named=True)
    return [row["nom"], row["nom_court"], *(row["alias"] or "").split("|")]


def _spellings(tables: Tables, seats: pl.DataFrame) -> list[str]:
    """Rend les noms sous lesquels ces acheteurs sont écrits, avec ou sans SIREN."""
    wanted = {*seats["nom"]}
    written = tables["marches"].filter(
        pl.col("siret_maitre_ouvrage").str.head(9).is_in(seats["siren"].to_list())
    )
    return [*wanted, *written["maitre_ouvrage"].drop_nulls()]


def _people_of(tables: Tables, lots: pl.DataFrame, towns: list[str]) -> set[str]:
    """Rend qui habite ces communes ou a travaillé sur ces marchés."""
    records = tables["participants"]
    names = records.select("structure", "numero_participant", "personne")
    living = records.filter(pl.col("code_insee_residence").is_in(towns))["personne"]
    found = {*living}
    for name in ("contrats", "heures"):
        there = tables[name].join(lots, on=LOT, how="semi")
        found |= {*there.join(names, on=["structure", "numero_participant"])["personne"]}
    flat = tables["extraction"]
    there = flat.join(lots, on=LOT, how="semi")
    found |= {*there["personne"]}
    found |= {*flat.filter(pl.col("code_insee_residence").is_in(towns))["personne"]}
    return found - {None}


def _write(
    store: Path,
    tables: Tables,
    kept: Tables,
    people: set[str],
    folder: Path,
    own_lots: pl.DataFrame | None = None,
) -> Path:
    records = tables["participants"].filter(pl.col("personne").is_in(people))
    keys = records.select("structure", "numero_participant").unique()
    found = {
        name: tables[name].join(keys, on=list(keys.columns), how="semi") for name in PAR_PERSONNE
    }
    found["heures"] = pl.concat(
        [found["heures"], _months_of(tables["heures"], found["heures"])], how="diagonal_relaxed"
    )
    found["extraction"] = tables["extraction"].filter(pl.col("personne").is_in(people))
    if own_lots is not None:
        lots = pl.concat(found[one].select(LOT) for one in ("contrats", "heures", "extraction"))
        near = pl.concat([lots, own_lots]).unique()
        kept = {**kept, "engagements": tables["engagements"].join(near, on=LOT, how="semi")}
    served = current(store)
    assert served is not None
    cut = {**tables, "participants": records, **found, **kept}
    publish_tables(cut, folder, key_id=served.manifest["cle"])
    return folder


def _months_of(hours: pl.DataFrame, kept: pl.DataFrame) -> pl.DataFrame:
    """Rend une ligne sans heures ni personne par mois reçu : quels mois le sont n'est pas caché."""
    lost = hours.join(kept, on=["structure", "mois"], how="anti")
    months = lost.select("structure", "mois", "import_id").unique()
    return months.with_columns(heures_realisees=pl.lit(0.0))
