"""Ce qui se lit d'abord, parce que courant, se lit comme le reste ; ce qu'on saute n'est rien."""

import random

import polars as pl
import pytest

from data.check import decimals, export, values
from data.check.values import numbers
from data.check.values.dates import month

SIGNES = "0123456789019.,,-+h:€% \u00a0\u202f/–—ojanvier"
TEXTES = (
    "12,5",
    "1.234",
    "-3",
    "1 234,5",
    "151h40",
    "12.",
    ".5",
    "1,2,3",
    "1.234.567",
    "٣",
    "-",
    "",
)
MOIS = ("4", "04", "4.0", "avril", "Avr.", "04/2024", "avr-24", "2024-04", "04/2024 ", "avr24",
        "01/04/2024", "13", "13/2024", "2024", "x", None)  # fmt: skip


def drawn(seed: int, count: int = 4000) -> list[str | None]:
    dice = random.Random(seed)
    texts = ["".join(dice.choices(SIGNES, k=dice.randint(1, 8))) for _ in range(count)]
    return [*TEXTES, None, *texts, *texts[:50]]


@pytest.mark.parametrize("seed", range(3))
def test_un_nombre_usuel_vaut_ce_que_vaudrait_un_nombre_rare(seed: int) -> None:
    texts = pl.Series("n", drawn(seed), pl.String)
    read = texts.to_frame().select(values.number(pl.col("n"))).to_series()
    assert read.to_list() == numbers._any_number(texts).to_list()


@pytest.mark.parametrize("seed", range(3))
def test_une_grille_deja_rangee_n_est_pas_relue_pour_rien(seed: int) -> None:
    texts = drawn(seed, 300)
    # Une colonne par texte : une seule cellule à ranger n'en cache pas une autre.
    frame = pl.DataFrame({f"c{rank}": pl.Series([text], dtype=pl.String) for rank, text in
                          enumerate(texts)})  # fmt: skip
    assert values.plain_texts(frame).equals(frame.select(values.plain(pl.all())))


@pytest.mark.parametrize("seed", range(3))
def test_ce_qui_ecarte_vite_une_colonne_n_ecarte_aucun_doute(seed: int) -> None:
    dice = random.Random(seed)
    dates = [f"{dice.randint(1, 40)}{dice.choice('/.-')}{dice.randint(1, 40)}/2024"
             for _ in range(500)]  # fmt: skip
    frame = pl.DataFrame({"d": dates}).select(
        sure=values.is_month_first(pl.col("d")), near=pl.col("d").str.contains(export.MOIS_DEVANT)
    )
    assert frame["sure"].any() and not frame.filter(pl.col("sure") & ~pl.col("near")).height
    for mark in decimals.MARQUES:
        here = "\\." if mark == "." else ","
        shape = rf"^[-+]?(?:[1-9]\d{{0,2}}{here}\d{{3}}|\d{{1,3}}(?:{here}\d{{3}}){{2,}})$"
        texts = [*drawn(seed, 2000), f"1{mark}234", f"1 {mark} 2 34 h", f"12{mark}345{mark}678"]
        for text in (one for one in texts if one):
            grid = pl.DataFrame({"heures_realisees": [text]})
            bare = grid.select(values.bare(pl.col("heures_realisees"))).item()
            expected = bool(pl.Series([bare]).str.contains(shape).item())
            assert decimals._is_doubtful(grid, ["heures_realisees"], mark) == expected, text


def test_un_mois_se_lit_pareil_seul_ou_parmi_d_autres() -> None:
    frame = pl.DataFrame({"m": MOIS * 2, "a": [2024] * len(MOIS) + [None] * len(MOIS)},
                         schema_overrides={"a": pl.Int64})  # fmt: skip
    read = pl.col("m"), pl.col("a"), 2026
    together = frame.select(month(*read)).to_series().to_list()
    apart = [frame[rank : rank + 1].select(month(*read)).item() for rank in range(frame.height)]
    assert together == apart
    assert [None if one is None else f"{one:%m/%Y}" for one in together] == [
        *["04/2024"] * 11, None, None, None, None, None,
        None, None, None, None, None, *["04/2024"] * 6, None, None, None, None, None,
    ]  # fmt: skip
