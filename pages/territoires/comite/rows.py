"""Le comité technique en mots et en lignes : rien ici ne lit ni ne calcule un indicateur."""

from __future__ import annotations

import polars as pl

from pages.shared.frame.filters import when
from pages.shared.words.findings.nouns import BENEFICIAIRES, HEURES
from pages.shared.words.formatting import UNKNOWN, counted, day, escape, join_words, to_html

PARTS = {"realise": "Réalisé dans le trimestre", "prevu": "Prévu ensuite", "a_voir": "À voir"}
# Ce qui précise la ligne d'au-dessus.
UNDER = ("retards_surs",)


def answer(frame: pl.DataFrame) -> tuple[str, str]:
    """Dit le trimestre en deux phrases : ce qui est fait, ce qui est à voir.

    `frame` : comite_technique (indicateur, valeur, trimestre).
    """
    found = dict(frame.select("indicateur", "valeur").iter_rows())
    moment = when(frame["trimestre"][0])
    done = f"{moment[:1].upper()}{moment[1:]}, "
    if found["heures_realisees"] is None:
        done += "les heures réalisées ne sont pas connues."
    else:
        people = BENEFICIAIRES.counted(found["beneficiaires"])
        done += f"{HEURES.counted(found['heures_realisees'])}, {people}."
    points = _points(found)
    return done, f"À voir : {join_words(points)}." if points else "Aucun point à voir."


def _points(found: dict[str, float | None]) -> list[str]:
    """Rend les points à voir ; un zéro ne se dit pas, un inconnu si."""
    phrases = {
        "marches_en_retard": ("marché derrière son calendrier", "marchés derrière leur calendrier"),
        "marches_se_terminant": (
            "marché finissant sous six mois",
            "marchés finissant sous six mois",
        ),
        "six_mois_sans_situation": (
            "personne à six mois sans situation connue",
            "personnes à six mois sans situation connue",
        ),
    }
    return [
        f"{plural} : {UNKNOWN}" if found[code] is None else counted(found[code], one, plural)
        for code, (one, plural) in phrases.items()
        if found[code] != 0
    ]


def value_words(row: dict[str, object]) -> str:
    """Écrit la valeur d'une ligne et son unité : « 7 477 heures », « 1 marché »."""
    unit = str(row["unite"])
    return counted(row["valeur"], unit.removesuffix("s"), unit)


def parts_html(frame: pl.DataFrame, niveau: int = 3) -> str:
    """Rend les trois volets du comité : réalisé, prévu, à voir ; `niveau` : celui des titres."""
    return f'<div class="volets">{"".join(_part(frame, code, niveau) for code in PARTS)}</div>'


def _part(frame: pl.DataFrame, code: str, niveau: int) -> str:
    lines = "".join(
        f"<div{' class=dont' if row['indicateur'] in UNDER else ''}>"
        f"<dt>{to_html(str(row['libelle']))}</dt><dd>{escape(value_words(row))}</dd></div>"
        for row in frame.filter(pl.col("partie") == code).iter_rows(named=True)
    )
    head = f"<h{niveau}>{to_html(PARTS[code])}</h{niveau}>"
    return f"<section>{head}<dl>{lines}</dl></section>"


def six_months_words(frame: pl.DataFrame) -> str:
    """Dit, structure par structure, les personnes à six mois sans situation connue."""
    if frame.height > 1 and frame["personnes"].eq(0).all():
        return "Aucune personne n'a atteint ses six mois sans situation connue"
    told = [f"{row['sigle']} : {_people(row)}" for row in frame.iter_rows(named=True)]
    return " ; ".join(told)


def _people(row: dict[str, object]) -> str:
    people, silent = row["personnes"], row["injoignables"]
    if people is None:
        return "situations non reçues"
    unreachable = f", dont {counted(silent, 'injoignable')}" if silent else ""
    return f"{counted(people, 'personne')}{unreachable}"


def quarter_words(frame: pl.DataFrame) -> str:
    """Dit les jours du trimestre : « du 1er octobre 2025 au 31 décembre 2025 »."""
    first = frame.row(0, named=True)
    return f"du {day(first['debut'])} au {day(first['fin'])}"
