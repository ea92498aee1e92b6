"""Le cube tient aussi contre qui lit exactement un EPCI ou une structure, et le cube."""

from __future__ import annotations

import re
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import queries
from data.__main__ import main
from data.publish import Generation, current, publish_tables, read_database
from data.publish.acces import Attribution, access_path, give, read_access, withdraw
from queries.protection.attack.blocs import build_blocs
from queries.protection.attack.reparation import ReparationImpossible
from queries.protection.count.collecte import collect, counts_of, exit_types
from queries.protection.count.informe import informed, read_inside
from queries.protection.publish.attente import not_fresh
from queries.protection.publish.fichier import read_cube
from queries.protection.publish.publication import protect, silent
from queries.protection.rules.lecteurs import Portee, readers_of
from queries.protection.rules.seuils import Seuils
from queries.protection.write import cellules
from queries.protection.write.arrondi import NON_PUBLIE
from queries.protection.write.cellules import protect_counts
from queries.protection.write.heures import hours_by_category
from tests.support import queries_store as essai
from tests.support.attaque_informe import informed_worlds, mixed, reader, scope, told
from tests.support.page import run_page, text
from tests.support.populations import Personne, effectifs, petites, population

SEUILS = Seuils()
DU, AU = date(2026, 1, 1), date(2028, 12, 31)
# Les 24 populations, et tous les lecteurs : `python tests/mesures/protection.py lecteurs`.
PETITES = [(17, 1), (59, 3), (26, 1), (112, 2), (16, 0)]
LECTEURS = (("c1",), ("m1",), ("ITV",), ("i1", "MLJGA"))


def betrayed(people: list[Personne], *lecteurs: tuple[str, ...], est_repare: bool) -> int:
    """Combien de groupes le cube trahit à ces lecteurs, tous audités ou aucun."""
    portees = [scope(*codes) for codes in lecteurs]
    informes = [reader(people, one) for one in portees] if est_repare else []
    published, bilan = protect_counts(effectifs(people), SEUILS, informes)
    assert not bilan.refuses
    texts = {place: one.texte for place, one in published.items()}
    return sum(len(told(monde)) for one in portees for monde in informed_worlds(people, texts, one))


@pytest.mark.parametrize(("graine", "annee"), PETITES)
def test_aucun_lecteur_informe_ne_devine_un_petit_groupe_d_une_petite_population(graine, annee):
    people = petites(graine)[annee]
    assert betrayed(people, *LECTEURS, est_repare=True) == 0
    # Contrôle positif : le cube sûr contre le public ne l'est pas contre eux.
    assert betrayed(people, *LECTEURS, est_repare=False) > 0


def test_ni_d_une_grande():
    people = population(1)
    assert (
        betrayed(people, ("i1",), est_repare=True)
        == 0
        < betrayed(people, ("i1",), est_repare=False)
    )


def test_ni_quand_beaucoup_sont_suivis_chez_deux_lecteurs():
    people = mixed(petites(17)[1], 17)
    assert betrayed(people, ("c1",), ("CIE84",), est_repare=True) == 0
    assert betrayed(people, ("c1",), ("CIE84",), est_repare=False) > 0


def test_un_recouvrement_force_est_compte_et_rien_de_plus():
    """8 personnes à c1, 6 à c2, 10 en tout : 4 au moins sont aux deux, c2 reste du département."""
    women = {"femme"}
    people = [
        *(Personne(frozenset({"CIE84"}), frozenset({"c1"}), women) for _ in range(4)),
        *(Personne(frozenset({"CIE84"}), frozenset({"c1", "c2"}), women) for _ in range(4)),
        *(Personne(frozenset({"CIE84"}), frozenset({"c2"}), women) for _ in range(2)),
    ]
    lecteur = reader(people, scope("c1"))
    bloc = build_blocs(effectifs(people), 20, 5, 9, lecteur)[0]
    assert bloc.sus["departement", "femmes"] == 8 and bloc.sus["c2", "femmes"] == 4
    assert {("c2", "departement"), ("c2", "CIE84")} <= set(bloc.inclusions)
    assert bloc.totaux["departement"] == (2, 2) and bloc.totaux["c2"] == (0, 15)
    alone = build_blocs(effectifs(people), 20, 5, 9, reader(people, scope("CIE84")))[0]
    assert alone.totaux["c1"] == (0, 0), "tout c1 est chez lui : il sait qu'il n'en reste rien"
    apart = [one for one in people if len(one.epci) == 1]
    assert "c2" not in {place for place, _ in build_blocs(
        effectifs(apart), 20, 5, 9, reader(apart, scope("c1"))
    )[0].sus}  # fmt: skip


def test_sans_lecteur_les_cellules_sont_celles_du_public_et_un_lecteur_n_en_ajoute_aucune():
    people = population(7)
    before, _ = protect_counts(effectifs(people), SEUILS)
    after, bilan = protect_counts(effectifs(people), SEUILS, [reader(people, scope("c1"))])
    assert before.keys() == after.keys()
    changed = {place for place in before if before[place] != after[place]}
    assert changed and len(changed) <= bilan.blanchies + bilan.elargies
    for place in changed:
        low, high = after[place].bas, after[place].haut
        assert low <= before[place].bas and (high is None or high >= (before[place].haut or 0))


def test_les_heures_d_une_categorie_demandent_aussi_vingt_personnes_hors_du_lecteur():
    frame = pl.DataFrame(
        {
            "categorie": ["total", "femmes", "brsa"],
            "libelle": ["", "", ""],
            "heures_realisees": [900.0, 400.0, 500.0],
            "beneficiaires": [90, 40, 50],
        }
    )

    def shown(*dehors: dict[str, int]) -> list[str]:
        told = hours_by_category(frame, SEUILS, dehors)
        return told.filter(texte=NON_PUBLIE)["categorie"].to_list()

    assert shown() == shown({"total": 40, "femmes": 20, "brsa": 20}) == []
    assert shown({"total": 40, "femmes": 19, "brsa": 20}) == ["femmes"]
    assert shown({"total": 39, "femmes": 20, "brsa": 19}) == ["femmes", "brsa"]
    # Qui lit tout n'a rien à deviner.
    assert shown({"total": 0, "femmes": 0, "brsa": 0}) == []


# --- qui sont les lecteurs


def attribution(role: str, portee: str, valeur: str, sorte: str = "email", **more: object):
    return Attribution(role, portee, sorte, valeur, DU, AU, **more)  # type: ignore[arg-type]


def codes(*rows: Attribution) -> list[str]:
    return [one.code for one in readers_of(rows)]


def test_chaque_portee_est_un_lecteur_une_fois_et_le_financeur_n_en_est_pas_un():
    assert codes(
        attribution("referent_epci", essai.COVE, "a@lacove.fr"),
        attribution("referent_epci", essai.COVE, "b@lacove.fr"),
        attribution("structure", "ITV", "c@itv.fr"),
        attribution("facilitateur", "ITV", "d@itv.fr"),
        attribution("financeur", "", "e@vaucluse.fr"),
        attribution("administrateur", "", "f@vaucluse.fr"),
    ) == [essai.COVE, "ITV"]


@pytest.mark.parametrize(("sorte", "valeur"), [("email", "A@lacove.fr"), ("domaine", "lacove.fr")])
def test_qui_a_deux_portees_les_lit_ensemble(sorte, valeur):
    both = codes(
        attribution("referent_epci", essai.COVE, "a@lacove.fr"),
        attribution("structure", "ITV", valeur, sorte),
    )
    assert both == [essai.COVE, "ITV", f"{essai.COVE}+ITV"]


def test_un_droit_fini_compte_encore_et_un_droit_jamais_commence_non():
    past = Attribution(
        "structure", "ITV", "email", "a@itv.fr", date(2020, 1, 1), date(2020, 12, 31)
    )
    never = attribution("structure", "CIE84", "b@cie.fr", retire_le=date(2025, 12, 31))
    assert codes(past, never) == ["ITV"]


# --- le cube d'un magasin

# À Carpentras (CoVe) : 30 personnes du CIE 84, 3 d'ITV ; à Avignon : 25 d'ITV, 8 du CIE 84.
PLACES = (
    ("CIE84", essai.CARPENTRAS, 30),
    ("ITV", essai.CARPENTRAS, 3),
    ("ITV", essai.AVIGNON, 25),
    ("CIE84", essai.AVIGNON, 8),
)
EPCI = {essai.CARPENTRAS: essai.COVE, essai.AVIGNON: essai.GRAND_AVIGNON}
CROWD = [
    (f"{structure}-{town}-{rank}", structure, town, rank)
    for structure, town, count in PLACES
    for rank in range(count)
]
SITUATIONS = ("cdi", "interim", "demandeur_emploi")


def is_woman(rank: int) -> bool:
    return rank % 2 == 0


def write(folder: Path) -> Path:
    return essai.write(
        folder,
        participants=[
            essai.fiche(name, structure, sexe="femme" if is_woman(rank) else "homme")
            for name, structure, _, rank in CROWD
        ],
        marches=[
            essai.marche(f"{structure}-{town}", structure, code_insee_travaux=town)
            for structure, town, _ in PLACES
        ],
        heures=[
            essai.heures(name, "2023-03", 10, structure, numero_marche=f"{structure}-{town}")
            for name, structure, town, _ in CROWD
        ],
        contrats=[
            essai.contrat(
                name, "2023-01-02", "2023-03-31", structure, numero_marche=f"{structure}-{town}"
            )
            for name, structure, town, _ in CROWD
        ],
        situations=[
            essai.situation(name, SITUATIONS[rank % 3], "2023-07-05", structure=structure)
            for name, structure, _, rank in CROWD
        ],
    )


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sans_epci: None) -> Path:
    folder = write(tmp_path / "magasin")
    monkeypatch.setenv("CLAUSES_STORE", str(folder))
    return folder


def republish(store: Path) -> Generation:
    return publish_tables(read_database(current(store)), store, before_pointer=[partial(protect)])


def women_hours() -> str:
    """Ce qui s'écrit des heures des femmes."""
    told = queries.run_protected("heures_par_categorie", annee=2023)
    return told.filter(categorie="femmes")["texte"].item()


def named(epci: str = "", structure: str = "", email: str = "a@exemple.fr") -> int:
    row = {"role": "referent_epci", "epci": epci} if epci else {
        "role": "structure", "structure": structure
    }  # fmt: skip
    return give({**row, "email": email, "du": DU, "au": AU}, "DDETS")


@pytest.mark.parametrize(
    "portee",
    [
        Portee(epci=frozenset({essai.COVE})),
        Portee(structures=frozenset({"ITV"})),
        Portee(frozenset({essai.COVE}), frozenset({"ITV"})),
    ],
    ids=lambda one: one.code,
)
def test_ce_que_sait_un_lecteur_est_compte_personne_par_personne(tmp_path, portee):
    one = current(write(tmp_path / "magasin"))
    types = exit_types(one, [2023])
    counts = counts_of(collect(one, silent), 2023, types[2023])
    (lectures,) = read_inside(one, [portee], types).values()
    found = informed(portee, counts, lectures)
    assert found.lus == portee.codes and set(EPCI.values()) <= counts.mailles.keys()
    for place in counts.mailles.keys() - portee.codes:
        mine = [
            (rank, structure)
            for _, structure, town, rank in CROWD
            if {structure, EPCI[town]} & portee.codes
            and place in ("departement", structure, EPCI[town])
        ]
        women = sum(is_woman(rank) for rank, _ in mine)
        assert found.comptes.get((place, "total"), 0) == len(mine)
        assert found.comptes.get((place, "femmes"), 0) == women
        if (place, "personnes") in counts.sorties:
            assert found.sorties.get((place, "connues"), 0) == len(mine)
            positives = sum(rank % 3 < 2 for rank, _ in mine)
            assert found.sorties.get((place, "positives"), 0) == positives


def test_le_certificat_nomme_les_lecteurs_et_le_cube_se_refait_pour_un_nouveau(store, capsys):
    assert republish(store).a_cube and queries.certificate(store).lecteurs == ""
    bare, hours = read_cube(current(store))["cellules"], women_hours()
    give({"role": "financeur", "email": "f@vaucluse.fr", "du": DU, "au": AU}, "DDETS")
    assert main(["etat"]) == 0 and "lecteurs" not in capsys.readouterr().out
    assert not_fresh(current()) == ""

    named(essai.COVE)
    said = not_fresh(current())
    assert "(CoVe)" in said and "python -m data proteger" in said
    assert main(["etat"]) == 0 and said in capsys.readouterr().out
    assert main(["proteger"]) == 0
    assert "nomme d'autres lecteurs" in capsys.readouterr().out
    assert queries.certificate(store).lecteurs == essai.COVE and not_fresh(current()) == ""
    after = read_cube(current(store))["cellules"]
    assert not bare.equals(after), "à la CoVe, ITV ne compte que 3 personnes"
    # 34 femmes et 32 hommes ; 17 et 16 hors de la CoVe.
    assert (hours, women_hours()) == ("340", NON_PUBLIE)

    # Un droit retiré laisse des nombres en mémoire : le cube reste vérifié, et rien n'est à dire.
    withdraw(2, "DDETS")
    assert main(["proteger"]) == 0 and "restent tels quels" in capsys.readouterr().out


def test_sans_lecteur_au_registre_le_cube_est_celui_d_avant(store):
    republish(store)
    bare = read_cube(current(store))
    give({"role": "financeur", "email": "f@vaucluse.fr", "du": DU, "au": AU}, "DDETS")
    (current().folder / "personnes.json").write_text("[]")
    again = read_cube(republish(store))
    assert all(bare[name].equals(again[name]) for name in bare.keys() - {"certificat"})


def test_un_lecteur_que_rien_ne_protege_est_dit_et_les_autres_sont_servis(store, monkeypatch):
    named(essai.COVE)
    named(structure="ITV", email="b@itv.fr")
    real = cellules.repair

    def refuse(bloc, *rest):
        if bloc.sus and "ITV" not in bloc.territoires:
            raise ReparationImpossible("1 groupes restent devinables sans rien publier.")
        return real(bloc, *rest)

    monkeypatch.setattr(cellules, "repair", refuse)
    republish(store)
    found = queries.certificate(store)
    assert (found.lecteurs, found.lecteurs_refuses) == (essai.COVE, "ITV")
    said = not_fresh(current())
    assert "Rien ne protège" in said and "(ITV)" in said and "proteger" not in said
    shown = text(run_page("protection"))
    assert re.search(r"contre qui tout est vérifié aussi\s+CoVe\s", shown)
    assert re.search(r"peuvent encore deviner de petits groupes\s+ITV\s", shown)


def test_un_registre_illisible_ne_donne_ni_droit_ni_lecteur(store):
    named(essai.COVE)
    access_path().write_text("[[droit", "utf-8")
    assert read_access().degat and republish(store).a_cube
    assert queries.certificate(store).lecteurs == ""
