"""Le gabarit PowerPoint : sobre, 16:9, en français jusque dans les noms de ses calques.

python-pptx n'a qu'un modèle américain en 4:3 ; ses dispositions sont remplacées par deux des
nôtres, « Couverture » et « Constat », et ses couleurs par celles de l'application.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.package import XmlPart
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import Slide as Page
from pptx.util import Inches

from pages.shared import theme
from pages.shared.words.formatting import escape

LANGUE, POLICE = "fr-FR", "Arial"
LARGEUR, HAUTEUR, MARGE = 13.333, 7.5, 0.6
COUVERTURE, CONSTAT = 0, 1
MESURE = 13
# nom, type, rang, (x, y, largeur, hauteur) en pouces, corps en points, ancrage, couleur, texte
Calque = tuple[str, str, int | None, tuple[float, float, float, float], int, str, str, str]
TITRE: Calque = ("Titre", "title", None, (MARGE, 0.32, 12.13, 1.02), 26, "b", "tx1", "Le constat")
PIED: Calque = ("Pied de page", "ftr", 11, (MARGE, 6.72, 11.4, 0.62), 10, "t", "tx2",
                "Source, date et périmètre")  # fmt: skip
NUMERO: Calque = ("Numéro de diapositive", "sldNum", 12, (12.13, 6.72, 0.6, 0.3), 10, "t",
                  "tx2", "‹N°›")  # fmt: skip
CALQUES: dict[str, tuple[Calque, ...]] = {
    "Couverture": (
        ("Titre", "ctrTitle", None, (MARGE, 2.1, 12.13, 1.6), 40, "b", "tx1", "Le titre"),
        ("Sous-titre", "subTitle", 1, (MARGE, 3.9, 12.13, 1.2), 20, "t", "tx2", "Le sous-titre"),
        PIED,
    ),
    "Constat": (
        TITRE,
        ("Mesure", "body", MESURE, (MARGE, 1.36, 12.13, 0.36), 14, "t", "tx2",
         "Ce qui est mesuré, unité, périmètre, période"),
        PIED,
        NUMERO,
    ),
}  # fmt: skip
COULEURS = {
    "dk1": theme.INK,
    "lt1": theme.BACKGROUND,
    "dk2": theme.SOFT_INK,
    "lt2": theme.GRID,
    **{f"accent{place}": color for place, color in enumerate(theme.COLORWAY[:6], start=1)},
    "hlink": "#14375a",
    "folHlink": theme.SOFT_INK,
}
# Des parties du modèle qui ne servent à rien ici : vignette, imprimante, propriétés en anglais.
SUPERFLUES = ("thumbnail", "printerSettings", "extended-properties")


def new_deck(titre: str) -> Deck:
    """Rend une présentation vide au gabarit, deux dispositions : COUVERTURE et CONSTAT."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(LARGEUR), Inches(HAUTEUR)
    deck.element.sldSz.attrib.pop("type", None)
    layouts = list(deck.slide_layouts)
    for layout in [*layouts[1:5], *layouts[6:]]:
        deck.slide_layouts.remove(layout)
    for layout, name in zip((layouts[0], layouts[5]), CALQUES, strict=True):
        layout.element.cSld.set("name", name)
        _lay(layout, CALQUES[name])
    body: Calque = ("Texte", "body", 1, (MARGE, 1.85, 12.13, 4.7), 18, "t", "tx1", "Le texte")
    _lay(deck.slide_master, (TITRE, body, PIED, NUMERO))
    _plain_styles(deck)
    _drop_parts(deck)
    core = deck.core_properties
    core.title, core.language, core.author = titre, LANGUE, "Copil des clauses sociales"
    core.last_modified_by, core.keywords = "", ""
    return deck


def _lay(holder: object, calques: tuple[Calque, ...]) -> None:
    """Remplace les calques d'une disposition ou du masque."""
    tree = holder.shapes._spTree
    for shape in list(holder.shapes):
        tree.remove(shape.element)
    for rank, calque in enumerate(calques, start=2):
        tree.append(parse_xml(_placeholder(rank, calque)))


def _placeholder(rank: int, calque: Calque) -> str:
    name, kind, index, box, size, anchor, color, text = calque
    x, y, width, height = (Inches(one) for one in box)
    place = f' idx="{index}"' if index is not None else ""
    bold = ' b="1"' if "itle" in kind and kind != "subTitle" else ""
    align = "r" if kind == "sldNum" else "l"
    run = f'<a:rPr lang="{LANGUE}"/><a:t>{escape(text)}</a:t>'
    # Le champ du numéro : PowerPoint l'écrit lui-même sur chaque diapositive.
    field = '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">'
    shown = f"{field}{run}</a:fld>" if kind == "sldNum" else f"<a:r>{run}</a:r>"
    return (
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{rank}" name="{name}"/>'
        f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}"{place}/>'
        f'</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/>'
        f'<a:ext cx="{width}" cy="{height}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom></p:spPr><p:txBody><a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" '
        f'anchor="{anchor}"><a:normAutofit/></a:bodyPr><a:lstStyle>'
        f'<a:lvl1pPr marL="0" indent="0" algn="{align}"><a:buNone/><a:defRPr sz="{size}00"{bold}>'
        f'<a:solidFill><a:schemeClr val="{color}"/></a:solidFill></a:defRPr></a:lvl1pPr>'
        f"</a:lstStyle><a:p>{shown}</a:p></p:txBody></p:sp>"
    )


def _plain_styles(deck: Deck) -> None:
    """Ôte la date du masque, et met notre palette et notre police dans son thème."""
    _retheme(deck.slide_master.part)
    for name in ("titleStyle", "bodyStyle"):
        for level in deck.slide_master.element.iter(qn(f"p:{name}")):
            level[0].set("algn", "l")


def _retheme(part: XmlPart) -> None:
    """Met notre palette et notre police dans le thème d'un masque."""
    themed = part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(themed.blob)
    root.set("name", "Clauses sociales")
    for scheme in root.iter(qn("a:clrScheme"), qn("a:fontScheme"), qn("a:fmtScheme")):
        scheme.set("name", "Clauses sociales")
    for name, color in COULEURS.items():
        slot = next(root.iter(qn(f"a:{name}")))
        slot[:] = [etree.Element(qn("a:srgbClr"), val=color.lstrip("#").upper())]
    for family in root.iter(qn("a:majorFont"), qn("a:minorFont")):
        family.find(qn("a:latin")).set("typeface", POLICE)
    # Un thème n'a pas d'objet à lui dans python-pptx : sa partie ne porte que des octets.
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if isinstance(themed, XmlPart):
        themed._element = parse_xml(blob)
    else:
        themed._blob = blob


def _drop_parts(deck: Deck) -> None:
    for holder in (deck.part.package, deck.part):
        rels = holder._rels
        for key in [key for key, one in rels.items() if one.reltype.endswith(SUPERFLUES)]:
            rels.pop(key)


def add_page(deck: Deck, titre: str, mesure: str, pied: list[str]) -> Page:
    """Ajoute une diapositive « Constat » : titre, mesure, pied et numéro."""
    page = deck.slides.add_slide(deck.slide_layouts[CONSTAT])
    page.shapes.title.text_frame.text = titre
    measured = next(one for one in page.placeholders if one.placeholder_format.idx == MESURE)
    measured.text_frame.text = mesure
    page.shapes.title.name, measured.name = "Titre", "Mesure"
    add_footer(page, pied)
    return page


def add_footer(page: Page, lines: list[str]) -> None:
    """Recopie de la disposition le pied et le numéro, que python-pptx ne recopie pas."""
    for calque in page.slide_layout.placeholders:
        kind = calque.element.ph.get("type")
        if kind not in ("ftr", "sldNum"):
            continue
        copy = deepcopy(calque.element)
        copy.nvSpPr.cNvPr.set("id", str(max(one.shape_id for one in page.shapes) + 1))
        page.shapes._spTree.append(copy)
        if kind == "ftr":
            _write_lines(page.shapes[-1], lines)


def _write_lines(shape: BaseShape, lines: list[str]) -> None:
    shape.text_frame.text = "\n".join(line for line in lines if line)


def speak_french(deck: Deck) -> None:
    """Met tout le texte en français : langue de chaque mot, et calques des notes."""
    _translate_notes(deck)
    for root in _roots(deck):
        for run in root.iter(qn("a:r")):
            run.get_or_add_rPr()
        for style in root.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
            style.set("lang", LANGUE)


def _roots(deck: Deck) -> Iterator[etree._Element]:
    """Rend la racine XML de chaque partie qui porte du texte."""
    seen: set[str] = set()
    for part in deck.part.package.iter_parts():
        if isinstance(part, XmlPart) and str(part.partname) not in seen:
            seen.add(str(part.partname))
            yield part._element


def _translate_notes(deck: Deck) -> None:
    """Nomme en français les calques des commentaires, et leur thème."""
    names = {"sldImg": "Image de la diapositive", "body": "Commentaires", "hdr": "En-tête",
             "dt": "Date", "ftr": "Pied de page", "sldNum": "Numéro"}  # fmt: skip
    master = deck.notes_master
    _retheme(master.part)
    for holder in (master, *(one.notes_slide for one in deck.slides if one.has_notes_slide)):
        for shape in holder.placeholders:
            shape.name = names[shape.element.ph.get("type")]
    for shape in master.placeholders:
        if shape.has_text_frame and shape.element.ph.get("type") == "body":
            shape.text_frame.text = "Définitions et sources"
