"""Un fichier de DECP devient des lignes prêtes à charger, ou un refus."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl

from data.check import IMPORTE, Prepared, nothing_kept, refused, values
from data.check import anomalies as notes
from data.decp.amounts import settle_amounts
from data.decp.cast import cast_decp, heading
from data.decp.read import Advance, Lecture, is_decp_sheet, lecture_of_sheet, read_decp
from data.formats.decp import FORMAT
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.recognize import Options, date_in_name
from data.schema import conform, tables
from data.words import nombre, normalize

# Les libellés réglementaires de 2022, et ce qui dit qu'il n'y a rien.
CONSIDERATIONS = frozenset(
    ("clause_sociale", "critere_social", "marche_reserve", "marches_reserves",
     "concession_reservee", "concession_reserve", "pas_de_consideration_sociale", "sans_objet",
     "nc", "null", "none", "nan", "")
)  # fmt: skip
SANS_COLONNE = (
    "Ce fichier n'a pas de considérations sociales : elles y sont « non renseignées » pour tous "
    "les contrats, et aucune part ne s'en tire."
)
SANS_LIEU = (
    "Sans lieu d'exécution, seuls les contrats des acheteurs du Vaucluse ont pu être gardés : ceux "
    "qu'un acheteur d'ailleurs y exécute manquent."
)
SANS_VALEUR = (
    "Aucun contrat de ce fichier ne dit ses considérations sociales : tous comptent comme « non "
    "renseignés ». Vérifiez à la source que ce champ n'y a pas un autre nom."
)
# En dessous, des contrats sans réponse ne disent rien du fichier.
ASSEZ_DE_CONTRATS = 3


def prepare_decp(
    nom: str, content: bytes | Path, options: Options, advance: Advance = lambda _done: None
) -> Prepared:
    """Rend le sort d'un fichier de DECP, réduit au Vaucluse ; ne lève rien de corrigeable."""
    return _prepared(nom, lambda: read_decp(nom, content, advance=advance), options)


def prepare_decp_sheets(nom: str, feuilles: list[Feuille], options: Options) -> Prepared | None:
    """Rend le sort d'un fichier déjà lu dont une feuille est un tableau de DECP, sinon None."""
    found = [one for one in feuilles if is_decp_sheet(one)]
    if not found:
        return None
    if options.feuille:
        found = [one for one in found if one.nom == options.feuille] or found
    if len(found) > 1:
        names = ", ".join(f"« {one.nom} »" for one in found)
        said = (
            f"Le classeur « {nom} » a plusieurs onglets de DECP : {names}. Gardez-en un seul, ou "
            "donnez-les l'un après l'autre."
        )
        return refused(nom, said)
    return _prepared(nom, lambda: lecture_of_sheet(nom, found[0]), options)


def _prepared(nom: str, read: Callable[[], Lecture], options: Options) -> Prepared:
    try:
        lecture = read()
        if not lecture.frame.height:
            raise FichierRefuse(_nothing_here(nom, lecture))
        return _settle(nom, lecture, options)
    except FichierRefuse as refusal:
        return refused(nom, str(refusal))


def _nothing_here(nom: str, lecture: Lecture) -> str:
    if not lecture.lues:
        return (
            f"Le fichier « {nom} » n'a aucun contrat de la commande publique (DECP) : un export du "
            "logiciel des facilitateurs se dépose en CSV ou en classeur."
        )
    return (
        f"Le fichier « {nom} » ({nombre(lecture.lues)} {_unit(lecture)}) n'a aucun contrat d'un "
        "acheteur du Vaucluse ni exécuté en Vaucluse (le code région 84 est Auvergne-Rhône-Alpes)."
    )


def _unit(lecture: Lecture) -> str:
    """Un tableau se compte en lignes, un JSON en contrats."""
    return "lignes" if lecture.intitules else "contrats"


def _settle(nom: str, lecture: Lecture, options: Options) -> Prepared:
    """Fait les comptes : lues (en Vaucluse) = retenues + écartées."""
    _refuse_month_first(nom, lecture)
    told = date_in_name(nom) or options.extraction
    frame, marks = settle_amounts(lecture.frame, heading(lecture, "montant_eur"))
    typed = cast_decp(replace(lecture, frame=frame), told or date.today())
    noted = notes.gather([_reading_notes(lecture), marks, typed.anomalies])
    aside = notes.aside(noted) & set(typed.frame["ligne"])
    kept = typed.frame.filter(~pl.col("ligne").is_in(list(aside)))
    found = notes.still_told(noted, aside)
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
        anomalies=notes.gather(
            [*_remarks(lecture, read), *_undated(kept), *_unknown_labels(kept), found]
        ),
        rows=conform(kept, tables()[FORMAT.name]),
    )  # fmt: skip
    return done if kept.height else nothing_kept(done)


def _refuse_month_first(nom: str, lecture: Lecture) -> None:
    """Refuse des dates mois avant jour : « 03/12/2024 » y serait lu le 3 décembre, sans un mot."""
    for name in ("date_notification", "date_publication"):
        if name not in lecture.frame.columns:
            continue
        wrong = lecture.frame.filter(values.is_month_first(pl.col(name)))["ligne"].to_list()
        if wrong:
            raise FichierRefuse(
                f"Le fichier « {nom} » contient des dates écrites mois avant jour (colonne "
                f"« {heading(lecture, name)} », {notes.spans(wrong)}) : toutes ses dates sont "
                "douteuses. Reprenez-le à sa source, ou avec des dates jour/mois/année."
            )


def _reading_notes(lecture: Lecture) -> pl.DataFrame:
    """Rend en anomalies ce que la lecture avait à dire."""
    rows = [
        {
            "ligne": one.ligne,
            "colonne": one.colonne or None,
            "message": one.message,
            "gravite": notes.ECARTEE if one.est_ecartee else notes.AVERTISSEMENT,
        }
        for one in lecture.remarks
        if one.ligne is not None
    ]
    return pl.DataFrame(rows, schema=notes.SCHEMA)


def _undated(kept: pl.DataFrame) -> list[pl.DataFrame]:
    """Compte les contrats sans date lisible : ils sont gardés, mais d'aucune année."""
    lost = kept.filter(pl.col("date_notification").is_null())
    count = lost.select(pl.struct("acheteur_siret", "numero").n_unique()).item()
    if not count:
        return []
    said = (
        f"{nombre(count)} contrat{'s' if count > 1 else ''} sans date de notification lisible : "
        f"gardé{'s' if count > 1 else ''}, mais compté{'s' if count > 1 else ''} dans aucune année."
    )
    return [notes.whole_file(said)]


def _unknown_labels(kept: pl.DataFrame) -> list[pl.DataFrame]:
    """Dit les considérations sociales d'aucun libellé réglementaire : rien ne les compte."""
    if "considerations_sociales" not in kept.columns:
        return []
    texts = kept["considerations_sociales"].drop_nulls().str.replace_all(r"[\[\]'\"]", "")
    pieces = texts.str.replace_all("[;|]", ",").str.split(",").explode().str.strip_chars()
    labels = pieces.drop_nulls().unique().sort()
    unknown = [text for text in labels if _label(text) not in CONSIDERATIONS]
    if not unknown:
        return []
    shown = ", ".join(f"« {text[:40]} »" for text in unknown[:3])
    said = (
        f"Des considérations sociales ne sont d'aucun libellé réglementaire ({shown}) : elles "
        "comptent comme non renseignées, à corriger à la source."
    )
    return [notes.whole_file(said)]


def _says_nothing(frame: pl.DataFrame) -> bool:
    name = "considerations_sociales"
    return name in frame.columns and frame[name].null_count() == frame.height


def _label(text: str) -> str:
    return re.sub(r"^(inx|mq|cdl)(_|$)", "", normalize(text))


def _latest(kept: pl.DataFrame) -> date | None:
    """Rend la date des données : la dernière publication, sinon la dernière notification."""
    return kept["date_publication"].max() or kept["date_notification"].max()


def _remarks(lecture: Lecture, read: int) -> list[pl.DataFrame]:
    said = [one.message for one in lecture.remarks if one.ligne is None]
    if lecture.lues > read:
        said.append(
            f"{nombre(lecture.lues)} {_unit(lecture)} dans ce fichier, dont {nombre(read)} en "
            "Vaucluse (acheteur ou exécution) : le reste n'est pas importé."
        )
    if not lecture.frame["a_colonne_considerations"].any():
        said.append(SANS_COLONNE)
    elif read >= ASSEZ_DE_CONTRATS and _says_nothing(lecture.frame):
        said.append(SANS_VALEUR)
    missing = [
        heading(lecture, name)
        for name in ("objet", "montant_eur", "lieu_code", "titulaire_id")
        if lecture.intitules and name not in lecture.frame.columns
    ]
    if missing:
        named = ", ".join(f"« {text} »" for text in missing)
        said.append(f"Colonnes absentes de cet extrait : {named}. Ce qui en dépend reste inconnu.")
    if lecture.intitules and "lieu_code" not in lecture.frame.columns:
        said.append(SANS_LIEU)
    return [notes.whole_file(one) for one in said]
