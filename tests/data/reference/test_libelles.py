"""Des libellés aux codes : chaque alias est reconnu et ne mène qu'à un code."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from data import reference
from data.words import normalize

FOLDER = Path(reference.__file__).parent
TABLES = reference.load()
LISTES = sorted(set(TABLES["ref_code"]["liste"]))
NOMMEES = ("acheteur", "bassin", "categorie", "epci", "programme", "situation", "structure")


def _cells(liste: str) -> list[tuple[str, str]]:
    """Code et libellés d'une liste, relus dans le CSV sans passer par le code testé."""
    with_liste = liste in LISTES
    path = FOLDER / ("ref_code.csv" if with_liste else f"ref_{liste}.csv")
    found = []
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter=";"):
        if with_liste and row["liste"] != liste:
            continue
        code = row["siren"] if liste in ("epci", "acheteur") else row["code"]
        cells = [code, row.get("libelle") or row["nom"], row.get("sigle", "")]
        cells += row.get("alias", "").split("|")
        found += [(code, cell) for cell in cells if cell]
    return found


@pytest.mark.parametrize("reduce", [normalize, reference.key])
@pytest.mark.parametrize("liste", [*LISTES, *NOMMEES])
def test_un_alias_ne_mene_qu_a_un_code(liste: str, reduce: Callable[[str], str]) -> None:
    seen: dict[str, set[str]] = {}
    for code, label in _cells(liste):
        seen.setdefault(reduce(label), set()).add(code)
    assert {text: codes for text, codes in seen.items() if len(codes) > 1 or not text} == {}


@pytest.mark.parametrize("liste", [*LISTES, *NOMMEES])
def test_chaque_alias_est_reconnu(liste: str) -> None:
    codes, labels = zip(*_cells(liste), strict=True)
    known = reference.alias_codes(liste)
    assert [known[reference.key(label)] for label in labels] == list(codes)


@pytest.mark.parametrize(
    ("liste", "label", "code"),
    [
        ("type_contrat", "CTT", "interim"),
        ("type_contrat", "CDD > 6 mois", "cdd_plus_6m"),
        ("type_contrat", "CDD - de 6 mois", "cdd_moins_6m"),
        ("type_contrat", "CDD<6 mois", "cdd_moins_6m"),
        ("situation", "CDD + 6 mois", "cdd_plus_6m"),
        ("situation", "cdd ≥ 6 mois", "cdd_plus_6m"),
        ("situation", "Creation d’entreprise", "creation_entreprise"),
        ("categorie_statut", "Jeune <26", "jeune_26"),
        ("categorie_statut", "- de 26 ans", "jeune_26"),
        ("categorie_statut", "DELD (12-24 mois)", "deld"),
        ("categorie_statut", "DELD +24 mois", "detld"),
        ("categorie_statut", "Senior +50 ans", "senior"),
        ("categorie_statut", "DELD -24 mois", None),
        ("categorie_statut", "Bénéficiaire du RSA", "brsa"),
        ("niveau_formation", "VI", "infra_3"),
        ("niveau_formation", "6", "niveau_5_et_plus"),
        ("niveau_formation", "Niveau V", "niveau_3"),
        ("niveau_formation", "Niveau 5", "niveau_5_et_plus"),
        ("niveau_formation", "V bis", "infra_3"),
        ("niveau_formation", "III", "niveau_5_et_plus"),
        ("niveau_formation", "Niveau 3", "niveau_3"),
        ("niveau_formation", "CAP/BEP", "niveau_3"),
        ("niveau_formation", "Bac+2", "niveau_5_et_plus"),
        ("niveau_formation", "Bac", "niveau_4"),
        ("procedure_clause", "Art. 14", "condition_execution"),
        ("procedure_clause", "Article L. 2112-2", "condition_execution"),
        ("procedure_clause", "Article 53", "critere"),
        ("procedure_clause", "Articles 14 et 53", "clause_et_critere"),
        ("procedure_clause", "art 30", "marche_insertion"),
        ("procedure_clause", "L2113-13", "reserve_siae"),
        ("procedure_clause", "Article 15", "reserve_handicap"),
        ("programme", "NPRNU", "npnru"),
        ("programme", "PRNQAD", "pnrqad"),
        ("programme", "Hors", "hors_programme"),
        ("prescripteur", "Pôle emploi", "france_travail"),
        ("sexe", "M.", "homme"),
        ("sexe", "Mme", "femme"),
        ("validation", "Non", "saisi"),
        ("structure", "cie 84", "CIE84"),
        ("structure", "Mission Locale Jeunes du Grand Avignon (MLJGA)", "MLJGA"),
        ("epci", "CCPPOP", "248400236"),
        ("acheteur", "LMV", "200040442"),
        ("acheteur", "Département 84", "228400016"),
        ("acheteur", "Ville d’Avignon", "218400075"),
        ("type_contrat", "Contrat lunaire", None),
    ],
)
def test_libelles(liste: str, label: str, code: str | None) -> None:
    assert reference.alias_codes(liste).get(reference.key(label)) == code


def test_liste_inconnue() -> None:
    with pytest.raises(KeyError):
        reference.alias_codes("lune")


def test_alias_des_structures() -> None:
    known = reference.structures()
    expected = {
        "CIE 84": "CIE84",
        "CIE84": "CIE84",
        "Collectif Insertion Emploi 84": "CIE84",
        "Collectif Insertion Emploi du Vaucluse": "CIE84",
        "ITV": "ITV",
        "Initiative Terres de Vaucluse": "ITV",
        "mljga": "MLJGA",
        "Mission locale jeunes du Grand Avignon": "MLJGA",
    }
    assert {label: known[normalize(label)] for label in expected} == expected
    assert set(known.values()) == set(TABLES["ref_structure"]["code"])


def test_cellules_a_plusieurs_valeurs() -> None:
    cells = {
        "BRSA, Jeune <26": ["BRSA", "Jeune <26"],
        "DELD +24 mois / TH": ["DELD +24 mois", "TH"],
        "TH - Jeune - 26 ans": ["TH", "Jeune - 26 ans"],
        "TH/RQTH": ["TH/RQTH"],
        "RSA et RSA": ["RSA", "RSA"],
        "QPV ; lune": ["QPV", "lune"],
        "": [],
    }
    known = reference.alias_codes("categorie_statut")
    assert {cell: reference.label_parts(cell, known) for cell in cells} == cells
