"""Des textes publiés aux colonnes typées, avec ce qu'il faut vérifier à la source.

Une donnée publiée fausse se garde et se signale : seul un contrat sans acheteur ou sans numéro est
écarté. Une date impossible devient inconnue. Aucun message ne cite de cellule.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from data.check import Typed, identifiers, moments, values
from data.check.anomalies import AVERTISSEMENT, ECARTEE, flag, gather
from data.columns import COLUMNS
from data.decp.read import Lecture
from data.formats.decp import KEPT, MONTANT, sources

# Avant 2010, aucune donnée essentielle n'était publiée : la date est une faute de frappe.
PREMIERE_DATE = date(2010, 1, 1)
MONTANT_MAX_EUR = 3_000_000_000
DUREE_MAX_MOIS = 180
DATES = ("date_notification", "date_publication")
CONCESSION = r"(?i)concession|d[ée]l[ée]gation"


def cast_decp(lecture: Lecture, latest: date) -> Typed:
    """Type une lecture ; `latest` : aucune date ne peut lui être postérieure."""
    named = {name: heading(lecture, name) for name in DATES}
    settled = moments.settle_days(_complete(lecture.frame), named)
    raw = settled.frame
    frame = raw.with_columns(
        acheteur_siret=identifiers.siret_text(pl.col("acheteur_siret")),
        titulaire_id=_titulaire_id(),
        type_contrat=_type_contrat(lecture),
        montant_eur=_amount(pl.col("montant_eur")),
        duree_mois=values.number(pl.col("duree_mois")).cast(pl.Int64, strict=False),
        modification_id=values.number(pl.col("modification_id")).cast(pl.Int64, strict=False),
        donnees_actuelles=values.yes_no(pl.col("donnees_actuelles")),
        **{name: _possible_date(name, latest) for name in DATES},
    )
    found = [
        settled.anomalies,
        *_check_eves(raw, settled.doubtful),
        *_check_acheteur(raw, frame, lecture),
        *_check_dates(raw, frame, lecture),
        *_check_amounts(raw, frame, lecture),
        *_check_texts(frame, lecture),
    ]
    return Typed(frame, gather(found))


def heading(lecture: Lecture, name: str) -> str:
    """Rend l'intitulé du fichier (ou le champ du JSON) pour une de nos colonnes."""
    written = sources()[lecture.frame["source_decp"][0]].headings
    return lecture.intitules.get(name, written.get(name, (COLUMNS[name].label,))[0])


def _complete(frame: pl.DataFrame) -> pl.DataFrame:
    """Rend la grille avec toutes nos colonnes, espaces inutiles retirés."""
    absent = [name for name in (*KEPT, "type_contrat") if name not in frame.columns]
    full = frame.with_columns(pl.lit(None, pl.String).alias(name) for name in absent)
    return full.with_columns(values.plain(pl.col(name)) for name in KEPT)


def _type_contrat(lecture: Lecture) -> pl.Expr:
    """Rend ce que dit la source ; sinon l'intitulé de l'acheteur, puis la nature du contrat."""
    is_granted = lecture.intitules.get("acheteur_siret", "").startswith("autorite")
    is_concession = pl.lit(is_granted) | pl.col("nature").str.contains(CONCESSION)
    deduced = pl.when(is_concession.fill_null(value=False)).then(pl.lit("concession"))
    return pl.coalesce("type_contrat", deduced.otherwise(pl.lit("marche")))


def _titulaire_id() -> pl.Expr:
    is_siret = pl.col("titulaire_type_id").fill_null("SIRET").str.to_uppercase() == "SIRET"
    return (
        pl.when(is_siret)
        .then(identifiers.siret_text(pl.col("titulaire_id")))
        .otherwise("titulaire_id")
    )


def _amount(text: pl.Expr) -> pl.Expr:
    """Rend un montant en euros ; « 1.2e10 » vient des flottants d'un Parquet."""
    number = pl.coalesce(values.number(text), text.cast(pl.Float64, strict=False))
    return number.round(2).cast(MONTANT, strict=False)


def _possible_date(name: str, latest: date) -> pl.Expr:
    found = values.date(pl.col(name), latest.year)
    return pl.when(found.is_between(PREMIERE_DATE, latest)).then(found)


def _check_acheteur(raw: pl.DataFrame, frame: pl.DataFrame, lecture: Lecture) -> list[pl.DataFrame]:
    where = heading(lecture, "acheteur_siret")
    both = frame.with_columns(_lu=raw["acheteur_siret"])
    siret, read = pl.col("acheteur_siret"), pl.col("_lu")
    has_shape = identifiers.is_siret_shaped(siret) & (siret != "0" * 14)
    impossible = ~has_shape.fill_null(value=False)
    said = (
        "L'acheteur n'a pas de SIRET possible (14 chiffres) : ligne écartée, à corriger sur le "
        "profil d'acheteur."
    )
    wrong = "La clé du SIRET de l'acheteur est fausse : gardé tel que publié, à vérifier."
    is_broken = identifiers.is_scientific(read)
    false_key = has_shape & identifiers.siret(siret).is_null()
    nameless = "Le contrat n'a pas de numéro : ligne écartée, rien ne le distingue d'un autre."
    return [
        flag(both, impossible & ~is_broken, where, said, ECARTEE),
        identifiers.flag_scientific(
            both, read, where, "reprenez le fichier à sa source", "Le SIRET de l'acheteur"
        ),
        flag(both, false_key, where, wrong, AVERTISSEMENT),
        identifiers.flag_restored(both, read, pl.when(has_shape).then(siret), where),
        flag(both, pl.col("numero").is_null(), heading(lecture, "numero"), nameless, ECARTEE),
    ]  # fmt: skip


def _check_dates(raw: pl.DataFrame, frame: pl.DataFrame, lecture: Lecture) -> list[pl.DataFrame]:
    both = frame.with_columns(raw[name].alias(f"_lu_{name}") for name in DATES)
    absurd = "La date est illisible ou impossible : considérée comme inconnue, à vérifier."
    empty = "La date est vide : le contrat n'est d'aucune année, à vérifier."
    lost = [
        flag(
            both, values.is_unread(pl.col(f"_lu_{name}"), pl.col(name)),
            heading(lecture, name), absurd, AVERTISSEMENT,
        )
        for name in DATES
    ]  # fmt: skip
    is_empty = pl.col("_lu_date_notification").is_null()
    return [*lost, flag(both, is_empty, heading(lecture, DATES[0]), empty, AVERTISSEMENT)]


def _check_eves(raw: pl.DataFrame, doubtful: dict[str, list[int]]) -> list[pl.DataFrame]:
    said = (
        "La date est à 22 h ou 23 h alors que d'autres n'ont pas d'heure : peut-être la veille du "
        "vrai jour. Gardée telle que publiée, à vérifier."
    )
    return [
        flag(raw, pl.col("ligne").is_in(lines), column, said, AVERTISSEMENT)
        for column, lines in doubtful.items()
    ]


def _check_amounts(raw: pl.DataFrame, frame: pl.DataFrame, lecture: Lecture) -> list[pl.DataFrame]:
    both = frame.with_columns(_lu=raw["montant_eur"], _lue=raw["duree_mois"])
    amount, months = pl.col("montant_eur"), pl.col("duree_mois")
    where, how_long = heading(lecture, "montant_eur"), heading(lecture, "duree_mois")
    rules = (
        (amount <= 0, where, "Le montant est nul ou négatif : gardé tel que publié, à vérifier."),
        (
            amount > MONTANT_MAX_EUR, where,
            "Le montant dépasse trois milliards d'euros : gardé tel que publié, à vérifier.",
        ),
        (
            values.is_unread(pl.col("_lu"), amount), where,
            "Le montant n'est pas un nombre : considéré comme inconnu.",
        ),
        (
            values.is_unread(pl.col("_lue"), months), how_long,
            "La durée n'est pas un nombre de mois : considérée comme inconnue.",
        ),
        (
            ~months.is_between(1, DUREE_MAX_MOIS), how_long,
            "La durée est nulle, négative ou de plus de quinze ans : gardée, à vérifier.",
        ),
    )  # fmt: skip
    return [flag(both, rule, column, said, AVERTISSEMENT) for rule, column, said in rules]


def _check_texts(frame: pl.DataFrame, lecture: Lecture) -> list[pl.DataFrame]:
    is_siret = identifiers.is_siret_shaped(pl.col("titulaire_id"))
    false_key = is_siret & identifiers.siret(pl.col("titulaire_id")).is_null()
    wrong = "La clé du SIRET du titulaire est fausse : gardé tel que publié, à vérifier."
    damaged = "Des accents ont été perdus avant publication : texte gardé tel quel."
    return [
        flag(frame, false_key, heading(lecture, "titulaire_id"), wrong, AVERTISSEMENT),
        *(
            flag(
                frame, pl.col(name).str.contains("\ufffd"), heading(lecture, name), damaged,
                AVERTISSEMENT,
            )
            for name in ("acheteur_nom", "objet")
        ),
    ]  # fmt: skip
