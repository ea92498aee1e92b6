"""Les mois : toute écriture se lit, une colonne de mois inconnue se demande, l'année aussi."""

from datetime import date

import pytest

from data.check import A_PRECISER, IMPORTE
from data.words import month_of
from tests.support.fabrique import CLES_HEURES, JOUR, MOIS, csv, export, messages, prepared, table

LONGS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
         "octobre", "novembre", "décembre")  # fmt: skip
COURTS = ("janv", "févr", "mars", "avr", "mai", "juin", "juill", "août", "sept", "oct", "nov",
          "déc")  # fmt: skip
AUTRES = ("jan", "fév", "mar", "avr", "mai", "jun", "jul", "aou", "sep", "oct", "nov", "dec")
ANGLAIS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
ECRITURES = (LONGS, COURTS, AUTRES, ANGLAIS, tuple(word[:3] for word in ANGLAIS), MOIS)
DECORS = ("{}", "{}.", "H. {}", "Heures {}", "Heures de {}", "Nb heures {}", "{} (h)", 
          "{} - heures", "Mois de {}", "  {}  ")  # fmt: skip
DATES = ("{}-24", "{} 24", "{}24", "{} 2024", "{}2024", "2024 {}", "2024-{}", "{}/2024", "{}.-24")
CHIFFRES = ("{:02d}/2024", "{}/2024", "2024-{:02d}", "2024/{:02d}", "2024{:02d}", "{:02d}-24",
            "2024-{:02d}-01", "2024-{:02d}-01 00:00:00")  # fmt: skip


@pytest.mark.parametrize("words", ECRITURES, ids=lambda words: words[1])
@pytest.mark.parametrize("case", [str, str.upper, str.capitalize])
def test_toute_ecriture_d_un_mois_se_lit(words, case):
    for month, word in enumerate(words, start=1):
        assert [month_of(one.format(case(word))) for one in DECORS] == [(month, None)] * len(DECORS)
        assert [month_of(one.format(case(word))) for one in DATES] == [(month, 2024)] * len(DATES)
        numbers = [month_of(one.format(month)) for one in CHIFFRES]
        assert numbers == [(month, 2024)] * len(CHIFFRES)


@pytest.mark.parametrize(
    "text", ["T1", "S2", "Total", "Mai total", "Heures", "Mois", "13/2024", "2024", "24", "N° lot",
             "Date de mars", "00/2024", "mars avril", "Marché", "Formation mai"],
)  # fmt: skip
def test_ce_qui_n_est_pas_un_mois(text):
    assert month_of(text) is None


def wide(months: tuple[str, ...], name: str = "h_2024", above: list[str] | None = None) -> tuple:
    keys = ["C1", "P1", "M1", "1", "Bâti", "ETTI"]
    rows = [[*CLES_HEURES, *months, "Total"], [*keys, *["10"] * len(months), str(10 * len(months))]]
    return f"{name}_CIE84_{JOUR}.csv", csv([*([above] if above else []), *rows])


@pytest.mark.parametrize("words", ECRITURES, ids=lambda words: words[1])
@pytest.mark.parametrize("decor", ["H. {}", "{} (h)", "{}-24"])
def test_douze_mois_ecrits_autrement_font_leurs_heures(words, decor):
    one = prepared(*wide(tuple(decor.format(word) for word in words)))
    assert (one.issue, one.heures["retenues"]) == (IMPORTE, 120.0)
    assert sorted(one.rows["mois"]) == [date(2024, month, 1) for month in range(1, 13)]


@pytest.mark.parametrize("rank", range(12))
def test_onze_mois_sur_douze_se_demandent(rank):
    months = tuple("Mystère" if one == rank else word for one, word in enumerate(MOIS))
    name, content = wide(months)
    one = prepared(name, content)
    # Un mot hors du métier pourrait être un nom : il se désigne par sa place.
    key = f"mois_colonne_{rank + 7}"
    assert (one.issue, one.question.cle) == (A_PRECISER, key)
    assert len(one.question.reponses) == 2 and "Mystère" not in one.question.message
    answer = next(iter(one.question.reponses))
    done = prepared(name, content, reponses={key: answer})
    assert sorted(done.rows["mois"]) == [date(2024, month, 1) for month in range(1, 13)]
    without = prepared(name, content, reponses={key: "non"})
    assert without.heures["retenues"] == 110.0


@pytest.mark.parametrize("text", ["T1", "Total T2", "S1", "Trim. 3", "Cumul"])
def test_un_trimestre_parmi_les_mois_n_est_pas_un_mois(text):
    one = prepared(*wide((*MOIS[:3], text, *MOIS[3:])))
    assert one.issue == IMPORTE and one.heures["retenues"] == 120.0


@pytest.mark.parametrize("year", ["2023", "Année 2023", "Exercice : 2023"])
def test_l_annee_de_l_etage_du_dessus_date_ses_mois(year):
    above = ["", "", "", "", "", "", year]
    assert set(prepared(*wide(MOIS, "h", above)).rows["mois"].dt.year()) == {2023}
    one = prepared(*wide(MOIS, "h_2024", above))
    assert (one.issue, one.question.cle) == (A_PRECISER, "annee_du_tableau")
    done = prepared(*wide(MOIS, "h_2024", above), reponses={"annee_du_tableau": "tableau"})
    assert set(done.rows["mois"].dt.year()) == {2023}


def test_chaque_annee_date_les_mois_qu_elle_couvre():
    above = [*[""] * 6, "2023", "", "", "2024", "", ""]
    months = ("Oct.", "Nov.", "Déc.", "Oct.", "Nov.", "Déc.")
    one = prepared(*wide(months, "h", above))
    assert sorted(set(one.rows["mois"].dt.year())) == [2023, 2024] and one.rows.height == 6


@pytest.mark.parametrize("title", [["Heures 2023"], ["Période : 2023"]])
def test_un_titre_qui_contredit_le_nom_du_fichier_est_demande(title):
    assert prepared(*wide(MOIS, "h_2024", title)).issue == A_PRECISER
    assert prepared(*wide(MOIS, "h_2023", title)).issue == IMPORTE


def test_une_annee_de_ligne_qui_contredit_le_nom_est_demandee():
    name, content = export("heures", {"Année": "2023"})
    assert prepared(f"2024_{name}", content).issue == A_PRECISER
    assert prepared(f"2023_{name}", content).issue == IMPORTE


def test_une_date_d_edition_n_est_pas_l_annee_du_tableau():
    assert prepared(*wide(MOIS, "h_2024", ["Édité le 31/12/2025"])).issue == IMPORTE


@pytest.mark.parametrize("text", ["mars 2024", "Mars-24", "H. mars 24", "2024-03", "March 2024"])
def test_le_mois_d_une_ligne_s_ecrit_aussi_de_toutes_les_facons(text):
    rows = table("heures", {"Mois": text, "Année": ""})
    one = prepared(f"h_CIE84_{JOUR}.csv", csv(rows))
    assert one.rows["mois"].to_list() == [date(2024, 3, 1)]


@pytest.mark.parametrize(
    ("headings", "issue"),
    [
        (("01/01/2024", "01/02/2024", "01/03/2024"), "importe"),
        (("01-11-2023", "01-12-2023", "01-01-2024"), "importe"),
        # Deux dates peuvent être un début et une fin ; des jours quelconques ne sont pas des mois.
        (("01/01/2024", "01/02/2024"), "a_preciser"),
        (("01/01/2024", "02/01/2024", "03/01/2024"), "a_preciser"),
        (("01/01/2024", "01/03/2024", "01/05/2024"), "a_preciser"),
    ],
)
def test_des_premiers_du_mois_qui_se_suivent_sont_des_mois(headings, issue):
    cells = [
        [*CLES_HEURES, *headings],
        *(
            [f"C-{rank}", "P-1", "M-1", "1", "Bâti", "ETTI", *["10"] * len(headings)]
            for rank in range(3)
        ),
    ]
    one = prepared(f"h_ITV_{JOUR}.csv", csv(cells))
    assert one.issue == issue, messages(one)
    if issue == "importe":
        assert one.heures["retenues"] == 90.0
    # Aucune cellule de la ligne ne se cite, même quand l'en-tête ne se comprend pas.
    assert not [text for *_, text in messages(one) if "C-" in text or "Bâti" in text]
