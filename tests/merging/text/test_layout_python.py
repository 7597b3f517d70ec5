"""A person reformats a Python file; the template changes it."""

from __future__ import annotations

from msgen.merging.text import Clash, Merged, lost_lines, merge_text

BASE = b'''"""Prices of dishes."""

from decimal import Decimal

RATES = {"food": Decimal("0.07"), "drinks": Decimal("0.19"), "takeaway": Decimal("0.07")}


class Prices:
    """What a dish costs."""

    def gross(self, net: Decimal, kind: str) -> Decimal:
        # Rounded once, at the end.
        rate = RATES[kind]
        return (net * (1 + rate)).quantize(Decimal("0.01"))

    def net(self, gross: Decimal, kind: str) -> Decimal:
        rate = RATES[kind]
        return (gross / (1 + rate)).quantize(Decimal("0.01"))
'''

YOURS = b"""'''Prices of dishes.'''

from decimal import Decimal

RATES = {
    'food': Decimal('0.07'),
    'drinks': Decimal('0.19'),
    'takeaway': Decimal('0.07'),
}

class Prices:
    '''What a dish costs.'''

    def gross(
        self,
        net: Decimal,
        kind: str,
    ) -> Decimal:
        # Rounded once, at the end.
        rate = RATES[kind]
        return (
            net * (1 + rate)
        ).quantize(Decimal('0.01'))

    def net(
        self,
        gross: Decimal,
        kind: str,
    ) -> Decimal:
        rate = RATES[kind]
        return (
            gross / (1 + rate)
        ).quantize(Decimal('0.01'))
"""


def merged(yours: bytes, theirs: bytes, base: bytes = BASE) -> Merged:
    return merge_text(base, yours, theirs, path="src/orders/prices.py")


def test_a_changed_statement_is_taken_and_all_else_stays_as_it_was_formatted() -> None:
    result = merged(YOURS, BASE.replace(b"        # Rounded once, at the end.\n", b"        # Rounded at the end.\n"))

    assert result.content == YOURS.replace(b"Rounded once, at the end", b"Rounded at the end")
    assert result.how == "layout"


def test_their_change_within_a_reformatted_statement_is_made_in_its_new_format() -> None:
    result = merged(YOURS, BASE.replace(b'"drinks": Decimal("0.19")', b'"drinks": Decimal("0.20")'))

    assert result.content == YOURS.replace(b"'0.19'", b'"0.20"')


def test_a_new_method_of_theirs_stands_between_reformatted_ones() -> None:
    new = b"    def zero(self) -> Decimal:\n        return Decimal(0)\n\n"

    result = merged(YOURS, BASE.replace(b"    def net(", new + b"    def net("))

    assert result.content == YOURS.replace(b"    def net(", new + b"    def net(")


def test_an_edit_of_ones_own_stays_beside_their_change_and_the_new_format() -> None:
    yours = YOURS.replace(b"        # Rounded once", b"        audit(net, kind)\n        # Rounded once")

    result = merged(yours, BASE.replace(b"gross / (1 + rate)", b"gross / (rate + 1)"))

    assert result.content == yours.replace(b"gross / (1 + rate)", b"gross / (rate + 1)")


def test_a_statement_changed_on_both_sides_is_the_only_clash() -> None:
    yours = YOURS.replace(b"net * (1 + rate)", b"net * (1 + mine)")
    theirs = BASE.replace(b"net * (1 + rate)", b"net * (1 + new)").replace(b"Prices of dishes", b"All prices")

    result = merged(yours, theirs)

    (clash,) = (part for part in result.parts if isinstance(part, Clash))
    assert clash.yours == b"        return (\n            net * (1 + mine)\n        ).quantize(Decimal('0.01'))\n"
    assert clash.theirs == b'        return (net * (1 + new)).quantize(Decimal("0.01"))\n'
    assert result.ours() == yours.replace(b"'''Prices of dishes.'''", b'"""All prices."""')


def test_lines_of_theirs_are_indented_as_the_file_is_now() -> None:
    yours = b"\n".join(b"\t" * ((len(line) - len(line.lstrip())) // 4) + line.lstrip() for line in BASE.split(b"\n"))
    theirs = BASE.replace(b"        # Rounded once, at the end.\n", b"        if not net:\n            return net\n")

    result = merged(yours, theirs)

    assert result.content == yours.replace(b"\t\t# Rounded once, at the end.\n", b"\t\tif not net:\n\t\t\treturn net\n")


def test_a_comment_is_never_layout() -> None:
    yours = YOURS.replace(b"    'takeaway'", b"    # since 2024\n    'takeaway'")

    result = merged(yours, BASE.replace(b'"takeaway": Decimal("0.07")', b'"takeaway": Decimal("0.10")'))

    assert result.clashes == 1
    assert b"# since 2024" in result.ours()


def test_a_file_that_is_no_python_is_merged_by_lines() -> None:
    yours = YOURS.replace(b"class Prices:", b"class Prices(:")

    result = merged(yours, BASE.replace(b"gross / (1 + rate)", b"gross / (rate + 1)"))

    assert (result.how, result.clashes) == ("lines", 1)


def test_reformatting_and_windows_endings_together_are_no_conflict() -> None:
    yours = YOURS.replace(b"\n", b"\r\n")

    result = merged(yours, BASE.replace(b"gross / (1 + rate)", b"gross / (rate + 1)"))

    assert result.content == yours.replace(b"gross / (1 + rate)", b"gross / (rate + 1)")


def test_a_reformatted_statement_that_they_removed_is_nobodys_loss() -> None:
    theirs = BASE.replace(b'    """What a dish costs."""\n\n', b"")

    result = merged(YOURS, theirs)

    assert result.content == YOURS.replace(b"    '''What a dish costs.'''\n\n", b"")
    assert lost_lines(BASE, YOURS, [result.content], how=result.how, path="prices.py") == []


def test_an_elif_is_not_an_if() -> None:
    base = b"if a:\n    b()\nelif c:\n    d()\n    f()\ne()\n"
    yours = base.replace(b"elif", b"if").replace(b"e()", b"e( )")

    result = merged(yours, base.replace(b"e()", b"e(1)"), base)

    assert result.content == yours.replace(b"e( )", b"e(1)")
