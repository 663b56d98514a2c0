"""What must be measurable: each module with a command prints one table and can write a JSON.

    python -m benchmarks.sensitivity [--quick] [--json FILE]

Run from the repository's root. ``made_*`` modules make the material, ``results`` shows numbers.
"""
