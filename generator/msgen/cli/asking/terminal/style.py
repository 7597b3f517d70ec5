"""Colours, each with one meaning: red an error, cyan a hint, green what is chosen; never the only sign of it."""

from prompt_toolkit.styles import Style

STYLE = Style(
    [
        ("progress", "fg:ansibrightblack"),
        ("question", "bold"),
        ("help", ""),
        ("why", "fg:ansicyan"),
        ("placeholder", "fg:ansibrightblack"),
        ("pointer", "fg:ansigreen bold"),
        ("chosen", "fg:ansigreen"),
        ("objection", "fg:ansired"),
        ("keys", "fg:ansicyan"),
    ]
)
