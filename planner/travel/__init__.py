"""Travel times: streets to graphs, graphs to matrices of whole minutes."""
