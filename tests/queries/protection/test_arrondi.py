"""Ce qui s'écrit d'un effectif, d'un pourcentage, d'une cellule d'entreprises : aux bornes."""

from __future__ import annotations

import polars as pl
import pytest

from queries.protection.rules.seuils import Seuils, read_seuils
from queries.protection.write.arrondi import part_pct, round_count, round_total, widen
from queries.protection.write.entreprises import group_sectors, group_types, hide_few
from queries.protection.write.heures import hours_by_category
from queries.protection.write.taux import rates

SEUILS = Seuils()


def test_les_seuils_sont_ceux_de_la_reference():
    assert read_seuils() == Seuils(5, 5, 20, 20, 3, 85, 10, 15)


@pytest.mark.parametrize(
    ("nombre", "texte", "valeur"),
    [
        (0, "<\u00a05", None), (1, "<\u00a05", None), (4, "<\u00a05", None), (5, "5", 5),
        (7, "5", 5), (8, "10", 10), (12, "10", 10), (13, "15", 15), (1252, "1\u202f250", 1250),
        (1253, "1\u202f255", 1255),
    ],
)  # fmt: skip
def test_un_effectif(nombre, texte, valeur):
    said = round_count(nombre, SEUILS)
    assert (said.texte, said.valeur) == (texte, valeur)


@pytest.mark.parametrize("seuils", [SEUILS, Seuils(seuil_secret=11), Seuils(base_arrondi=10)])
def test_l_intervalle_est_exactement_ce_qui_s_ecrit_pareil(seuils):
    """Retrouvé en essayant chaque effectif."""
    for nombre in range(200):
        said = round_count(nombre, seuils)
        same = [one for one in range(300) if round_count(one, seuils).texte == said.texte]
        assert (said.bas, said.haut) == (same[0], same[-1])
        assert said.valeur is None or said.valeur >= seuils.seuil_secret


def test_un_seuil_de_onze_ne_cree_pas_de_petite_classe():
    said = round_count(11, Seuils(seuil_secret=11))
    assert (said.texte, said.bas, said.haut) == ("15", 11, 17)


@pytest.mark.parametrize(
    ("nombre", "maille", "texte"),
    [
        (19, "epci", "<\u00a020"), (20, "epci", "20"), (0, "epci", "<\u00a020"),
        (19, "structure", "19"), (3, "departement", "3"), (1250, "epci", "1\u202f250"),
    ],
)  # fmt: skip
def test_le_total_d_un_territoire(nombre, maille, texte):
    assert round_total(nombre, maille, SEUILS).texte == texte


@pytest.mark.parametrize(
    ("part", "tout", "attendu"),
    [(5, 15, None), (5, 20, 25), (None, 100, None), (5, None, None), (5, 40, 13), (25, 20, 100)],
)
def test_un_pourcentage_est_entier_et_demande_vingt_personnes(part, tout, attendu):
    assert part_pct(part, tout, SEUILS) == attendu


def types(*rows: tuple[str, int, int, int, float]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "type_entreprise": code,
                "libelle": code,
                "famille": code,
                "attributaires": attributaires,
                "utilisatrices": utilisatrices,
                "employeuses": employeuses,
                "heures_realisees": hours,
            }
            for code, attributaires, utilisatrices, employeuses, hours in rows
        ]
    )


def ranking(**hours: tuple[float, ...]) -> pl.DataFrame:
    rows = [(code, one) for code, own in hours.items() for one in own]
    return pl.DataFrame(
        {
            "rang": list(range(1, len(rows) + 1)),
            "type_entreprise": [code for code, _ in rows],
            "heures_realisees": [one for _, one in rows],
        }
    )


@pytest.mark.parametrize(
    ("heures", "reste"),
    [((84.0, 8.0, 8.0), True), ((85.0, 8.0, 7.0), True), ((86.0, 7.0, 7.0), False)],
)
def test_la_plus_grosse_entreprise_fait_85_pour_cent_au_plus(heures, reste):
    rows = types(("ei", 0, 0, 3, 100.0), ("aci", 0, 0, 4, 400.0))
    told = group_types(rows, ranking(ei=heures, aci=(100.0,) * 4), SEUILS)
    assert ("ei" in told["type_entreprise"]) is reste
    assert told["heures_realisees"].sum() == 500


@pytest.mark.parametrize(("nombre", "reste"), [(2, False), (3, True)])
def test_une_cellule_reunit_trois_entreprises(nombre, reste):
    hours = (10.0,) * nombre
    rows = types(("ei", 0, 0, nombre, 10.0 * nombre), ("aci", 0, 0, 4, 400.0))
    told = group_types(rows, ranking(ei=hours, aci=(100.0,) * 4), SEUILS)
    assert ("ei" in told["type_entreprise"]) is reste
    assert told["employeuses"].sum() == nombre + 4


def test_autres_respecte_la_regle_lui_aussi():
    """Un seul type refusé ne peut pas rester seul dans « autres » : le plus petit l'y rejoint."""
    rows = types(("ei", 0, 0, 1, 10.0), ("aci", 0, 0, 3, 30.0), ("ea", 0, 0, 9, 90.0))
    told = group_types(rows, ranking(ei=(10.0,), aci=(10.0,) * 3, ea=(10.0,) * 9), SEUILS)
    assert told.select("type_entreprise", "employeuses").rows() == [("ea", 9), ("autres", 4)]


def test_rien_ne_s_ecrit_si_meme_le_total_est_trop_petit():
    rows = types(("ei", 0, 0, 1, 10.0), ("aci", 1, 0, 1, 10.0))
    assert group_types(rows, ranking(ei=(10.0,), aci=(10.0,)), SEUILS).is_empty()


def test_les_secteurs_trop_petits_se_reunissent_et_les_parts_suivent():
    rows = pl.DataFrame(
        {
            "division": ["41", "43", "81", "inconnu"],
            "libelle": ["a", "b", "c", "d"],
            "section": ["F", "F", "N", None],
            "entreprises": [6, 2, 2, 5],
            "part_pct": [60.0, 20.0, 20.0, None],
        }
    )
    told = group_sectors(rows, SEUILS).select("division", "entreprises", "part_pct").rows()
    assert told == [("41", 6, 60.0), ("inconnu", 5, None), ("autres", 4, 40.0)]


@pytest.mark.parametrize(("avec", "sans", "montre"), [(1, 1, False), (2, 1, True), (0, 0, True)])
def test_un_role_de_deux_entreprises_ne_s_ecrit_pas(avec, sans, montre):
    row = pl.DataFrame(
        {"role": ["employeuse"], "entreprises": [avec], "sans_siren": [sans],
         "heures_realisees": [9.0]}
    )  # fmt: skip
    told = hide_few(row, SEUILS).row(0, named=True)
    assert (told["entreprises"], told["heures_realisees"]) == (
        (avec, 9.0) if montre else (None,) * 2
    )


@pytest.mark.parametrize(
    ("femmes", "brsa", "dont", "montrees"),
    [
        (20, 50, 0, {"total", "femmes", "brsa"}),
        (19, 50, 0, {"total", "brsa"}),
        (81, 50, 20, {"total", "brsa", "brsa_femmes"}),
        (80, 40, 20, {"total", "femmes", "brsa", "brsa_femmes"}),
        (80, 39, 20, {"total", "femmes", "brsa"}),
    ],
)
def test_les_heures_par_categorie_demandent_vingt_personnes_et_vingt_autres(
    femmes, brsa, dont, montrees
):
    counts = {"total": 100, "femmes": femmes, "brsa": brsa, "brsa_femmes": dont,
              "jeunes_18_25": 0, "th": 0, "deld": 0, "qpv": 0, "seniors": 60}  # fmt: skip
    frame = pl.DataFrame(
        {
            "categorie": list(counts),
            "libelle": list(counts),
            "beneficiaires": list(counts.values()),
            "heures_realisees": [1234.5] * len(counts),
        }
    )
    told = hours_by_category(frame, SEUILS)
    shown = told.filter(pl.col("heures_realisees").is_not_null())
    assert set(shown["categorie"]) == montrees
    assert set(shown["texte"]) == {"1\u202f234,5"}
    assert "seniors" not in told["categorie"]


def said(count: int | None, statut: str = "arrondi") -> tuple[int | None, str, str]:
    return count, str(count), statut


def test_les_taux_ne_viennent_que_des_effectifs_ecrits():
    written = {"positives": said(20), "connues": said(40), "inconnues": said(10)}
    assert vars(rates(written, SEUILS)) == {
        "taux_pct": 50, "borne_basse_pct": 40, "borne_haute_pct": 60, "taux_reponse_pct": 80,
    }  # fmt: skip


def test_des_inconnues_trop_peu_nombreuses_ecartent_les_bornes_au_plus():
    written = {"positives": said(20), "connues": said(40), "inconnues": said(None, "petit")}
    told = rates(written, SEUILS)
    assert (told.taux_pct, told.borne_basse_pct, told.borne_haute_pct) == (50, 45, 55)


@pytest.mark.parametrize("hidden", ["positives", "connues", "inconnues"])
def test_un_effectif_blanchi_ne_donne_pas_de_bornes(hidden):
    written = {"positives": said(20), "connues": said(40), "inconnues": said(10)}
    told = rates({**written, hidden: said(None, "masque")}, SEUILS)
    assert told.borne_basse_pct is None and told.borne_haute_pct is None
    assert (told.taux_pct is None) is (hidden != "inconnues")


# --- les classes larges


@pytest.mark.parametrize(
    ("effectif", "texte"),
    [(0, "0 à 12"), (4, "0 à 12"), (12, "0 à 12"), (13, "13 à 27"), (27, "13 à 27"),
     (28, "28 à 42"), (1003, "1\u202f003 à 1\u202f017")],
)  # fmt: skip
def test_une_classe_large_reunit_trois_arrondis(effectif, texte):
    assert widen(effectif, SEUILS).texte.replace("\u00a0", " ") == texte


@pytest.mark.parametrize("seuils", [SEUILS, Seuils(seuil_secret=11), Seuils(base_arrondi=10)])
def test_les_classes_larges_sont_fixes_et_contiennent_l_arrondi(seuils):
    """Lire la classe fine, c'est lire les deux ; la même classe pour tous ceux qu'elle contient."""
    for count in range(300):
        fine, wide = round_count(count, seuils), widen(count, seuils)
        assert wide.bas <= fine.bas <= count <= fine.haut <= wide.haut
        inside = range(wide.bas, wide.haut + 1)
        assert {widen(one, seuils) for one in inside} == {wide}
        assert len({round_count(one, seuils) for one in inside}) == 3
