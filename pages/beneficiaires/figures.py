"""Les figures des bénéficiaires : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.beneficiaires import findings
from pages.beneficiaires.findings import INSIDE, OVERLAPPING
from pages.shared import theme
from pages.shared.charts import bars, overlaps, timelines
from pages.shared.charts.cards import SMALL_COUNT
from pages.shared.words.formatting import counted, number, percent

SHORT = {
    "brsa_femmes": "dont femmes",
    "jeunes_18_25": "dont 18-25 ans",
    "deld_12_24": "dont 12 à 24 mois",
    "detld": "dont plus de 24 mois (DETLD)",
}
COMBINATIONS_SHOWN = 12
# Ce qui ouvre le constat d'un seul premier, puis d'ex æquo.
AGES = ("Tranche la plus nombreuse", "Tranches les plus nombreuses")
LEVELS = ("Niveau le plus fréquent", "Niveaux les plus fréquents")
HOURS = ("Le plus souvent", "Le plus souvent")
NOT_A_SUM = (
    "Une personne peut être dans plusieurs publics : ces barres ne s'additionnent pas. La part "
    "porte sur les personnes dont on sait si elles sont dans le public."
)
ONE_ROW_EACH = (
    "Chaque personne est dans une seule rangée : les points noirs reliés disent dans quels publics "
    "elle est à la fois. Les combinaisons les plus rares sont dans le tableau."
)
APART = ("inconnu", "hors_departement")


def beneficiaires_par_categorie(frame: pl.DataFrame) -> go.Figure:
    """Une barre par public, ce qu'on ignore en hachures ; jamais empilées entre elles.

    `frame` : categorie, libelle, beneficiaires, inconnus, part_pct.
    """
    rows = _by_size(frame)
    figure = bars.bars_with_unknown(
        [_category_name(row) for row in rows],
        [row["beneficiaires"] for row in rows],
        [row["inconnus"] for row in rows],
        [_category_text(row) for row in rows],
        colors=[theme.SUBSET if row["categorie"] in INSIDE else theme.MAIN for row in rows],
    )
    return theme.say(figure, findings.categories_words(frame, SMALL_COUNT))


def beneficiaires_recouvrements(frame: pl.DataFrame) -> go.Figure:
    """Les combinaisons de publics les plus fréquentes : qui en est, combien de personnes.

    `frame` : combinaison (codes joints par « + », ou « aucune »), nombre_categories, beneficiaires.
    """
    shown = frame.sort("beneficiaires", "combinaison", descending=[True, False])
    shown = shown.head(COMBINATIONS_SHOWN)
    codes = list(OVERLAPPING)
    members = [
        [code in combination.split("+") for code in codes] for combination in shown["combinaison"]
    ]
    figure = overlaps.intersections(
        members,
        list(OVERLAPPING.values()),
        shown["beneficiaires"].to_list(),
        [
            f"{number(count)}{' · aucune de ces catégories' if name == 'aucune' else ''}"
            for name, count in shown.select("combinaison", "beneficiaires").iter_rows()
        ],
    )
    return theme.say(figure, findings.overlaps_words(frame), shown=shown.height, among=frame.height)


def beneficiaires_par_age(frame: pl.DataFrame) -> go.Figure:
    """Une barre par tranche d'âge, dans l'ordre des âges ; l'inconnu hachuré."""
    figure = _ordered_bars(frame, "tranche")
    return theme.say(figure, findings.largest_words(frame, "tranche", *AGES))


def beneficiaires_par_niveau(frame: pl.DataFrame) -> go.Figure:
    """Une barre par niveau de formation, du plus bas au plus haut ; l'inconnu hachuré."""
    figure = _ordered_bars(frame, "niveau")
    return theme.say(figure, findings.largest_words(frame, "niveau", *LEVELS))


def beneficiaires_par_epci(frame: pl.DataFrame) -> go.Figure:
    """Une barre par territoire ; le constat dit pourquoi la somme dépasse le total."""
    return theme.say(_places(frame, "epci"), findings.sum_words(frame, "EPCI"))


def beneficiaires_par_structure(frame: pl.DataFrame) -> go.Figure:
    """Une barre par structure, à sa couleur ; le constat dit pourquoi la somme dépasse le total."""
    ordered = frame.sort("beneficiaires", descending=True, nulls_last=True)
    figure = bars.ranked_bars(
        ordered["nom"].to_list(),
        ordered["beneficiaires"].to_list(),
        [number(value) for value in ordered["beneficiaires"]],
        colors=[theme.STRUCTURES[code] for code in ordered["structure"]],
    )
    return theme.say(figure, findings.sum_words(frame, "structures"))


def beneficiaires_par_annee(frame: pl.DataFrame, choisie: str = "") -> go.Figure:
    """Colonnes par année, et un trait aux personnes entrées dans l'année.

    `choisie` : l'année dont on parle.
    """
    ordered = frame.sort("annee")
    years = [str(one) for one in ordered["annee"]]
    figure = theme.new_figure(300)
    timelines.add_split_columns(
        figure,
        years,
        ordered["beneficiaires"].to_list(),
        [False] * ordered.height,
        ("Bénéficiaires", ""),
        texts=[number(value) for value in ordered["beneficiaires"]],
    )
    timelines.add_marks(figure, years, ordered["entrants"].to_list(), "dont entrés dans l'année")
    figure.update_layout(showlegend=True)
    figure.update_yaxes(visible=False)
    return theme.say(figure, findings.yearly_words(ordered, choisie))


def heures_par_personne_classes(frame: pl.DataFrame) -> go.Figure:
    """Une barre par classe d'heures, de la plus courte à la plus longue."""
    figure = _ordered_bars(frame, "classe")
    return theme.say(figure, findings.largest_words(frame, "classe", *HOURS))


def heures_par_personne(frame: pl.DataFrame) -> str:
    """Dit les heures d'une personne : médiane, moyenne, la moitié du milieu."""
    return findings.hours_of_a_person(frame.row(0, named=True))


def contrats_sans_heures(frame: pl.DataFrame) -> str:
    """Dit combien de personnes ont un contrat mais aucune heure ; vide s'il n'y en a pas."""
    return findings.without_hours_words(frame.row(0, named=True))


def _by_size(frame: pl.DataFrame) -> list[dict[str, object]]:
    """Rend les catégories de la plus nombreuse à la moins nombreuse, les « dont » sous la leur."""
    rows = [row for row in frame.rows(named=True) if row["categorie"] != "total"]
    sizes = {row["categorie"]: row["beneficiaires"] or 0 for row in rows}

    def rank(row: dict[str, object]) -> tuple[int, str, int, int]:
        code = str(row["categorie"])
        head = INSIDE.get(code, code)
        return (-sizes.get(head, 0), head, code in INSIDE, -sizes[code])

    return sorted(rows, key=rank)


def _category_name(row: dict[str, object]) -> str:
    return f"{SHORT[row['categorie']]} " if row["categorie"] in INSIDE else str(row["libelle"])


def _category_text(row: dict[str, object]) -> str:
    if row["beneficiaires"] is None:
        return "non renseigné"
    part = f" ({percent(row['part_pct'])})" if row["part_pct"] is not None else ""
    unknown = f" · {counted(row['inconnus'], 'inconnu')}" if row["inconnus"] else ""
    return f"{number(row['beneficiaires'])}{part}{unknown}"


def _ordered_bars(frame: pl.DataFrame, code: str) -> go.Figure:
    shown = frame.filter((pl.col(code) != "inconnu") | (pl.col("beneficiaires") > 0))
    unknown = [one == "inconnu" for one in shown[code]]
    return bars.ranked_bars(
        shown["libelle"].to_list(),
        shown["beneficiaires"].to_list(),
        [_count_and_share(row) for row in shown.rows(named=True)],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in unknown],
        hatched=unknown,
    )


def _count_and_share(row: dict[str, object]) -> str:
    part = row.get("part_pct")
    return number(row["beneficiaires"]) + (f" ({percent(part)})" if part is not None else "")


def _places(frame: pl.DataFrame, code: str) -> go.Figure:
    apart = frame[code].is_in(APART).to_list()
    return bars.ranked_bars(
        frame["nom"].to_list(),
        frame["beneficiaires"].to_list(),
        [number(value) for value in frame["beneficiaires"]],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in apart],
        hatched=apart,
        codes=["" if out else f"{code}:{one}" for one, out in zip(frame[code], apart, strict=True)],
    )
