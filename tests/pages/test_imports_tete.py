"""La phrase de tête de la page Imports : ce qui est reçu, ce qui manque, ce qui attend."""

from types import SimpleNamespace

import pytest

import queries
from data.check import A_PRECISER, IMPORTE
from pages.imports import lead
from pages.shared.frame.filters import Filters, Options
from pages.shared.frame.view import View
from tests.support import queries_store as essai
from tests.support.page import plain, run_page, seen_in


@pytest.fixture(autouse=True)
def droit(monkeypatch):
    monkeypatch.setenv("CLAUSES_IMPORT", "oui")
    monkeypatch.setattr("pages.imports.premier_demarrage.ensure_examples", lambda: None)


def test_un_magasin_plein_dit_sa_date_ses_fichiers_et_ce_qui_attend(magasin_exemples, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    test = run_page("imports")
    seen = seen_in(test)
    assert "Données au 30 septembre 2026 : 47 fichiers reçus, les derniers le" in seen
    assert "lignes écartées à corriger." in seen
    assert {"relances", "methode"} <= {one.proto.page for one in test.get("page_link")}


def test_sans_publication_la_page_dit_par_ou_commencer(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(tmp_path))
    assert "Rien n'est encore publié." in seen_in(run_page("imports"))


def test_les_mois_qui_manquent_se_lisent_en_tete(tmp_path, monkeypatch):
    store = essai.write(tmp_path / "magasin", heures=[essai.heures("p", "2026-03", 10)])
    monkeypatch.setenv("CLAUSES_STORE", str(store))
    seen = seen_in(run_page("imports"))
    assert "sans fichier reçu." in seen and "aucun export reçu." in seen
    assert lead.COMPLETE not in seen


def test_qui_importe_pour_deux_structures_lit_ou_en_est_chacune(magasin_exemples, monkeypatch):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_exemples))
    own = frozenset({"ITV", "MLJGA"})
    droit = queries.Droit(structures=own, importe=own)
    for place in ("pages.imports.access", "pages.connexion"):
        monkeypatch.setattr(f"{place}.reader_right", lambda *_: droit)
    seen = seen_in(run_page("imports"))
    for name in sorted(own):
        files = queries.run("imports_recus", store=magasin_exemples, periode="tout", structure=name)
        assert f"{name} : Données au 30 septembre 2026 : {files.height} fichiers reçus" in seen
    assert "CIE 84 :" not in seen


@pytest.mark.parametrize(
    ("issues", "said"),
    [
        ((A_PRECISER,), "1 fichier attend une réponse"),
        ((A_PRECISER, IMPORTE, A_PRECISER), "2 fichiers attendent une réponse"),
        ((IMPORTE,), ""),
    ],
)
def test_un_fichier_depose_qui_attend_une_reponse_est_compte(magasin_exemples, issues, said):
    view = View(
        magasin_exemples,
        1,
        True,
        None,
        Filters("tout"),
        Options((), {}, {}, {}, "tout"),
        droit=queries.TOTAL,
    )
    lot = SimpleNamespace(fichiers=[SimpleNamespace(issue=one) for one in issues])
    told = plain(lead.waiting(view, lot))
    assert told.startswith(said) and "lignes écartées à corriger." in told
    assert ("réponse" in told) == bool(said)
