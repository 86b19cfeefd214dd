"""Runs our pipeline and the peers in turns on one file, and prints medians as a table.

usage: compare_pipelines.py FILE [ROUNDS]

Needs Linux' taskset, a Release build of Trainer.Benchmarks, and a python3 with keras_preprocessing, torch and torchvision.
"""

import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
OURS = ["dotnet", os.path.join(HERE, "..", "bin", "Release", "net10.0", "Trainer.Benchmarks.dll"), "pipeline"]
PEERS = ["/usr/bin/python3", os.path.join(HERE, "pipeline_peers.py")]


# A process of ours is at its full speed only after some rounds; a peer's run is longer than all of them.
OUR_ROUNDS = "20"


def contestants(file):
    one_core = ["taskset", "-c", "0"]
    return {
        "ours, 1 core": one_core + OURS + ["ours", file, OUR_ROUNDS],
        "ours, 2 cores": OURS + ["ours", file, OUR_ROUNDS],
        "the tutorial's generator, 1 core": one_core + PEERS + ["tutorial", file],
        "PyTorch DataLoader, 0 workers, 1 core": one_core + PEERS + ["torch", file, "0"],
        "PyTorch DataLoader, 1 worker, 2 cores": PEERS + ["torch", file, "1"],
        "PyTorch DataLoader, 2 workers, 2 cores": PEERS + ["torch", file, "2"],
        "TorchSharp DataLoader, 1 worker, 1 core": one_core + OURS + ["torchsharp", file, "1"],
        "TorchSharp DataLoader, 2 workers, 2 cores": OURS + ["torchsharp", file, "2"],
    }


def main():
    file, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rates = {}
    for _ in range(rounds):
        for name, command in contestants(file).items():
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            for line in output.splitlines():
                key, value = line.split()
                rates.setdefault((name, key.removesuffix("_images_per_second")), []).append(float(value))
    print(f"| contestant | images/s, median of {rounds} | lowest to highest |")
    print("|---|---:|---:|")
    for (name, key), values in rates.items():
        suffix = "" if key in ("images_per_second", "torchsharp") else f", {key}"
        print(f"| {name}{suffix} | {statistics.median(values):,.0f} | {min(values):,.0f} – {max(values):,.0f} |")


if __name__ == "__main__":
    main()
