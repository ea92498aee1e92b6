"""Ce que la page retient pendant un import : fichiers déposés, réponses, lot préparé."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import streamlit as st

from data.importer import Lot, prepare_files
from data.publish import PANNES, told
from data.recognize import Mapping, Options, merge
from pages.imports.access import own_structures
from pages.imports.envois import Envoi

KEY = "import_en_cours"


@dataclass
class Session:
    """L'import en cours de cette personne."""

    envois: dict[str, Envoi] = field(default_factory=dict)
    answers: dict[str, Options] = field(default_factory=dict)
    common: Options = field(default_factory=Options)
    lot: Lot | None = None
    prepared_for: str = ""
    round: int = 0

    @property
    def files(self) -> list[tuple[str, Path | bytes]]:
        """Rend le nom et le contenu de chaque fichier déposé."""
        return [(one.name, one.content) for one in self.envois.values()]

    def options(self, name: str) -> Options:
        """Rend les réponses pour un fichier : les siennes, sinon celles de tout l'envoi."""
        own = self.answers.get(name, Options())
        return replace(
            own,
            structure=own.structure or self.common.structure,
            extraction=own.extraction or self.common.extraction,
            est_complet=self.common.est_complet,
        )

    def answer(self, name: str, **given: Any) -> None:
        """Ajoute des réponses pour un fichier ; une correspondance complète la précédente."""
        own = self.answers.get(name, Options())
        mapping: Mapping | None = given.get("mapping")
        if mapping and own.mapping and own.mapping.format == mapping.format:
            given["mapping"] = merge(own.mapping, mapping)
        self.answers[name] = replace(own, **given)

    def fingerprint(self) -> str:
        """Rend ce qui identifie l'envoi et ses réponses : s'il change, on prépare à nouveau."""
        contents = [(one.name, one.digest) for one in self.envois.values()]
        return repr((contents, sorted(self.answers.items(), key=str), self.common))


def session() -> Session:
    """Rend l'import en cours de cette personne."""
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
    return st.session_state[KEY]


def forget() -> None:
    """Oublie l'import en cours, fichiers compris ; vide aussi la zone d'envoi."""
    done = session()
    # Un geste de la page d'avant peut le retenir encore : ses fichiers, eux, s'en vont.
    done.envois.clear()
    following = done.round + 1
    st.session_state[KEY] = Session(round=following)


def ensure_prepared(one: Session) -> Lot:
    """Lit et contrôle les fichiers déposés, avec une barre ; ne refait rien si rien n'a changé."""
    wanted = one.fingerprint()
    if one.lot is None or one.prepared_for != wanted:
        bar = st.progress(0.0, "Lecture des fichiers")
        try:
            one.lot = prepare_files(
                one.files,
                one.options,
                structures=own_structures(st.context.headers),
                progress=lambda done, said: bar.progress(min(done, 1.0), said),
            )
        except PANNES as failure:
            bar.empty()
            st.error(told(failure))
            st.stop()
        one.prepared_for = wanted
        bar.empty()
    return one.lot
