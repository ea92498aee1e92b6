"""La clé de répartition du temps : calculée, imprimée par la convention, et ce qu'elle change."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.financement.rows import Row, rows_table, signed
from pages.shared import theme
from pages.shared.charts import bars, panels
from pages.shared.words.findings.leaders import leaders
from pages.shared.words.formatting import (
    HARD_SPACE,
    etp,
    euros,
    join_words,
    number,
    percent,
    to_html,
)
from pages.shared.words.structures import STRUCTURE_NAMES

# critère -> titre de colonne, dans l'ordre du tableau de la convention.
CRITERIA = {
    "operations": "Opérations",
    "marches": "Marchés",
    "heures_prevues": "Heures prévues",
    "participants": "Participants",
    "prospections": "Prospections",
    "comites": "Comités de suivi",
}


def cle_repartition(frame: pl.DataFrame) -> go.Figure:
    """Une barre par territoire, à la couleur de sa structure ; sans les comités à côté.

    `frame` : structure, annee, territoire, part_pct, part_sans_comites_pct, criteres_ecartes.
    """
    rows = frame.rows(named=True)
    spans_years = frame["annee"].n_unique() > 1
    figure = bars.ranked_bars(
        [_place(row, spans_years) for row in rows],
        [row["part_pct"] for row in rows],
        [_with_and_without(row) for row in rows],
        colors=[theme.STRUCTURES[row["structure"]] for row in rows],
    )
    return theme.say(figure, _key_words(frame))


def _place(row: Row, spans_years: bool) -> str:
    year = f" {row['annee']}" if spans_years else ""
    return f"{STRUCTURE_NAMES[str(row['structure'])]}{year} · {row['territoire']}"


def _with_and_without(row: Row) -> str:
    return f"{percent(row['part_pct'])} ({percent(row['part_sans_comites_pct'])} sans les comités)"


def _key_words(frame: pl.DataFrame) -> str:
    told, left_out = [], {}
    for group in frame.partition_by("annee", "structure", maintain_order=True):
        first = group.row(0, named=True)
        name = STRUCTURE_NAMES[first["structure"]]
        best = leaders(list(group.select("territoire", "part_pct").iter_rows()), percent)
        tied = "" if best.est_seul else " à égalité"
        told.append(f"{name}, {join_words(list(best.names)) or 'aucun'}{tied} {best.text}")
        if first["criteres_ecartes"] not in (None, "aucun"):
            left_out[f"{name} {first['annee']}"] = first["criteres_ecartes"]
    years = join_words([str(one) for one in sorted(frame["annee"].unique())])
    more = "".join(f" ; {name}, critère écarté : {one}" for name, one in left_out.items())
    return f"Premier territoire en {years} : {' ; '.join(told)}{more}"


def printed_words(frame: pl.DataFrame) -> str:
    """Dit calmement ce que la convention imprime et ce que ses propres nombres donnent.

    `frame` : annexe_3_imprimee.
    """
    total = number(frame["somme_imprimee_pct"][0])
    printed = join_words([number(one) for one in frame["part_imprimee_pct"]])
    computed = join_words([number(one, 1) for one in frame["part_pct"]])
    return (
        f"La convention imprime {printed} % (somme {total}) ; ses propres nombres donnent "
        f"{computed} % (somme 100)"
    )


def printed_note(frame: pl.DataFrame) -> str:
    """Dit la moyenne sans les comités, et les parts imprimées que l'arrondi n'explique pas."""
    without = join_words([number(one, 1) for one in frame["part_sans_comites_pct"]])
    told = [
        f"{number(row[f'part_{one}_imprimee_pct'])} pour {number(row[f'part_{one}_pct'], 1)} "
        f"({row['territoire']}, {title.lower()})"
        for one, title in CRITERIA.items()
        for row in frame.rows(named=True)
        if not _is_rounded(row[f"part_{one}_pct"], row[f"part_{one}_imprimee_pct"])
    ]
    more = f" L'arrondi n'explique pas {join_words(told)}." if told else ""
    return (
        f"Sans les comités de suivi, la moyenne serait {without} %.{more} Rien ici ne tranche : "
        "la convention prévoit de revoir cette clé chaque année."
    )


def _is_rounded(computed: float, printed: float) -> bool:
    return number(computed) == number(printed)


def printed_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend le tableau de la convention : le nombre, sa part recalculée, puis celle imprimée.

    `frame` : annexe_3_imprimee.
    """
    heads = ("Territoire", *CRITERIA.values(), "Moyenne", "Sans les comités")
    body = [_printed_row(row) for row in frame.iter_rows(named=True)]
    total = f"imprimé {number(frame['somme_imprimee_pct'][0])}"
    body.append(
        f'<tr class="titre"><th scope="row">Total</th><td colspan="{len(CRITERIA)}"></td>'
        f'<td class="nombre"><strong>{to_html(percent(100))}</strong>'
        f'<span class="detail">{to_html(total)}</span></td>'
        f'<td class="nombre">{to_html(percent(100))}</td></tr>'
    )
    return rows_table("cle", caption, heads, body)


def _printed_row(row: Row) -> str:
    cells = "".join(
        _printed_cell(row[f"part_{one}_pct"], row[f"part_{one}_imprimee_pct"]) for one in CRITERIA
    )
    mean = _printed_cell(row["part_pct"], row["part_imprimee_pct"], est_fort=True)
    without = f'<td class="nombre">{to_html(percent(row["part_sans_comites_pct"]))}</td>'
    return f'<tr><th scope="row">{to_html(str(row["territoire"]))}</th>{cells}{mean}{without}</tr>'


def _printed_cell(computed: float, printed: float, *, est_fort: bool = False) -> str:
    """Rend une case ; le chiffre imprimé est souligné quand l'arrondi ne l'explique pas."""
    kind = "detail" if _is_rounded(computed, printed) else "detail autre"
    value = to_html(percent(computed))
    shown = f"<strong>{value}</strong>" if est_fort else value
    return (
        f'<td class="nombre">{shown}'
        f'<span class="{kind}">{to_html(f"imprimé {number(printed)}")}</span></td>'
    )


def cove_temps_dedie(frame: pl.DataFrame) -> go.Figure:
    """Quatre lectures du temps dédié à la CoVe : part, temps, coût de ce temps, plafond.

    `frame` : annee, lecture, libelle, part_pct, etp, cout_temps_eur, plafond_eur, ecart_etp,
    ecart_eur ; le dernier exercice est dessiné.
    """
    last = frame.filter(pl.col("annee").is_null() | (pl.col("annee") == pl.col("annee").max()))
    rows = last.rows(named=True)
    shown = [
        ("Part du temps", "part_pct", lambda row: percent(row["part_pct"])),
        ("Temps dédié", "etp", lambda row: etp(row["etp"], 3)),
    ]
    if last["cout_temps_eur"].is_not_null().any():
        shown += [
            ("Coût de ce temps", "cout_temps_eur", lambda row: euros(row["cout_temps_eur"], 2)),
            ("Plafond de 10 %", "plafond_eur", lambda row: euros(row["plafond_eur"], 2)),
        ]
    figure = panels.side_by_side(
        [row["libelle"] for row in rows],
        [
            panels.Panel(title, last[name].cast(pl.Float64).to_list(), [tell(row) for row in rows])
            for title, name, tell in shown
        ],
    )
    return theme.say(figure, _cove_words(last))


def _cove_words(frame: pl.DataFrame) -> str:
    rows = {row["lecture"]: row for row in frame.iter_rows(named=True)}
    first = rows["imprimee"]
    year = f" en {first['annee']}" if first["annee"] else ""
    told = [
        f"{etp(rows[code]['etp'], 3)} {words} ({_gap(rows[code])})"
        for code, words in (("recalculee", "recalculée"), ("sans_comites", "sans les comités"))
    ]
    return f"Pour la CoVe{year}, la clé imprimée donne {etp(first['etp'])} ; {' ; '.join(told)}"


def _gap(row: Row) -> str:
    time = f"{signed(row['ecart_etp'], 3)}{HARD_SPACE}ETP"
    cost = row["ecart_eur"]
    return time if cost is None else f"{time}, {signed(cost)}{HARD_SPACE}€"
