"""Past participles of English."""

from __future__ import annotations

_IRREGULAR = """
beaten become begun bent bet bid bitten blown bought bound broadcast broken brought built burnt burst caught chosen
come cost crept cut dealt done drawn driven drunk dug eaten fallen felt fit flown forbidden forecast foreseen forgiven
forgotten forsaken fought found frozen given gone got gotten grown heard held hidden hit hung hurt inset kept knelt
known laid lain learnt left lent let lit lost made meant met mislaid misread mistaken offset outbid outdone outgrown
outsold overcome overdone overdrawn overheard overridden overrun overseen overtaken overthrown overwritten paid preset
proven put quit read reborn rebuilt redone redrawn refrozen remade repaid rerun resent reset resold retaken retold
rewound rewritten ridden risen run rung said sat seen sent set sewn shaken shorn shot shown shrunk shut slain slept
slid sold sought sown spent split spoken spread sprung spun stolen stood strewn struck stuck stung sung sunk swept
swollen sworn swum swung taken taught thought thrown told torn unbound undergone undersold understood undertaken
undone unfrozen unwound upheld upset wept withdrawn withheld withstood woken won worn wound woven written
"""
IRREGULAR = frozenset(_IRREGULAR.split())
"""Those that do not end in `-ed`."""


def is_participle(word: str) -> bool:
    """Says of a word in small letters whether it tells of something that has happened."""
    return word.endswith("ed") or word in IRREGULAR
