"""Reports of the shop, a month each."""

HEADER = 'month;orders;amount'


def row(month, orders):
    return '%s;%d;%.2f' % (month, len(orders), sum(orders))


def table(months):
    rows = [row(month, orders) for month, orders in months]
    return '\n'.join([HEADER, *rows])
