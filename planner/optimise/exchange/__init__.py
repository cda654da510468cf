"""A search by exchange for plans that can be carried out day by day: what models restricted to some places miss.

``menu`` lists what each use of a place can be, ``slots`` and ``calendar`` hold vehicle-days with
dates, ``kernels`` tells what a change saves, ``climb`` searches, ``plans`` speaks with the model.
"""
