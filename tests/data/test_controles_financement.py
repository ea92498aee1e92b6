"""Les contrôles du plan de financement et des objectifs, aux bornes de chaque seuil."""

from decimal import Decimal

import pytest

from data.check import financement as check_financement
from data.check.anomalies import AVERTISSEMENT, ECARTEE
from data.check.financement import CHECKS_FINANCEMENT
from tests.support.fabrique import messages, read
from tests.support.plan_ecrit import COUT, COVE, DEPARTEMENT, ETAT, NOTIFIE, PREVU, VERSE, paid

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
