"""What must be measurable: each module here is a command that prints tables and can store them.

    python -m benchmarks.sensitivity [--quick] [--write] [--json FILE]

Run from the repository's root. ``material`` makes and reads what is measured on, ``baselines`` are
what twitchcam is compared with, ``judging`` compares with the truth, ``timing`` runs programs,
``showing`` prints and stores. See README.md beside this file.
"""
