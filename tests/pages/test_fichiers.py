"""Un fichier offert se demande tant qu'un écran le montre, et ne reste pas au-delà."""

from __future__ import annotations

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from pages.shared.shell.fichiers import KeptFiles

PLACE = "1.(3.-14).5"


class Serveur:
    """Des pages qui se refont tour à tour devant les mêmes fichiers."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files = KeptFiles(MemoryMediaFileStorage("/media"))
        self.session = ""
        monkeypatch.setattr(media_file_manager, "_get_session_id", lambda: self.session)

    def draw(self, session: str, words: str, *, is_whole: bool = True) -> str:
        """Refait une page qui offre un fichier, ou le seul morceau qui l'offre ; rend sa clé."""
        self.session = session
        if is_whole:
            self.files.clear_session_refs()
        key = self.files.add_deferred(words.encode, "text/csv", PLACE, "heures.csv")
        self.files.remove_orphaned_files()
        return key

    def content(self, address: str) -> str:
        """Ce que le navigateur recevrait à cette adresse ; "" si elle ne donne plus rien."""
        found = self.files.read_file(address.removeprefix("/media/").removesuffix(".csv"))
        return found.content.decode() if found else ""


@pytest.fixture
def serveur(monkeypatch):
    return Serveur(monkeypatch)


@pytest.mark.parametrize("is_whole", [True, False])
def test_le_bouton_de_la_version_d_avant_donne_encore_son_fichier(serveur, is_whole):
    old = serveur.draw("a", "2024")
    new = serveur.draw("a", "2025", is_whole=is_whole)
    for _ in range(5):
        serveur.draw("b", "autre")
    assert serveur.content(serveur.files.execute_deferred(old)) == "2024"
    assert serveur.content(serveur.files.execute_deferred(new)) == "2025"


@pytest.mark.parametrize("is_whole", [True, False])
def test_deux_versions_plus_tard_il_s_en_va(serveur, is_whole):
    old = serveur.draw("a", "2023")
    for year in ("2024", "2025"):
        serveur.draw("a", year, is_whole=is_whole)
    with pytest.raises(MediaFileStorageError):
        serveur.files.execute_deferred(old)
    assert len(serveur.files._deferred_callables) == 2


def test_pendant_qu_une_page_se_refait_celles_des_autres_n_otent_rien(serveur):
    old = serveur.draw("a", "2024")
    serveur.files.clear_session_refs()
    for _ in range(5):
        serveur.draw("b", "autre")
    assert serveur.content(serveur.files.execute_deferred(old)) == "2024"


def test_un_fichier_fait_reste_tant_que_sa_page_ne_s_est_pas_refaite_deux_fois(serveur):
    address = serveur.files.execute_deferred(serveur.draw("a", "2024"))
    for _ in range(5):
        serveur.draw("b", "autre")
    serveur.draw("a", "2025")
    for _ in range(5):
        serveur.draw("b", "autre")
    assert serveur.content(address) == "2024"
    for _ in range(5):
        serveur.draw("a", "2025")
    assert serveur.content(address) == ""


def test_pendant_qu_un_fichier_se_fait_aucun_ne_s_oublie(serveur):
    def make() -> bytes:
        for _ in range(5):
            serveur.draw("b", "autre")
        return b"fait"

    serveur.session = "a"
    key = serveur.files.add_deferred(make, "text/csv", PLACE)
    assert serveur.content(serveur.files.execute_deferred(key)) == "fait"
    assert not serveur.files._being_made


def test_un_fichier_qui_ne_se_fait_pas_n_empeche_pas_le_menage(serveur):
    def fail() -> bytes:
        raise ValueError("illisible")

    serveur.session = "a"
    key = serveur.files.add_deferred(fail, "text/csv", PLACE)
    with pytest.raises(MediaFileStorageError):
        serveur.files.execute_deferred(key)
    assert not serveur.files._being_made


def test_une_page_fermee_ne_laisse_rien(serveur):
    serveur.files.execute_deferred(serveur.draw("a", "2024"))
    serveur.files.clear_session_refs("a")
    for _ in range(3):
        serveur.files.remove_orphaned_files()
    files = serveur.files
    assert not files._deferred_callables and not files._file_metadata
    assert not files._files_by_session_and_coord


def test_une_publication_retiree_ne_laisse_que_la_version_d_aujourd_hui_des_autres(serveur):
    """`b` montre ce qui a été retiré ; `a` l'a montré, puis s'est refaite."""
    old = serveur.draw("a", "2024")
    made = serveur.files.execute_deferred(old)
    new = serveur.draw("a", "2025")
    ended = serveur.draw("b", "2024")
    serveur.files.forget_past({"b"})
    for gone in (old, ended):
        with pytest.raises(MediaFileStorageError):
            serveur.files.execute_deferred(gone)
    assert serveur.content(made) == ""
    assert serveur.content(serveur.files.execute_deferred(new)) == "2025"


def test_un_fichier_qui_se_faisait_pendant_le_retrait_s_oublie_au_suivant(serveur):
    def make() -> bytes:
        assert serveur.files.is_making
        serveur.files.forget_past({"a"})
        return b"d'avant"

    serveur.session = "a"
    made = serveur.files.execute_deferred(serveur.files.add_deferred(make, "text/csv", PLACE))
    assert serveur.content(made) == "d'avant" and not serveur.files.is_making
    serveur.files.forget_past(())
    assert serveur.content(made) == ""
