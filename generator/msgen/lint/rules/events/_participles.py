"""Past participles of English."""

from __future__ import annotations

_IRREGULAR = """
beaten become begun bent bet bid bitten blown bought bound broadcast broken brought built burnt burst caught chosen
come cost cut dealt done drawn driven drunk eaten fallen felt fit flown forecast forgiven forgotten fought found
frozen given gone got gotten grown heard held hidden hit hurt kept known laid learnt left lent let lit lost made meant
met mistaken offset outbid outdone outsold overdone overdrawn overheard overridden overrun overseen overtaken
overthrown overwritten paid proven put quit read rebuilt redone redrawn refrozen remade repaid rerun resent reset
resold retaken retold rewound rewritten ridden risen run said sat seen sent set shaken shown shrunk shut slept sold
sought spent split spoken spread spun stolen stood struck stuck sung sunk swept swollen swung taken taught thought
thrown told torn undergone understood undertaken undone upheld upset withdrawn withheld withstood woken won worn wound
written
"""
IRREGULAR = frozenset(_IRREGULAR.split())
"""Those that do not end in `-ed`."""


def is_participle(word: str) -> bool:
    """Says of a word in small letters whether it tells of something that has happened."""
    return word.endswith("ed") or word in IRREGULAR
