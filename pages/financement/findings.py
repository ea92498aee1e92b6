"""Les constats du financement : qui paie, ce qui s'écarte de la convention, ce qui est acheté."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pages.shared.words.findings.nouns import BENEFICIAIRES, Noun, sentence
from pages.shared.words.formatting import (
    UNKNOWN,
    counted,
    euros,
    join_words,
    number,
    percent,
)

Row = dict[str, object]
WHO = (
    ("etat", "l'État"),
    ("departement", "le Département"),
    ("epci", "les EPCI"),
    ("autre", "d'autres financeurs"),
)
# Au-delà, les écarts sont comptés : un titre se lit d'un coup.
GAPS_NAMED = 2
HOURS = Noun("heure", "heures", est_feminin=True)
NOT_OF_THE_SAME_MONTHS = (
    "l'argent est celui de l'année, les heures celles des mois reçus : les deux ne se rapportent "
    "pas"
)


def shares_words(frame: pl.DataFrame) -> str:
    """Dit les parts : « L'État paie 66,1 % du coût, le Département 20,0 % et les EPCI 9,5 % »."""
    parts = {row["financeur"]: row["part_pct"] for row in frame.rows(named=True)}
    known = [(name, parts[code]) for code, name in WHO if parts.get(code) is not None]
    if not known:
        return "Le plan ne dit pas qui paie"
    (first, part), *others = known
    words = [f"{sentence(first)} {_pays(first)} {percent(part)} du coût"]
    words += [f"{name} {percent(part)}" for name, part in others]
    missing = parts.get("non_renseigne")
    verb = "n'est pas renseigné" if (missing or 0) < 2 else "ne sont pas renseignés"
    more = f" ; {percent(missing)} {verb}" if missing else ""
    return f"{join_words(words)}{more}"


def _pays(name: str) -> str:
    return "paie" if name.startswith("l") and not name.startswith("les") else "paient"


def who_pays_words(frame: pl.DataFrame, name: str) -> str:
    """Dit ce qui s'écarte de la convention, puis entre quelles parts l'État se tient.

    `frame` : une ligne par financeur et par rangée ; `name` : la colonne qui nomme la rangée.
    """
    gaps = list(gaps_of(frame, name))
    told = gaps[:GAPS_NAMED]
    if len(gaps) > GAPS_NAMED:
        rest = len(gaps) - GAPS_NAMED
        told.append(counted(rest, "autre écart", "autres écarts") + " à la convention")
    # Une seule rangée : ce que paie l'État est déjà dans son écart.
    is_said = gaps and frame[name].n_unique() == 1 and "l'État paie" in " ".join(told)
    state = [] if is_said else [_state_words(frame, name)]
    return sentence(" ; ".join([*told, *state]))


def gaps_of(frame: pl.DataFrame, name: str) -> Iterator[str]:
    """Rend chaque part qui s'écarte de son seuil, au centième ; rien de ce qui reste inconnu."""
    for row in frame.drop_nulls(["part_pct", "seuil_pct"]).iter_rows(named=True):
        gap = round(row["part_pct"], 2) - row["seuil_pct"]
        is_whole = not row.get("postes_non_renseignes")
        if row["sens"] in ("max", "egal") and gap > 0:
            yield _gap(row, name, "au-dessus de")
        elif row["sens"] in ("min", "egal") and gap < 0 and is_whole:
            yield _gap(row, name, "sous")


def _gap(row: Row, name: str, side: str) -> str:
    limit = f"{number(row['seuil_pct'])} %"  # type: ignore[arg-type]
    shown = percent(row["part_pct"], 1)  # type: ignore[arg-type]
    if shown == percent(row["seuil_pct"], 1):  # type: ignore[arg-type]
        shown = percent(row["part_pct"], 2)  # type: ignore[arg-type]
    if row["financeur"] == "epci":
        posts = "de ses postes" if row.get("nombre_postes", 1) > 1 else "de son poste"  # type: ignore[operator]
        return f"{row[name]} paie {shown} {posts}, {side} {limit}"
    who = dict(WHO).get(str(row["financeur"]), str(row["financeur"]))
    return f"{who} paie {shown} ({row[name]}), {side} {limit}"


def _state_words(frame: pl.DataFrame, name: str) -> str:
    """Dit la part de l'État, ou ses deux bouts d'une rangée à l'autre."""
    known = frame.filter(financeur="etat").drop_nulls("part_pct").sort("part_pct")
    if known.is_empty():
        return "la part de l'État n'est pas renseignée"
    least, most = (percent(known["part_pct"][rank]) for rank in (0, -1))
    if least == most:
        everywhere = ", partout" if known.height > 1 else ""
        return f"l'État paie {least} du coût{everywhere}"
    ends = [_end(known, least, name), _end(known, most, name)]
    return f"l'État paie de {ends[0]} à {ends[1]} du coût"


def _end(known: pl.DataFrame, shown: str, name: str) -> str:
    """Écrit un bout de l'intervalle, et la rangée s'il n'y en a qu'une."""
    rows = [row for row in known.rows(named=True) if percent(row["part_pct"]) == shown]
    return f"{shown} ({rows[0][name]})" if len(rows) == 1 else shown


def payments_words(frame: pl.DataFrame) -> str:
    """Dit combien de financements ne sont pas versés en entier, et ce qu'on ignore."""
    waiting = frame.filter(pl.col("reste_eur") > 0).height
    unknown = frame.filter(pl.col("verse_eur").is_null() | pl.col("notifie_eur").is_null()).height
    known = frame.drop_nulls("reste_eur").height
    if not known:
        whole = "le seul financement" if frame.height == 1 else f"{frame.height} financements"
        return f"Ce qui reste à verser n'est pas connu, pour {whole}"
    if not waiting:
        said = "Tout ce qui est notifié et connu est versé"
    elif frame.height == 1:
        said = "Le seul financement n'est pas encore versé en entier"
    else:
        verb = "n'est pas encore versé" if waiting == 1 else "ne sont pas encore versés"
        said = f"{counted(waiting, 'financement')} sur {frame.height} {verb} en entier"
    more = f" ; {counted(unknown, 'a', 'ont')} un montant non renseigné" if unknown else ""
    return f"{said}{more}"


def exits_words(row: Row) -> str:
    """Dit les sorties positives et leur borne haute : « 113 à 179 »."""
    low, high = row["sorties_positives"], row["sorties_borne_haute"]
    if low is None or high is None:
        return UNKNOWN
    return number(low) if low == high else f"{number(low)} à {number(high)}"  # type: ignore[arg-type]


def results_words(row: Row) -> str:
    """Dit le financement d'une année et ce qu'il a permis. `row` : la vue entière."""
    is_whole = row["est_annee_complete"]
    year = f"{row['annee']}{'' if is_whole else ' (année incomplète)'}"
    exits = "sortie positive" if row["sorties_borne_haute"] in (0, 1) else "sorties positives"
    worked = HOURS.counted(row["heures_realisees"])  # type: ignore[arg-type]
    people = BENEFICIAIRES.counted(row["beneficiaires"])  # type: ignore[arg-type]
    paid = euros(row["financement_eur"])  # type: ignore[arg-type]
    money = (
        f"{paid} de financement"
        if row["financement_eur"] is not None
        else (f"financement {UNKNOWN}")
    )
    said = f"En {year}, {money}, {worked}, {people}, {exits_words(row)} {exits} à six mois"
    return said if is_whole else f"{said} ; {NOT_OF_THE_SAME_MONTHS}"


def cost_words(row: Row) -> str:
    """Dit le financement par heure d'une année finie ; sinon, les deux termes et pourquoi."""
    if row["cout_heure_eur"] is not None:
        cost = euros(row["cout_heure_eur"], 2)  # type: ignore[arg-type]
        return (
            f"Financement par heure d'insertion : {cost} en {row['annee']}, pour l'ensemble de la "
            "vue"
        )
    if row["financement_eur"] is None or not row["heures_realisees"]:
        return f"Le financement par heure de {row['annee']} n'est pas connu"
    paid, worked = euros(row["financement_eur"]), number(row["heures_realisees"])  # type: ignore[arg-type]
    return (
        f"Le financement par heure de {row['annee']} se dira l'année finie : {paid} pour l'année, "
        f"{worked} heures à ce jour"
    )
