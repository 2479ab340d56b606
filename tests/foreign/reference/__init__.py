"""An independent computation of every result table, written from the rules and not from the program.

It shares no code and no intermediate file with the program: it reads the raw tables of a data
folder, scores with `fractions.Fraction`, takes statistics from numpy, scipy and pandas, and
compares. `reference.py` beside this package is the command.
"""
