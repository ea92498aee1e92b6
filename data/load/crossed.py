"""Ce qu'un fichier dit face aux autres : numéros que rien ne connaît, heures hors contrat, chutes.

Chaque remarque est une phrase sur tout le fichier ; rien n'est corrigé. Une table vide ne contredit
personne : on ne compare qu'à ce qui a été reçu de la même structure.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property

import polars as pl

from data.load.identity import comparable
from data.words import nombre

Tables = dict[str, pl.DataFrame]
# table -> (numéro, table qui le définit, comment le nommer)
RATTACHEMENTS = {
    "heures": (
        ("numero_contrat", "contrats", "N° contrat", "contrats"),
        ("numero_participant", "participants", "N° participant", "participants"),
        ("numero_marche", "marches", "N° marché", "marchés"),
    ),
    "contrats": (
        ("numero_participant", "participants", "N° participant", "participants"),
        ("numero_marche", "marches", "N° marché", "marchés"),
    ),
    "engagements": (("numero_marche", "marches", "N° marché", "marchés"),),
    "situations": (("numero_participant", "participants", "N° participant", "participants"),),
}
DATE = r"(?i)^\d{4}-\d\d-\d\d|^\d\d/\d\d/\d{4}|^[a-zéû]{3,5}\.?-\d\d$"
CAUSES = (
    (DATE, "le tableur en a changé en dates"),
    (r"(?i)\d[.,]\d+e\+?\d+$", "le tableur en a écrit en notation scientifique"),
    (r"\.0+$", "le tableur leur a ajouté « .0 »"),
)
MOITIE = 0.5
# En dessous, une chute de moitié est une personne.
MINIMUM = 4


class Definitions:
    """Ce que des tables définissent, écrit comme il se compare une fois pour tous les fichiers."""

    def __init__(self, tables: Tables, received: Sequence[tuple[str, pl.DataFrame]]) -> None:
        """`received` : la sorte et les lignes de chaque fichier qui s'y compare."""
        self.tables = tables
        self.received = received
        self.numbers_of, self.lost = cache(self._numbers_of), cache(self._lost)

    def _numbers_of(self, table: str, column: str) -> pl.DataFrame:
        """Rend structure et numéro, chacun une fois."""
        return self.tables[table].select("structure", comparable(column)).unique()

    def _lost(self, name: str, column: str, table: str) -> pl.DataFrame:
        """Rend les numéros de tous les fichiers d'une sorte que cette table ne définit pas."""
        every = [_numbers(rows, column) for kind, rows in self.received if kind == name]
        known = self.numbers_of(table, column)
        found = pl.concat(every).unique().join(known, on=["structure", column], how="anti")
        return found.filter(pl.col("structure").is_in(known["structure"].unique().implode()))

    @cached_property
    def contracts(self) -> pl.DataFrame:
        """Rend le début et la fin de chaque contrat."""
        return (
            self.tables["contrats"]
            .select("structure", comparable("numero_contrat"), "date_debut", _fin="date_fin_reelle")
            .unique(["structure", "numero_contrat"])
        )


def orphans(rows: pl.DataFrame, name: str, defined: Definitions) -> list[str]:
    """Dit les numéros de `rows` qu'aucune ligne de la même structure ne définit, et leur part."""
    said = []
    for column, other, label, where in RATTACHEMENTS.get(name, ()):
        every = defined.lost(name, column, other)
        if not every.height:
            continue
        mine, known = _numbers(rows, column), defined.numbers_of(other, column)
        lost = mine.join(every, on=["structure", column], how="semi")
        if lost.height:
            asked = mine.join(known.select("structure").unique(), on="structure", how="semi")
            share = round(100 * lost.height / asked.height)
            said.append(
                f"{label} : {nombre(lost.height)} sur {nombre(asked.height)} ({share} %) ne sont "
                f"pas parmi les {where} reçus{_cause(lost[column], known[column])}. Ce qui en "
                "dépend reste inconnu."
            )
    return said


def _numbers(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    return rows.select("structure", comparable(column)).drop_nulls(column).unique()


def _cause(lost: pl.Series, known: pl.Series) -> str:
    """Dit pourquoi, si la forme des numéros d'un côté ou de l'autre le montre."""
    for shape, said in CAUSES:
        for side in (lost, known):
            if (side.drop_nulls().str.contains(shape).mean() or 0) > MOITIE:
                return f" : {said}, mettez la colonne au format Texte et réexportez"
    if _share_affixed(lost, known) > MOITIE:
        return (
            " : ce sont les mêmes numéros, précédés ou suivis d'autre chose dans l'un des deux "
            "exports ; réexportez-les écrits pareil"
        )
    return ""


def _share_affixed(lost: pl.Series, known: pl.Series) -> float:
    """Rend la part des numéros inconnus qui en contiennent un connu, à un bout, ou l'inverse."""
    mine, theirs = (set(side.drop_nulls().to_list()) for side in (lost, known))
    held = {end for one in theirs for end in _ends(one)}
    found = [one for one in mine if one in held or not theirs.isdisjoint(_ends(one))]
    return len(found) / max(len(mine), 1)


def _ends(number: str) -> list[str]:
    """Rend les débuts et les fins d'un numéro coupé à un signe (« CIE84-M001 » : « M001 »…)."""
    cuts = [place for place, mark in enumerate(number) if not mark.isalnum()]
    ends = [end for at in cuts for end in (number[:at], number[at + 1 :])]
    return [end for end in ends if any(mark.isdigit() for mark in end)]


def outside_contract(rows: pl.DataFrame, name: str, defined: Definitions) -> list[str]:
    """Dit les heures saisies après la fin de leur contrat, ou avant son début."""
    if name != "heures":
        return []
    keys = ["structure", "numero_contrat"]
    mine = rows.select("structure", comparable("numero_contrat"), "mois", "heures_realisees")
    both = mine.filter(pl.col("heures_realisees") > 0).join(defined.contracts, on=keys)
    late = both.filter(pl.col("mois") > pl.col("_fin")).height
    early = both.filter(pl.col("mois") < pl.col("date_debut").dt.truncate("1mo")).height
    return [
        f"Lignes d'heures {where} de leur contrat : {nombre(count)}, à vérifier."
        for count, where in ((late, "après la fin"), (early, "avant le début"))
        if count
    ]


def silent_marches(name: str, tables: Tables) -> list[str]:
    """Dit les marchés en cours sans aucune heure depuis un an."""
    hours, marches = tables["heures"], tables["marches"]
    if name != "heures" or not hours.height or not marches.height:
        return []
    last = hours["mois"].max()
    keys = ["structure", comparable("numero_marche")]
    recent = hours.filter(pl.col("mois") > pl.lit(last).dt.offset_by("-12mo")).select(keys)
    running = marches.filter(
        pl.col("statut_marche").is_in(["en_cours", "notifie"])
        & (pl.col("date_notification") < pl.lit(last).dt.offset_by("-12mo"))
    ).join(hours.select("structure").unique(), on="structure", how="semi")
    silent = running.select(keys).unique().join(recent.unique(), on=["structure", "numero_marche"],
                                                how="anti")  # fmt: skip
    if not silent.height:
        return []
    return [f"Marchés en cours sans aucune heure depuis un an : {nombre(silent.height)}."]


def halved(before: pl.DataFrame, after: pl.DataFrame, name: str, *, est_complet: bool) -> list[str]:
    """Dit les personnes ou les lignes qui tombent de moitié d'un export à l'autre, et pourquoi."""
    counted = "numero_participant" if "numero_participant" in before.columns else None
    what = "Participants" if counted else "Lignes"
    how = pl.col(counted).n_unique() if counted else pl.len()
    totals = [one.group_by("structure").agg(how.alias("n")) for one in (before, after)]
    both = totals[0].join(totals[1], on="structure", how="left", suffix="_apres", nulls_equal=True)
    reason = (
        "l'export est déclaré complet, ce qu'il ne contient pas disparaît"
        if est_complet
        else "ses lignes remplacent celles des mêmes identités"
    )
    return [
        f"{what} ({name}{f', {structure}' if structure else ''}) : {nombre(had)} → "
        f"{nombre(has or 0)} ; {reason}. Vérifiez avant de publier."
        for structure, had, has in both.sort("structure").iter_rows()
        if had >= MINIMUM and (has or 0) <= had * MOITIE
    ]
