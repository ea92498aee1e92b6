"""L'édition statique : un fichier, sans script, accessible, et les seuls nombres protégés."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from pages.pleniere.document import SANS_NOTE, document_of, rows_of
from pages.pleniere.edition.statique import CSS, edition_bytes
from pages.pleniere.seance import Seance
from pages.shared.theme import contrast
from tests.support import cube_lu, documents
from tests.support.navigateur import open_browser

POIDS_MAX = 500_000
# Ce qui lance, charge ou envoie.
INTERDITS = {"script", "iframe", "object", "embed", "form", "input", "img", "image", "use", "base"}
VIDES = {"meta", "link", "br", "rect", "line", "circle", "path"}


class Page(HTMLParser):
    """La page relue : ses balises, ses textes, et un arbre bien fermé."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[tuple[str, str]] = []
        self.feed(content.decode())
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VIDES:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]

    def text(self):
        return " ".join(data for tag, data in self.words if tag != "style")


@pytest.fixture(scope="module")
def invented():
    return edition_bytes(documents.complete(documents.HOSTILE))


def test_chaque_nombre_est_dans_les_diapositives_et_les_chiffres_proteges(document, magasin_annote):
    page = Page(edition_bytes(document))
    composed = cube_lu.tokens_of(document)
    # Les deux bouts d'un axe de pourcentages, et les rangs d'une carte.
    ours = {"0", "100", *(str(rank) for rank in range(1, 20))}
    assert cube_lu.tokens(page.text()) <= composed | ours
    known = cube_lu.written(magasin_annote / "generations" / "1" / "protege.duckdb")
    cells = {token for tag, data in page.words if tag in ("td", "dd", "text")
             for token in cube_lu.tokens(data) if tag != "dd" or len(data) < 20}  # fmt: skip
    assert len(cells) > 15 and cells <= known | ours


def test_tout_ce_que_disent_les_diapositives_y_est(document):
    said = " ".join(Page(edition_bytes(document)).text().split())
    for slide in document.slides:
        cells = [cell for row in rows_of(slide) for cell in row]
        facts = (slide.titre, slide.mesure, slide.definition, slide.source, slide.regle)
        for words in (*facts, *slide.phrases, *cells):
            assert " ".join(words.split()) in said, slide.code
    assert "Relancer ITV." in said and "Relevé de décisions" in said


@pytest.mark.parametrize("what", ["magasin", "invente"])
def test_ni_script_ni_adresse_ni_poids(what, magasin_annote, invented):
    content = invented if what == "invente" else edition_bytes(
        document_of(Seance(magasin_annote, 1, 2024), est_exemple=True))  # fmt: skip
    assert len(content) < POIDS_MAX
    page = Page(content)
    assert not INTERDITS & {tag for tag, _ in page.tags}
    for tag, attrs in page.tags:
        assert not [one for one in attrs if one.startswith("on") or one in ("src", "srcset")], tag
        assert attrs.get("href", "#").startswith(("#", "data:,")), tag
        assert "url(" not in attrs.get("style", "")
    outside = content.decode().replace("http-equiv", "")
    assert not re.search(r"https?:|//[a-z]|@import|javascript:", outside)
    policy = page.all("meta")[1]
    assert policy["content"].startswith("default-src 'none'")


def test_un_texte_libre_reste_un_texte(invented):
    page = Page(invented)
    assert documents.LISIBLE in [data for tag, data in page.words if tag == "td"]
    assert "alert(1)" in page.text() and "\x1b" not in page.text() and "\ufffe" not in page.text()


def test_la_structure_est_celle_du_rgaa(invented):
    page = Page(invented)
    assert page.all("html") == [{"lang": "fr"}]
    heads = [tag for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
    assert heads[0] == "h1" and heads.count("h1") == 1 and set(heads) == {"h1", "h2"}
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = [attrs["href"][1:] for attrs in page.all("a")]
    named = [one for _, attrs in page.tags for one in attrs.get("aria-labelledby", "").split()]
    filled = re.findall(r"url\(#([^)]+)\)", invented.decode())
    assert set(targets) | set(named) | set(filled) <= set(ids)
    assert targets[0] == "contenu" and page.all("main")[0]["id"] == "contenu"
    assert [tag for tag in ("header", "nav", "main", "footer") if len(page.all(tag)) == 1] == [
        "header", "nav", "main", "footer"]  # fmt: skip


def test_chaque_dessin_a_son_alternative_et_chaque_tableau_ses_en_tetes(invented):
    page = Page(invented)
    drawings = page.all("svg")
    assert len(drawings) == len(documents.DESSINS)
    assert all(one["role"] == "img" and one["aria-labelledby"] for one in drawings)
    # Le titre de la page et ceux des dessins.
    assert [tag for tag, _ in page.tags].count("title") == len(drawings) + 1
    assert len(page.all("caption")) == len(page.all("table")) == len(drawings) + 1
    assert {one.get("scope") for one in page.all("th")} == {"col", "row"}
    boxes = [one for one in page.all("div") if one.get("class") == "cadre"]
    assert all(one["tabindex"] == "0" and one["role"] == "region" for one in boxes)


def test_chaque_texte_est_lisible_sur_son_fond(invented):
    """4,5 pour 1 (RGAA 3.2), feuille de style et mots des dessins ; le fond est blanc."""
    css = CSS.read_text("utf-8")
    inks = set(re.findall(r"(?<![-\w])color: (#[0-9a-f]{6})", css))
    inks |= {one["fill"] for one in Page(invented).all("text")}
    on_segments = {"#ffffff"}
    assert inks - on_segments and all(contrast(one, "#ffffff") >= 4.5 for one in inks - on_segments)


def test_un_repere_ne_barre_aucun_nombre():
    """Le texte de la barre « 1 sur 12 » part après le trait, et finit dans le cadre."""
    content = edition_bytes(documents.complete()).decode()
    drawing = re.search(r"<svg[^>]*dessin-qualite .*?</svg>", content)[0]
    line = float(re.search(r'<line x1="([\d.]+)"', drawing)[1])
    placed = {text: float(x) for x, text in re.findall(r'<text x="([\d.]+)"[^>]*>([^<]*)', drawing)}
    assert placed["12 sur 12"] >= line
    assert placed["12 sur 12"] + 9 * 7.6 <= 362
    assert placed["1 sur 12"] + 8 * 7.6 < line


def test_sans_note_le_releve_le_dit():
    assert SANS_NOTE in Page(edition_bytes(documents.complete())).text().replace("’", "'")


def test_elle_se_lit_a_320_pixels_et_s_imprime_sans_deborder(document, tmp_path):
    path = tmp_path / "edition.html"
    path.write_bytes(edition_bytes(document))
    with open_browser() as browser:
        for width in (320, 390, 1280):
            page = browser.new_page(viewport={"width": width, "height": 800})
            asked = []
            page.on("request", lambda one, asked=asked: asked.append(one.url))
            page.goto(path.as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert asked == [path.as_uri()]
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "evitement"
        # Une feuille A4 moins ses marges, à 96 points par pouce.
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 680, "height": 1000})
        assert page.evaluate("document.documentElement.scrollWidth") <= 680
        assert page.pdf(format="A4").startswith(b"%PDF")
