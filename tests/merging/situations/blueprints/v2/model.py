"""What the shop is about."""

from dataclasses import dataclass


@dataclass
class Item:
    name: str
    amount: float
    currency: str = "EUR"


@dataclass
class Order:
    number: int
    items: list

    def total(self):
        return sum(item.amount for item in self.items)
