"""Les phrases, les chiffres clés et les figures de l'accueil, tirés des résultats de requêtes."""

from __future__ import annotations

import polars as pl

from pages.shared.charts.cards import Card
from pages.shared.words.findings.changes import change_of, signed, tail
from pages.shared.words.findings.nouns import HEURES_REALISEES, Noun, sentence
from pages.shared.words.formatting import UNKNOWN, counted, join_words, number

# indicateur de la requête « chiffres_cles » -> titre, nom au singulier, au pluriel.
TITLES = {
    "heures_realisees": ("Heures d'insertion réalisées", "heure", "heures"),
    "beneficiaires": ("Bénéficiaires", "personne", "personnes"),
    "entreprises": ("Entreprises attributaires", "entreprise", "entreprises"),
    "marches_en_cours": ("Marchés clausés en cours", "marché", "marchés"),
    "donneurs_ordre_accompagnes": (
        "Donneurs d'ordre accompagnés",
        "donneur d'ordre",
        "donneurs d'ordre",
    ),
    "sorties_positives": ("Sorties positives à six mois", "personne", "personnes"),
}
BENEFITED = Noun("personne en a", "personnes en ont", rien="aucune personne n'en a")
AWARDED = Noun(
    "entreprise était attributaire",
    "entreprises étaient attributaires",
    rien="aucune entreprise n'était attributaire",
)
FIRST = ("heures_realisees", "beneficiaires", "entreprises", "marches_en_cours")


def answer(frame: pl.DataFrame, period: str) -> str:
    """Dit l'essentiel en deux phrases, d'après la requête « chiffres_cles ».

    `period` complète « réalisées … » : « en 2023 », « au 1er semestre 2023 ».
    """
    rows = {row["indicateur"]: row for row in frame.iter_rows(named=True)}
    worked = rows["heures_realisees"]
    if worked["valeur"] is None:
        return f"Aucune heure d'insertion n'a encore été reçue {period}."
    told = sentence(HEURES_REALISEES.told(worked["valeur"]))
    first = f"{told} {period}{tail(worked)}."
    people, firms = rows["beneficiaires"]["valeur"], rows["entreprises"]["valeur"]
    if people is None:
        return first
    second = f"{sentence(BENEFITED.counted(people))} bénéficié"
    if firms is not None:
        second += f", {AWARDED.counted(firms)}"
    return f"{first} {second}."


def chiffres_cles(frame: pl.DataFrame) -> dict[str, Card]:
    """Rend les chiffres clés, nom -> carte, dans l'ordre de la requête.

    `frame` : indicateur, valeur, unite, et ce qui se compare (voir queries.comparaison).
    """
    return {row["indicateur"]: _card(row) for row in frame.iter_rows(named=True)}


def _card(row: dict[str, object]) -> Card:
    value = row["valeur"]
    titre, one, many = TITLES.get(row["indicateur"], (row["indicateur"], "", ""))
    compared, earlier = str(row.get("periode_comparee")), str(row.get("periode_precedente"))
    return Card(
        titre=titre,
        # En mode projection, un petit effectif n'a pas de nombre : son texte (« < 5 ») le dit.
        valeur=number(value) if value is not None else row.get("texte") or UNKNOWN,
        unite="" if value is None else (one if abs(value) < 2 else many),
        evolution=signed(change_of(row), compared, earlier),
    )


def unknown_exits(frame: pl.DataFrame) -> list[str]:
    """Dit combien de situations à six mois restent inconnues, au sens de la convention.

    `frame` : referentiel, connues, inconnues.
    """
    row = frame.filter(pl.col("referentiel") == "convention").row(0, named=True)
    if not row["inconnues"]:
        return []
    due = row["connues"] + row["inconnues"]
    one, many = "situation à six mois inconnue", "situations à six mois inconnues"
    words = counted(row["inconnues"], one, many)
    return [f"{words} sur {number(due)} : à relever auprès des personnes."]


def repere_2023(frame: pl.DataFrame) -> str:
    """Dit l'écart aux chiffres publiés par la convention.

    `frame` : indicateur, publie, calcule, ecart, unite.
    """
    rows = frame.rows(named=True)
    words = [counted(row["publie"], *TITLES[row["indicateur"]][1:]) for row in rows]
    published = f"Repère publié par la convention pour 2023 : {join_words(words)}."
    gaps = [row for row in rows if row["ecart"] != 0]
    if not gaps:
        return f"{published} Les données donnent exactement ces chiffres."
    told = [f"{TITLES[row['indicateur']][0].lower()} {_gap(row['ecart'])}" for row in gaps]
    return f"{published} Écart des données à ces chiffres : {' ; '.join(told)}."


def _gap(gap: float | None) -> str:
    return UNKNOWN if gap is None else f"{'+' if gap > 0 else ''}{number(gap)}"
