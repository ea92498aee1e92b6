"""Un export reconnu : ce que disent le fichier, son nom et la personne, cherché une seule fois."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from data.columns import COLUMNS
from data.formats import Format
from data.read.feuille import Feuille
from data.recognize.choose import choose_layout
from data.recognize.filename import date_in_name, structure_in_name, year_in_name
from data.recognize.headings import Layout
from data.recognize.looks import cited
from data.recognize.mapping import Mapping as Correspondance
from data.recognize.mapping import merge, saved_mappings
from data.recognize.months import settle_months, settle_year
from data.recognize.options import Options
from data.recognize.proposal import sure_mapping
from data.recognize.question import APreciser, Question, choice

SANS_DATE = ("activite", "financements", "objectifs")
SANS_EXTRACTION = date(2100, 1, 1)


@dataclass(frozen=True)
class Recognized:
    """Un export dont on sait lire chaque cellule ; les étapes suivantes ne redemandent rien.

    `extraction` : SANS_EXTRACTION si cette sorte d'export s'en passe ; `structure` : celle de tout
    le fichier, "" s'il ne la dit pas ; `annee` : celle du nom du fichier, ou donnée ; `codes` :
    notre colonne -> {libellé normalisé : code}, appris d'une correspondance ; `reponses` : clé
    d'une question à choix -> réponse donnée.
    """

    nom: str
    layout: Layout
    extraction: date
    structure: str = ""
    annee: int | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    est_complet: bool = False
    reponses: Mapping[str, str] = field(default_factory=dict)

    @property
    def format(self) -> Format:
        """La sorte d'export reconnue."""
        return self.layout.format

    @property
    def dated(self) -> date | None:
        """La date d'extraction, None si cette sorte d'export s'en passe."""
        return None if self.extraction == SANS_EXTRACTION else self.extraction

    def heading(self, name: str) -> str:
        """Rend l'intitulé du fichier pour notre colonne, sinon notre libellé."""
        return self.layout.headings.get(name, COLUMNS[name].label)

    def ask(self, sujet: str, message: str, valeurs: dict | None = None) -> APreciser:
        """Rend la question à lever sur ce fichier."""
        sheet = self.layout.feuille.nom
        return APreciser(Question(sujet, message, self.format.name, sheet, valeurs=valeurs or {}))

    def choose(self, cle: str, message: str, reponses: dict[str, str]) -> str:
        """Rend la réponse donnée à une question à choix ; lève APreciser s'il n'y en a pas."""
        given = self.reponses.get(cle, "")
        if given not in reponses:
            raise APreciser(choice(cle, message, reponses, self.format.name))
        return given


def recognize_export(nom: str, feuilles: list[Feuille], options: Options) -> Recognized:
    """Reconnaît un export ; lève FichierRefuse, ou APreciser si une réponse manque."""
    structure = options.structure or structure_in_name(nom)
    known = saved_mappings(structure, options.store, options.mapping)
    layout = _layout(nom, feuilles, options.feuille, known)
    layout = settle_months(nom, layout, options.reponses)
    settle_year(nom, layout, None if options.annee else year_in_name(nom), options.reponses)
    learned = next((one for one in known if one.format == layout.format.name), None)
    return Recognized(
        nom,
        layout,
        _extraction(nom, layout, options.extraction),
        structure,
        options.annee or year_in_name(nom),
        learned.codes() if learned else {},
        options.est_complet,
        options.reponses,
    )


def _layout(nom: str, feuilles: list[Feuille], wanted: str, known: list[Correspondance]) -> Layout:
    """Rend la disposition ; ce qui est sûr de toutes ses colonnes ne se demande pas, mais se dit.

    Une disposition que la personne a déjà dite, même en partie, n'est pas complétée d'office.
    """
    try:
        return choose_layout(nom, feuilles, wanted, known)
    except APreciser as asked:
        found = sure_mapping(asked.question)
        if found is None or any(one.format == found.format and one.colonnes for one in known):
            raise
        given = next((one for one in known if one.format == found.format), None)
        others = [one for one in known if one.format != found.format]
        mapping = merge(given, found) if given else found
        layout = choose_layout(nom, feuilles, wanted, [*others, mapping])
    said = _understood(layout)
    sheet = replace(layout.feuille, warnings=(*layout.feuille.warnings, said))
    return replace(layout, feuille=sheet)


def _understood(layout: Layout) -> str:
    """Dit comment se lit chaque intitulé que le format ne connaissait pas."""
    read = [
        f"{cited({name: text}, 1)} = {COLUMNS[layout.columns[name]].label}"
        for name, text in layout.header.items()
        if layout.columns.get(name) in COLUMNS and layout.format.column_of(text) is None
    ]
    return (
        f"Disposition nouvelle, comprise d'après ses intitulés et ses valeurs : {', '.join(read)}. "
        "Vérifiez-la ; si une colonne est mal lue, donnez-la par une correspondance."
    )


def _extraction(nom: str, layout: Layout, given: date | None) -> date:
    """Rend la date d'extraction : celle du nom du fichier, sinon `given`, sinon la demande."""
    found = date_in_name(nom) or given
    if found:
        return found
    if layout.format.name in SANS_DATE:
        return SANS_EXTRACTION
    raise APreciser(
        Question(
            "date",
            f"Rien ne dit de quand date l'export « {nom} » : mettez la date dans son nom "
            "(aaaammjj), ou donnez-la. Elle décide de ce qui est échu.",
            layout.format.name,
            layout.feuille.nom,
        )
    )
