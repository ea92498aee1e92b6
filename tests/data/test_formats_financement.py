"""Plan de financement et objectifs : ce qui se lit, ce qui s'écarte, ce qui se remplace."""

from datetime import date
from decimal import Decimal

import pytest

from tests.support.fabrique import (
    JOUR,
    bring,
    csv,
    export,
    messages,
    prepare,
    prepared,
    read,
    stored,
    table,
)
from tests.support.places import EXPORTS
from tests.support.plan_ecrit import COUT, COVE, DEPARTEMENT, ETAT, NOTIFIE, PREVU, paid


@pytest.mark.parametrize(
    ("text", "siren"),
    [
        ("CoVe", "248400053"),
        ("248400053", "248400053"),
        ("248 400 251", "248400251"),
        ("Communauté d'Agglomération du Grand Avignon", "248400251"),
        ("Communauté d'Agglomération Ventoux Comtat Venaissin", "248400053"),
        ("LMV Agglomération", "200040442"),
        ("CCPOP (Pays d'Orange en Provence)", "248400236"),
    ],
)
def test_un_epci_se_lit_par_son_nom_son_sigle_ou_son_siren(text, siren):
    one = read("financements", paid({**COVE, "EPCI": text}, prevu="1"))
    assert (one.rows["epci"].to_list(), messages(one)) == ([siren], [])


@pytest.mark.parametrize(
    ("kind", "text", "suggestion"),
    [
        ("financements", "Grand Avignnon", "« Grand Avignon »"),
        ("financements", "200000000", ""),
        ("financements", "CoVe (LMV)", ""),
        ("objectifs", "Haut Vaucluse hors CCPOP", ""),
    ],
)
def test_un_epci_sans_siren_ecarte_sa_ligne(kind, text, suggestion):
    other = {"Exercice": "2024"} if kind == "financements" else {"Année": "2024"}
    one = read(kind, {"EPCI": text}, other)
    ((line, heading, said),) = messages(one)
    assert (line, heading, one.lignes["retenues"]) == (2, "EPCI", 1)
    assert text not in said, "un libellé inconnu peut être n'importe quoi : il ne se redit pas"
    assert "ligne écartée" in said and suggestion in said
    assert ("Vouliez-vous dire" in said) == bool(suggestion)


def test_un_type_de_financeur_inconnu_se_precise():
    one = read("financements", {"Type de financeur": "Mécène"})
    assert (one.issue, one.question.sujet) == ("a_preciser", "valeurs")
    assert one.question.valeurs == {"type_financeur": {"Mécène": 1}}


def test_un_indicateur_inconnu_ecarte_sa_ligne():
    one = read(
        "objectifs", {}, {"Indicateur": "Heures d'insertions realisees"}, {"Indicateur": "x"}
    )
    assert one.rows["indicateur"].to_list() == ["heures_realisees"]
    first, second = (said for _, _, said in messages(one))
    assert "Vouliez-vous dire « Heures d'insertion réalisées » ?" in first
    assert "ligne écartée" in second


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("37 800,10", "37800.10"),
        ("37\u202f800,10 €", "37800.10"),
        ("37.800,10", "37800.10"),
        ("12345.670000000002", "12345.67"),
        ("0,29", "0.29"),
        ("53999.99", "53999.99"),
    ],
)
def test_les_euros_sont_exacts(text, expected):
    one = read("financements", paid(ETAT, prevu=text))
    assert one.rows["montant_prevu_eur"].to_list() == [Decimal(expected)]


@pytest.mark.parametrize("text", ["12 OOO", "1e3", "12h30", "#REF!", "99999999999999"])
def test_un_montant_illisible_ecarte_sa_ligne(text):
    one = read("financements", paid(ETAT, prevu=text), paid(DEPARTEMENT, prevu="1"))
    assert [(line, heading) for line, heading, _ in messages(one)] == [(2, PREVU)]
    assert one.rows["montant_prevu_eur"].to_list() == [Decimal("1.00")]


def test_un_montant_vide_reste_inconnu_et_une_date_illisible_ne_perd_pas_le_versement():
    one = read("financements", {PREVU: "", NOTIFIE: "", "Date de versement": "30/02/2025"})
    row = one.rows.row(0, named=True)
    assert (row["montant_prevu_eur"], row["montant_notifie_eur"]) == (None, None)
    assert (row["montant_verse_eur"], row["date_versement"]) == (Decimal("26460.00"), None)
    assert [heading for _, heading, _ in messages(one)] == ["Date de versement"]


def test_l_echantillon_du_plan_valeur_par_valeur():
    path = next(EXPORTS.glob("financements_*"))
    one = prepared(path.name, path.read_bytes())
    assert one.lignes["totaux"] == 1
    assert one.rows.drop("import_id", "ligne").row(0) == (
        "CIE84", 2025, "Facilitateur CoVe", 1.0, Decimal("54000.00"), "DDETS de Vaucluse", "etat",
        "248400053", Decimal("37800.00"), Decimal("37800.00"), Decimal("26460.00"),
        date(2025, 4, 30), "acompte",
    )  # fmt: skip
    assert one.rows["nature_versement"].to_list() == ["acompte", "solde", "acompte", None]


def test_l_echantillon_des_objectifs_valeur_par_valeur():
    path = next(EXPORTS.glob("objectifs_*"))
    one = prepared(path.name, path.read_bytes())
    assert one.rows.select("structure", "annee", "epci", "indicateur", "valeur").rows() == [
        (None, 2026, None, "heures_realisees", 125000.0),
        ("CIE84", 2026, None, "heures_realisees", 70000.0),
        ("CIE84", 2026, "248400053", "beneficiaires", 180.0),
        ("ITV", 2026, None, "taux_sorties_positives_pct", 62.5),
        ("MLJGA", 2026, None, "heures_realisees", None),
    ]


def test_la_structure_d_un_objectif_est_facultative_celle_d_un_plan_se_demande():
    rows = csv(table("objectifs", {}))
    assert prepared(f"objectifs_{JOUR}.csv", rows).rows["structure"].to_list() == [None]
    # La colonne est là : vide, elle dit « toutes », quel que soit le nom du fichier.
    assert prepared(f"objectifs_ITV_{JOUR}.csv", rows).rows["structure"].to_list() == [None]
    bare = [row[:1] + row[2:] for row in table("objectifs", {})]
    assert prepared(f"objectifs_ITV_{JOUR}.csv", csv(bare)).rows["structure"].to_list() == ["ITV"]
    plan = csv(table("financements", {"Structure": ""}))
    assert prepared(f"plan_{JOUR}.csv", plan).question.sujet == "structure"


@pytest.mark.parametrize("kind", ["financements", "objectifs"])
def test_un_tableur_sans_date_s_importe(kind):
    assert prepared(f"{kind}_CIE84.csv", csv(table(kind, {}))).issue == "importe"


def test_un_objectif_de_toutes_les_structures_se_remplace_et_se_compte():
    bring(export("objectifs", {}, {"Structure": "ITV"}))
    bring(export("objectifs", {"Valeur": "130 000"}))
    assert sorted(stored("objectifs").select("structure", "valeur").rows(), key=str) == [
        ("ITV", 125000.0),
        (None, 130000.0),
    ]
    assert stored("imports")["structures"].to_list() == ["ITV", ""]


def test_un_plan_complet_vaut_pour_tous_les_exercices_et_le_dit():
    bring(export("financements", {}, {"Exercice": "2024"}))
    lot = bring(export("financements", {"Financeur": "Préfecture"}), est_complet=True)
    assert stored("financements").select("annee", "financeur").rows() == [(2025, "Préfecture")]
    said = messages(lot.fichiers[0])[0][2]
    assert "complet" in said and "2024, 2025" in said


def test_un_autre_cout_deja_en_place_est_signale():
    bring(export("financements", {}))
    same = prepare(export("financements", paid(DEPARTEMENT, prevu="1")))
    assert messages(same.fichiers[0]) == []
    other = prepare(export("financements", paid(DEPARTEMENT, prevu="1", cout="55 000")))
    ((line, _, said),) = messages(other.fichiers[0])
    assert line is None and "« Facilitateur CoVe » (2025)" in said
    replaced = prepare(export("financements", {COUT: "55 000"}))
    assert messages(replaced.fichiers[0]) == []
