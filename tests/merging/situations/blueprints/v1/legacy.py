"""Orders of the old kind."""


def import_orders(lines):
    orders = []
    for line in lines:
        number, _, amount = line.partition(';')
        orders.append((int(number), float(amount)))
    return orders
