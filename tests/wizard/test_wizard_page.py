"""The guide shows the wizard as it is; `python tools/wizard_screens.py` writes its screens anew."""

from __future__ import annotations

from wizard_screens import PAGE, recorded, shown


def test_the_guide_shows_the_screens_of_the_wizard() -> None:
    screens = recorded()
    on_the_page = shown(PAGE.read_text("utf-8"))
    assert on_the_page == {name: screens[name] for name in on_the_page}
    assert on_the_page.keys() == screens.keys()
