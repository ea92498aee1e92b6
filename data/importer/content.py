"""Les tables d'après un import, et ce qu'un fichier dit face à celles d'avant.

Ce qui part, ce qui arrive, une écriture par numéro ; un fichier qui contredit les données en place
est demandé, ou signalé.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl

from data.check import A_PRECISER, IMPORTE, Prepared
from data.check import anomalies as notes
from data.formats import formats
from data.load import (
    Definitions,
    Departure,
    Matching,
    departure,
    followed,
    forget_covered,
    halved,
    identity_of,
    latest_extractions,
    match,
    newer_than,
    one_spelling,
    orphans,
    other_costs,
    outside_contract,
    replace_rows,
    same_content,
    silent_marches,
    without,
)
from data.people import (
    Key,
    births_of,
    by_age,
    cleaned_journal,
    depersonalized_tables,
    keep_known_ages,
    kept_anomalies,
    kept_name,
    numbers_in_clear,
    with_ages,
)
from data.publish import Generation, opposed, read_database, remember_opposed
from data.recognize import Question, choice
from data.schema import ANOMALIES, IMPORTS, conform
from data.words import nombre

Tables = dict[str, pl.DataFrame]
ANCIEN, PARTIEL = "plus_ancien", "parties_absentes"
IMPORTER = "oui"


def stored_tables(served: Generation | None, key: Key, *, est_exemple: bool) -> Tables:
    """Rend les tables en place, sans numéro ni nom de fichier d'avant ; le premier import réel les
    vide."""
    starts_anew = served is not None and served.est_exemple and not est_exemple
    content = cleaned_journal(read_database(None if starts_anew else served))
    return depersonalized_tables(content, key) if numbers_in_clear(content) else content


def after(accepted: Sequence[Prepared], before: Tables, est_exemple: bool) -> Tables:
    """Rend toutes les tables après ces fichiers, donnés du plus ancien au plus récent."""
    content = without_covered(accepted, before)
    known_ages = before["contrats"]
    number = content["imports"]["import_id"].max() or 0
    now = datetime.now().replace(microsecond=0)
    for rank, one in enumerate(accepted, start=number + 1):
        content, _ = with_rows(one, rank, content, known_ages)
        imports = _import_row(one, rank, now, est_exemple)
        content["imports"] = pl.concat([content["imports"], imports])
        content["anomalies"] = pl.concat([content["anomalies"], _anomaly_rows(one, rank)])
    content = one_spelling(content)
    content["contrats"], _ = with_ages(content["contrats"], births_of(list(accepted)))
    return content


def opponents(content: Tables, store: Path | None) -> Departure:
    """Rend qui s'est opposé, avec tous les numéros sous lesquels ces tables le ramèneraient."""
    one = departure(*opposed(store))
    return followed(content, one) if one.personnes or one.numeros else one


def without_opposed(content: Tables, store: Path | None) -> Tables:
    """Rend les tables sans qui s'est opposé, et retient les numéros sous lesquels il revenait."""
    whole = opponents(content, store)
    remember_opposed(whole.personnes, whole.numeros, store)
    return without(content, whole)


def without_covered(accepted: Sequence[Prepared], before: Tables) -> Tables:
    """Rend les tables sans ce que couvrent les exports complets.

    Tous ensemble et d'abord : deux semestres déclarés complets ne s'effacent pas l'un l'autre.
    """
    content = dict(before)
    for one in accepted:
        if one.est_complet:
            content[one.format] = forget_covered(content[one.format], held_by(one))
    return content


def held_by(one: Prepared) -> pl.DataFrame:
    """Rend toutes les identités que porte un fichier, mois vides compris."""
    return one.rows if one.emptied is None else pl.concat([one.rows, one.emptied])


def with_rows(
    one: Prepared, number: int, content: Tables, known_ages: pl.DataFrame
) -> tuple[Tables, Matching]:
    """Rend les tables après les lignes d'un seul fichier, et ce qu'elles remplacent."""
    table = content[one.format]
    rows = one.rows.with_columns(import_id=pl.lit(number, pl.Int64))
    if one.format == "contrats":
        rows = keep_known_ages(rows, known_ages)
    rows = conform(rows, table.schema)
    emptied = [] if one.emptied is None else [conform(one.emptied, table.schema)]
    found = match(table, pl.concat([rows, *emptied]), one.format)
    return {**content, one.format: replace_rows(table, rows, one.format, found)}, found


def _import_row(one: Prepared, import_id: int, now: datetime, est_exemple: bool) -> pl.DataFrame:
    row = {
        "import_id": import_id,
        "fichier": kept_name(one),
        "empreinte": one.empreinte,
        "format": one.format,
        "structures": "|".join(sorted(held_by(one)["structure"].drop_nulls().unique())),
        "date_extraction": one.extraction,
        "recu_le": now,
        "est_complet": one.est_complet,
        "est_exemple": est_exemple,
        **{f"lignes_{name}": count for name, count in one.lignes.items()},
        "cellules_corrigees": one.anomalies.filter(pl.col("gravite") == notes.CORRIGEE).height,
        **{f"heures_{name}": total for name, total in one.heures.items()},
    }
    return pl.DataFrame([row], schema=IMPORTS)


def _anomaly_rows(one: Prepared, import_id: int) -> pl.DataFrame:
    # Le nom d'un fichier ou d'un onglet porte parfois celui d'une personne : ils ne se gardent pas.
    told = kept_anomalies(one.anomalies).with_columns(
        import_id=pl.lit(import_id, pl.Int64), fichier=pl.lit(kept_name(one))
    )
    return conform(told, ANOMALIES)


def is_unchanged(content: Tables, before: Tables) -> bool:
    """Dit si ces tables disent exactement ce que disent celles d'avant.

    La date d'extraction en fait partie : les mêmes lignes, vues plus tard, rendent des échéances
    échues.
    """
    dates_before, dates = (latest_extractions(one["imports"]) for one in (before, content))
    same_rows = all(same_content(before[name], content[name]) for name in formats())
    return same_rows and dates_before.equals(dates)


def beside_stored(
    prepared: Sequence[Prepared], stored: Tables, answers: Sequence[Mapping[str, str]]
) -> list[Prepared]:
    """Rend les mêmes fichiers, confrontés aux tables en place et aux fichiers d'avant eux."""
    done = list(prepared)
    ranks = {id(one): rank for rank, one in enumerate(prepared)}
    accepted = by_age([one for one in prepared if one.issue == IMPORTE])
    content = without_covered(accepted, stored)
    for one in accepted:
        rank = ranks[id(one)]
        following, found = with_rows(one, 0, content, stored["contrats"])
        question = _question(one, stored, following, found, answers[rank])
        if question:
            done[rank] = _asked(one, question)
            continue
        done[rank] = _with_remarks(one, stored)
        content = following
    last = {one.format: rank for rank, one in enumerate(done) if one.issue == IMPORTE}
    received = [(one.format, one.rows) for one in done if one.issue == IMPORTE]
    defined = Definitions(content, received)
    for rank, one in enumerate(done):
        if one.issue == IMPORTE:
            is_last = last[one.format] == rank
            done[rank] = _told(one, _crossed(one, stored, defined, is_last=is_last))
    return done


def _crossed(one: Prepared, stored: Tables, defined: Definitions, *, is_last: bool) -> list[str]:
    """Rend ce que le fichier dit face aux autres tables, telles qu'elles seront ; ce qui porte sur
    toute une table n'est dit que par le dernier fichier de sa sorte."""
    said = [
        *orphans(one.rows, one.format, defined),
        *outside_contract(one.rows, one.format, defined),
    ]
    if not is_last:
        return said
    content = defined.tables
    structures = held_by(one)["structure"].unique().to_list()
    tables = [frame[one.format].filter(pl.col("structure").is_in(structures))
              for frame in (stored, content)]  # fmt: skip
    label = formats()[one.format].label
    return [
        *halved(*tables, label, est_complet=one.est_complet),
        *said,
        *silent_marches(one.format, content),
    ]


def _told(one: Prepared, said: Sequence[str]) -> Prepared:
    remarks = [notes.whole_file(text) for text in said if text]
    return replace(one, anomalies=notes.gather([*remarks, one.anomalies]))


def _asked(one: Prepared, question: Question) -> Prepared:
    told = notes.gather([notes.whole_file(question.message), one.anomalies])
    return replace(one, issue=A_PRECISER, question=question, anomalies=told)


def _question(
    one: Prepared, stored: Tables, following: Tables, found: Matching, answers: Mapping[str, str]
) -> Question | None:
    """Rend la question que pose un fichier, la première sans réponse."""
    older = None
    if answers.get(ANCIEN) != IMPORTER:
        older = newer_than(held_by(one), one.format, one.extraction, stored)
    if older and not same_content(stored[one.format], following[one.format]):
        said = (
            f"L'export « {one.nom} » date du {one.extraction:%d/%m/%Y} : il est plus ancien que "
            f"les données en place ({older:%d/%m/%Y}) et remettrait ce qui a pu être corrigé "
            "depuis. Importez plutôt le plus récent, ou confirmez celui-ci."
        )
        return choice(ANCIEN, said, {IMPORTER: "Importer cet export plus ancien"}, one.format)
    if found.unsure.height:
        return choice(PARTIEL, _said_unsure(one, found.unsure), {}, one.format)
    return None


def _said_unsure(one: Prepared, unsure: pl.DataFrame) -> str:
    absent = [
        label
        for name, label in (("numero_contrat", "N° contrat"), ("numero_lot", "N° lot"))
        if name in unsure.columns
    ]
    return (
        f"Dans « {one.nom} », {nombre(unsure.height)} identités peuvent remplacer plusieurs lignes "
        f"en place : il leur manque {' ou '.join(f'« {text} »' for text in absent)}, que les "
        "données en place distinguent (ou l'inverse). Relancez l'export avec ces colonnes, ou "
        "déclarez-le complet s'il contient tout ce que la structure a saisi."
    )


def _with_remarks(one: Prepared, stored: Tables) -> Prepared:
    said = [other_costs(one.rows, one.format, stored), _said_complete(one, stored)]
    return _told(one, said)


def _said_complete(one: Prepared, stored: Tables) -> str:
    """Dit ce qu'un export complet fait disparaître : des identités en place qu'il ne porte pas."""
    if not one.est_complet:
        return ""
    keys = identity_of(one.format)
    held = held_by(one)
    structures = held["structure"].unique().to_list()
    mine = stored[one.format].filter(pl.col("structure").is_in(structures))
    kept = set(match(mine, held, one.format).replaced)
    gone = mine.with_row_index("_rang").filter(~pl.col("_rang").is_in(list(kept)))
    if not gone.height:
        return ""
    when = _years(gone, keys)
    return (
        f"Export déclaré complet : {nombre(gone.height)} lignes en place qu'il ne contient pas "
        f"disparaissent{when}."
    )


def _years(gone: pl.DataFrame, keys: Sequence[str]) -> str:
    if "mois" in keys:
        years = gone["mois"].dt.year()
    elif "annee" in keys:
        years = gone["annee"]
    else:
        return ""
    return f" (années {', '.join(str(one) for one in sorted(years.drop_nulls().unique()))})"
