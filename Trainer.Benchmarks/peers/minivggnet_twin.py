#!/usr/bin/env python3
"""Computes MiniVGGNet's logits in PyTorch from a weights.safetensors of this project.

usage: minivggnet_twin.py WEIGHTS IMAGES LOGITS HEIGHT WIDTH CHANNELS CLASSES

IMAGES holds N x C x H x W float32 values, little-endian; N x K logits go to LOGITS in the same form. Nothing but PyTorch
is needed: the file is read with struct and json, and its names are those of the plain nn.Module below.
"""

import json
import struct
import sys
from collections import OrderedDict

import torch
from torch import nn

TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "U8": torch.uint8, "BOOL": torch.bool,
}


def read_safetensors(path):
    """Reads a file into a state_dict."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + length])
    header.pop("__metadata__", None)
    tensors = OrderedDict()
    for name, entry in header.items():
        start, end = entry["data_offsets"]
        values = data[8 + length + start:8 + length + end]
        tensors[name] = torch.frombuffer(values, dtype=TYPES[entry["dtype"]]).reshape(entry["shape"])
    return tensors


class MiniVGGNet(nn.Module):
    """The network as one would write it in PyTorch."""

    def __init__(self, height, width, channels, classes):
        super().__init__()
        layers = OrderedDict()
        for block, (inputs, outputs) in enumerate([(channels, 32), (32, 64)], start=1):
            for conv, size in enumerate([inputs, outputs], start=1):
                layers[f"block{block}_conv{conv}"] = nn.Conv2d(size, outputs, 3, padding=1)
                layers[f"block{block}_relu{conv}"] = nn.ReLU()
                layers[f"block{block}_norm{conv}"] = nn.BatchNorm2d(outputs, eps=1e-3)
            layers[f"block{block}_pool"] = nn.MaxPool2d(2)
            layers[f"block{block}_dropout"] = nn.Dropout(0.25)
        layers["flatten"] = nn.Flatten()
        layers["dense1"] = nn.Linear(64 * (height // 4) * (width // 4), 512)
        layers["dense1_relu"] = nn.ReLU()
        layers["dense1_norm"] = nn.BatchNorm1d(512, eps=1e-3)
        layers["dense1_dropout"] = nn.Dropout(0.5)
        layers["logits"] = nn.Linear(512, classes)
        self.layers = nn.Sequential(layers)

    def forward(self, images):
        return self.layers(images)


def main():
    weights, images, logits = sys.argv[1:4]
    height, width, channels, classes = (int(value) for value in sys.argv[4:8])
    network = MiniVGGNet(height, width, channels, classes)
    network.load_state_dict(read_safetensors(weights))
    network.eval()
    with open(images, "rb") as file:
        batch = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(-1, channels, height, width)
    with torch.no_grad():
        result = network(batch)
    with open(logits, "wb") as file:
        file.write(struct.pack(f"<{result.numel()}f", *result.flatten().tolist()))


if __name__ == "__main__":
    main()
