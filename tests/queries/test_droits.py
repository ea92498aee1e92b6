"""Ce qu'un droit donne : à ses bornes, et sur des données où le reste a été retiré."""

import polars as pl
import pytest

import queries
from data.publish.acces import PLENIERE, TOTAL, Droit
from queries.catalog import description, files
from tests.support.coupe import cut_to_epci, cut_to_structure
from tests.support.queries_store import AVIGNON, CARPENTRAS, COVE, GRAND_AVIGNON

REFERENT = Droit(epci=frozenset({COVE}))
ITV = Droit(structures=frozenset({"ITV"}))
FACILITATEUR = Droit(structures=frozenset({"ITV"}), importe=frozenset({"ITV"}))
FINANCEUR = Droit(est_financeur=True)
ADMINISTRATEUR = Droit(est_administrateur=True)
# Ce qui tient aux fichiers reçus (leurs mois, leur complétude), aux noms publics des acheteurs et
# des entreprises, et aux personnes effacées dont on ignore tout : rien d'une personne suivie.
DITS_DE_TOUS = {
    "est_comparable", "est_complete", "est_annee_complete", "mois_recus", "completude", "nom",
    "employeuses", "departs_incertains",
}  # fmt: skip
RAPPORTS = {"periode_precedente", "periode_comparee", "valeur_precedente", "valeur_comparee"}


@pytest.mark.parametrize(
    ("droit", "name", "filtres", "expected"),
    [
        (TOTAL, "six_mois_a_relancer", {}, True),
        (PLENIERE, "heures_par_epci", {}, False),
        (PLENIERE, "parametres", {}, False),
        (ADMINISTRATEUR, "chiffres_cles", {}, False),
        (FINANCEUR, "chiffres_cles", {}, True),
        (FINANCEUR, "financement_par_poste", {"epci": COVE}, True),
        (FINANCEUR, "relances_situations", {}, False),
        (FINANCEUR, "relances_situations", {"structure": "ITV"}, False),
        (REFERENT, "chiffres_cles", {}, False),
        (REFERENT, "chiffres_cles", {"epci": COVE}, True),
        (REFERENT, "chiffres_cles", {"epci": GRAND_AVIGNON}, False),
        (REFERENT, "chiffres_cles", {"commune": CARPENTRAS}, True),
        (REFERENT, "chiffres_cles", {"commune": AVIGNON}, False),
        (REFERENT, "chiffres_cles", {"epci": GRAND_AVIGNON, "commune": CARPENTRAS}, False),
        (REFERENT, "chiffres_cles", {"structure": "ITV"}, False),
        (REFERENT, "chiffres_cles", {"structure": "ITV", "epci": COVE}, True),
        # Les chiffres protégés ne sont vérifiés que contre qui lit d'après les travaux.
        (REFERENT, "chiffres_cles", {"epci": COVE, "axe": "residence"}, False),
        (REFERENT, "chiffres_cles", {"epci": COVE, "axe": "acheteur"}, False),
        (REFERENT, "chiffres_cles", {"epci": COVE, "axe": "structure"}, False),
        (REFERENT, "marches_liste", {"epci": COVE}, True),
        (REFERENT, "portrait", {"epci": COVE}, False),
        (REFERENT, "financement_par_poste", {"epci": COVE}, False),
        (REFERENT, "relances_situations", {"epci": COVE}, False),
        (REFERENT, "parametres", {}, True),
        (REFERENT, "repere_2023", {"epci": COVE}, False),
        (ITV, "chiffres_cles", {"structure": "ITV"}, True),
        (ITV, "chiffres_cles", {"structure": "CIE84"}, False),
        (ITV, "chiffres_cles", {"epci": COVE}, False),
        (ITV, "chiffres_cles", {"structure": "ITV", "epci": COVE}, True),
        (ITV, "relances_situations", {"structure": "ITV"}, True),
        (ITV, "relances_situations", {"structure": "MLJGA"}, False),
        (ITV, "financement_par_poste", {"structure": "ITV"}, True),
        (ITV, "repere_2023", {"structure": "ITV"}, False),
    ],
)
def test_un_droit_a_ses_bornes(droit, name, filtres, expected):
    assert queries.is_covered(name, droit, **filtres) is expected


def test_un_droit_double_ne_donne_que_la_reunion():
    both = Droit(epci=frozenset({COVE}), structures=frozenset({"ITV"}))
    assert queries.is_covered("chiffres_cles", both, epci=COVE)
    assert queries.is_covered("chiffres_cles", both, structure="ITV")
    assert not queries.is_covered("chiffres_cles", both, structure="CIE84")
    assert not queries.is_covered("chiffres_cles", both)
    assert not queries.is_covered("relances_situations", both, epci=COVE)


@pytest.mark.parametrize("name", queries.names())
def test_sans_droit_aucun_chiffre_exact(name, magasin_exemples, monkeypatch):
    """Une connexion réglée ferme tout ce à quoi l'on oublierait de passer un droit."""
    monkeypatch.setenv("CLAUSES_OIDC_EMETTEUR", "https://exemple.fr")
    with pytest.raises(queries.HorsDroit):
        queries.run(name, magasin_exemples)
    with pytest.raises(queries.HorsDroit):
        queries.run_many([name], magasin_exemples, droit=PLENIERE)


def test_une_ligne_par_personne_le_dit(magasin_exemples):
    """Un résultat qui porte un numéro de participant ou de contrat est à la seule structure."""
    found = queries.run_many(queries.names(), magasin_exemples, structure="ITV")
    named = {
        name
        for name, frame in found.items()
        if any(one in ("numero_participant", "numero_contrat", "personne") for one in frame.columns)
    }
    declared = {name for name, path in files().items() if description(path).portee == "personnes"}
    assert named == declared and declared


@pytest.fixture(scope="module")
def store_d_itv(magasin_exemples, tmp_path_factory):
    return cut_to_structure(magasin_exemples, "ITV", tmp_path_factory.mktemp("coupe") / "itv")


@pytest.fixture(scope="module")
def store_de_la_cove(magasin_exemples, tmp_path_factory):
    return cut_to_epci(magasin_exemples, COVE, tmp_path_factory.mktemp("coupe") / "cove")


@pytest.mark.parametrize("filtres", [{}, {"annee": 2025}, {"annee": 2024, "axe": "residence"}])
def test_ce_que_lit_une_structure_ne_tient_qu_a_elle(filtres, magasin_exemples, store_d_itv):
    assert_same(FACILITATEUR, magasin_exemples, store_d_itv, structure="ITV", **filtres)


@pytest.mark.parametrize(
    "filtres",
    [
        {},
        {"annee": 2025},
        {"annee": 2024},
        {"annee": 2025, "structure": "CIE84"},
    ],
)
def test_ce_que_lit_un_referent_ne_tient_qu_a_son_territoire(
    filtres, magasin_exemples, store_de_la_cove
):
    assert_same(REFERENT, magasin_exemples, store_de_la_cove, epci=COVE, **filtres)


def assert_same(droit, whole, cut, **filtres):
    """Tout ce que ce droit couvre se lit à l'identique là où le reste n'est pas."""
    covered = [
        name
        for name in queries.names()
        if queries.is_covered(name, droit, **filtres)
        and description(files()[name]).portee != "publique"
    ]
    assert len(covered) > 40, "un droit qui ne couvre rien ne se vérifie pas"
    seen = queries.run_many(covered, whole, droit=droit, **filtres)
    alone = queries.run_many(covered, cut, droit=droit, **filtres)
    told = [name for name in covered if _said(seen[name]) != _said(alone[name])]
    assert not told, f"disent plus que le droit : {told}"


def _said(frame):
    """Les lignes d'un résultat, sans ce qui est dit de tous, aux arrondis de calcul près."""
    kept = frame.drop([one for one in frame.columns if one in DITS_DE_TOUS | RAPPORTS])
    return sorted(kept.with_columns(pl.col(pl.Float64).round(4)).rows(), key=repr)


def test_sans_portee_un_rang_serait_dit(magasin_exemples, store_de_la_cove):
    """Le contrôle du contrôle : ce qui n'est pas couvert change bien quand le reste s'en va."""
    for name in ("portrait", "territoires_comparables", "financement_par_poste"):
        seen, alone = (queries.run(name, one, epci=COVE) for one in
                       (magasin_exemples, store_de_la_cove))  # fmt: skip
        assert _said(seen) != _said(alone)
