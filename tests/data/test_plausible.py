"""Ce qui ne se peut pas est écarté, ce qui ne se peut guère est dit : chaque seuil à sa borne."""

import pytest

from data.check import plausible
from tests.support.fabrique import messages, read

DATES = {"Date début": "01/03/2024", "Date fin": "31/03/2024"}
QUARANTE = {"Date début": "01/03/2024", "Date fin": "09/04/2024"}
CONTRAT = {"Date de début": "01/03/2024", "Date de fin réelle": "31/08/2024"}
# sorte, lignes, (lignes retenues, début de ce qui se dit ou "")
CAS = [
    ("extraction", [{**DATES, "Heures réalisées": "744"}], 1, "Plus de 60 heures par semaine"),
    ("extraction", [{}, {**DATES, "Prénom": "Léo", "Heures réalisées": "806"}], 1,
     "Plus de 24 heures par jour"),
    ("extraction", [{}, {**QUARANTE, "Prénom": "Léo", "Heures réalisées": "1 850"}], 1,
     "Plus de 24 heures par jour"),
    ("extraction", [{**DATES, "Heures réalisées": "265"}], 1, ""),
    ("extraction", [{**DATES, "Heures réalisées": "266"}], 1, "Plus de 60 heures par semaine"),
    ("extraction", [{"Date début": "01/03/2024", "Date fin": "01/03/2024",
                     "Heures réalisées": "24"}], 1, ""),
    ("extraction", [{}, {"Prénom": "Léo", "Date début": "01/03/2024", "Date fin": "01/03/2024",
                         "Heures réalisées": "24,5"}], 1, "Plus de 24 heures par jour"),
    ("heures", [{}, {"N° contrat": "C2", "N° participant": "P2", "Heures réalisées": "744,5"}], 1,
     "Plus de 24 heures par jour"),
    ("heures", [{"Heures réalisées": "260"}], 1, ""),
    ("heures", [{"N° participant": "2,024E+11"}], 1, "Le tableur a changé ce numéro"),
    ("heures", [{"N° participant": "2E+11"}], 1, "Le tableur a changé ce numéro"),
    ("heures", [{"N° participant": "20240100000012300"}], 1, "Le tableur a arrondi ce numéro"),
    ("heures", [{"N° participant": "20240100000012"}], 1, ""),
    ("heures", [{"N° lot": "2E1"}], 1, ""),
    ("heures", [{}, {"N° contrat": "C2", "Heures réalisées": "01-mai"}], 1,
     "La valeur est une date, sans doute un nombre changé"),
    ("heures", [{}, {"N° contrat": "C2", "Heures réalisées": "1900-01-12 12:00:00"}], 1,
     "La valeur est une date, sans doute un nombre changé"),
    ("heures", [{}, {"N° contrat": "C2", "Heures réalisées": "beaucoup"}], 1,
     "La valeur n'est pas un nombre"),
    ("heures", [{}, {"N° contrat": "C2", "Mois": "13"}], 1, "« 13 » n'est pas un mois"),
    ("contrats", [{**CONTRAT, "Date de fin réelle": "En cours"}], 1, "Pas encore de fin"),
    ("extraction", [{"Date fin": "à ce jour"}], 1, "Pas encore de fin"),
    ("contrats", [{**CONTRAT, "Durée hebdo": "48"}], 1, "Âge inconnu"),
    ("contrats", [{**CONTRAT, "Durée hebdo": "48,5"}], 1, "Durée de plus de 48 heures"),
    ("contrats", [{**CONTRAT, "Date de fin réelle": "01/03/2027"}], 1, "Âge inconnu"),
    ("contrats", [{**CONTRAT, "Date de fin réelle": "02/03/2027"}], 1,
     "Contrat de plus de 36 mois"),
    ("contrats", [{**CONTRAT, "Date de fin réelle": "", "Date de fin prévue": "02/03/2027"}], 1,
     "Contrat de plus de 36 mois"),
    # Rompu à temps : sa fin prévue n'y est plus pour rien.
    ("contrats", [{**CONTRAT, "Date de fin prévue": "02/03/2027"}], 1, "Âge inconnu"),
    ("contrats", [{**CONTRAT, "Durée hebdo": "35"},
                  {"N° contrat": "C2", "Date de début": "31/08/2024",
                   "Date de fin réelle": "30/09/2024", "Durée hebdo": "30"}], 2,
     "Ce contrat à temps plein en recouvre un autre"),
    ("contrats", [{**CONTRAT, "Durée hebdo": "35"},
                  {"N° contrat": "C2", "Date de début": "01/09/2024",
                   "Date de fin réelle": "30/09/2024", "Durée hebdo": "30"}], 2, "Âge inconnu"),
    ("contrats", [{**CONTRAT, "Durée hebdo": "35"},
                  {"N° contrat": "C2", "Date de début": "31/08/2024",
                   "Date de fin réelle": "30/09/2024", "Durée hebdo": "20"}], 2, "Âge inconnu"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "rows", "kept", "said"), CAS)
def test_un_seuil(kind, rows, kept, said):
    one = read(kind, *rows)
    told = [text for _, _, text in messages(one)]
    assert one.lignes["retenues"] == kept
    assert any(text.startswith(said) for text in told) if said else not told
    if said == "Âge inconnu":
        assert all(text.startswith(said) for text in told)


def test_une_fin_avant_le_debut_n_est_pas_redite_en_heures_par_jour():
    bad = {"Prénom": "Léo", "Date fin": "01/01/2024", "Heures réalisées": "50"}
    told = [text for _, _, text in messages(read("extraction", {}, bad))]
    assert [text.partition(" :")[0] for text in told] == [
        "La date de fin est avant la date de début"
    ]


@pytest.mark.parametrize(("middle", "is_told"), [("150", False), ("151", True)])
def test_un_mois_trois_fois_ses_voisins_est_dit(middle, is_told):
    rows = [
        {"N° contrat": f"C{rank}", "N° participant": f"P{rank}", "Mois": month,
         "Heures réalisées": middle if month == "4" else "50"}
        for month in "345" for rank in range(4)
    ]  # fmt: skip
    told = [text for _, _, text in messages(read("heures", *rows))]
    assert any("trois fois" in text for text in told) is is_told


@pytest.mark.parametrize(
    "number", ["2024-01-01", "01/01/2024", "avr-24", "févr-24", "01-janv", "Jan-24", "1,23E+05",
               "2024-01-01 00:00:00"],
)  # fmt: skip
@pytest.mark.parametrize("column", ["N° marché", "N° lot", "N° contrat"])
def test_un_numero_change_par_le_tableur_est_dit(number, column):
    told = [text for _, _, text in messages(read("heures", {column: number}))]
    assert any("tableur a" in text for text in told) and not any(number in text for text in told)


@pytest.mark.parametrize("number", ["2024-01", "MOR21-01-01", "1-1", "2024001", "M24-JUIN-1", "12"])
def test_un_numero_sain_ne_se_dit_pas(number):
    assert not messages(read("heures", {"N° marché": number}))


@pytest.mark.parametrize(("code", "kept"), [("8431", None), ("4112", "04112"), ("84031", "84031")])
def test_un_code_de_quatre_chiffres_de_vaucluse_ne_se_devine_pas(code, kept):
    one = read("extraction", {"Code INSEE": code, "Commune": ""})
    assert one.rows["code_insee_residence"].to_list() == [kept]
    assert bool([text for _, _, text in messages(one)]) is (code != "84031")


def test_chaque_controle_a_son_cas():
    written = {name for name in vars(plausible) if name.startswith("check_")}
    forgotten = written - {one.__name__ for one in plausible.CHECKS_PLAUSIBLES}
    assert not forgotten, f"écrits, mais absents de CHECKS_PLAUSIBLES : {forgotten}"
