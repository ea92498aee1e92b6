"""Importer : lire tous les fichiers, préparer, montrer ce qui changera, publier ensemble.

`prepare_files` ne change rien au magasin ; `next_content` calcule les tables d'après ; `publish`
prend le verrou, recalcule sur la génération servie et publie.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from data import anomalies as notes
from data.ages import keep_known_ages, with_ages
from data.formats import formats, vocabulary
from data.generations import Generation, current
from data.load import conform, read_database, replace_rows, same_content
from data.people import EXAMPLE_KEY, CleRefusee, Key, import_key
from data.prepare import IMPORTE, REFUSE, Options, Prepared, nothing_kept, prepare
from data.publish import BeforePointer, import_lock, publish_tables
from data.read import FichierRefuse, read_files
from data.schema import ANOMALIES, IMPORTS

Progress = Callable[[float, str], None]
Files = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Lot:
    """Des fichiers préparés ensemble, et la clé qui a servi (ou la raison de son refus)."""

    fichiers: list[Prepared]
    key: Key
    est_exemple: bool = False

    @property
    def accepted(self) -> list[Prepared]:
        """Les fichiers qui seront publiés, du plus ancien export au plus récent."""
        found = [one for one in self.fichiers if one.issue == IMPORTE]
        return sorted(found, key=lambda one: one.extraction or date.min)


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
    choose = options if callable(options) else lambda _name: options
    read = list(
        read_files(
            files,
            vocabulary(),
            lambda done, total, name: progress(0.5 * done / total, f"Lecture de {name}"),
        )
    )
    try:
        key = EXAMPLE_KEY if est_exemple else import_key(_expected_key(store))
    except CleRefusee as refusal:
        return Lot([_refused(name, str(refusal)) for name, _ in files], EXAMPLE_KEY)
    prepared = []
    for rank, ((name, sheets), (_, content)) in enumerate(zip(read, files, strict=True), start=1):
        one = prepare(name, sheets, replace(choose(name), store=store), key)
        prepared.append(replace(one, empreinte=hashlib.sha256(content).hexdigest()))
        progress(0.5 + 0.4 * rank / len(read), f"Contrôle de {name}")
    return Lot(_with_ages(prepared), key, est_exemple)


def _expected_key(store: Path | None) -> str:
    served = current(store)
    return "" if served is None or served.est_exemple else served.manifest.get("cle", "")


def _refused(name: str, message: str) -> Prepared:
    row = {"ligne": [None], "colonne": [None], "message": [message], "gravite": [notes.ECARTEE]}
    return Prepared(name, REFUSE, anomalies=pl.DataFrame(row, schema=notes.SCHEMA))


def _with_ages(prepared: list[Prepared]) -> list[Prepared]:
    """Calcule l'âge des contrats avec les naissances de la même commande."""
    births = births_of(prepared)
    return [
        _settle_ages(one, births) if one.format == "contrats" and one.issue == IMPORTE else one
        for one in prepared
    ]


def births_of(prepared: list[Prepared]) -> pl.DataFrame:
    """Rend les naissances connues de ces fichiers : structure, numero_participant, date."""
    schema = {"structure": pl.String, "numero_participant": pl.String, "date_naissance": pl.Date}
    found = [one.births for one in prepared if one.births is not None]
    births = pl.concat([pl.DataFrame(schema=schema), *found])
    keys = ["structure", "numero_participant"]
    return births.drop_nulls(keys).unique(keys, keep="last", maintain_order=True)


def _settle_ages(one: Prepared, births: pl.DataFrame) -> Prepared:
    rows, found = with_ages(one.rows, births)
    aside = set(found.filter(pl.col("gravite") == notes.ECARTEE)["ligne"])
    kept = rows.filter(~pl.col("ligne").is_in(list(aside)))
    counts = {
        **one.lignes,
        "retenues": one.lignes["retenues"] - len(aside),
        "ecartees": one.lignes["ecartees"] + len(aside),
    }
    done = replace(one, rows=kept, lignes=counts, anomalies=notes.gather([one.anomalies, found]))
    return done if kept.height else nothing_kept(done)


def next_content(lot: Lot, served: Generation | None) -> dict[str, pl.DataFrame]:
    """Rend toutes les tables d'après ; les exemples disparaissent au premier import réel."""
    starts_anew = served is not None and served.est_exemple and not lot.est_exemple
    content = read_database(None if starts_anew else served)
    number = content["imports"]["import_id"].max() or 0
    now = datetime.now().replace(microsecond=0)
    for rank, one in enumerate(lot.accepted, start=1):
        rows = one.rows.with_columns(import_id=pl.lit(number + rank, pl.Int64))
        before = content[one.format]
        if one.format == "contrats":
            rows = keep_known_ages(rows, before)
        content[one.format] = replace_rows(
            before, conform(rows, before.schema), one.format, est_complet=one.est_complet
        )
        content["imports"] = pl.concat(
            [content["imports"], _import_row(one, number + rank, now, lot)]
        )
        content["anomalies"] = pl.concat([content["anomalies"], _anomaly_rows(one, number + rank)])
    contracts, _ = with_ages(content["contrats"], births_of(lot.accepted), only_missing=True)
    content["contrats"] = contracts
    return content


def _import_row(one: Prepared, import_id: int, now: datetime, lot: Lot) -> pl.DataFrame:
    row = {
        "import_id": import_id,
        "fichier": one.nom,
        "empreinte": one.empreinte,
        "format": one.format,
        "structures": "|".join(sorted(one.rows["structure"].unique())),
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


def is_unchanged(content: dict[str, pl.DataFrame], served: Generation | None) -> bool:
    """Dit si ces tables disent exactement ce que la génération servie dit déjà."""
    if served is None:
        return False
    before = read_database(served)
    return all(same_content(before[name], content[name]) for name in formats())


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
        served = current(store)
        if not lot.accepted:
            return served
        if not lot.est_exemple and _expected_key(store) not in ("", lot.key.identifier):
            raise CleRefusee("La clé du magasin a changé pendant l'import : recommencez.")
        content = next_content(lot, served)
        progress(0.92, "Publication")
        same_kind = served is not None and served.est_exemple == lot.est_exemple
        if same_kind and is_unchanged(content, served):
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


def read_paths(paths: Sequence[Path]) -> Files:
    """Lit le contenu de fichiers ; lève FichierRefuse si l'un n'existe pas."""
    missing = [path for path in paths if not path.is_file()]
    if missing:
        names = ", ".join(f"« {path} »" for path in missing)
        raise FichierRefuse(f"Fichier introuvable : {names}. Rien n'a été importé.")
    return [(path.name, path.read_bytes()) for path in paths]
