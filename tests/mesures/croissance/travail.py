"""Les contrats d'une structure, et leurs heures : une ligne par contrat et par mois."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.exemples.monde.entreprises import (
    DIRECTE,
    EMPLOYEURS,
    METIERS,
    PARTS_MODALITES,
    TYPES_CONTRAT,
)
from tests.mesures.croissance.tirage import EXTRACTION, MOIS, Des, first_day, siret_of

CONTRATS_PAR_PERSONNE = 1.5
DUREES = {2: 8, 3: 12, 4: 14, 5: 16, 6: 16, 7: 14, 8: 10, 9: 6, 10: 4}
NUMEROS = {"CIE84": "C{}", "ITV": "ITV-C{}", "MLJGA": "4{}"}


def contrats(dice: Des, structure: str, people: int, lots: pl.DataFrame) -> pl.DataFrame:
    """Rend les contrats, chacun sur un lot ouvert dans l'année d'avant ; fins et motifs tirés."""
    extra = dice.rng.integers(0, people, round(people * (CONTRATS_PAR_PERSONNE - 1)))
    person = pl.Series(np.sort(np.concatenate([np.arange(people), extra])))
    count = person.len()
    start = dice.between(0, MOIS - 2, count)
    length = dice.among(DUREES, count)
    months = pl.select(pl.min_horizontal(length, MOIS - start)).to_series()
    frame = pl.DataFrame({
        "contrat": np.arange(count), "participant": person, "premier": start, "mois": months,
        "lot_rang": _lots(dice, start.to_numpy(), lots["ouvert"].to_numpy()),
        "jour_debut": dice.between(0, 9, count), "jour_fin": dice.between(17, 27, count),
        "hasard": dice.between(0, 99, count), "modalite": dice.among(PARTS_MODALITES, count),
        "choix": dice.between(0, 59, count),
    })  # fmt: skip
    chosen = lots.with_row_index("lot_rang").select(
        pl.col("lot_rang").cast(pl.Int64), "numero_marche", "lot", "metier", "entreprise"
    )
    joined = frame.join(chosen, on="lot_rang", maintain_order="left")
    dressed = joined.join(_employers(structure), on=["modalite", "choix"], how="left",
                          maintain_order="left")  # fmt: skip
    number = pl.format(NUMEROS[structure], pl.col("contrat").cast(str).str.zfill(7))
    return _dated(_direct(dressed)).with_columns(numero_contrat=number)


def _lots(dice: Des, start: np.ndarray, opened: np.ndarray) -> np.ndarray:
    last = np.maximum(np.searchsorted(opened, start, "right"), 1)
    first = np.minimum(np.searchsorted(opened, start - 12, "left"), last - 1)
    return (first + dice.rng.random(len(start)) * (last - first)).astype(np.int64)


def _employers(structure: str) -> pl.DataFrame:
    """Rend l'employeur et la sorte de contrat de chaque modalité, selon un choix de 0 à 59."""
    rows = []
    for kind, types in TYPES_CONTRAT.items():
        found = [one.entreprise for one in EMPLOYEURS
                 if one.modalite == kind and structure in one.territoires]  # fmt: skip
        for choice in range(60):
            one = found[choice % len(found)] if found else None
            rows.append((kind, choice, one and one.raison_sociale, one and one.siret,
                         one and one.type, types[choice // 4 % len(types)]))  # fmt: skip
    names = ("modalite", "choix", "employeur", "siret_employeur", "type_employeur", "type_contrat")
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _direct(frame: pl.DataFrame) -> pl.DataFrame:
    """Pose l'entreprise du lot, qui emploie elle-même quand personne ne le fait pour elle."""
    trades = pl.DataFrame([
        {"metier": rank, "prefixe": one.prefixe, "poste": one.poste, "rome": one.rome}
        for rank, one in enumerate(METIERS)
    ])  # fmt: skip
    firms = frame["entreprise"].unique().to_list()
    numbers = pl.DataFrame({"entreprise": firms, "siret": [siret_of(one) for one in firms]})
    named = frame.join(trades, on="metier", maintain_order="left")
    named = named.join(numbers, on="entreprise", maintain_order="left").with_columns(
        raison_sociale=pl.format("{}-Exemple {}", "prefixe", "entreprise")
    )
    is_direct = pl.col("employeur").is_null()
    return named.with_columns(
        modalite=pl.when(is_direct).then(pl.lit(DIRECTE)).otherwise("modalite"),
        employeur=pl.coalesce("employeur", "raison_sociale"),
        siret_employeur=pl.coalesce("siret_employeur", "siret"),
        type_employeur=pl.coalesce("type_employeur", pl.lit("Entreprise classique")),
    )


def _dated(frame: pl.DataFrame) -> pl.DataFrame:
    """Pose début et fins ; un contrat récent est parfois encore ouvert, une fin parfois oubliée."""
    last = pl.col("premier") + pl.col("mois") - 1
    end = first_day(last) + pl.duration(days=pl.col("jour_fin"))
    is_open = (last >= MOIS - 2) & (pl.col("hasard") < 60)
    is_forgotten = pl.col("hasard") < 5
    planned = pl.when(is_open).then(pl.lit(EXTRACTION) + pl.duration(days=pl.col("hasard") + 15))
    return frame.with_columns(
        debut=first_day(pl.col("premier")) + pl.duration(days=pl.col("jour_debut")),
        fin_prevue=planned.otherwise(end),
        fin_reelle=pl.when(~is_open & ~is_forgotten).then(end),
        motif=pl.when(~is_open & ~is_forgotten).then(
            pl.when(pl.col("hasard") > 88).then(pl.lit("Abandon")).otherwise(
                pl.lit("Fin de contrat"))),
    )  # fmt: skip


def heures(dice: Des, structure: str, hired: pl.DataFrame) -> pl.DataFrame:
    """Rend les lignes d'heures ; chez CIE 84, des corrections et des saisies rejetées en plus."""
    lengths = hired["mois"].to_numpy()
    contract = np.repeat(np.arange(hired.height), lengths)
    offset = np.arange(len(contract)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    month = hired["premier"].to_numpy()[contract] + offset
    count = len(contract)
    rows = pl.DataFrame({
        "contrat": contract, "mois": month, "quarts": dice.between(80, 400, count),
        "formation": dice.among({0: 94, 4: 2, 8: 2, 28: 2}, count),
        "delai": dice.between(0, 25, count),
        "valide": dice.among({"Oui": 98, "Non": 2}, count),
    })  # fmt: skip
    if structure != "CIE84":
        return rows
    fixed = rows.filter(dice.is_one_in(0.5, count)).with_columns(
        quarts=-pl.col("quarts") // 10, formation=pl.lit(0, pl.Int64), delai=pl.lit(26, pl.Int64),
        valide=pl.lit("Oui"),
    )  # fmt: skip
    refused = rows.filter(dice.is_one_in(0.2, count)).with_columns(
        quarts=pl.col("quarts") // 2 + 3, delai=pl.lit(27, pl.Int64), valide=pl.lit("Rejeté")
    )
    return pl.concat([rows, fixed, refused]).sort("mois", "contrat", "delai")
