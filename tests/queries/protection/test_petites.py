"""Les petites populations : un cube à chaque fois, rien de plus que ce que disent les totaux."""

from __future__ import annotations

import pytest

from queries.protection.attack.audit import demanded
from queries.protection.attack.blocs import build_blocs
from queries.protection.rules.seuils import Seuils
from queries.protection.write.arrondi import NON_PUBLIE
from queries.protection.write.cellules import protect_counts
from tests.support.attaque import exposed, told_by_totals, worlds
from tests.support.populations import Personne, effectifs, petites

SEUILS = Seuils()
# (graine, année) : de 1 à 60 personnes. Les 300 populations entières, avec leur compte exact de
# blancs et de groupes devinés : `python tests/mesures/protection.py petites`.
ECHANTILLON = {
    1: (2, 0), 4: (17, 1), 5: (26, 4), 6: (31, 0), 9: (52, 1), 13: (59, 3),
    20: (26, 1), 30: (112, 2), 44: (145, 0), 60: (117, 0),
}  # fmt: skip


@pytest.mark.parametrize("nombre", ECHANTILLON)
def test_une_petite_population_se_publie_et_ne_se_devine_pas(nombre):
    graine, annee = ECHANTILLON[nombre]
    people = petites(graine)[annee]
    assert len(people) == nombre
    published, bilan = protect_counts(effectifs(people), SEUILS)
    texts = {place: one.texte for place, one in published.items()}
    found = list(worlds(people, texts))
    assert not any(exposed(monde) for monde in found)
    # Ce que les totaux disent seuls, retrouvé par l'attaque, est ce que dit le certificat.
    assert set().union(*map(told_by_totals, found)) == set(bilan.bornes)


# (graine, année) : celles que l'arrondi seul aurait le plus blanchies, et deux ordinaires.
DE_20_A_60 = [(26, 1), (112, 2), (16, 0), (16, 1), (29, 0), (30, 1), (145, 0), (117, 0)]


@pytest.mark.parametrize(("graine", "annee"), DE_20_A_60)
def test_des_20_personnes_au_plus_une_cellule_sur_dix_est_blanchie(graine, annee):
    people = petites(graine)[annee]
    published, bilan = protect_counts(effectifs(people), SEUILS)
    assert len(people) >= 20
    hidden = sum(one.texte == NON_PUBLIE for one in published.values())
    assert hidden == bilan.blanchies <= 0.1 * bilan.cellules


def personnes(nombre: int, structure: str = "CIE84", epci: str = "c1") -> list[Personne]:
    return [Personne(frozenset({structure}), frozenset({epci}), {"femme"}) for _ in range(nombre)]


@pytest.mark.parametrize(("nombre", "texte"), [(1, "<\u00a05"), (4, "<\u00a05"), (5, "5")])
def test_sous_le_seuil_le_total_du_departement_lui_meme_est_protege(nombre, texte):
    published, _ = protect_counts(effectifs(personnes(nombre)), SEUILS)
    assert published["departement", "total"].texte == texte
    assert published["CIE84", "total"].texte == texte
    assert published["c1", "total"].texte == "<\u00a020"


def test_une_structure_de_deux_personnes_est_dite_dans_le_certificat():
    """Son total est exact : chacun sait qu'aucun de ses groupes ne passe 2."""
    people = [*personnes(30), *personnes(2, "ITV", "i1")]
    published, bilan = protect_counts(effectifs(people), SEUILS)
    assert published["ITV", "total"].texte == "2"
    # L'EPCI écrit « < 20 » n'est qu'en elle : 2 au plus aussi.
    assert set(bilan.bornes) == {"ITV", "i1"}


def test_ce_qui_est_demande_suit_les_seuls_totaux():
    one = effectifs([*personnes(30), *personnes(2, "ITV", "i1")])
    (bloc, *_) = build_blocs(one, SEUILS.seuil_territoire, SEUILS.seuil_secret)
    asked = {place: demanded(bloc, place, SEUILS.seuil_secret) for place in bloc.groupes}
    assert {asked[place] for place in asked if place[0] in ("ITV", "i1")} == {2}
    assert {asked[place] for place in asked if place[0] in ("departement", "CIE84", "c1")} == {4}


@pytest.mark.parametrize("nombre", [5, 7, 23])
def test_tout_le_monde_pareil_n_arrete_rien(nombre):
    """Le cas limite : chaque catégorie vaut 0 ou tout le monde."""
    people = personnes(nombre)
    published, bilan = protect_counts(effectifs(people), SEUILS)
    texts = {place: one.texte for place, one in published.items()}
    assert not any(exposed(monde) for monde in worlds(people, texts))
    assert bilan.blanchies == sum(one.texte == NON_PUBLIE for one in published.values())
