"""Guards on the shape of the code base: sizes, imports, portability, packaging."""
