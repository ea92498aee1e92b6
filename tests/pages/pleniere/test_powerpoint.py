"""Le PowerPoint : natif, en français, sans doublon, et pas un nombre de plus que les protégés."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from pages.pleniere.__main__ import main
from pages.pleniere.document import document_of
from pages.pleniere.powerpoint.presentation import RELEVE, powerpoint_bytes
from pages.pleniere.seance import Seance
from tests.support import cube_lu, documents
from tests.support.queries_store import COVE

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
ANGLAIS = re.compile(
    r"Placeholder|Title|Click|TextBox|Chart|Table\b|Sheet|Office|Slide|Master|en-US|Level|Blank"
)
# L'ordre qu'impose la norme (ECMA-376, dml-chart) à ce que nous écrivons nous-mêmes.
ORDRES = {
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName "
    "showPercent showBubbleSize separator showLeaderLines leaderLines",
    "catAx": "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark "
    "minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset "
    "tickLblSkip tickMarkSkip noMultiLvlLbl",
    "ser": "idx order tx spPr invertIfNegative marker dPt dLbls trendline errBars cat val smooth",
    "plotArea": "layout barChart lineChart catAx valAx dTable spPr",
}


@pytest.fixture(scope="module")
def protege(magasin_annote):
    return magasin_annote / "generations" / "1" / "protege.duckdb"


@pytest.fixture(scope="module")
def invented():
    return powerpoint_bytes(documents.complete(documents.HOSTILE, *["long " * 80] * 12))


def opened(content):
    return Presentation(io.BytesIO(content))


def parts(content):
    """(nom, octets) de chaque partie."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [(name, book.read(name)) for name in book.namelist()]


def roots(content, folder="ppt/"):
    return [(name, etree.fromstring(octets)) for name, octets in parts(content)
            if name.startswith(folder) and name.endswith(".xml")]  # fmt: skip


def shapes_of(holder):
    for one in holder.shapes:
        yield one
        if one.shape_type == 6:
            yield from shapes_of(one)


def said_on(page):
    """Tous les textes d'une diapositive et de ses commentaires, tableaux compris."""
    found = [one.text_frame.text for one in shapes_of(page) if one.has_text_frame]
    for one in page.shapes:
        if one.has_table:
            found += [cell.text for row in one.table.rows for cell in row.cells]
    return [*found, page.notes_slide.notes_text_frame.text if page.has_notes_slide else ""]


def charts(content):
    return [root for _, root in roots(content, "ppt/charts/")]


def sheets(content):
    """Les cellules de chaque classeur incorporé."""
    for name, octets in parts(content):
        if name.startswith("ppt/embeddings/"):
            book = openpyxl.load_workbook(io.BytesIO(octets))
            assert book.sheetnames == ["Feuil1"]
            yield [cell for row in book["Feuil1"].iter_rows(values_only=True) for cell in row]


def test_chaque_valeur_de_graphique_est_dans_le_fichier_protege(document, protege):
    """Le XML des graphiques et leurs classeurs : la copie la plus facile à oublier."""
    content, known = powerpoint_bytes(document), cube_lu.values(protege)
    cached = [Decimal(one.text) for root in charts(content)
              for cache in root.iter(f"{C}numCache") for one in cache.iter(f"{C}v")]  # fmt: skip
    in_sheets = [Decimal(str(cell)) for cells in sheets(content) for cell in cells
                 if isinstance(cell, int | float)]  # fmt: skip
    assert len(cached) > 10 and Counter(cached) == Counter(in_sheets)
    assert {one.normalize() for one in cached} <= {one.normalize() for one in known}


def test_chaque_nombre_de_tableau_et_de_carte_est_dans_le_fichier_protege(document, protege):
    known = cube_lu.written(protege)
    shown = [one for slide in document.slides for row in slide.tableau for one in row]
    shown += [text for slide in document.slides for _, text in slide.chiffres]
    found = set().union(*map(cube_lu.tokens, shown))
    assert len(found) > 15 and found <= known


def test_aucun_nombre_n_est_dans_le_powerpoint_sans_etre_dans_les_diapositives(document):
    composed = cube_lu.tokens_of((document, document.regle))
    ranks = {str(rank) for rank in range(1, 20)}
    deck = opened(powerpoint_bytes(document))
    for page in deck.slides:
        assert cube_lu.tokens(" ".join(said_on(page))) <= composed | ranks
    for root in charts(powerpoint_bytes(document)):
        words = " ".join(one.text or "" for one in root.iter(f"{A}t", f"{C}v")
                         if one.getparent().getparent().tag != f"{C}numCache")  # fmt: skip
        assert cube_lu.tokens(words) <= composed | ranks


def test_le_powerpoint_dit_les_diapositives_dans_l_ordre(document):
    deck = opened(powerpoint_bytes(document))
    titles = [page.shapes.title.text_frame.text for page in deck.slides]
    wanted = [document.titre, *(one.titre for one in document.slides)]
    assert titles[: len(wanted)] == wanted
    assert titles[-1] == RELEVE and "Relancer ITV." in said_on(deck.slides[-1])
    for page, slide in zip(list(deck.slides)[1:], document.slides, strict=False):
        notes = page.notes_slide.notes_text_frame.text
        assert slide.definition in notes and slide.source in notes
        assert slide.mesure in said_on(page)
        assert not slide.regle or any(slide.regle in one for one in said_on(page))


def test_les_tableaux_sont_ceux_des_diapositives(document):
    found = {}
    for page in opened(powerpoint_bytes(document)).slides:
        for one in page.shapes:
            if one.has_table:
                rows = [tuple(cell.text for cell in row.cells) for row in one.table.rows]
                found.setdefault(rows[0], []).extend(rows[1:])
    # La carte ajoute un rang à ses lignes.
    for slide in (one for one in document.slides if one.tableau and one.code != "territoires"):
        wanted = [tuple(cell or "–" for cell in row) for row in slide.tableau[1:]]
        assert all(row in found.get(slide.tableau[0], ()) for row in wanted), slide.code


def test_les_graphiques_sont_natifs_et_sans_image(document, invented):
    for content, drawn in (
        (powerpoint_bytes(document), sum(bool(one.dessin) for one in document.slides)),
        (invented, len(documents.DESSINS)),
    ):
        shapes = [one for page in opened(content).slides for one in page.shapes]
        assert sum(one.has_chart for one in shapes) == drawn
        names = [name for name, _ in parts(content)]
        assert not [one for one in names if re.search(r"media|png|jpe?g|emf|svg|printer", one)]


def test_chaque_forme_porte_ses_valeurs(invented):
    """Calculé à la main depuis documents.DESSINS : rien d'ajouté, pas même un écart de bornes."""
    found = [
        [cell for cell in cells if isinstance(cell, int | float)] for cells in sheets(invented)
    ]
    assert sorted(map(sorted, found)) == sorted(
        [[45], [1, 12], [1234.5, 9876], [10, 11, 20], [7, 8], [10, 20, 70], [38, 49, 61], [40, 900]]
    )


def test_un_effectif_sans_nombre_garde_son_texte(invented):
    words = [one.text for root in charts(invented) for one in root.iter(f"{C}v")]
    assert "TH\u00a0: < 5" in words and "2025\u00a0: non publié" in words


def test_les_bornes_sont_des_barres_natives_de_la_plus_basse_a_la_plus_haute(invented):
    found = [one for root in charts(invented) for one in root.iter(f"{C}upDownBars")]
    assert len(found) == 1
    series = list(found[0].getparent().iter(f"{C}ser"))
    names = [one.find(f"{C}tx").find(f".//{C}v").text for one in series]
    assert (names[0], names[-1]) == ("Au plus bas", "Au plus haut")


def test_le_repere_est_a_sa_place(invented):
    """12 sur un axe de 0 à 12,24, dans le cadre du graphique : 98,04 % de sa largeur."""
    pages = {page.shapes.title.text_frame.text: page for page in opened(invented).slides}
    shapes = {one.name: one for one in pages["Constat qualite"].shapes}
    frame, line = shapes["Graphique"], shapes["Repère"]
    plot = frame.chart._chartSpace.find(f".//{C}plotArea/{C}layout/{C}manualLayout")
    left, width = (float(plot.find(f"{C}{one}").get("val")) for one in "xw")
    wanted = frame.left + frame.width * (left + width * 12 / 12.24)
    assert abs(line.left - wanted) < Emu(20000)


@pytest.mark.parametrize("what", ["magasin", "invente"])
def test_le_xml_est_ce_que_powerpoint_attend(what, magasin_annote, invented):
    content = invented if what == "invente" else powerpoint_bytes(
        document_of(Seance(magasin_annote, 1, 2024), est_exemple=True))  # fmt: skip
    names = [name for name, _ in parts(content)]
    assert len(names) == len(set(names))
    for name, root in roots(content):
        ids = [one.get("id") for one in root.iter(f"{P}cNvPr", f"{A}cNvPr")]
        assert len(ids) == len(set(ids)), f"{name} : identifiants doubles"
        for tag, order in ORDRES.items():
            rank = {f"{C}{one}": place for place, one in enumerate(order.split())}
            for element in root.iter(f"{C}{tag}"):
                places = [rank[child.tag] for child in element]
                assert places == sorted(places), f"{name} : ordre de {tag}"
    for name, octets in parts(content):
        if name.endswith(".rels"):
            folder = name.split("_rels/")[0]
            for one in etree.fromstring(octets):
                assert one.get("TargetMode") != "External", name
                assert resolved(folder, one.get("Target")) in names, f"{name} : {one.get('Target')}"


def resolved(folder, target):
    """Rend le chemin d'une partie visée, relatif à son dossier ou à la racine."""
    if target.startswith("/"):
        return target[1:]
    steps = []
    for step in (folder + target).split("/"):
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps)


def test_rien_n_est_en_anglais(invented):
    for name, root in roots(invented):
        langs = {one.get("lang") for one in root.iter() if one.get("lang")}
        assert langs <= {"fr-FR"}, name
        named = [one.get("name") or "" for one in root.iter(f"{P}cNvPr", f"{P}cSld", f"{A}theme")]
        words = [one.text or "" for one in root.iter(f"{A}t", f"{C}f")]
        assert not [one for one in named + words if ANGLAIS.search(one)], name
        runs = list(root.iter(f"{A}r"))
        assert all(one.find(f"{A}rPr").get("lang") == "fr-FR" for one in runs), name
    assert [one.name for one in opened(invented).slide_layouts] == ["Couverture", "Constat"]


def test_rien_ne_deborde_de_la_diapositive(invented):
    deck = opened(invented)
    assert (deck.slide_width, deck.slide_height) == (Emu(12191695), Emu(6858000))
    for page in deck.slides:
        for one in page.shapes:
            assert one.left >= 0 and one.top >= 0, one.name
            assert one.left + one.width <= deck.slide_width, one.name
            assert one.top + one.height <= deck.slide_height, one.name


def test_un_texte_libre_reste_un_texte_et_un_long_releve_se_coupe(invented):
    deck = opened(invented)
    releves = [page for page in deck.slides if page.shapes.title.text_frame.text == RELEVE]
    cells = [one for page in releves for one in said_on(page)]
    assert len(releves) > 1 and documents.LISIBLE in cells
    assert sum(one.startswith("long long") for one in cells) == 12
    tables = [one for page in releves for one in page.shapes if one.has_table]
    assert all(sum(row.height for row in one.table.rows) <= Emu(4380000) for one in tables)


def test_sans_note_le_releve_est_un_tableau_a_remplir():
    page = opened(powerpoint_bytes(documents.complete())).slides[-1]
    table = next(one.table for one in page.shapes if one.has_table)
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == list(documents.EN_TETES) and rows[1:] == [[""] * 4] * 5


def test_la_commande_ecrit_les_deux_fichiers(magasin_annote, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_annote))
    assert main([str(tmp_path / "copil"), "annee=2023", f"epci={COVE}"]) == 0
    assert sorted(one.name for one in (tmp_path / "copil").iterdir()) == [
        "pleniere_2023_cove_2026-09-30.html",
        "pleniere_2023_cove_2026-09-30.pptx",
    ]
    assert main([str(tmp_path)]) == 0
    assert "pleniere_2024_tout-le-vaucluse_2026-09-30.pptx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [(["x", "annee=1999"], "L'année « 1999 » n'est pas publiée : 2023, 2024."),
     (["x", "epci=12"], "Pour « epci », la valeur « 12 » n'existe pas."),
     (["x", "photo=rien"], "Aucune photo ne s'appelle « rien »."),
     (["x", "bassin=Apt"], "« bassin=Apt » n'est pas un choix."),
     ([], "Commande non comprise.")],
)  # fmt: skip
def test_une_demande_impossible_le_dit_en_francais(
    magasin_annote, tmp_path, monkeypatch, capsys, words, said
):
    monkeypatch.setenv("CLAUSES_STORE", str(magasin_annote))
    monkeypatch.chdir(tmp_path)
    assert main(words) == 1
    assert said in capsys.readouterr().err.replace("\u00a0", " ")
