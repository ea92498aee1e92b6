"""Ce qui manque pour la cible, et où le trouver ; l'obligation légale ; la qualité des champs."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go
import polars as pl

from pages.pnad.answers import Row
from pages.shared import theme
from pages.shared.charts import bars, panels
from pages.shared.words.findings.leaders import first, leaders
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import join_words, lower_first, number, percent
from pages.shared.words.labels import label, word
from pages.shared.words.pnad import CONFIDENCES, FINDINGS

SHOWN = 15
FIELDS = (
    "completude_pct",
    "objet_pct",
    "cpv_pct",
    "montant_pct",
    "duree_pct",
    "lieu_pct",
    "procedure_pct",
    "publication_pct",
)
FIELD_NAMES = {
    "completude_pct": "Considérations",
    "objet_pct": "Objet",
    "cpv_pct": "Code CPV",
    "montant_pct": "Montant",
    "duree_pct": "Durée",
    "lieu_pct": "Lieu",
    "procedure_pct": "Procédure",
    "publication_pct": "Publication",
}
SITUATION_COLORS = {
    "avec_clause": theme.POSITIVE,
    "critere_seul": theme.NEGATIVE,
    "sans": theme.NEGATIVE,
}
# Ce que l'acheteur peut corriger tout de suite.
TO_FIX = ("suivi_declare_sans", "suivi_non_renseigne", "suivi_critere_seul")

TO_DO = {"a_corriger": "à corriger", "a_completer": "à compléter", "a_preparer": "à préparer"}
VISES = Noun("contrat visé", "contrats visés")
PEU_REMPLIS = Noun(
    "acheteur renseigne", "acheteurs renseignent", rien="aucun acheteur ne renseigne"
)
A_CORRIGER = Noun(
    "marché clausé suivi est déclaré sans considération : à corriger avec l'acheteur",
    "marchés clausés suivis sont déclarés sans considération : à corriger avec l'acheteur",
    rien="aucun marché clausé suivi n'est déclaré sans considération",
)


def ou_gagner_acheteur(frame: pl.DataFrame) -> go.Figure:
    """Par acheteur : à corriger, à compléter, à préparer ; `frame` : pnad_ou_gagner."""
    return _where(frame, "acheteur")


def ou_gagner_cpv(frame: pl.DataFrame) -> go.Figure:
    """Par nature d'achat ; `frame` : pnad_ou_gagner."""
    return _where(frame, "cpv")


def _where(frame: pl.DataFrame, dimension: str) -> go.Figure:
    every = frame.filter(dimension=dimension)
    useful = every.filter(pl.sum_horizontal(*TO_DO) > 0)
    rows = useful.head(SHOWN).rows(named=True)
    counts = [(label(name), name) for name in TO_DO]
    drawn = [
        panels.Panel(title, [row[name] for row in rows], [number(row[name]) for row in rows])
        for title, name in counts
    ]
    rates = [row["taux_renseignes_pct"] for row in rows]
    told = [percent(one) if one is not None else "inconnu" for one in rates]
    drawn.append(panels.Panel("Taux parmi les renseignés", rates, told, theme.SUBSET))
    figure = panels.side_by_side([row["libelle"] for row in rows], drawn)
    return theme.say(
        figure,
        _where_words(useful, est_nom_propre=dimension == "acheteur"),
        shown=len(rows),
        among=every.height,
    )


def _where_words(frame: pl.DataFrame, *, est_nom_propre: bool) -> str:
    """Dit ce qu'il y a à faire et par qui commencer ; `frame` : les rangées utiles d'une sorte."""
    if frame.is_empty():
        return "Rien à corriger, à compléter ni à préparer dans cette vue"
    sums = frame.select(pl.col(*TO_DO).sum()).row(0, named=True)
    told = [f"{number(sums[name])} {words}" for name, words in TO_DO.items() if sums[name]]
    named = frame.select("libelle", pl.sum_horizontal(*TO_DO)).iter_rows()
    best = leaders([(one if est_nom_propre else lower_first(one), count) for one, count in named])
    begin = first(
        best,
        alone="d'abord",
        tied="d'abord",
        counted_as="acheteurs" if est_nom_propre else "achats",
    )
    return f"{join_words(told)} ; {begin}"


def pnad_loi_climat_bilan(frame: pl.DataFrame) -> go.Figure:
    """Une barre par situation des contrats que vise la loi.

    `frame` : situation, contrats, dont_travaux_courts.
    """
    order = ("avec_clause", "critere_seul", "sans", "non_renseigne", "contradictoire")
    found = {row["situation"]: row for row in frame.rows(named=True)}
    rows = [found[one] for one in (*order, "hors_format") if one in found]
    figure = bars.ranked_bars(
        [word("situation", row["situation"]) for row in rows],
        [row["contrats"] for row in rows],
        [_law_text(row) for row in rows],
        colors=[SITUATION_COLORS.get(row["situation"], theme.UNKNOWN) for row in rows],
        hatched=[row["situation"] not in SITUATION_COLORS for row in rows],
    )
    return theme.say(figure, _law_words(found))


def _law_text(row: Row) -> str:
    short = row["dont_travaux_courts"]
    more = f", dont {number(short)} de travaux de moins de six mois" if short else ""
    return f"{number(row['contrats'])}{more}"


def _law_words(situations: Mapping[str, Row]) -> str:
    """Dit combien de contrats vise la loi, et combien ont une clause ; par situation."""
    total = sum(row["contrats"] for row in situations.values())
    held = situations["avec_clause"]["contrats"] if "avec_clause" in situations else 0
    among = "aucun" if not held else ("tous" if held == total > 1 else number(held))
    reserved = "réservés" if held > 1 else "réservé"
    return f"{sentence(VISES.counted(total))}, dont {among} avec une clause ou {reserved}"


def pnad_rapprochement_bilan(frame: pl.DataFrame) -> go.Figure:
    """Une barre par constat ; la confiance des rapprochements est écrite au bout.

    `frame` : constat, confiance, nombre.
    """
    counts = {(row["constat"], row["confiance"]): row["nombre"] for row in frame.rows(named=True)}
    findings = [one for one in FINDINGS if any(one == constat for constat, _ in counts)]
    totals = [sum(counts.get((one, sure), 0) for sure in CONFIDENCES) for one in findings]
    figure = bars.ranked_bars(
        [word("constat", one) for one in findings],
        totals,
        [
            f"{number(total)}{_confidence_words(counts, one)}"
            for one, total in zip(findings, totals, strict=True)
        ],
        colors=[theme.NEGATIVE if one in TO_FIX else theme.MAIN for one in findings],
    )
    fix = sum(count for (constat, _), count in counts.items() if constat == TO_FIX[0])
    return theme.say(figure, _pairs_words(fix))


def _confidence_words(counts: dict[tuple[str, str], int], finding: str) -> str:
    """Dit la confiance des rapprochements : « · 3 forte, 6 moyenne » ; vide sans rapprochement."""
    told = [
        f"{number(counts[finding, code])} {words}"
        for code, words in CONFIDENCES.items()
        if code != "sans_objet" and (finding, code) in counts
    ]
    return f" · confiance : {', '.join(told)}" if told else ""


def _pairs_words(declared_without: int) -> str:
    """Dit combien de marchés suivis l'acheteur a déclarés sans considération."""
    return sentence(A_CORRIGER.counted(declared_without))


def completude_par_acheteur(frame: pl.DataFrame) -> go.Figure:
    """Une case par acheteur et par champ : la part des contrats où il est rempli.

    `frame` : pnad_acheteurs.
    """
    rows = frame.head(SHOWN).rows(named=True)
    figure = panels.grid(
        [f"{row['nom']} ({row['contrats']})" for row in rows],
        [FIELD_NAMES[one] for one in FIELDS],
        [[_rounded(row[one]) for one in FIELDS] for row in rows],
        est_taux=True,
    )
    return theme.say(figure, _fields_words(frame), shown=len(rows), among=frame.height)


def _fields_words(frame: pl.DataFrame) -> str:
    """Dit combien d'acheteurs remplissent peu la considération ; `frame` : pnad_acheteurs."""
    few = frame.drop_nulls("completude_pct").filter(pl.col("completude_pct") < 50).height
    said = sentence(PEU_REMPLIS.counted(few))
    among = f", sur {number(frame.height)}" if frame.height > 1 else ""
    return f"{said} la considération sociale de moins d'un contrat sur deux{among}"


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)
