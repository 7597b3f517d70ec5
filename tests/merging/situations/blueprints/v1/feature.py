"""Gift wrapping."""

PAPER = ('red', 'blue')


def wrap(item, paper):
    if paper not in PAPER:
        raise ValueError(paper)
    return f'{item} in {paper} paper'
