"""Programs for developers: benchmarks, fuzzing, a simulated year."""
