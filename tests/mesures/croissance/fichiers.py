"""Les fichiers d'export du monde, découpés à la taille qu'un import admet.

Comme les vrais : CIE 84 écrit ses heures en long, par semestre ; ITV et MLJGA en large, par année.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from data.exemples.dossier import DOSSIER
from data.exemples.ecriture.entetes import CLES_HEURES, MOIS_LARGE
from data.exemples.ecriture.fichiers_financement import activity_files, financing_files
from data.read.grid import LIGNES_MAX
from tests.mesures.croissance import lignes
from tests.mesures.croissance.monde import Tables, worlds
from tests.mesures.croissance.tirage import EXTRACTION, PREMIERE_ANNEE, Taille

# L'en-tête compte pour une ligne ; la marge absorbe l'inégalité des parts.
LIGNES = LIGNES_MAX * 9 // 10
JOUR = f"{EXTRACTION:%Y%m%d}"
ENCODAGES = {"CIE84": "cp1252", "ITV": "utf-8-sig", "MLJGA": "utf-8-sig"}


def write_files(folder: Path, size: Taille) -> list[Path]:
    """Écrit tous les fichiers d'un monde dans un dossier ; rend leurs chemins."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for structure, tables in worlds(size):
        for name, frame in structure_rows(structure, tables):
            path = folder / f"{name}_{JOUR}.csv"
            path.write_bytes(frame.write_csv(separator=";").encode(ENCODAGES[structure]))
            written.append(path)
    for one in (*activity_files(), *financing_files()):
        one.write(folder)
        written.append(folder / one.nom)
    return [*written, write_decp(folder, round(size.vaucluse) or 1)]


def structure_rows(structure: str, tables: Tables) -> Iterator[tuple[str, pl.DataFrame]]:
    """Rend le nom et les lignes de chaque fichier d'une structure."""
    people, hired = tables["participants"], tables["contrats"]
    whole = {
        "Operations_Marches": lignes.market_rows(structure, tables["marches"]),
        "Engagements_Entreprises": lignes.engagement_rows(tables["engagements"]),
        "Participants": lignes.participant_rows(people, hired),
        "Contrats": lignes.contract_rows(hired, people),
        "Suivi_Situations": lignes.situation_rows(tables["situations"], people),
        "Prospection": lignes.action_rows(tables["actions"]),
    }
    for kind, rows in whole.items():
        keys = ["N° marché", "N° lot"] if kind == "Engagements_Entreprises" else []
        yield from parts(f"Export_{kind}_{structure}", rows, keys)
    yield from hour_files(structure, lignes.hour_keys(tables["heures"], hired, people))


def hour_files(structure: str, keyed: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Rend les fichiers d'heures : en long par semestre, ou en large par année."""
    name = f"Export_Heures_{structure}"
    if structure == "CIE84":
        for (half,), rows in keyed.group_by(pl.col("mois") // 6, maintain_order=True):
            year, rank = PREMIERE_ANNEE + half // 2, half % 2 + 1
            kept = lignes.long_rows(rows)
            yield from parts(f"{name}_{year}-S{rank}", kept, ["N° contrat"])
        return
    for (year,), rows in keyed.group_by("annee", maintain_order=True):
        yield from parts(f"{name}_{year}", wide_rows(structure, year, rows), ["N° contrat"])


def wide_rows(structure: str, year: int, keyed: pl.DataFrame) -> pl.DataFrame:
    """A5 en large : les mois en colonnes, en lettres chez ITV, datés à la MLJGA."""
    months = list(MOIS_LARGE) if structure == "ITV" else [
        f"{month:02d}/{year}" for month in range(1, 13)]  # fmt: skip
    keys = ["contrat", *CLES_HEURES]
    cells = keyed.select(*keys, pl.col("mois") % 12, valeur=lignes.hours(pl.col("quarts")))
    grid = cells.pivot("mois", index=keys, values="valeur", aggregate_function="first",
                       on_columns=list(range(12))).sort("contrat")  # fmt: skip
    named = grid.rename({str(rank): name for rank, name in enumerate(months)})
    dated = [pl.lit(str(year)).alias("Année")] if structure == "ITV" else []
    totals = keyed.group_by("contrat").agg(pl.col("quarts").sum()).sort("contrat")
    total = totals.select(lignes.hours(pl.col("quarts")).alias("Total")).to_series()
    return named.select(*CLES_HEURES, *dated, *months, total)


def parts(name: str, rows: pl.DataFrame, keys: list[str]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Coupe des lignes en fichiers admis ; celles d'une même clé restent ensemble.

    Un fichier remplace toute identité qu'il porte : coupée en deux, une correction effacerait.
    """
    count = -(-rows.height // LIGNES)
    if count <= 1:
        yield name, rows
        return
    rank = pl.struct(keys).rank("dense") if keys else pl.int_range(pl.len())
    for (part,), kept in rows.group_by((rank % count).alias("_part"), maintain_order=True):
        yield f"{name}_p{part + 1:02d}", kept


def write_decp(folder: Path, times: int) -> Path:
    """Écrit les DECP d'exemple autant de fois, sous d'autres numéros et d'autres montants."""
    source = next(DOSSIER.glob("decp_*.csv"))
    rows = pl.read_csv(source, infer_schema_length=0)
    copies = pl.DataFrame({"copie": range(times)})
    amount = pl.col("montant").cast(pl.Float64) * (1 + pl.col("copie") / 1000)
    suffix = pl.col("copie").cast(str).str.zfill(3)
    found = rows.join(copies, how="cross").with_columns(
        pl.format("{}{}", "uid", suffix).alias("uid"), pl.format("{}{}", "id", suffix).alias("id"),
        amount.round(2).cast(str).alias("montant"),
    )  # fmt: skip
    path = folder / f"decp_vaucluse_{JOUR}.csv"
    found.select(rows.columns).write_csv(path)
    return path
