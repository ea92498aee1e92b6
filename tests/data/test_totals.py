"""Les lignes de total se reconnaissent à leur libellé et à l'arithmétique ; jamais additionnées."""

import pytest

from data.check import IMPORTE
from tests.support.fabrique import JOUR, csv, export, messages, prepared, read, table

VIDE = dict.fromkeys(("N° contrat", "N° participant", "N° marché", "N° lot", "Mois", "Année",
                      "Validé"), "")  # fmt: skip


def heures(contrat: str, valeur: str, **more: str) -> dict[str, str]:
    return {"N° contrat": contrat, "Heures réalisées": valeur, **more}


def total(label: str, valeur: str, column: str = "N° contrat") -> dict[str, str]:
    return {**VIDE, column: label, "Heures réalisées": valeur}


@pytest.mark.parametrize(
    "label",
    ["Total", "TOTAL", "Total général", "Sous-total CIE 84", "Totaux", "Cumul", "Ensemble",
     "CIE 84 total", "Total ITV", "Somme", "ITV - Total général"],
)  # fmt: skip
def test_le_libelle_et_la_somme_font_un_total(label):
    one = read("heures", heures("C1", "10"), heures("C2", "5,50"), total(label, "15,50"))
    assert (one.issue, one.lignes["totaux"], one.lignes["retenues"]) == (IMPORTE, 1, 2)
    assert one.heures == {"lues": 31.0, "retenues": 15.5}
    assert messages(one) == []


@pytest.mark.parametrize("label", ["Totalité", "Notre total de tout", "Résultat", "Page 2"])
def test_un_autre_libelle_n_est_pas_un_total(label):
    one = read("heures", heures("C1", "10"), total(label, "10"))
    assert (one.lignes["totaux"], one.lignes["ecartees"]) == (0, 1)


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        (["15,50"], []),
        (["15,54"], []),
        (["15,56"], [4]),
        (["500"], [4]),
        (["15,50", "15,50"], []),
        ([""], []),
    ],
)
def test_un_total_faux_est_ecarte_et_dit(values, wrong):
    rows = [heures("C1", "10"), heures("C2", "5,50"), *(total("Total", one) for one in values)]
    one = read("heures", *rows)
    assert one.lignes["retenues"] == 2 and one.heures["retenues"] == 15.5
    assert (one.lignes["totaux"], one.lignes["ecartees"]) == (len(values) - len(wrong), len(wrong))
    assert [line for line, _, _ in messages(one)] == wrong


def test_sous_totaux_puis_total_general():
    one = read(
        "heures",
        heures("C1", "10"), heures("C2", "20"), total("Sous-total A", "30"),
        heures("C3", "5"), total("Sous-total B", "5"), total("Total général", "35"),
    )  # fmt: skip
    assert (one.lignes["totaux"], one.lignes["retenues"], one.heures["retenues"]) == (3, 3, 35.0)


def test_une_entreprise_nommee_total_n_est_pas_un_total():
    rows = [heures("C1", "10"), heures("C2", "10", Entreprise="TOTAL")]
    one = read("heures", *rows)
    assert (one.lignes["totaux"], one.lignes["retenues"]) == (0, 2)


def test_total_d_un_tableau_large_verifie_mois_par_mois():
    header, first = table("larges", {"Janv.": "10", "Févr.": "5", "Total": "15"})
    second = [*first[:6], "1", "2", *[""] * 10, "3"]
    second[0] = "C2"
    right = ["Total", *[""] * 5, "11", "7", *[""] * 10, "18"]
    wrong = ["Total", *[""] * 5, "11", "8", *[""] * 10, "18"]
    name = f"Heures_2024_CIE84_{JOUR}.csv"
    assert prepared(name, csv([header, first, second, right])).lignes["totaux"] == 1
    refused = prepared(name, csv([header, first, second, wrong]))
    assert (refused.lignes["totaux"], refused.lignes["ecartees"]) == (0, 1)


@pytest.mark.parametrize(
    ("label", "hours", "totaux", "retenues"),
    [("Total", "57500", 1, 2), ("Total CIE 84", "57500", 1, 2), ("Total", "99", 0, 2),
     ("Haut Vaucluse", "57500", 0, 3)],
)  # fmt: skip
def test_le_total_de_l_annexe_3_a_toutes_ses_cellules_remplies(label, hours, totaux, retenues):
    one = read(
        "activite",
        {},
        {"Territoire": "Nord Vaucluse", "Nombre d'heures prévues": "7000"},
        {"Territoire": label, "Nombre d'heures prévues": hours},
    )
    assert (one.lignes["totaux"], one.lignes["retenues"]) == (totaux, retenues)


def test_les_doublons_exacts_comptent_une_fois():
    one = read("heures", *[heures("C1", "10")] * 3, heures("C1", "-10"), heures("C2", "10"))
    assert (one.lignes["doublons"], one.lignes["retenues"], one.heures["retenues"]) == (2, 3, 10.0)


@pytest.mark.parametrize(
    ("column", "first", "second", "doublons"),
    [
        ("RQTH", "Oui", "O", 1),
        ("RQTH", "Oui", "1", 1),
        ("RQTH", "Oui", "Non", 0),
        # Deux textes qui ne se lisent pas restent deux textes.
        ("RQTH", "peut-être", "à voir", 0),
        ("Date de naissance", "01/02/1990", "1990-02-01", 1),
        ("Date de naissance", "01/02/1990", "02/01/1990", 0),
        ("Heures réalisées", "50", "50,00", 1),
        ("Nom", "Inventée", "Inventée B", 0),
    ],
)
def test_une_meme_ligne_ecrite_autrement_est_un_doublon(column, first, second, doublons):
    """« Oui » et « O » faisaient deux lignes, et les heures comptaient deux fois sans un mot."""
    one = read("extraction", {column: first}, {column: second})
    assert (one.lignes["doublons"], one.lignes["retenues"]) == (doublons, 2 - doublons)


def test_deux_nombres_que_la_colonne_distingue_ne_sont_pas_un_doublon():
    """Le point y sépare des milliers : « 1.234 » et « 1,234 » sont deux nombres."""
    rows = ({"Heures réalisées": "1.234"}, {"Heures réalisées": "1,234"},
            {"Prénom": "Zoé", "Heures réalisées": "87,5"})  # fmt: skip
    one = read("extraction", *rows)
    assert (one.lignes["doublons"], one.lignes["retenues"]) == (0, 3)
    assert one.heures["retenues"] == pytest.approx(1234 + 1.234 + 87.5, abs=0.01)


def test_une_difference_dans_une_colonne_non_lue_n_est_pas_un_doublon():
    one = read("actions", {"Suite donnée": "rappeler"}, {"Suite donnée": "écrire"})
    assert (one.lignes["doublons"], one.lignes["retenues"]) == (0, 2)


def test_le_total_recopie_d_engagements_sans_heures_realisees_n_est_pas_un_engagement():
    """La mesure de contrôle est vide : c'est le total des heures engagées qui se vérifie."""
    hours = (1233.5, 1666.5, 2099.5, 2532.5, 2965.5)
    rows = [
        {
            "N° marché": f"M{rank}",
            "Entreprise": f"Exemple {rank}",
            "Heures engagées": str(one).replace(".", ","),
        }
        for rank, one in enumerate(hours)
    ]
    rows.append({**rows[-1], "Heures engagées": str(sum(hours)).replace(".", ",")})
    name, content = export("engagements", *rows)
    one = prepared(name, content)
    assert one.issue == "a_preciser", "cinq lignes sans libellé : demandé"
    total = prepared(name, content, reponses={one.question.cle: "total"})
    assert sum(total.rows["heures_engagees"]) == sum(hours)
