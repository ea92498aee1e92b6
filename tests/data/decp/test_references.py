"""Les références de la commande publique : cible, série de l'OECP, seuils, successions."""

from datetime import date, timedelta

import polars as pl
import pytest

from data import reference

TABLES = reference.load()
OBJETS = ("fournitures_services", "travaux", "concession")
CATEGORIES = ("etat", "collectivites", "reseaux")


def seuil(categorie: str, objet: str, day: date) -> tuple[int, str] | None:
    found = TABLES["ref_seuil_europeen"].filter(
        pl.lit(day).is_between("date_debut", "date_fin"), categorie=categorie, objet=objet
    )
    assert found.height <= 1
    return (int(found["montant_eur"][0]), found["statut"][0]) if found.height else None


@pytest.mark.parametrize(
    ("categorie", "objet", "day", "expected"),
    [
        ("collectivites", "fournitures_services", date(2024, 1, 1), (221_000, "verifie")),
        ("collectivites", "fournitures_services", date(2025, 12, 31), (221_000, "verifie")),
        ("collectivites", "fournitures_services", date(2026, 1, 1), (216_000, "verifie")),
        ("etat", "fournitures_services", date(2025, 6, 1), (143_000, "verifie")),
        ("reseaux", "fournitures_services", date(2025, 6, 1), (443_000, "verifie")),
        ("collectivites", "travaux", date(2025, 6, 1), (5_538_000, "verifie")),
        ("collectivites", "travaux", date(2026, 8, 21), (5_404_000, "verifie")),
        ("collectivites", "concession", date(2026, 8, 21), (5_404_000, "verifie")),
        ("collectivites", "travaux", date(2028, 1, 1), None),
    ],
)
def test_seuils_a_leur_date(categorie, objet, day, expected):
    assert seuil(categorie, objet, day) == expected


def test_chaque_seuil_a_sa_source_et_aucun_n_est_donne_de_memoire():
    table = TABLES["ref_seuil_europeen"]
    assert set(table["statut"]) == {"verifie"}
    # Un texte, jamais la presse : l'avis publié au Journal officiel, ou le règlement.
    texts = ("JORF du", "Règlement délégué (UE)")
    assert not [one for one in table["source"] if not one.startswith(texts) and "NOR" not in one]
    # Ceux que vise l'obligation d'août 2026 : le texte et son article.
    now = table.filter(date_debut=date(2026, 1, 1))
    assert now.height == 9
    assert all("Règlement délégué (UE)" in one and "article" in one for one in now["source"])


def test_les_seuils_se_suivent_sans_trou():
    table = TABLES["ref_seuil_europeen"]
    assert set(table["objet"]) == set(OBJETS) and set(table["categorie"]) == set(CATEGORIES)
    for _, one in table.group_by("categorie", "objet"):
        periods = one.sort("date_debut").select("date_debut", "date_fin").rows()
        starts = [start for start, _ in periods[1:]]
        assert starts == [end + timedelta(days=1) for _, end in periods[:-1]]


def test_aucune_cible_apres_2025():
    (row,) = TABLES["ref_cible_pnad"].rows(named=True)
    assert float(row["valeur_pct"]) == 30
    assert (row["date_debut"], row["date_fin"]) == (date(2022, 1, 1), date(2025, 12, 31))


def test_serie_nationale_et_sa_rupture_de_2024():
    table = TABLES["ref_oecp"]
    assert table.select("annee", "perimetre").n_unique() == table.height
    assert set(table.filter("est_rupture")["annee"]) == {"2024"}
    assert set(table.filter(annee="2024")["statut"]) == {"a_verifier"}
    local = table.filter(perimetre="collectivites").select("annee", "part_pct").rows()
    assert [(year, float(part)) for year, part in local] == [("2021", 12.2), ("2023", 12.7)]
    known = table.filter(perimetre="tous", serie="recensement").select("annee", "part_pct").rows()
    assert {year: float(part) for year, part in known} == {
        "2014": 12, "2019": 12.5, "2020": 12.11, "2021": 13.2, "2022": 22.3, "2023": 18.7,
    }  # fmt: skip


def test_vallis_habitat_continue_en_grand_delta_habitat():
    links = TABLES["ref_succession_acheteur"].select("nom", "nom_successeur", "date_effet").rows()
    assert ("Vallis Habitat", "Grand Delta Habitat", date(2023, 1, 1)) in links
    assert {after for before, after, _ in links if before != "Vallis Habitat"} == {"Vallis Habitat"}


def test_les_siret_vus_sont_ceux_de_leur_acheteur():
    table = TABLES["ref_acheteur"].drop_nulls("sirets_vus")
    pairs = [
        (siren, siret)
        for siren, sirets in table.select("siren", "sirets_vus").iter_rows()
        for siret in sirets.split("|")
    ]
    assert len(pairs) == 21
    assert all(len(siret) == 14 and siret.startswith(siren) for siren, siret in pairs)
