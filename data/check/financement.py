"""Les contrôles du plan de financement et des objectifs.

Un total ne sert ici qu'à croire ou non des lignes : rien de ce qui est additionné n'est gardé.
"""

from __future__ import annotations

import polars as pl

from data.check.anomalies import AVERTISSEMENT, ECARTEE, Doubt, flag
from data.recognize import Recognized
from data.schema import conform, tables

SORTES = ("financements", "objectifs")
POSTE = ["structure", "annee", "poste"]
FINANCEUR = [*POSTE, "type_financeur", "financeur", "epci"]
MONTANTS = ("montant_prevu_eur", "montant_notifie_eur", "montant_verse_eur")
OBJECTIF = ["structure", "annee", "epci", "indicateur"]


def check_epci_named(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un financeur de type EPCI dit lequel : sans SIREN, il n'a pas de territoire."""
    said = (
        "Le financeur est un EPCI mais aucun n'est nommé : ligne écartée, écrivez son nom, son "
        "sigle ou son SIREN."
    )
    plan = _rows(frame, export, "financements")
    return [flag(plan, _is_unnamed(), export.heading("epci"), said, ECARTEE)]


def check_cost(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un poste a un coût et un temps de travail."""
    plan = _rows(frame, export, "financements")
    said = "La valeur est nulle ou négative : ligne écartée, corrigez la cellule."
    return [
        flag(plan, pl.col(name) <= 0, export.heading(name), said, ECARTEE)
        for name in ("cout_poste_eur", "etp")
    ]


def check_share(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Aucun financeur ne paie plus que le poste ne coûte."""
    plan = _rows(frame, export, "financements")
    said = (
        "Le montant dépasse le coût du poste (part de plus de 100 %) : ligne écartée, corrigez "
        "l'un des deux."
    )
    return [
        flag(plan, _is_above_cost(name), export.heading(name), said, ECARTEE) for name in MONTANTS
    ]


def check_one_total(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un poste n'a qu'un coût et qu'un temps de travail par exercice."""
    plan = _rows(frame, export, "financements").filter(pl.col("cout_poste_eur") > 0)
    said = (
        "Deux valeurs pour un même poste et un même exercice : toutes ses lignes sont écartées, "
        "on ne sait laquelle croire. Écrivez partout la même."
    )
    return [
        flag(plan, pl.col(name).drop_nulls().n_unique().over(POSTE) > 1, export.heading(name),
             said, ECARTEE)
        for name in ("cout_poste_eur", "etp")
    ]  # fmt: skip


def check_sum(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Les financeurs d'un poste ne paient pas ensemble plus que son coût."""
    plan = _sound(_rows(frame, export, "financements"))
    prevu, notifie = _once_or_sum("montant_prevu_eur"), _once_or_sum("montant_notifie_eur")
    shares = plan.group_by(FINANCEUR).agg(
        pl.col("cout_poste_eur").first(), retenu=pl.coalesce(notifie, prevu)
    )
    beyond = (
        shares.group_by(POSTE)
        .agg(pl.col("retenu").sum(), pl.col("cout_poste_eur").first())
        .filter(pl.col("retenu") > pl.col("cout_poste_eur"))
    )
    lines = plan.join(beyond, on=POSTE, how="semi", nulls_equal=True)
    said = (
        "Les montants du poste dépassent ensemble son coût (plus de 100 %) : toutes ses lignes "
        "sont écartées, on ne sait laquelle croire."
    )
    return [flag(lines, pl.lit(value=True), export.heading("cout_poste_eur"), said, ECARTEE)]


def check_paid(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un financeur ne verse pas à un poste plus qu'il n'a notifié."""
    plan = _sound(_rows(frame, export, "financements"))
    paid, granted = pl.col("montant_verse_eur").sum(), _once_or_sum("montant_notifie_eur")
    said = (
        "Plus versé que notifié par ce financeur pour ce poste : ses lignes sont écartées, "
        "corrigez l'un des deux montants."
    )
    is_over = paid.over(FINANCEUR) > granted.over(FINANCEUR)
    return [flag(plan, is_over, export.heading("montant_verse_eur"), said, ECARTEE)]


def check_repeated_amount(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Le même montant sur chaque versement d'un financeur est un seul montant."""
    plan = _rows(frame, export, "financements")
    said = "Le même montant est écrit sur plusieurs versements de ce financeur : compté une fois."
    return [
        flag(plan, _is_repeated(name).over(FINANCEUR) & pl.col(name).is_not_null(),
             export.heading(name), said, AVERTISSEMENT)
        for name in MONTANTS[:2]
    ]  # fmt: skip


def check_rate(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un taux visé ne dépasse pas 100 %."""
    rows = _rows(frame, export, "objectifs")
    wrong = pl.col("indicateur").str.ends_with("_pct") & (pl.col("valeur") > 100)
    said = "Un taux dépasse 100 % : ligne écartée, corrigez la valeur ou l'indicateur."
    return [flag(rows, wrong, export.heading("valeur"), said, ECARTEE)]


def check_decision(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un objectif a une décision : la convention n'en fixe aucun."""
    rows = _rows(frame, export, "objectifs")
    wrong = pl.col("valeur").is_not_null() & pl.col("source_decision").is_null()
    said = "Rien ne dit qui a fixé cet objectif, ni quand : ligne écartée, écrivez la décision."
    return [flag(rows, wrong, export.heading("source_decision"), said, ECARTEE)]


def check_one_goal(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Une même chose n'a qu'un objectif par an."""
    rows = _rows(frame, export, "objectifs").drop_nulls(["annee", "indicateur", "valeur"])
    said = (
        "Deux objectifs pour le même indicateur, la même année et le même périmètre : lignes "
        "écartées, gardez celui qui a été décidé."
    )
    twice = pl.struct(OBJECTIF).is_duplicated()
    return [flag(rows, twice, export.heading("valeur"), said, ECARTEE)]


def _rows(frame: pl.DataFrame, export: Recognized, name: str) -> pl.DataFrame:
    """Rend les lignes avec toutes les colonnes de leur table ; aucune si le format est autre."""
    return conform(frame if export.format.name == name else frame.clear(), tables()[name])


def _is_unnamed() -> pl.Expr:
    return (pl.col("type_financeur") == "epci") & pl.col("epci").is_null()


def _is_above_cost(name: str) -> pl.Expr:
    return (pl.col("cout_poste_eur") > 0) & (pl.col(name) > pl.col("cout_poste_eur"))


def _sound(plan: pl.DataFrame) -> pl.DataFrame:
    """Rend les lignes que rien n'écarte déjà : une faute de frappe n'accuse pas ses voisines."""
    wrong = [pl.col(name).is_null() for name in ("type_financeur", "financeur", "cout_poste_eur")]
    wrong += [pl.col("cout_poste_eur") <= 0, _is_unnamed()]
    wrong += [(pl.col(name) < 0) | _is_above_cost(name) for name in MONTANTS]
    return plan.filter(~pl.any_horizontal(one.fill_null(value=False) for one in wrong))


def _once_or_sum(name: str) -> pl.Expr:
    """Rend le montant d'un financeur : répété, il compte une fois ; nul si aucun n'est écrit."""
    amount = pl.col(name)
    total = pl.when(amount.count() > 0).then(amount.sum())
    return pl.when(_is_repeated(name)).then(amount.min()).otherwise(total)


def _is_repeated(name: str) -> pl.Expr:
    return (pl.col(name).count() > 1) & (pl.col(name).min() == pl.col(name).max())


def financement_doubts(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Rend les doutes de ces contrôles ; aucun, d'une autre sorte d'export."""
    if export.format.name not in SORTES:
        return []
    rows = conform(frame, tables()[export.format.name])
    return [doubt for check in CHECKS_FINANCEMENT for doubt in check(rows, export)]


CHECKS_FINANCEMENT = (
    check_epci_named, check_cost, check_share, check_one_total, check_sum, check_paid,
    check_repeated_amount, check_rate, check_decision, check_one_goal,
)  # fmt: skip
