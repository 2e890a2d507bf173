"""What a council can set: environment settings, the catalogue of gates and evidence, the frameworks."""
