"""L'audit et sa réparation tiennent contre une attaque indépendante, sur des populations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import pytest

from queries.protection.attack.audit import audit
from queries.protection.attack.blocs import build_blocs
from queries.protection.attack.modele import Bloc, Borne
from queries.protection.attack.reparation import ReparationImpossible, repair
from queries.protection.count.effectifs import CATEGORIES, Effectifs, Place
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import round_count
from queries.protection.write.cellules import protect_bloc, protect_counts
from tests.support.attaque import exposed, naive, worlds
from tests.support.populations import EPCI, SORTES, effectifs, population

SEUILS = Seuils()
# Les 200 populations : `python tests/mesures/protection.py grandes`.
ECHANTILLON = [(1, ""), (7, ""), *((30, sorte) for sorte in SORTES)]


@pytest.mark.parametrize(("graine", "sorte"), ECHANTILLON)
def test_aucun_petit_groupe_n_est_devinable(graine, sorte):
    people = population(graine, sorte)
    published, bilan = protect_counts(effectifs(people), SEUILS)
    texts = {place: one.texte for place, one in published.items()}
    found = [exposed(monde) for monde in worlds(people, texts)]
    assert not any(found), found
    assert bilan.blanchies <= 0.05 * bilan.cellules


def test_l_attaque_casse_la_suppression_naive():
    """Contrôle positif : effacer les 1 à 4 sans compléments en rend beaucoup, à l'unité près."""
    hidden = recovered = 0
    for graine in range(3):
        people = population(graine)
        texts = {place: one.texte for place, one in _rounded(effectifs(people)).items()}
        for monde in map(naive, worlds(people, texts)):
            for place, code, atomes in monde.small_groups():
                if (place, code) in monde.connus:
                    low, high = (monde.extreme(place, atomes, sign) for sign in (1, -1))
                    hidden, recovered = hidden + 1, recovered + (low == high)
    assert recovered >= 0.3 * hidden > 0


def test_l_attaque_casse_l_arrondi_sans_audit():
    """L'arrondi seul ne suffit pas : l'audit a une raison d'être."""
    people = population(7)
    rounded = {place: one.texte for place, one in _rounded(effectifs(people)).items()}
    assert any(exposed(monde) for monde in worlds(people, rounded))


def _rounded(one: Effectifs) -> dict[Place, object]:
    """Ce qui s'écrirait sans audit ni réparation."""
    kept, _ = protect_counts(one, SEUILS)
    counts = {**one.sorties, **one.comptes}
    return {
        place: said if place[1] == "total" else round_count(counts[place], SEUILS)
        for place, said in kept.items()
    }


def test_une_population_adverse_est_bien_ce_qu_elle_dit():
    at_20 = effectifs(population(30, "epci_a_20"))
    assert 20 in {at_20.total(code) for codes in EPCI.values() for code in codes}
    whole = effectifs(population(30, "entiere"))
    assert any(
        whole.total(place) == whole.comptes[place, code] > 0
        for place in ("c2", "i2", "m1")
        for code in CATEGORIES
    )
    assert len(population(30, "une_de_plus")) == len(population(30)) + 1


# --- un territoire, tous les effectifs possibles


def alone(total: int, th: int) -> Bloc:
    """Le bloc « TH » d'un département seul, et ses effectifs."""
    counts = {("departement", code): 0 for code in CATEGORIES}
    counts |= {("departement", "total"): total, ("departement", "th"): th}
    one = Effectifs({"departement": "departement"}, counts)
    return next(bloc for bloc in build_blocs(one, 20) if bloc.nom == "th")


def outcome(total: int, th: int) -> str:
    place = ("departement", "th")
    return protect_bloc(alone(total, th), {place: th}, SEUILS)[0][place].texte


@pytest.mark.parametrize("total", range(5, 61))
def test_connaitre_l_algorithme_n_apprend_rien_sur_un_territoire(total):
    """Tous les effectifs qui donnent le même texte : ni eux ni leur complément ne sont trahis."""
    same: dict[str, list[int]] = defaultdict(list)
    for th in range(total + 1):
        same[outcome(total, th)].append(th)
    for counts in same.values():
        for sizes in (counts, [total - th for th in counts]):
            if any(1 <= one <= 4 for one in sizes):
                assert min(sizes) == 0 and max(sizes) >= 4, (total, counts)


@pytest.mark.parametrize(
    ("total", "th", "texte"),
    [
        (23, 20, "13\u00a0à\u00a027"),  # « 20 » : le complément serait de 1 à 5
        (23, 23, "13\u00a0à\u00a027"),  # tout le territoire
        (8, 3, "non\u00a0publié"),  # « 0 à 12 » parmi 8 ne dirait rien
        (22, 20, "20"),  # complément de 0 à 4
        (27, 20, "20"),  # complément de 5 à 9
        (23, 4, "<\u00a05"),
        (23, 0, "<\u00a05"),
    ],
)
def test_le_complement_non_publie_est_protege_aussi(total, th, texte):
    assert outcome(total, th) == texte


# --- l'audit et la réparation, de près

STRUCTURES = CIE84, ITV = "CIE84", "ITV"


def two(total: tuple[int, int], th: tuple[int, int]) -> tuple[Bloc, dict[Place, Borne]]:
    """Deux structures sans personne en commun, et ce qui s'écrit de leurs TH."""
    places = {
        "departement": (sum(total), sum(th)),
        CIE84: (total[0], th[0]),
        ITV: (total[1], th[1]),
    }
    counts = {(place, code): 0 for place in places for code in CATEGORIES}
    for place, (whole, own) in places.items():
        counts |= {(place, "total"): whole, (place, "th"): own}
    mailles = {"departement": "departement", **dict.fromkeys(STRUCTURES, "structure")}
    bloc = next(one for one in build_blocs(Effectifs(mailles, counts), 20) if one.nom == "th")
    said = {place: round_count(counts[place], SEUILS) for place in bloc.cellules}
    return bloc, {place: (one.bas, one.haut) for place, one in said.items()}


def test_les_totaux_exacts_rendent_les_effectifs_presque_additifs():
    """100 + 50 = 150 : personne n'est dans deux structures, donc 5 à 7 = a + b."""
    bloc, bornes = two((100, 50), (3, 3))
    found = [(one.groupe, one.bas) for one in audit(bloc, bornes, 5).violations]
    assert found == [(("CIE84", "th"), 1), (("ITV", "th"), 1)]


def test_la_reparation_blanchit_une_seule_cellule_et_suffit():
    bloc, bornes = two((100, 50), (3, 3))
    done = repair(bloc, bornes, 5, 15)
    assert len(done.blanchies) == 1 and done.rondes == 2
    kept = {place: one for place, one in bornes.items() if place not in done.blanchies}
    assert audit(bloc, kept, 5).violations == ()


def test_sans_convergence_le_repli_blanchit_et_se_laisse_auditer():
    """Une seule ronde : pas le temps de choisir, mais jamais un refus, ni une faute."""
    bloc, bornes = two((100, 50), (3, 3))
    done = repair(bloc, bornes, 5, 1)
    kept = {place: one for place, one in bornes.items() if place not in done.blanchies}
    assert kept and audit(bloc, kept, 5).violations == ()
    assert audit(bloc, bornes, 5).violations, "sans blanc, il y a des fautes"


def test_une_faute_que_rien_ne_leve_refuse_la_publication():
    """Le total exact d'un petit groupe, s'il devait être secret, se lirait sans aucune cellule."""
    bloc, bornes = two((100, 3), (3, 3))
    told = replace(bloc, groupes={("ITV", "tous"): bloc.atomes})
    with pytest.raises(ReparationImpossible, match=r"1 groupes .* sans rien publier"):
        repair(told, bornes, 5, 15)


def test_une_relation_fausse_dans_les_donnees_n_entre_pas_dans_l_attaque():
    """Une correction négative ailleurs : plus de TH dans la structure qu'au département."""
    bloc, _ = two((100, 50), (3, 3))
    counts = {(place, code): 0 for place in ("departement", *STRUCTURES) for code in CATEGORIES}
    counts |= {("departement", "total"): 40, ("CIE84", "total"): 41, ("ITV", "total"): 5}
    mailles = {"departement": "departement", **dict.fromkeys(STRUCTURES, "structure")}
    one = build_blocs(Effectifs(mailles, counts), 20)[0]
    assert ("CIE84", "departement") in bloc.inclusions
    assert ("CIE84", "departement") not in one.inclusions
    assert audit(one, {}, 5) is not None


def test_un_epci_de_19_n_a_pas_de_detail_un_epci_de_20_si():
    one = effectifs(population(30, "epci_a_20"))
    small = next(code for codes in EPCI.values() for code in codes if one.total(code) == 20)
    shown, _ = protect_counts(one, SEUILS)
    assert (small, "th") in shown
    hidden, _ = protect_counts(one, replace(SEUILS, seuil_territoire=21))
    assert (small, "th") not in hidden and hidden[small, "total"].texte == "<\u00a021"
