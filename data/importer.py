"""Importer : lire tous les fichiers, préparer, montrer ce qui changera, publier ensemble.

`prepare_files` ne change rien au magasin ; `next_content` calcule les tables d'après ; `publish`
prend le verrou, recalcule sur la génération servie et publie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import polars as pl

from data import anomalies as notes
from data.ages import births_of, by_age, keep_known_ages, settle_ages, with_ages
from data.changes import latest_extractions, older_than_stored, other_costs
from data.decp.prepare import prepare_decp
from data.decp.read import is_decp
from data.formats import formats, vocabulary
from data.generations import Generation, current
from data.load import conform, forget_covered, read_database, replace_rows, same_content
from data.people import EXAMPLE_KEY, CleRefusee, Key, import_key
from data.prepare import IMPORTE, REFUSE, Options, Prepared, prepare
from data.publish import BeforePointer, import_lock, publish_tables
from data.read import Feuille, FichierRefuse, read_files
from data.received import Files, content_fingerprint, content_of, plain_name
from data.schema import ANOMALIES, IMPORTS

Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Lot:
    """Des fichiers préparés ensemble, et la clé qui a servi (ou la raison de son refus)."""

    fichiers: list[Prepared]
    key: Key
    est_exemple: bool = False

    @property
    def accepted(self) -> list[Prepared]:
        """Les fichiers qui seront publiés, du plus ancien export au plus récent."""
        return by_age([one for one in self.fichiers if one.issue == IMPORTE])


def silent(_done: float, _said: str) -> None:
    """Ne montre aucune progression."""


def prepare_files(
    files: Files,
    options: Options | Callable[[str], Options],
    store: Path | None = None,
    *,
    est_exemple: bool = False,
    progress: Progress = silent,
) -> Lot:
    """Lit et prépare des fichiers (nom, contenu) ; rien n'est publié.

    `options` : les mêmes pour tous, ou une fonction du nom de fichier.
    """
    read = _read_exports(files, progress)
    try:
        key = EXAMPLE_KEY if est_exemple else import_key(_expected_key(store))
    except CleRefusee as refusal:
        return Lot([refused(name, str(refusal)) for name, _ in files], EXAMPLE_KEY)
    start = 0.5 if read else 0.0
    sheets, prepared = iter(read), []
    for rank, (name, content) in enumerate(files):
        chosen = replace(options(name) if callable(options) else options, store=store)
        advance = _part(progress, start, (0.9 - start) / len(files), rank, name)
        if is_decp(name, content):
            one = prepare_decp(name, content, chosen, advance)
        else:
            one = prepare(name, next(sheets), chosen, key)
        prepared.append(replace(one, empreinte=content_fingerprint(content)))
        advance(1.0)
    stored = _stored(current(store), est_exemple=est_exemple)
    aged = settle_ages(prepared, stored["contrats"])
    return Lot([_beside_stored(one, stored) for one in aged], key, est_exemple)


def _read_exports(files: Files, progress: Progress) -> list[list[Feuille] | FichierRefuse]:
    """Lit les feuilles de ce qui n'est pas des DECP, dans l'ordre ; jusqu'à 50 %."""
    read = read_files(
        [one for one in files if not is_decp(*one)],
        vocabulary(),
        lambda done, total, name: progress(0.5 * done / total, f"Lecture de {name}"),
    )
    return [sheets for _, sheets in read]


def _part(
    progress: Progress, start: float, share: float, rank: int, name: str
) -> Callable[[float], None]:
    """Rend la progression du fichier de rang `rank`, parmi d'autres de même part."""
    return lambda done: progress(start + share * (rank + done), f"Contrôle de {name}")


def _stored(served: Generation | None, *, est_exemple: bool) -> dict[str, pl.DataFrame]:
    """Rend les tables en place ; les exemples disparaissent au premier import réel."""
    starts_anew = served is not None and served.est_exemple and not est_exemple
    return read_database(None if starts_anew else served)


def _beside_stored(one: Prepared, stored: dict[str, pl.DataFrame]) -> Prepared:
    """Signale ce qui contredit les données en place."""
    if one.issue != IMPORTE:
        return one
    said = [
        older_than_stored(one.rows, one.format, one.extraction, stored),
        other_costs(one.rows, one.format, stored),
    ]
    remarks = [notes.whole_file(text) for text in said if text]
    return replace(one, anomalies=notes.gather([*remarks, one.anomalies]))


def _expected_key(store: Path | None) -> str:
    served = current(store)
    return "" if served is None or served.est_exemple else served.manifest.get("cle", "")


def refused(name: str, message: str) -> Prepared:
    """Rend le refus d'un fichier que rien n'a pu préparer."""
    return Prepared(name, REFUSE, anomalies=notes.whole_file(message, notes.ECARTEE))


def next_content(lot: Lot, served: Generation | None) -> dict[str, pl.DataFrame]:
    """Rend toutes les tables d'après ; les exemples disparaissent au premier import réel."""
    return _after(lot, _stored(served, est_exemple=lot.est_exemple))


def _after(lot: Lot, before: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    content = dict(before)
    known_ages = content["contrats"]
    # D'abord ce que les exports complets couvrent, tous ensemble : deux semestres déclarés
    # complets ne s'effacent pas l'un l'autre.
    for one in lot.accepted:
        if one.est_complet:
            content[one.format] = forget_covered(content[one.format], one.rows)
    number = content["imports"]["import_id"].max() or 0
    now = datetime.now().replace(microsecond=0)
    for rank, one in enumerate(lot.accepted, start=1):
        rows = one.rows.with_columns(import_id=pl.lit(number + rank, pl.Int64))
        table = content[one.format]
        if one.format == "contrats":
            rows = keep_known_ages(rows, known_ages)
        content[one.format] = replace_rows(table, conform(rows, table.schema), one.format)
        content["imports"] = pl.concat(
            [content["imports"], _import_row(one, number + rank, now, lot)]
        )
        content["anomalies"] = pl.concat([content["anomalies"], _anomaly_rows(one, number + rank)])
    content["contrats"], _ = with_ages(content["contrats"], births_of(lot.accepted))
    return content


def _import_row(one: Prepared, import_id: int, now: datetime, lot: Lot) -> pl.DataFrame:
    row = {
        "import_id": import_id,
        "fichier": one.nom,
        "empreinte": one.empreinte,
        "format": one.format,
        "structures": "|".join(sorted(one.rows["structure"].drop_nulls().unique())),
        "date_extraction": one.extraction,
        "recu_le": now,
        "est_complet": one.est_complet,
        "est_exemple": lot.est_exemple,
        **{f"lignes_{name}": count for name, count in one.lignes.items()},
        "cellules_corrigees": one.anomalies.filter(pl.col("gravite") == notes.CORRIGEE).height,
        **{f"heures_{name}": total for name, total in one.heures.items()},
    }
    return pl.DataFrame([row], schema=IMPORTS)


def _anomaly_rows(one: Prepared, import_id: int) -> pl.DataFrame:
    told = one.anomalies.with_columns(
        import_id=pl.lit(import_id, pl.Int64), fichier=pl.lit(one.nom), feuille=pl.lit(one.feuille)
    )
    return conform(told, ANOMALIES)


def is_unchanged(content: dict[str, pl.DataFrame], before: dict[str, pl.DataFrame]) -> bool:
    """Dit si ces tables disent exactement ce que disent celles d'avant.

    La date d'extraction en fait partie : les mêmes lignes, vues plus tard, rendent des échéances
    échues.
    """
    dates_before, dates = (latest_extractions(one["imports"]) for one in (before, content))
    same_rows = all(same_content(before[name], content[name]) for name in formats())
    return same_rows and dates_before.equals(dates)


def publish(
    lot: Lot,
    store: Path | None = None,
    *,
    before_pointer: Sequence[BeforePointer] = (),
    progress: Progress = silent,
) -> Generation | None:
    """Publie les fichiers acceptés d'un lot ; rend la génération servie ensuite.

    Rien n'est publié si aucun fichier n'est accepté ou si rien ne change (la génération déjà
    servie est rendue). Lève ImportEnCours.
    """
    with import_lock(store):
        return publish_held(lot, store, before_pointer=before_pointer, progress=progress)


def publish_held(
    lot: Lot,
    store: Path | None = None,
    *,
    before_pointer: Sequence[BeforePointer] = (),
    progress: Progress = silent,
) -> Generation | None:
    """Publie comme `publish`, pour qui tient déjà le verrou."""
    served = current(store)
    is_late_example = lot.est_exemple and served is not None and not served.est_exemple
    if not lot.accepted or is_late_example:
        return served
    if not lot.est_exemple and _expected_key(store) not in ("", lot.key.identifier):
        raise CleRefusee("La clé du magasin a changé pendant l'import : recommencez.")
    before = _stored(served, est_exemple=lot.est_exemple)
    content = _after(lot, before)
    progress(0.92, "Publication")
    same_kind = served is not None and served.est_exemple == lot.est_exemple
    if same_kind and is_unchanged(content, before):
        return served
    done = publish_tables(
        content,
        store,
        est_exemple=lot.est_exemple,
        key_id=lot.key.identifier,
        before_pointer=before_pointer,
    )
    progress(1.0, "Publié")
    return done


def prepare_paths(
    paths: Sequence[Path], options: Options, store: Path | None = None, progress: Progress = silent
) -> Lot:
    """Prépare des fichiers du disque ; celui qui ne s'ouvre pas est refusé comme les autres."""
    contents = [(plain_name(path), content_of(path)) for path in paths]
    readable = [(name, found) for name, found in contents if not isinstance(found, str)]
    lot = prepare_files(readable, options, store, progress=progress)
    ready = iter(lot.fichiers)
    files = [
        refused(name, found) if isinstance(found, str) else next(ready) for name, found in contents
    ]
    return replace(lot, fichiers=files)
