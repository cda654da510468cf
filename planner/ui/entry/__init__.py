"""The script of a visit, in a folder of its own.

Streamlit takes a folder ``pages`` beside its main script for pages of the old kind
and would run our page modules as scripts.
"""
