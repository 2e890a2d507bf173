"""Prefect flows: the order of work and nothing else."""
