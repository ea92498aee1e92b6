"""La plénière, le mode projection et la page Protection à l'écran (AppTest)."""

from __future__ import annotations

import html
import json
from datetime import date

import pytest
import streamlit as st

import queries
from data.publish import FichierExactFerme
from pages.pleniere.ecran import presenter
from pages.shared.frame.menu import MENU
from queries import copil
from tests.support import magasin_pleniere
from tests.support.page import run_page
from tests.support.queries_store import COVE

CODES = magasin_pleniere.sans_photo()
EXACTS = "Chiffres exacts, ne pas diffuser"
PROTEGES = "Mode projection : chiffres protégés"
ABSENT = "Non publié à cette maille"
HOSTILE = "<img src=http://ailleurs.example/x.png onerror=alert(1)> ![x](http://ailleurs.example)"
# Pages dont chaque bloc lit la vue commune ; les autres ont leurs propres tests.
PROJETEES = [name for name in MENU if name not in ("pleniere", "protection", "imports", "acces")]


@pytest.fixture
def open_page(store, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    monkeypatch.setenv("CLAUSES_IMPORT", "oui")

    def _open(page="accueil", **address):
        return run_page(page, **address)

    return _open


def raw(test):
    """Tout le HTML, les phrases et les titres de l'écran."""
    bodies = [one.proto.body for one in test.get("html")]
    return "\n".join([*bodies, *(one.value for one in (*test.title, *test.markdown))])


def test_la_plenière_s_ouvre_sans_l_habillage_de_l_application(open_page):
    test = open_page("pleniere", annee="2023")
    assert 'class="constat-diapo"' in raw(test)
    assert not test.sidebar.children
    assert EXACTS not in raw(test)


def test_l_adresse_choisit_la_diapositive_l_annee_et_l_epci(open_page):
    test = open_page("pleniere", annee="2024", epci=COVE, diapo="heures")
    assert "CoVe · 5\u202f760 heures" in raw(test)
    assert test.selectbox(key="diapo_annee").value == "2024"
    assert f"{CODES.index('heures') + 1} sur {len(CODES)}" in raw(test)


@pytest.mark.parametrize("adresse", [
    {"diapo": "inconnue"}, {"annee": "1999"}, {"annee": "<b>"}, {"epci": "0"},
    {"photo": "../../generations"},
])  # fmt: skip
def test_une_adresse_inconnue_montre_la_premiere_diapositive(open_page, adresse):
    assert f"1 sur {len(CODES)}" in raw(open_page("pleniere", **adresse))


def test_une_note_s_attache_a_un_chiffre_et_s_affiche_sans_agir(open_page, store):
    test = open_page("pleniere", annee="2023", diapo="heures")
    test.radio(key="copil_genre").set_value("decision")
    chosen = test.selectbox(key="copil_chiffre").options[1]
    test.selectbox(key="copil_chiffre").set_value(chosen)
    test.text_area(key="copil_texte").set_value(HOSTILE)
    test.button[next(n for n, b in enumerate(test.button) if b.label == "Enregistrer")].click()
    test.run()
    (note,) = copil.read_notes(store)
    assert (note.genre, note.chiffre, note.diapositive) == ("decision", chosen, "heures")
    shown = raw(run_page("pleniere", annee="2023", diapo="decisions"))
    assert "ailleurs.example" in shown
    assert "<img" not in shown
    copil.remove_note(note.cle, store)


@pytest.mark.parametrize("refus", ["non"])
def test_ecrire_demande_le_droit_d_importer(open_page, store, monkeypatch, refus):
    monkeypatch.setenv("CLAUSES_IMPORT", refus)
    test = open_page("pleniere", annee="2023", diapo="heures")
    assert presenter.CLOSED in raw(test)
    assert not test.text_area and not test.text_input
    assert copil.read_notes(store) == []


def test_une_photo_se_rouvre_avec_ses_filtres(open_page, store):
    taken = copil.take_photo("Copil <b>", date(2026, 12, 3), annee=2024, epci=COVE, store=store)
    test = open_page("pleniere", photo=taken.code, annee="2024", epci=COVE, diapo="heures")
    assert "CoVe · 5\u202f760 heures" in raw(test)
    assert "Photo «\u00a0Copil &lt;b&gt;\u00a0»" in raw(test)
    assert presenter.FROZEN in raw(test)


@pytest.mark.parametrize("page", PROJETEES)
@pytest.mark.parametrize(
    "adresse", [{"periode": "2023"}, {"periode": "2023", "epci": COVE}, {"periode": "2023-T1"}]
)
def test_chaque_page_tourne_en_chiffres_proteges(open_page, monkeypatch, page, adresse):
    """Aucune question exacte n'est posée pour une page projetée."""
    st.cache_resource.clear()
    asked = []
    real = queries.run

    def watched(name, **filtres):
        asked.append(name)
        return real(name, **filtres)

    monkeypatch.setattr(queries, "run", watched)
    test = open_page(page, projection="oui", **adresse)
    assert set(asked) <= {"filtres_possibles", "date_des_donnees"}
    assert PROTEGES in raw(test) and EXACTS not in raw(test)


def test_un_clic_projette_et_le_reste_d_une_page_a_l_autre(open_page):
    test = open_page(periode="2023")
    assert EXACTS in raw(test)
    test.toggle(key="interrupteur").set_value(True).run()
    assert PROTEGES in raw(test) and EXACTS not in raw(test)
    # Sans rien dans l'adresse, comme après le bouton retour : la session s'en souvient.
    test.query_params.clear()
    test.run()
    assert PROTEGES in raw(test)
    test.toggle(key="interrupteur").set_value(False).run()
    assert EXACTS in raw(test)


def test_une_figure_exacte_ne_se_retrouve_pas_en_projection(open_page):
    exact = open_page("beneficiaires", periode="2023")
    projected = open_page("beneficiaires", periode="2023", projection="oui")
    counts = [json.dumps(json.loads(one.proto.spec)["data"]) for one in
              (exact.get("plotly_chart")[0], projected.get("plotly_chart")[0])]  # fmt: skip
    assert "24" in counts[0] and "24" not in counts[1]
    assert ABSENT in raw(projected)


def test_la_page_imports_ne_se_projette_pas(open_page):
    test = open_page("imports", projection="oui")
    assert "Cette page ne se projette pas" in raw(test)
    assert not test.get("file_uploader")


def test_la_page_protection_dit_la_garantie_et_le_certificat(open_page):
    said = html.unescape(raw(open_page("protection")))
    assert "personne ne peut savoir qu'un groupe de 1 à 4" in said
    assert "Ce qui n'est pas garanti" in said
    assert "<dt>Groupes devinables</dt><dd>0\u00a0groupe</dd>" in said


@pytest.fixture
def pleniere(open_page, monkeypatch):
    monkeypatch.setenv("CLAUSES_VUE", "pleniere")
    return open_page


def test_un_serveur_de_pleniere_n_a_que_deux_pages_et_n_ouvre_rien_d_exact(pleniere, store):
    test = pleniere()
    assert 'class="constat-diapo"' in raw(test)
    with pytest.raises(queries.DemandeInvalide):
        queries.run("heures_realisees_par_annee", store)
    with pytest.raises(FichierExactFerme):
        _ = queries.current(store).exact
    guarded = pleniere("protection")
    links = {one.proto.label for one in guarded.get("page_link")}
    assert "mention exacts" not in raw(guarded)
    assert links == {"Plénière", "Protection"}


def test_sans_chiffres_proteges_la_pleniere_dit_quoi_faire(tmp_path, monkeypatch):
    from tests.support import queries_store as essai

    bare = essai.write(tmp_path, heures=[essai.heures("P1", "2023-01", 10.0)])
    monkeypatch.setenv("CLAUSES_STORE", str(bare))
    test = run_page("pleniere")
    assert "python -m data proteger" in raw(test)
