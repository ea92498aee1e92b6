"""Entreprises : trois rôles qui ne s'additionnent pas, secteurs, types, concentration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import queries
from tests.support.queries_store import (
    Row,
    contrat,
    extrait,
    figures,
    heures,
    marche,
    values,
    write,
)

UN, UN_BIS, DEUX, ETTI = "11111111100011", "11111111100029", "22222222200012", "33333333300013"


def engagement(name: str, siret: str | None, **more: Any) -> Row:
    row = {
        "structure": "CIE84",
        "numero_marche": "M1",
        "entreprise": name,
        "siret": siret,
        "role_entreprise": "titulaire",
    }
    return {**row, **more}


def signed(personne: str, numero: str, employer: str | None, siret: str | None, **more: Any) -> Row:
    given = {"numero_contrat": numero, "employeur": employer, "siret_employeur": siret}
    return contrat(personne, "2023-01-01", "2023-12-31", **given, **more)


def worked(personne: str, numero: str, number: float, month: str = "2023-03") -> Row:
    return heures(personne, month, number, numero_contrat=numero)


def roles(store: Path, column: str = "entreprises", **filtres: object) -> dict[str, Any]:
    return values(store, "entreprises_roles", "role", column, **filtres)


def test_siret_against_siren_and_names_without_either(tmp_path):
    store = write(
        tmp_path,
        marches=[marche()],
        engagements=[
            engagement("Bâti", UN),
            engagement("BÂTI SARL", UN_BIS, role_entreprise="cotraitant"),
            engagement("Sans numéro", None),
            engagement("sans-NUMERO", None, role_entreprise="mandataire"),
            engagement("Aide", DEUX, role_entreprise="sous_traitant"),
        ],
        heures=[worked("p", "absent", 5)],
    )
    assert roles(store)["attributaire"] == 1 == figures(store)["entreprises"]
    assert roles(store, "sans_siren")["attributaire"] == 1
    assert roles(store, "heures_inconnues")["employeuse"] == 5.0


def test_three_roles_and_their_overlap(tmp_path):
    store = write(
        tmp_path,
        marches=[marche()],
        engagements=[engagement("Bâti", UN, code_naf="43.99C", type_entreprise="ei")],
        contrats=[
            signed("a", "C1", "Bâti", UN, modalite="embauche_directe", type_contrat="cdi"),
            signed("b", "C2", "Intérim", ETTI, entreprise_utilisatrice="BATI",
                   modalite="mise_a_disposition_etti", type_employeur="etti"),
            signed("c", "C3", "Intérim", ETTI, entreprise_utilisatrice="Ailleurs"),
            signed("d", "C4", "Annulée", DEUX, entreprise_utilisatrice="Annulée"),
        ],
        heures=[
            worked("a", "C1", 10),
            worked("b", "C2", 20),
            worked("c", "C3", 70),
            worked("d", "C4", 8),
            worked("d", "C4", -8, "2023-04"),
            worked("a", "C1", 1000, "2022-03"),
        ],
    )  # fmt: skip
    assert roles(store, annee=2023) == {"attributaire": 1, "utilisatrice": 1, "employeuse": 2}
    sans_siren = {"attributaire": 0, "utilisatrice": 1, "employeuse": 0}
    assert roles(store, "sans_siren", annee=2023) == sans_siren
    overlap = queries.run("entreprises_recouvrement", store, annee=2023).rows()
    assert overlap == [
        ("attributaire+utilisatrice+employeuse", 3, 1),
        ("employeuse", 1, 1),
        ("utilisatrice", 1, 1),
    ]
    types = queries.run("entreprises_par_type", store, annee=2023)
    shown = types.select("type_entreprise", "famille", "attributaires", "employeuses")
    assert shown.rows() == [
        ("ei", "siae", 1, 1), ("etti", "siae", 0, 1), ("inconnu", "inconnu", 0, 0),
    ]  # fmt: skip
    assert values(store, "entreprises_par_type", "type_entreprise", "heures_realisees") == {
        "ei": 1010.0, "etti": 90.0, "inconnu": 0.0,
    }  # fmt: skip


def test_a_name_carried_by_two_siren_joins_neither(tmp_path):
    store = write(
        tmp_path,
        marches=[marche()],
        engagements=[engagement("Jumelles", UN), engagement("Jumelles", DEUX)],
        contrats=[signed("a", "C1", None, ETTI, entreprise_utilisatrice="JUMELLES")],
        heures=[worked("a", "C1", 10)],
    )
    assert roles(store) == {"attributaire": 2, "utilisatrice": 0, "employeuse": 1}
    assert roles(store, "sans_siren")["utilisatrice"] == 1


def test_the_flat_extraction_names_one_company(tmp_path):
    flat = extrait("a", "2023-01-01", "2023-01-31", 12, entreprise="Bâti", siret=UN)
    store = write(tmp_path, extraction=[flat])
    known = {"attributaire": None, "utilisatrice": 1, "employeuse": 0}
    assert roles(store) == known
    assert roles(store, "heures_inconnues")["employeuse"] == 12.0
    types = values(store, "beneficiaires_par_type_contrat", "type_contrat", "beneficiaires")
    assert types == {"inconnu": 1}


def test_sectors_of_the_attributaires(tmp_path):
    rows = [
        engagement("A", UN, code_naf="43.99C"),
        engagement("A", UN_BIS, code_naf="43.99C"),
        engagement("B", DEUX, code_naf="81.30Z"),
        engagement("C", ETTI, code_naf=None),
        engagement("D", "44444444400014", code_naf="43.21A"),
    ]
    store = write(tmp_path, marches=[marche()], engagements=rows)
    found = queries.run("entreprises_par_secteur", store).drop("libelle", "section").rows()
    assert found == [("43", 2, 66.7), ("81", 1, 33.3), ("inconnu", 1, None)]
    names = values(store, "entreprises_par_secteur", "division", "libelle")
    assert names["43"] == "Travaux de construction spécialisés"


def test_concentration_of_hours(tmp_path):
    hours = {"C1": 60, "C2": 30, "C3": 10}
    store = write(
        tmp_path,
        contrats=[signed("a", one, f"E{one}", f"{one[1] * 9}00011") for one in hours],
        heures=[*(worked("a", one, number) for one, number in hours.items()), worked("a", "x", 7)],
    )
    curve = queries.run("concentration_heures", store)
    shown = curve.select("rang", "nom", "heures_realisees", "part_pct", "part_cumulee_pct").rows()
    assert shown == [
        (1, "EC1", 60.0, 60.0, 60.0),
        (2, "EC2", 30.0, 30.0, 90.0),
        (3, "EC3", 10.0, 10.0, 100.0),
        (None, "Employeuse inconnue", 7.0, None, None),
    ]
    name = "concentration_heures_tranches"
    assert values(store, name, "tranche", "part_pct") == {
        "premiere": 60.0, "dix_pct": 60.0, "quart": 60.0, "moitie": 90.0, "toutes": 100.0,
    }  # fmt: skip
    assert values(store, name, "tranche", "entreprises")["moitie"] == 2


def test_companies_are_unknown_without_their_exports(tmp_path):
    store = write(tmp_path, marches=[marche()])
    assert set(roles(store).values()) == {None}
