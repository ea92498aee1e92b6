"""Les figures des bénéficiaires : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import bars, overlaps, theme, timelines
from pages.shared.cards import SMALL_COUNT
from pages.shared.formatting import counted, hours, join_words, lower_first, number, percent

# Une catégorie et celles qu'elle contient : seules ces dernières se lisent « dont ».
INSIDE = {
    "brsa_femmes": "brsa",
    "jeunes_18_25": "moins_26",
    "deld_12_24": "deld",
    "detld": "deld",
}
SHORT = {
    "brsa_femmes": "dont femmes",
    "jeunes_18_25": "dont 18-25 ans",
    "deld_12_24": "dont 12 à 24 mois",
    "detld": "dont plus de 24 mois (DETLD)",
}
OVERLAPPING = {
    "brsa": "RSA",
    "jeunes_18_25": "18-25 ans",
    "th": "TH",
    "deld": "DELD",
    "qpv": "QPV",
}
COMBINATIONS_SHOWN = 12
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
    total = frame.filter(pl.col("categorie") == "total")
    if total.is_empty():
        return theme.say(figure, "")
    best, count = rows[0], total["beneficiaires"][0]
    few = " (petit effectif, à lire avec prudence)" if (count or 0) < SMALL_COUNT else ""
    return theme.say(
        figure,
        f"{counted(count, 'bénéficiaire')}{few} ; le public le plus présent : "
        f"{lower_first(best['libelle'])}, {number(best['beneficiaires'])} "
        f"({percent(best['part_pct'])})",
    )


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
    several = frame.filter(pl.col("nombre_categories") >= 2)["beneficiaires"].sum()
    words = counted(several, "personne est", "personnes sont")
    return theme.say(figure, f"{words} dans au moins deux de ces publics à la fois")


def beneficiaires_par_age(frame: pl.DataFrame) -> go.Figure:
    """Une barre par tranche d'âge, dans l'ordre des âges ; l'inconnu hachuré."""
    figure = _ordered_bars(frame, "tranche")
    return theme.say(figure, f"La tranche la plus nombreuse : {_largest(frame, 'tranche')}")


def beneficiaires_par_niveau(frame: pl.DataFrame) -> go.Figure:
    """Une barre par niveau de formation, du plus bas au plus haut ; l'inconnu hachuré."""
    figure = _ordered_bars(frame, "niveau")
    return theme.say(figure, f"Le niveau le plus fréquent : {_largest(frame, 'niveau')}")


def beneficiaires_par_epci(frame: pl.DataFrame) -> go.Figure:
    """Une barre par territoire ; le constat dit pourquoi la somme dépasse le total."""
    return theme.say(_places(frame, "epci"), _sum_finding(frame, "EPCI"))


def beneficiaires_par_structure(frame: pl.DataFrame) -> go.Figure:
    """Une barre par structure, à sa couleur ; le constat dit pourquoi la somme dépasse le total."""
    ordered = frame.sort("beneficiaires", descending=True, nulls_last=True)
    figure = bars.ranked_bars(
        ordered["nom"].to_list(),
        ordered["beneficiaires"].to_list(),
        [number(value) for value in ordered["beneficiaires"]],
        colors=[theme.STRUCTURES[code] for code in ordered["structure"]],
    )
    return theme.say(figure, _sum_finding(frame, "structures"))


def beneficiaires_par_annee(frame: pl.DataFrame) -> go.Figure:
    """Colonnes par année, et un trait aux personnes entrées dans l'année."""
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
    best = ordered.sort("beneficiaires").row(-1, named=True)
    words = f"{best['annee']} est l'année qui compte le plus de bénéficiaires"
    return theme.say(figure, f"{words} : {number(best['beneficiaires'])}")


def heures_par_personne_classes(frame: pl.DataFrame) -> go.Figure:
    """Une barre par classe d'heures, de la plus courte à la plus longue."""
    figure = _ordered_bars(frame, "classe")
    return theme.say(figure, f"Le plus souvent : {_largest(frame, 'classe')}")


def heures_par_personne(frame: pl.DataFrame) -> str:
    """Dit les heures d'une personne : médiane, moyenne, la moitié du milieu."""
    row = frame.row(0, named=True)
    if not row["beneficiaires"]:
        return "Aucune personne n'a d'heures dans cette vue."
    return (
        f"La moitié des personnes a fait moins de {hours(row['mediane'])} ; la moyenne est de "
        f"{hours(row['moyenne'])}. La moitié du milieu va de {hours(row['quartile_1'])} à "
        f"{hours(row['quartile_3'])}."
    )


def contrats_sans_heures(frame: pl.DataFrame) -> str:
    """Dit combien de personnes ont un contrat mais aucune heure ; vide s'il n'y en a pas."""
    row = frame.row(0, named=True)
    if not row["personnes"]:
        return ""
    people = counted(row["personnes"], "personne a", "personnes ont")
    return (
        f"{people} un contrat dans la période mais aucune heure : non comptées ici, leurs heures "
        "sont peut-être à saisir."
    )


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


def _largest(frame: pl.DataFrame, code: str) -> str:
    known = frame.filter(pl.col(code) != "inconnu").sort("beneficiaires", descending=True)
    row = known.row(0, named=True)
    return f"{lower_first(row['libelle'])}, {_count_and_share(row)}"


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


def _sum_finding(frame: pl.DataFrame, places: str) -> str:
    row = frame.row(0, named=True)
    if row["somme"] > row["total_distinct"]:
        return (
            f"La somme ({number(row['somme'])}) dépasse le total ({number(row['total_distinct'])}) "
            f": une personne présente dans deux {places} compte dans les deux"
        )
    best = frame.sort("beneficiaires", descending=True, nulls_last=True).head(2).rows(named=True)
    names = [f"{one['nom']} ({number(one['beneficiaires'])})" for one in best]
    return f"En tête : {join_words(names)}"
