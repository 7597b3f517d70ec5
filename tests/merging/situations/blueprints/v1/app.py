'''The front of the shop.'''

import json
from pathlib import Path

TIMEOUT = 5
RETRIES = 2
LIMIT = 100


def load(path):
    text = Path(path).read_text()
    settings = json.loads(text)
    settings['source'] = str(path)
    settings['timeout'] = TIMEOUT
    return settings


def greet(name, greeting='hello'):
    words = [greeting, name]
    return ' '.join(words)


def price(amount, currency):
    rounded = round(amount, 2)
    return format_price(rounded, currency)


def format_price(amount, currency):
    return '%s %s' % (amount, currency)


def discount(amount, percent):
    return amount - amount * percent / 100


def main(arguments):
    settings = load(arguments[0])
    print(greet(settings['name']))
    print(price(settings['amount'], 'EUR'))
    print('that is all')
    print('good bye')
    return 0
