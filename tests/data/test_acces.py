"""Les droits : à qui, du … au …, ce qu'ils donnent ; le registre lu, complété, abîmé, restauré."""

import threading
from datetime import date, timedelta

import pytest

from data.__main__ import main
from data.location import store_path
from data.publish import alert, backup, verify
from data.publish.acces import (
    PLENIERE,
    AccesRefuse,
    Identite,
    access_path,
    droit_de,
    give,
    history,
    read_access,
    withdraw,
)
from tests.data.test_degats import publish

COVE, LMV = "248400053", "200040442"
DU, AU = date(2026, 1, 1), date(2026, 12, 31)
MILIEU, JOUR = date(2026, 6, 15), timedelta(days=1)
LIGNE = {"role": "referent_epci", "epci": COVE, "email": "a@lacove.fr", "du": DU, "au": AU}


def given(**row: object) -> int:
    return give({**LIGNE, **row}, "DDETS")


def to(role: str, **whom: object) -> dict[str, object]:
    return {"role": role, "du": DU, "au": AU, **whom}


def right(email: str = "a@lacove.fr", day: date = MILIEU, **claims: object):
    return droit_de(Identite(email, claims), day, read_access().attributions)


def written(text: str) -> None:
    access_path().parent.mkdir(parents=True, exist_ok=True)
    access_path().write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("day", "has"), [(DU - JOUR, False), (DU, True), (MILIEU, True), (AU, True), (AU + JOUR, False)]
)
def test_un_droit_vaut_du_premier_jour_au_dernier_compris(day, has):
    given()
    assert right(day=day).epci == (frozenset([COVE]) if has else frozenset())
    assert (right(day=day) == PLENIERE) is not has


def test_jusqu_au_dit_le_dernier_jour_sans_changement():
    given(au=MILIEU)
    given(epci=LMV, du=MILIEU + JOUR * 3)
    assert right(day=DU).jusqu_au == MILIEU, "la fin du premier droit vient d'abord"
    assert right(day=MILIEU + JOUR).jusqu_au == MILIEU + JOUR * 2, "le second commence après"
    assert right(day=AU + JOUR).jusqu_au is None
    # Un droit qui ne finit pas le même jour donne les mêmes chiffres : une seule mémoire.
    assert right(day=MILIEU + JOUR) == PLENIERE


def test_les_attributions_d_une_meme_personne_se_reunissent():
    give(to("financeur", domaine="lacove.fr"), "x")
    give(to("facilitateur", structure="CIE84", email="a@lacove.fr"), "x")
    give(to("administrateur", revendication="realm_access.roles=admin"), "x")
    found = right(realm_access={"roles": ["lecteur", "admin"]})
    assert (found.est_financeur, found.est_administrateur) == (True, True)
    assert found.structures == found.importe == {"CIE84"}
    # Administrer ne montre aucun chiffre.
    assert right("z@ailleurs.fr", realm_access={"roles": ["admin"]}).est_pleniere


@pytest.mark.parametrize(
    "email",
    [
        "", "a@lacove.fr.pirate.net", "a@pirate.net", "b@lacove.fr", "xa@lacove.fr", "lacove.fr",
        "a@sous.lacove.fr", "a@lacove.fr@pirate.net", "a@ｌacove.fr", "a@LACOVE.FR\u200b",
        "a@lacove", "pirate@a@lacove.fr",
    ],
)  # fmt: skip
def test_une_autre_adresse_n_a_que_la_pleniere(email):
    given()
    assert right(email) == PLENIERE


def test_un_domaine_ne_vaut_que_pour_lui_meme_et_la_casse_ne_compte_pas():
    give(to("financeur", domaine="Kent.fr"), "x")
    assert right("B@KENT.FR").est_financeur
    # Le « K » de Kelvin devient un « k » en minuscules : ce n'est pas le même domaine.
    others = ("b@\u212aent.fr", "b@x.kent.fr", "b@xkent.fr", "kent.fr", "b@kent.fr.x.fr")
    assert {right(one) for one in others} == {PLENIERE}


@pytest.mark.parametrize("claims", [{}, {"siret": 21840000}, {"siret": ["x"]}, {"siret": None}])
def test_une_revendication_se_compare_en_entier(claims):
    give(to("financeur", revendication="siret=21840000"), "x")
    assert not right(**claims).est_financeur
    assert right(siret="21840000").est_financeur and right(siret=["x", "21840000"]).est_financeur


FAUTES = {
    "un rôle inconnu": {"role": "chef"},
    "sans fin": {"au": None},
    "sans début": {"du": None},
    "fin avant début": {"au": DU - JOUR},
    "date entre guillemets": {"au": "2026-12-31"},
    "deux désignations": {"domaine": "lacove.fr"},
    "aucune désignation": {"email": None},
    "adresse sans arobase": {"email": "lacove.fr"},
    "adresse hors ASCII": {"email": "é@lacove.fr"},
    "EPCI inconnu": {"epci": "123456789"},
    "EPCI absent": {"epci": None},
    "structure en trop": {"structure": "CIE84"},
    "financeur avec un territoire": {"role": "financeur"},
    "champ mal écrit": {"aux": AU},
    "domaine ouvert à tous": {"email": None, "domaine": "Gmail.com"},
    "administrateur par domaine": {
        "role": "administrateur", "epci": None, "email": None, "domaine": "lacove.fr",
    },
    "facilitateur par domaine": {
        "role": "facilitateur", "epci": None, "structure": "ITV", "email": None,
        "domaine": "lacove.fr",
    },
    "retour à la ligne": {"motif": "a\nrole = 'administrateur'"},
}  # fmt: skip


@pytest.mark.parametrize("changed", FAUTES.values(), ids=FAUTES)
def test_une_ligne_fautive_ne_se_donne_pas(changed):
    row = {name: one for name, one in {**LIGNE, **changed}.items() if one is not None}
    with pytest.raises(AccesRefuse):
        give(row, "DDETS")
    assert not access_path().exists() and history() == []


def test_ecrite_a_la_main_une_ligne_fautive_est_ignoree_et_les_autres_valent(capsys):
    good = f'[[droit]]\nrole = "financeur"\nemail = "a@b.fr"\ndu = {DU}\nau = {AU}\n'
    written(f"{good}[[droit]]\nrole = 'financeur'\nemail = 'c@d.fr'\ndu = {DU}\naux = {AU}\n")
    assert right("a@b.fr").est_financeur and right("c@d.fr") == PLENIERE
    assert main(["acces"]) == 1
    said = capsys.readouterr().out
    assert "2. Ligne ignorée" in said and "« aux »" in said and "c@d.fr" not in said
    # Une ligne fautive n'est pas un dégât : le magasin se sauvegarde et se sert.
    assert not verify().degats and not alert()


@pytest.mark.parametrize("text", ["[[droit]\nrole", "droit = 3\n", "autre = 1\n", "\x00", "é" * 3])
def test_un_registre_abime_ne_donne_rien_se_dit_et_ne_se_complete_pas(text, capsys):
    given()
    access_path().write_text(text, "latin-1")
    assert right() == PLENIERE
    assert "registre des accès est abîmé" in alert() and len(verify().degats) == 1
    assert main(["acces"]) == 1 and main(["verifier"]) == 1
    with pytest.raises(AccesRefuse, match="ne se lit pas"):
        given()
    assert access_path().read_text("latin-1") == text
    assert "a@lacove.fr" in history()[-1]["texte"], "son dernier texte se retrouve"


def test_un_droit_retire_l_est_aussitot_et_reste_ecrit():
    first, second = given(), given(epci=LMV)
    withdraw(first, "DDETS")
    assert right().epci == {LMV} and read_access().lignes[first].retire_le == date.today()
    for number in (first, second + 1, 0):
        with pytest.raises(AccesRefuse, match="à retirer"):
            withdraw(number, "DDETS")
    assert [one["geste"] for one in history()] == ["donner", "donner", "retirer"]


def test_ce_qui_est_ecrit_a_la_main_est_garde_et_la_retouche_se_voit():
    given()
    text = access_path().read_text("utf-8") + "# relu par le DPO\n"
    written(text.replace(COVE, LMV))
    given(email="b@lacove.fr")
    assert "# relu par le DPO" in access_path().read_text("utf-8")
    gestures = history()
    assert [one["geste"] for one in gestures] == ["donner", "retouche", "donner"]
    assert LMV in gestures[1]["texte"]
    # Une coupure au milieu de l'historique n'en perd qu'une ligne.
    path = access_path().with_name("historique.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    withdraw(1, "DDETS")
    assert history()[-1]["geste"] == "retirer"


def test_deux_personnes_a_la_fois_ne_perdent_aucun_droit():
    emails = [f"p{number}@lacove.fr" for number in range(6)]
    threads = [threading.Thread(target=lambda one=one: given(email=one)) for one in emails]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {one.valeur for one in read_access().attributions} == set(emails)


def test_publier_revenir_et_restaurer_ne_rendent_aucun_droit_retire(tmp_path):
    publish(1)
    given()
    path = backup.back_up(tmp_path / "s.sauvegarde")
    other = tmp_path / "ailleurs"
    backup.put_back(backup.open_backup(path, other), other)
    assert access_path(other).read_bytes() == access_path().read_bytes(), "ailleurs, il revient"
    assert history(other) == history()
    withdraw(1, "DDETS")
    publish(2)
    assert main(["revenir", "1"]) == 0 and right() == PLENIERE
    backup.put_back(backup.open_backup(path), store_path())
    assert right() == PLENIERE, "retiré depuis la sauvegarde, il reste retiré"
    written("[[droit]\n")
    with pytest.raises(Exception, match="abîmé"):
        backup.back_up(tmp_path / "t.sauvegarde")


def test_la_commande_donne_explique_et_retire(capsys):
    words = ["acces", "donner", "referent_epci", "--epci", COVE, "--email", "A@lacove.fr"]
    assert main([*words, "--par", "DDETS"]) == 1, "un droit a une fin"
    assert main([*words, "--au", "2099-12-31"]) == 1, "quelqu'un le décide"
    assert main([*words, "--au", "2099-12-31", "--par", "DDETS", "--motif", "CoVe – CIE 84"]) == 0
    assert main(["acces", "pour", "a@lacove.fr"]) == 0
    said = capsys.readouterr().out
    assert "Chiffres exacts de son territoire : CoVe." in said and "31/12/2099" in said
    assert "dès qu'une connexion y est réglée" in said, "un registre n'est pas une serrure"
    assert main(["acces", "retirer", "1", "--par", "DDETS"]) == 0
    assert main(["acces", "lister"]) == main(["acces", "historique"]) == 0
    said = capsys.readouterr().out
    assert "retiré le" in said and "CoVe – CIE 84" in said and "retirer le droit n° 1" in said
    assert main(["acces", "retirer", "x", "--par", "y"]) == main(["acces", "pour", "x"]) == 1
