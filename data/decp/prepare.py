"""Un fichier de DECP devient des lignes prêtes à charger, ou un refus."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from data import anomalies as notes
from data.decp.cast import cast_decp, heading
from data.decp.read import Advance, Lecture, read_decp
from data.filename import date_in_name
from data.formats.decp import FORMAT
from data.grid import FichierRefuse, nombre
from data.load import conform
from data.prepare import IMPORTE, REFUSE, Options, Prepared, nothing_kept
from data.schema import tables

SANS_COLONNE = (
    "Ce fichier n'a pas de considérations sociales : elles y sont « non renseignées » pour tous "
    "les contrats, et aucune part ne s'en tire."
)


def prepare_decp(
    nom: str, content: bytes | Path, options: Options, advance: Advance = lambda _done: None
) -> Prepared:
    """Rend le sort d'un fichier de DECP, réduit au Vaucluse ; ne lève rien de corrigeable."""
    try:
        lecture = read_decp(nom, content, advance=advance)
        if not lecture.frame.height:
            raise FichierRefuse(_nothing_here(nom, lecture))
        return _settle(nom, lecture, options)
    except FichierRefuse as refusal:
        return Prepared(nom, REFUSE, anomalies=notes.whole_file(str(refusal), notes.ECARTEE))


def _nothing_here(nom: str, lecture: Lecture) -> str:
    return (
        f"Le fichier « {nom} » ({nombre(lecture.lues)} {_unit(lecture)}) n'a aucun contrat d'un "
        "acheteur du Vaucluse ni exécuté en Vaucluse (le code région 84 est Auvergne-Rhône-Alpes)."
    )


def _unit(lecture: Lecture) -> str:
    """Un tableau se compte en lignes, un JSON en contrats."""
    return "lignes" if lecture.intitules else "contrats"


def _settle(nom: str, lecture: Lecture, options: Options) -> Prepared:
    """Fait les comptes : lues (en Vaucluse) = retenues + écartées."""
    told = date_in_name(nom) or options.extraction
    typed = cast_decp(lecture, told or date.today())
    is_aside = pl.col("gravite") == notes.ECARTEE
    aside = set(typed.anomalies.filter(is_aside)["ligne"])
    kept = typed.frame.filter(~pl.col("ligne").is_in(list(aside)))
    found = typed.anomalies.filter(is_aside | ~pl.col("ligne").is_in(list(aside)))
    read = typed.frame["ligne"].n_unique()
    done = Prepared(
        nom,
        IMPORTE,
        FORMAT.name,
        extraction=told or _latest(kept),
        est_complet=options.est_complet,
        lignes={
            "lues": read, "retenues": read - len(aside), "doublons": 0, "totaux": 0,
            "ecartees": len(aside),
        },
        anomalies=notes.gather([*_remarks(lecture, read), found]),
        rows=conform(kept, tables()[FORMAT.name]),
    )  # fmt: skip
    return done if kept.height else nothing_kept(done)


def _latest(kept: pl.DataFrame) -> date | None:
    """Rend la date des données : la dernière publication, sinon la dernière notification."""
    return kept["date_publication"].max() or kept["date_notification"].max()


def _remarks(lecture: Lecture, read: int) -> list[pl.DataFrame]:
    said = []
    if lecture.lues > read:
        said.append(
            f"{nombre(lecture.lues)} {_unit(lecture)} dans ce fichier, dont {nombre(read)} en "
            "Vaucluse (acheteur ou exécution) : le reste n'est pas importé."
        )
    if not lecture.frame["a_colonne_considerations"].any():
        said.append(SANS_COLONNE)
    missing = [
        heading(lecture, name)
        for name in ("objet", "montant_eur", "lieu_code", "titulaire_id")
        if lecture.intitules and name not in lecture.frame.columns
    ]
    if missing:
        named = ", ".join(f"« {text} »" for text in missing)
        said.append(f"Colonnes absentes de cet extrait : {named}. Ce qui en dépend reste inconnu.")
    return [notes.whole_file(one) for one in said]
