"""Ce qui se lit bien et ne se peut guère : des heures, des durées, des numéros à vérifier.

Au-delà de vingt-quatre heures par jour rien n'est possible : la ligne est écartée. Le reste est
gardé et signalé, une phrase par contrôle.
"""

from __future__ import annotations

import polars as pl

from data.check.anomalies import AVERTISSEMENT, ECARTEE, Doubt, flag
from data.check.cast import cast_grid
from data.check.identifiers import DATE_DE_TABLEUR
from data.check.values import FINS
from data.recognize import Recognized

HEURES_PAR_JOUR_MAX = 24
HEURES_PAR_SEMAINE_MAX = 60
DUREE_HEBDO_MAX = 48
MOIS_DE_CONTRAT_MAX = 36
TEMPS_PLEIN = 30
MOIS_ETONNANT, HEURES_D_UN_MOIS_ETONNANT = 3, 500
NUMEROS = ("numero_marche", "numero_lot", "numero_contrat", "numero_participant")
PUISSANCE = r"(?i)^\d([.,]\d+)?e\+\d+$|^\d[.,]\d+e\d+$"
ARRONDI = r"^[1-9]\d{14}0+$"


def _end(frame: pl.DataFrame, export: Recognized) -> pl.Expr:
    """Rend le dernier jour d'un contrat : le vrai, sinon le prévu, sinon celui de l'extraction."""
    names = [one for one in FINS if one in frame.columns]
    return pl.coalesce([*(pl.col(one) for one in names), pl.lit(export.extraction)])


def hours_limit(export: Recognized, grid: pl.DataFrame) -> pl.Series:
    """Rend, par ligne de textes, les heures que contiennent ses jours ; nul si rien ne le dit."""
    if export.format.reshape:
        return pl.repeat(HEURES_PAR_JOUR_MAX * 31, grid.height, dtype=pl.Int64, eager=True)
    names = [one for one in ("date_debut", *FINS) if one in grid.columns]
    if "date_debut" not in names:
        return pl.repeat(None, grid.height, dtype=pl.Int64, eager=True)
    dated = cast_grid(grid.select("ligne", *names), export).frame
    days = (_end(dated, export) - pl.col("date_debut")).dt.total_days() + 1
    return dated.select(HEURES_PAR_JOUR_MAX * days.clip(1)).to_series()


def check_hours_a_day(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Les heures tiennent dans les jours du mois ou du contrat : 24 par jour, 60 par semaine."""
    measure = "heures_realisees" if "heures_realisees" in frame.columns else "heures_controle"
    if measure not in frame.columns or not {"mois", "date_debut"} & set(frame.columns):
        return []
    if "mois" in frame.columns:
        days = pl.col("mois").dt.days_in_month().cast(pl.Int64)
        over = "ce mois"
    else:
        days = (_end(frame, export) - pl.col("date_debut")).dt.total_days() + 1
        over = "la durée du contrat"
    hours = pl.col(measure)
    # Un mois ou une date illisibles, une fin avant le début sont déjà dits : rien à comparer.
    days = pl.when(days > 0).then(days)
    impossible = hours > HEURES_PAR_JOUR_MAX * days
    weeks = pl.when(days.is_not_null()).then(pl.max_horizontal(days / 7, pl.lit(1.0)))
    many = (hours > HEURES_PAR_SEMAINE_MAX * weeks) & ~impossible
    # Un total de contrôle n'est jamais compté : il ne retire pas son contrat.
    counted = measure == export.format.measure and measure != "heures_controle"
    end = "ligne écartée, corrigez-la." if counted else "à vérifier."
    gravite = ECARTEE if counted else AVERTISSEMENT
    heading = export.heading(measure)
    day = f"Plus de {HEURES_PAR_JOUR_MAX} heures par jour sur {over} : {end}"
    week = f"Plus de {HEURES_PAR_SEMAINE_MAX} heures par semaine sur {over} : à vérifier."
    return [
        flag(frame, impossible, heading, day, gravite),
        flag(frame, many, heading, week, AVERTISSEMENT),
    ]


def check_weekly_duration(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Une durée de travail dépasse rarement quarante-huit heures par semaine."""
    if "duree_hebdo" not in frame.columns:
        return []
    said = f"Durée de plus de {DUREE_HEBDO_MAX} heures par semaine : à vérifier."
    many = pl.col("duree_hebdo") > DUREE_HEBDO_MAX
    return [flag(frame, many, export.heading("duree_hebdo"), said, AVERTISSEMENT)]


def check_long_contract(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un contrat d'insertion dépasse rarement trente-six mois."""
    ends = [one for one in FINS if one in frame.columns]
    if "date_debut" not in frame.columns:
        return []
    said = f"Contrat de plus de {MOIS_DE_CONTRAT_MAX} mois : à vérifier."
    limit = pl.col("date_debut").dt.offset_by(f"{MOIS_DE_CONTRAT_MAX}mo")
    # La fin prévue ne compte que si la vraie n'est pas venue.
    known = [pl.coalesce([pl.lit(None, pl.Date), *ends[:rank]]) for rank in range(len(ends))]
    return [
        flag(frame, known[rank].is_null() & (pl.col(one) > limit), export.heading(one), said,
             AVERTISSEMENT)
        for rank, one in enumerate(ends)
    ]  # fmt: skip


def check_overlapping(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Deux contrats à temps plein d'une personne ne se recouvrent pas."""
    wanted = {"numero_participant", "date_debut", "duree_hebdo"}
    if not wanted <= set(frame.columns):
        return []
    keys = [one for one in ("structure", "numero_participant") if one in frame.columns]
    full = (
        frame.with_columns(_fin=_end(frame, export))
        .filter(pl.col("duree_hebdo") >= TEMPS_PLEIN)
        .drop_nulls(["numero_participant", "date_debut"])
        .sort("date_debut", maintain_order=True)
        .with_columns(_avant=pl.col("_fin").cum_max().shift(1).over(keys))
    )
    lines = full.filter(pl.col("date_debut") <= pl.col("_avant"))["ligne"].to_list()
    said = "Ce contrat à temps plein en recouvre un autre de la même personne : à vérifier."
    heading = export.heading("date_debut")
    return [flag(frame, pl.col("ligne").is_in(lines), heading, said, AVERTISSEMENT)]


def check_month_peak(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un mois trois fois plus gros que ses voisins est souvent saisi deux fois, ou mal rangé."""
    if not {"mois", "heures_realisees"} <= set(frame.columns):
        return []
    keys = ["structure"] if "structure" in frame.columns else []
    totals = frame.drop_nulls("mois").group_by([*keys, "mois"]).agg(
        pl.col("heures_realisees").sum().alias("_total")
    )  # fmt: skip
    beside = totals.select(*keys, pl.col("_total").alias("_voisin"), "mois")
    for step in ("1mo", "-1mo"):
        near = beside.with_columns(pl.col("mois").dt.offset_by(step)).rename(
            {"_voisin": f"_voisin{step}"}
        )
        totals = totals.join(near, on=[*keys, "mois"], how="left", nulls_equal=True)
    neighbours = pl.max_horizontal("_voisin1mo", "_voisin-1mo")
    both = pl.col("_voisin1mo").is_not_null() & pl.col("_voisin-1mo").is_not_null()
    peak = totals.filter(
        both
        & (pl.col("_total") >= HEURES_D_UN_MOIS_ETONNANT)
        & (pl.col("_total") > MOIS_ETONNANT * neighbours)
    )
    if not peak.height:
        return []
    said = "Ce mois compte plus de trois fois les heures des mois voisins : à vérifier."
    found = frame.join(peak.select(*keys, "mois"), on=[*keys, "mois"], how="semi", nulls_equal=True)
    return [flag(found, pl.lit(value=True), export.heading("mois"), said, AVERTISSEMENT)]


def check_spoiled_number(frame: pl.DataFrame, export: Recognized) -> list[Doubt]:
    """Un numéro devenu date ou puissance de dix ne se rattache plus à rien."""
    dated = (
        "Le tableur a sans doute changé ce numéro en date (« 2024-01 » devient « janv-24 ») : "
        "mettez la colonne au format Texte, puis réexportez, sinon il ne se rattache à rien."
    )
    powered = (
        "Le tableur a changé ce numéro (notation scientifique) : mettez la colonne au format "
        "Texte, puis réexportez."
    )
    rounded = (
        "Le tableur a arrondi ce numéro (il en garde quinze chiffres) : plusieurs numéros ont "
        "pu n'en faire qu'un. Mettez la colonne au format Texte, puis réexportez."
    )
    shapes = ((DATE_DE_TABLEUR, dated), (PUISSANCE, powered), (ARRONDI, rounded))
    every = "|".join(f"(?:{shape})" for shape, _ in shapes)
    names = [one for one in NUMEROS if one in frame.columns]
    is_near = frame.select(pl.col(name).unique().str.contains(every).any() for name in names)
    return [
        flag(frame, pl.col(name).str.contains(shape), export.heading(name), said,
             AVERTISSEMENT)
        for name in names
        if is_near[name][0]
        for shape, said in shapes
    ]  # fmt: skip


CHECKS_PLAUSIBLES = (
    check_hours_a_day, check_weekly_duration, check_long_contract, check_overlapping,
    check_month_peak, check_spoiled_number,
)  # fmt: skip
