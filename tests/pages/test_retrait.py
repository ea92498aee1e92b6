"""La veille : ce qu'elle oublie, quand, et quelles pages elle relit, sans en couper aucune."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from streamlit.runtime.app_session import AppSessionState

from pages.retrait import veille as door
from pages.retrait.veille import LECTURE, RELUE, Veille

UNE, DEUX, TROIS = (1, "a"), (2, "b"), (3, "c")
REPOS, TRAVAIL = AppSessionState.APP_NOT_RUNNING, AppSessionState.APP_IS_RUNNING


@dataclass
class Page:
    """Une page de Streamlit, réduite à ce qu'en voit la veille."""

    id: str
    _state: AppSessionState = REPOS
    _client_state: str = "adresse"
    reruns: list[str] = field(default_factory=list)

    def request_rerun(self, client_state: str) -> None:
        self.reruns.append(client_state)


class Serveur:
    """Des pages, tenues ou non par un navigateur ; ce qui en a été oublié, fermé."""

    def __init__(self, *pages: Page) -> None:
        self.pages = {one.id: one for one in pages}
        self.left: set[str] = set()
        self.closed: list[str] = []
        self.forgotten: list[set[str]] = []
        self.is_making = False
        self._session_mgr = self.media_file_mgr = self

    def list_sessions(self) -> list[SimpleNamespace]:
        return [SimpleNamespace(session=one) for one in self.pages.values()]

    def is_active_session(self, page: str) -> bool:
        return page not in self.left

    def close_session(self, page: str) -> None:
        self.closed.append(page)
        del self.pages[page]

    def forget_past(self, ended: set[str]) -> None:
        self.forgotten.append(set(ended))


@pytest.fixture
def watched(monkeypatch):
    """Rend une veille devant ces pages, chacune avec ce qu'elle montre."""

    def make(shown: dict[str, tuple[int, str]]) -> tuple[Veille, Serveur]:
        server = Serveur(*map(Page, shown))
        module = __import__(door.__module__, fromlist=["get_instance"])
        monkeypatch.setattr(module, "get_instance", lambda: server)
        one = Veille()
        one.follow({UNE, DEUX})
        one.shown |= shown
        return one, server

    return make


def test_tant_que_rien_ne_disparait_rien_ne_s_oublie(watched):
    one, server = watched({"a": UNE, "b": DEUX})
    for kept in ({UNE, DEUX}, {UNE, DEUX, TROIS}):
        one.follow(kept)
    assert not server.forgotten and not any(page.reruns for page in server.pages.values())


def test_seules_les_pages_qui_montraient_ce_qui_a_disparu_se_relisent(watched):
    one, server = watched({"a": UNE, "b": DEUX})
    one.follow({DEUX})
    assert server.forgotten == [{"a"}]
    assert server.pages["a"].reruns == ["adresse"] and not server.pages["b"].reruns
    # Elle s'est relue : elle montre ce qui est servi, et il n'y a plus rien à faire.
    one.shown["a"] = DEUX
    for _ in range(2):
        one.follow({DEUX})
    assert server.pages["a"].reruns == ["adresse"] and server.forgotten[-1] == set()
    assert len(server.forgotten) == 2


def test_d_autres_donnees_sous_le_meme_numero_sont_une_disparition(watched):
    one, server = watched({"a": UNE})
    one.follow({(1, "restaurée"), DEUX})
    assert server.pages["a"].reruns == ["adresse"]


def test_une_page_qui_travaille_finit_d_abord(watched):
    one, server = watched({"a": UNE})
    server.pages["a"]._state = TRAVAIL
    for _ in range(2):
        one.follow({DEUX})
    assert not server.pages["a"].reruns and one.is_due
    server.pages["a"]._state = REPOS
    one.follow({DEUX})
    assert server.pages["a"].reruns == ["adresse"]


def test_une_page_que_plus_aucun_navigateur_ne_tient_se_ferme(watched):
    one, server = watched({"a": UNE})
    server.left.add("a")
    one.follow({DEUX})
    assert server.closed == ["a"]
    one.follow({DEUX})
    assert "a" not in one.shown


def test_ce_qu_une_lecture_d_avant_range_encore_s_oublie_quand_elle_finit(watched):
    one, server = watched({"b": DEUX})
    ended = Event()
    reading = Thread(target=ended.wait, name=f"{LECTURE}-essai", daemon=True)
    reading.start()
    for _ in range(3):
        one.follow({DEUX})
    assert len(server.forgotten) == 1 and one.is_due
    ended.set()
    reading.join()
    for _ in range(3):
        one.follow({DEUX})
    assert len(server.forgotten) == 2 and not one.is_due


def test_un_fichier_qui_se_faisait_s_oublie_aussi(watched):
    one, server = watched({"b": DEUX})
    server.is_making = True
    one.follow({DEUX})
    server.is_making = False
    one.follow({DEUX})
    assert len(server.forgotten) == 2


def test_la_page_relue_dit_pourquoi_une_seule_fois(watched, monkeypatch):
    one, _ = watched({"": UNE})
    one.follow({DEUX})
    one.begin()
    assert [one.note(2), one.note(2)] == [RELUE, ""]
