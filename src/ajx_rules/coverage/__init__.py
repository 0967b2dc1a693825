"""Whether each sentence of an official text is carried out by a rule, and each rule shown at work by a case.

``official`` cuts the text into units, ``claims`` finds the words that declarations carry out, ``outcomes`` what
the worked cases show, ``measure`` puts them together.
"""
