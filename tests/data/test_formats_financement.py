"""Plan de financement et objectifs : ce qui se lit, ce qui s'écarte, aux bornes de chaque seuil."""

from datetime import date
from decimal import Decimal

import pytest

from data.check import financement as check_financement
from data.check.anomalies import AVERTISSEMENT, ECARTEE
from data.check.financement import CHECKS_FINANCEMENT
from data.exemples import files
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

COUT = "Coût total du poste"
PREVU, NOTIFIE, VERSE = "Montant prévu", "Montant notifié", "Montant versé"
VIDES = {PREVU: "", NOTIFIE: "", VERSE: ""}
ETAT = {"Financeur": "DDETS", "Type de financeur": "État"}
DEPARTEMENT = {"Financeur": "Département de Vaucluse", "Type de financeur": "Département"}
COVE = {"Financeur": "CoVe", "Type de financeur": "EPCI", "EPCI": "CoVe"}


def paid(financeur, **montants):
    """Une ligne du poste type (54 000 €) : les montants non donnés sont vides."""
    named = {"prevu": PREVU, "notifie": NOTIFIE, "verse": VERSE, "cout": COUT, "poste": "Poste"}
    return {**financeur, **VIDES, **{named[name]: text for name, text in montants.items()}}


# contrôle, sorte, lignes du fichier, {ligne du tableur: gravité}, intitulé cité
CAS = [
    ("check_positive", "financements",
     [paid(ETAT, prevu="-0,01"), paid(DEPARTEMENT, prevu="0")], {2: ECARTEE}, PREVU),
    ("check_positive", "financements", [paid(ETAT, notifie="-1")], {2: ECARTEE}, NOTIFIE),
    ("check_positive", "financements", [paid(ETAT, verse="-1")], {2: ECARTEE}, VERSE),
    ("check_positive", "objectifs", [{"Valeur": "0"}, {"Valeur": "-1", "EPCI": "CoVe"}],
     {3: ECARTEE}, "Valeur"),
    ("check_required", "financements", [{"Financeur": ""}], {2: ECARTEE}, "Financeur"),
    ("check_required", "financements", [{"Type de financeur": ""}], {2: ECARTEE},
     "Type de financeur"),
    ("check_required", "financements", [{COUT: ""}], {2: ECARTEE}, COUT),
    ("check_required", "objectifs", [{"Indicateur": ""}], {2: ECARTEE}, "Indicateur"),
    ("check_year", "financements",
     [{"Exercice": "2005"}, {"Exercice": "2004"}, {"Exercice": "2100"}, {"Exercice": "2101"}],
     {3: ECARTEE, 5: ECARTEE}, "Exercice"),
    ("check_year", "objectifs", [{"Année": "20266"}], {2: ECARTEE}, "Année"),
    ("check_epci_named", "financements",
     [paid({**COVE, "EPCI": ""}, prevu="5 400"), paid({**ETAT, "EPCI": ""}, prevu="1")],
     {2: ECARTEE}, "EPCI"),
    ("check_cost", "financements",
     [paid(ETAT, cout="0"), paid(ETAT, cout="-1"), paid(DEPARTEMENT, cout="0,01", poste="Autre")],
     {2: ECARTEE, 3: ECARTEE}, COUT),
    ("check_cost", "financements",
     [{"ETP": "0"}, {"ETP": "-1", "Poste": "B"}, {"ETP": "0,01", "Poste": "C"}],
     {2: ECARTEE, 3: ECARTEE}, "ETP"),
    ("check_share", "financements",
     [paid(ETAT, prevu="54 000,01"), paid(DEPARTEMENT, prevu="54 000")], {2: ECARTEE}, PREVU),
    ("check_share", "financements", [paid(ETAT, verse="54 000,01")], {2: ECARTEE}, VERSE),
    ("check_one_total", "financements",
     [paid(ETAT), paid(DEPARTEMENT, cout="54 000,01"), paid(COVE, poste="Autre", cout="1")],
     {2: ECARTEE, 3: ECARTEE}, COUT),
    ("check_one_total", "financements",
     [{**paid(ETAT), "ETP": "1"}, {**paid(DEPARTEMENT), "ETP": "0,99"},
      {**paid(COVE), "ETP": ""}],
     {2: ECARTEE, 3: ECARTEE, 4: ECARTEE}, "ETP"),
    ("check_sum", "financements",
     [paid(ETAT, prevu="37 800"), paid(DEPARTEMENT, prevu="10 800"), paid(COVE, prevu="5 400,01"),
      paid(ETAT, prevu="1", poste="Autre")],
     {2: ECARTEE, 3: ECARTEE, 4: ECARTEE}, COUT),
    ("check_sum", "financements",
     [paid(ETAT, prevu="37 800"), paid(DEPARTEMENT, prevu="10 800"), paid(COVE, prevu="5 400")],
     {}, ""),
    # Le notifié l'emporte sur le prévu : 37 800 + 16 200 font le coût, pas davantage.
    ("check_sum", "financements",
     [paid(ETAT, prevu="40 000", notifie="37 800"), paid(DEPARTEMENT, prevu="16 200")], {}, ""),
    ("check_paid", "financements",
     [paid(ETAT, notifie="37 800", verse="26 460"), paid(ETAT, verse="11 340,01"),
      paid(DEPARTEMENT, notifie="10 800", verse="10 800")],
     {2: ECARTEE, 3: ECARTEE}, VERSE),
    ("check_paid", "financements",
     [paid(ETAT, notifie="26 460", verse="26 460"), paid(ETAT, notifie="11 340", verse="11 340")],
     {}, ""),
    ("check_paid", "financements", [paid(ETAT, prevu="1", verse="26 460")], {}, ""),
    ("check_repeated_amount", "financements",
     [paid(ETAT, prevu="37 800", verse="20 000"), paid(ETAT, prevu="37 800", verse="17 800"),
      paid(DEPARTEMENT, prevu="10 800")],
     {2: AVERTISSEMENT, 3: AVERTISSEMENT}, PREVU),
    ("check_repeated_amount", "financements",
     [paid(ETAT, prevu="26 460", verse="1"), paid(ETAT, prevu="11 340", verse="2")], {}, ""),
    ("check_rate", "objectifs",
     [{"Indicateur": "Taux de sorties positives", "Valeur": "100"},
      {"Indicateur": "Taux de sorties positives", "Valeur": "100,01", "EPCI": "CoVe"},
      {"Indicateur": "Bénéficiaires", "Valeur": "600"}],
     {3: ECARTEE}, "Valeur"),
    ("check_decision", "objectifs",
     [{"Source de la décision": ""},
      {"Source de la décision": "", "Valeur": "", "Indicateur": "Entreprises"}],
     {2: ECARTEE}, "Source de la décision"),
    ("check_one_goal", "objectifs",
     [{"Valeur": "1"}, {"Valeur": "2"}, {"Valeur": ""}, {"Valeur": "3", "Structure": "ITV"},
      {"Valeur": "4", "EPCI": "CoVe"}, {"Valeur": "5", "Année": "2025"}],
     {2: ECARTEE, 3: ECARTEE}, "Valeur"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind", "changes", "expected", "heading"),
    CAS,
    ids=[f"{one[0]}-{one[4]}" for one in CAS],
)
def test_un_controle_aux_bornes(name, kind, changes, expected, heading):
    one = read(kind, *changes)
    found = one.anomalies.drop_nulls("ligne")
    assert dict(found.select("ligne", "gravite").iter_rows()) == expected
    assert set(found["colonne"]) == ({heading} if expected else set())
    assert all(said[0].isupper() and said.endswith((".", "?")) for said in found["message"])
    aside = [line for line, gravite in expected.items() if gravite == ECARTEE]
    kept = len(changes) - len(aside)
    assert one.issue == ("importe" if kept else "refuse")
    assert (one.lignes["ecartees"], one.lignes["retenues"]) == (len(aside), kept)


@pytest.mark.parametrize("one", CHECKS_FINANCEMENT, ids=lambda one: one.__name__)
def test_chaque_controle_a_un_cas_en_faute(one):
    assert any(name == one.__name__ and expected for name, _, _, expected, _ in CAS), (
        f"{one.__name__} : il faut dans CAS une ligne de ce nom, avec une ligne en faute"
    )


def test_tous_les_controles_du_module_sont_appliques():
    written = {name for name in vars(check_financement) if name.startswith("check_")}
    forgotten = written - {one.__name__ for one in CHECKS_FINANCEMENT}
    assert not forgotten, f"écrits, mais absents de CHECKS_FINANCEMENT : {forgotten}"


def test_une_faute_de_frappe_n_accuse_pas_ses_voisines():
    """540 000 au lieu de 5 400 : cette ligne s'écarte, les autres du poste restent."""
    one = read("financements", paid(ETAT, prevu="37 800"), paid(COVE, prevu="540 000"))
    assert [line for line, _, _ in messages(one)] == [3]
    assert one.rows["montant_prevu_eur"].to_list() == [Decimal("37800.00")]


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


# --- les exemples, relus par la voie réelle


def example(prefix):
    (path,) = (one for one in files() if one.name.startswith(prefix))
    return prepared(path.name, path.read_bytes())


def share(rows, annee, poste, sorte):
    """La part de chaque poste en %, recalculée ligne à ligne sur le montant prévu répété ou non."""
    own = [
        row
        for row in rows.iter_rows(named=True)
        if (row["annee"], row["poste"], row["type_financeur"]) == (annee, poste, sorte)
    ]
    amounts = {row["montant_prevu_eur"] for row in own} - {None}
    shared = sum(row["montant_prevu_eur"] for row in own) if len(amounts) > 1 else max(amounts)
    return 100 * shared / own[0]["cout_poste_eur"]


@pytest.mark.parametrize(
    ("prefix", "annee", "poste", "sorte", "part"),
    [
        ("Plan_Financement_ITV", 2025, "Facilitateur Sud Vaucluse", "etat", "72.4"),
        ("Plan_Financement_ITV", 2025, "Facilitateur LMV", "etat", "70"),
        ("Plan_Financement_MLJGA", 2026, "Facilitateur Grand Avignon 1", "epci", "8.5"),
        ("Plan_Financement_MLJGA", 2026, "Facilitateur Grand Avignon 2", "epci", "8.5"),
        ("Plan_Financement_MLJGA", 2025, "Facilitateur Grand Avignon 1", "epci", "10"),
        ("Plan_Financement_MLJGA", 2025, "Facilitateur Grand Avignon 1", "etat", "70"),
        ("Plan_Financement_CIE84", 2024, "Facilitateur CoVe", "epci", "5.6"),
        ("Plan_Financement_CIE84", 2025, "Facilitateur CoVe", "epci", "10"),
    ],
)
def test_les_parts_des_exemples(prefix, annee, poste, sorte, part):
    assert share(example(prefix).rows, annee, poste, sorte) == Decimal(part)


@pytest.mark.parametrize(
    ("prefix", "lignes"),
    [
        ("Plan_Financement_CIE84", 32),
        ("Plan_Financement_ITV", 21),
        ("Plan_Financement_MLJGA", 30),
        ("Objectifs", 14),
    ],
)
def test_aucune_ligne_d_exemple_n_est_ecartee(prefix, lignes):
    one = example(prefix)
    assert (one.issue, one.lignes["retenues"], one.lignes["ecartees"]) == ("importe", lignes, 0)
