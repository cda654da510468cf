"""The stand-alone map of a plan: one HTML file that opens from disk without a network (:mod:`planner.mapview.render`).

Nothing is imported here: the map of the app uses the same data without folium, which takes a second to load.
"""
