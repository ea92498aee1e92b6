"""Lire un tableau DECP (CSV ou Parquet) par blocs, sans jamais le tenir entier en mémoire."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from data.decp.content import Content, all_bytes, byte_count, first_bytes
from data.decp.territory import is_in_vaucluse
from data.formats.decp import REQUIRED, Source, sources
from data.read.encoding import decode
from data.read.grid import FichierRefuse
from data.read.text import SEPARATEURS
from data.words import nombre, normalize

Progress = Callable[[float], None]
BLOC_LIGNES = 20_000
# Un petit fichier se recode s'il n'est pas en UTF-8 ; un fichier national est toujours en UTF-8.
RECODE_MAX_OCTETS = 50 * 1024 * 1024
APERCU_OCTETS = 256 * 1024
PARIS = "Europe/Paris"
LIGNES_MAX = 20_000_000
GARDEES_MAX = 500_000
EXPORT = "Reprenez le fichier à sa source (data.gouv.fr ou data.economie.gouv.fr)."


@dataclass(frozen=True)
class Remark:
    """Ce que la lecture a à dire : d'une ligne, ou de tout le fichier (`ligne` nulle)."""

    ligne: int | None
    colonne: str
    message: str
    est_ecartee: bool = False


@dataclass
class Reading:
    """Ce qu'un fichier a donné.

    `rows` : « ligne » (du fichier, en-tête compris) et nos colonnes, en texte ; `lues` : lignes ou
    contrats vus ; `intitules` : notre colonne -> intitulé du fichier.
    """

    lues: int = 0
    rows: dict[str, list[object]] = field(default_factory=dict)
    intitules: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Rend de quoi l'écrire sur la sortie de l'enfant."""
        return {**vars(self), "remarks": [vars(one) for one in self.remarks]}


def read_csv(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source, Reading]:
    """Lit un CSV ; `sirens` : acheteurs du Vaucluse (None : tout garder). Lève FichierRefuse."""
    content, warning = _in_utf8(content)
    head = first_bytes(content, APERCU_OCTETS)
    header, separator = _header(head)
    lazy = pl.scan_csv(
        content,
        separator=separator,
        infer_schema=False,
        encoding="utf8-lossy",
        low_memory=True,
        row_index_name="_rang",
        row_index_offset=2,
    )
    total = byte_count(content) / max(1, len(head) / max(1, head.count(b"\n")))
    source, done = _read(lazy, header, total, sirens, advance)
    done.remarks += [Remark(None, "", warning)] if warning else []
    return source, done


def read_parquet(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source, Reading]:
    """Lit un Parquet ; comme `read_csv`. La première ligne de données porte le numéro 2."""
    source = content if isinstance(content, Path) else io.BytesIO(content)
    lazy = pl.scan_parquet(source, low_memory=True, row_index_name="_rang", row_index_offset=2)
    schema = lazy.collect_schema()
    header = [name for name in schema.names() if name != "_rang"]
    lazy = lazy.with_columns(_as_text(name, schema[name]) for name in header)
    total = lazy.select(pl.len()).collect().item()
    return _read(lazy, header, total, sirens, advance)


def _as_text(name: str, kind: pl.DataType) -> pl.Expr:
    """Rend le texte d'une colonne de Parquet : listes jointes, instants à l'heure de Paris."""
    column = pl.col(name)
    if isinstance(kind, pl.List | pl.Array):
        texts = column.list if isinstance(kind, pl.List) else column.arr
        inner = kind.inner
        if isinstance(inner, pl.Struct):
            return texts.eval(pl.element().struct.json_encode()).list.join(", ")
        return column.cast(pl.List(pl.String)).list.join(", ")
    if isinstance(kind, pl.Struct):
        return column.struct.json_encode()
    if isinstance(kind, pl.Datetime) and kind.time_zone:
        column = column.dt.convert_time_zone(PARIS).dt.replace_time_zone(None)
    if isinstance(kind, pl.Binary):
        return column.cast(pl.String, strict=False)
    return column.cast(pl.String)


def _in_utf8(content: Content) -> tuple[Content, str]:
    if byte_count(content) > RECODE_MAX_OCTETS:
        return content, ""
    read = decode(all_bytes(content))
    return read.text.encode(), read.warning


@cache
def technical_headings() -> frozenset[str]:
    """Rend les intitulés que seules les DECP portent : « nature » ou « montant » n'en sont pas."""
    tables = [one for one in sources().values() if not one.est_json]
    texts = {text for one in tables for names in one.headings.values() for text in names}
    return frozenset(normalize(text) for text in texts if not text.isalpha() or not text.islower())


def _header(head: bytes) -> tuple[list[str], str]:
    """Rend l'en-tête et le séparateur qui y montre le plus d'intitulés connus."""
    first = head.partition(b"\n")[0].decode("utf-8", "replace").rstrip("\r")
    known = {
        normalize(text) for one in sources().values() for texts in one.headings.values()
        for text in texts
    }  # fmt: skip
    headers = {mark: next(csv.reader([first], delimiter=mark), []) for mark in SEPARATEURS}
    best = max(headers, key=lambda mark: len(known & set(map(normalize, headers[mark]))))
    return headers[best], best


def _read(
    lazy: pl.LazyFrame,
    header: list[str],
    total: float,
    sirens: list[str] | None,
    advance: Progress,
) -> tuple[Source, Reading]:
    source, columns = source_of(header)
    keep = None if sirens is None else is_in_vaucluse(list(columns), sirens)
    if total > LIGNES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(LIGNES_MAX)} lignes : aucune source DECP n'en a tant."
        )
    done = Reading(intitules=columns, rows={name: [] for name in ("ligne", *columns)})
    wanted = lazy.select(
        pl.col("_rang").cast(pl.Int64).alias("ligne"),
        *(pl.col(text).cast(pl.String).alias(name) for name, text in columns.items()),
    )
    for batch in _batches(wanted):
        done.lues += batch.height
        _add(done, batch.filter(keep) if keep is not None else batch)
        advance(min(0.99, done.lues / max(1.0, total)))
    return source, done


def _batches(wanted: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    for batch in wanted.collect_batches(chunk_size=BLOC_LIGNES, engine="streaming"):
        filled = pl.any_horizontal(pl.exclude("ligne").is_not_null())
        yield batch.filter(filled)


def _add(done: Reading, kept: pl.DataFrame) -> None:
    # En listes : une vue de Polars retiendrait en mémoire tout le bloc d'où elle vient.
    for name, values in kept.to_dict(as_series=False).items():
        done.rows[name].extend(values)
    if len(done.rows["ligne"]) > GARDEES_MAX:
        raise FichierRefuse(
            f"a plus de {nombre(GARDEES_MAX)} lignes à garder : gardez le seul Vaucluse."
        )


def source_of(header: list[str]) -> tuple[Source, dict[str, str]]:
    """Rend l'écriture d'un tableau et notre colonne -> intitulé ; lève FichierRefuse."""
    present = {normalize(text) for text in header}
    tables = [one for one in sources().values() if not one.est_json]
    own = [one for one in tables if present & {normalize(text) for text in one.own}]
    source = own[0] if own else next(one for one in tables if not one.own)
    columns = source.columns(header)
    missing = [source.headings[name][0] for name in REQUIRED if name not in columns]
    if missing:
        found = ", ".join(f"« {text[:40]} »" for text in header[:12])
        raise FichierRefuse(
            f"n'a pas les colonnes obligatoires des DECP : il manque "
            f"{', '.join(f'« {text} »' for text in missing)} (trouvées : {found}). {EXPORT}"
        )
    return source, columns
