"""Les taux de sorties : des pourcentages entiers, tirés des seuls effectifs écrits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import polars as pl

from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import PETIT, part_pct


@dataclass(frozen=True)
class Taux:
    """Les taux d'une cohorte, en % ; None quand les effectifs écrits sont trop petits."""

    taux_pct: int | None
    borne_basse_pct: int | None
    borne_haute_pct: int | None
    taux_reponse_pct: int | None


SCHEMA = dict.fromkeys(Taux.__dataclass_fields__, pl.Int64)
Ecrit = tuple[int | None, str, str]


def rates(written: Mapping[str, Ecrit], seuils: Seuils) -> Taux:
    """Rend les taux d'effectifs écrits : suite -> (valeur, texte, statut).

    Des inconnues « < 5 » comptent pour 4 : les bornes sont au plus larges.
    """
    positives, connues = written["positives"][0], written["connues"][0]
    inconnues, _, statut = written["inconnues"]
    if statut == PETIT:
        inconnues = seuils.seuil_secret - 1
    if None in (positives, connues, inconnues):
        return Taux(part_pct(positives, connues, seuils), None, None, None)
    mures = connues + inconnues  # type: ignore[operator]
    return Taux(
        part_pct(positives, connues, seuils),
        part_pct(positives, mures, seuils),
        part_pct(positives + inconnues, mures, seuils),  # type: ignore[operator]
        part_pct(connues, mures, seuils),
    )


def rate_tables(exits: pl.DataFrame, seuils: Seuils) -> dict[str, pl.DataFrame]:
    """Rend taux_sorties et taux_sorties_par_annee, tirés de `sorties_a_six_mois`."""
    own, yearly = [], []
    for (demande,), rows in exits.group_by("demande", maintain_order=True):
        named = rows.select("mesure", "personnes", "texte", "statut").iter_rows()
        written: dict[str, Ecrit] = {code: (count, *said) for code, count, *said in named}
        found = asdict(rates(written, seuils))
        own.append({"demande": demande, **found})
        year, _, place = str(demande).partition("|")
        yearly.append(
            {
                "demande": place,
                "annee": int(year.removeprefix("annee=")),
                **found,
                "positives": written["positives"][0],
                "texte": written["positives"][1],
                "connues": written["connues"][0],
                "connues_texte": written["connues"][1],
            }
        )
    more = {"positives": pl.Int64, "texte": pl.String, "connues": pl.Int64,
            "connues_texte": pl.String}  # fmt: skip
    return {
        "taux_sorties": pl.DataFrame(own, schema={"demande": pl.String, **SCHEMA}),
        "taux_sorties_par_annee": pl.DataFrame(
            yearly, schema={"demande": pl.String, "annee": pl.Int64, **SCHEMA, **more}
        ),
    }
