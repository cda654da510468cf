"""The Streamlit face: pages without logic, components, state and words."""
