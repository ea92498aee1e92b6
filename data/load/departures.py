"""Retirer des personnes de toutes les tables : qui s'y oppose, qui n'y a plus sa place.

Une personne y est par son pseudonyme (participants, extraction à plat) et par ses numéros dans
chaque structure (contrats, heures, situations) : les deux se suivent.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from data.formats import formats
from data.reference import in_force

NUMERO = ["structure", "numero_participant"]
DEPARTS = "departs"
# Sans fiche, une personne est son numéro dans sa structure, comme dans la vue des identités.
OWN = pl.col("structure").fill_null("") + "|" + pl.col("numero_participant")
Tables = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Departure:
    """Des personnes : leurs pseudonymes, et leurs numéros (structure, pseudonyme du numéro)."""

    personnes: frozenset[str] = field(default=frozenset())
    numeros: frozenset[tuple[str, str]] = field(default=frozenset())

    def __or__(self, other: Departure) -> Departure:
        return Departure(self.personnes | other.personnes, self.numeros | other.numeros)


def followed(tables: Tables, one: Departure) -> Departure:
    """Rend les mêmes personnes avec tous les numéros et pseudonymes que les tables joignent."""
    known = tables["participants"].select(*NUMERO, "personne").unique()
    by_number = known.filter(_has_number(one)) if one.numeros else known.clear()
    personnes = one.personnes | set(by_number["personne"].drop_nulls())
    numbers = known.filter(pl.col("personne").is_in(list(personnes)))
    return Departure(personnes, one.numeros | set(numbers.select(NUMERO).drop_nulls().rows()))


def _has_number(one: Departure) -> pl.Expr:
    pairs = [
        pl.col("structure").eq_missing(pl.lit(structure)) & (pl.col("numero_participant") == number)
        for structure, number in sorted(one.numeros, key=str)
    ]
    return pl.any_horizontal(pl.lit(value=False), *pairs).fill_null(value=False)


def rows_of(frame: pl.DataFrame, one: Departure) -> pl.Expr:
    """Rend l'expression vraie pour les lignes de ces personnes dans une table."""
    found = []
    if "personne" in frame.columns:
        found.append(pl.col("personne").is_in(list(one.personnes)))
    if set(NUMERO) <= set(frame.columns) and one.numeros:
        numbers = pl.struct(NUMERO).is_in(
            [{"structure": structure, "numero_participant": number}
             for structure, number in sorted(one.numeros, key=str)]
        )  # fmt: skip
        found.append(numbers)
    # Rien que des constantes sous une fonction : Polars refuse ce filtre dès 16 385 lignes.
    return pl.any_horizontal(pl.lit(value=False), *(part.fill_null(value=False) for part in found))


def without(tables: Tables, one: Departure) -> Tables:
    """Rend les tables sans ces personnes."""
    names = {f"{structure or ''}|{number}" for structure, number in one.numeros}
    alone = Departure(one.personnes | names)
    return {
        name: frame.filter(~rows_of(frame, alone if name == DEPARTS else one))
        if name in formats() or name == DEPARTS
        else frame
        for name, frame in tables.items()
    }


def remembered(tables: Tables, one: Departure) -> pl.DataFrame:
    """Rend la table des départs, complétée du premier contrat de ces personnes."""
    known = _known(tables)
    contracts = _named(tables["contrats"], known, "date_debut").with_columns(
        _fin=tables["contrats"]
        .select(pl.coalesce("date_fin_reelle", "date_fin_prevue"))
        .to_series()
    )
    flat = tables["extraction"].select(
        "personne", _jour="date_debut", _ouvert=pl.lit(value=False), _fin="date_fin"
    )
    names = {f"{structure or ''}|{number}" for structure, number in one.numeros}
    gone = pl.concat([contracts, flat]).filter(
        pl.col("personne").is_in(list(one.personnes | names)), pl.col("_jour").is_not_null()
    )
    found = gone.select("personne", date_premier_contrat="_jour", date_fin_premier_contrat="_fin")
    # Le plus ancien l'emporte, qu'il soit parti cette fois ou une fois d'avant.
    return (
        pl.concat([tables[DEPARTS], found])
        .sort("personne", "date_premier_contrat", "date_fin_premier_contrat", nulls_last=True)
        .unique("personne", keep="first", maintain_order=True)
    )


def counted(tables: Tables, one: Departure) -> dict[str, int]:
    """Rend, par sorte d'export, le nombre de lignes de ces personnes (zéros omis)."""
    counts = {
        name: tables[name].filter(rows_of(tables[name], one)).height
        for name in formats()
        if name in tables
    }
    return {name: number for name, number in counts.items() if number}


def kept_years(day: date) -> int:
    """Rend combien d'années se gardent les lignes d'une personne, selon la règle de ce jour."""
    return int(in_force(day)["conservation_annees"])


def expired(tables: Tables, today: date) -> tuple[Departure, int]:
    """Rend les personnes dont le dernier contrat est fini depuis plus que le délai, et combien
    d'entre elles ont un contrat sans date de fin.

    Le jour anniversaire est encore gardé. Le dernier contrat décide, dans quelque structure
    qu'il soit ; un mois travaillé après lui le prolonge. D'un contrat sans date de fin, le dernier
    fait connu de la personne (mois d'heures, début du contrat) tient lieu de fin. Sans contrat ni
    heures, c'est la date d'entrée ou la dernière situation ; sans aucune date, celle du dernier
    export qui porte la personne.
    """
    last = _last_days(tables)
    limit = pl.col("dernier").dt.offset_by(f"{kept_years(today)}y")
    gone = last.filter((limit < pl.lit(today)).fill_null(value=False))
    personnes = {one for one in gone["personne"] if "|" not in one}
    numeros = {tuple(one.split("|", 1)) for one in gone["personne"] if "|" in one}
    whole = followed(tables, Departure(frozenset(personnes), frozenset(numeros)))
    return whole, gone["est_ouvert"].sum()


def _last_days(tables: Tables) -> pl.DataFrame:
    """Rend personne (sinon « structure|numéro »), dernier jour connu, est_ouvert."""
    known = _known(tables)
    contrats, extraction = (_seen(tables, name) for name in ("contrats", "extraction"))
    ends = ["date_fin_reelle", "date_fin_prevue"]
    worked = _by_person(
        pl.concat([
            _named(contrats, known, *ends, "date_debut", "_vu_le", fins=ends),
            _named(tables["heures"], known, pl.col("mois").dt.month_end()),
            extraction.select(
                "personne",
                _jour=pl.coalesce("date_fin", "date_debut", "_vu_le"),
                _ouvert=pl.col("date_fin").is_null(),
            ),
        ])
    )  # fmt: skip
    participants = _seen(tables, "participants").select(
        personne=pl.coalesce("personne", OWN),
        _jour=pl.coalesce("date_entree", "_vu_le"),
        _ouvert=pl.lit(value=False),
    )
    days = ("date_releve_12_mois", "date_releve_6_mois", "date_sortie", "_vu_le")
    situations = _named(_seen(tables, "situations"), known, *days)
    others = pl.concat([participants, situations]).join(worked, on="personne", how="anti")
    return pl.concat([worked, _by_person(others)])


def _seen(tables: Tables, name: str) -> pl.DataFrame:
    """Rend une table avec la date d'extraction du fichier qui porte chaque ligne, « _vu_le »."""
    seen = tables["imports"].select("import_id", _vu_le=pl.coalesce(
        "date_extraction", pl.col("recu_le").dt.date()
    ))  # fmt: skip
    return tables[name].join(seen, on="import_id", how="left", maintain_order="left")


def _known(tables: Tables) -> pl.DataFrame:
    return tables["participants"].select(*NUMERO, personne=pl.coalesce("personne", OWN))


def _named(
    frame: pl.DataFrame, known: pl.DataFrame, *days: str | pl.Expr, fins: Sequence[str] = ()
) -> pl.DataFrame:
    """Rend la personne de chaque ligne, son jour (le premier connu de `days`), et si elle n'a
    aucune de ces fins."""
    names = known.unique(NUMERO, keep="first", maintain_order=True)
    joined = frame.join(names, on=NUMERO, how="left", nulls_equal=True, maintain_order="left")
    is_open = pl.coalesce(fins).is_null() if fins else pl.lit(value=False)
    return joined.select(
        personne=pl.coalesce("personne", OWN), _jour=pl.coalesce(days), _ouvert=is_open
    )


def _by_person(days: pl.DataFrame) -> pl.DataFrame:
    return (
        days.drop_nulls("personne")
        .group_by("personne")
        .agg(dernier=pl.col("_jour").max(), est_ouvert=pl.col("_ouvert").any())
    )


def departure(personnes: Iterable[str] = (), numeros: Iterable[tuple[str, str]] = ()) -> Departure:
    """Rend ces personnes, nommées par leurs pseudonymes et leurs numéros."""
    return Departure(frozenset(personnes), frozenset((one[0], one[1]) for one in numeros))
