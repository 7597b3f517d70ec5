"""Vouchers."""


def redeem(amount, voucher):
    return max(amount - voucher, 0)
