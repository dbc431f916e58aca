# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""The network that a weights file describes, in PyTorch."""

import os

# The widest vectors that there are: PyTorch itself stops at AVX2 unless it is told.
with open("/proc/cpuinfo") as cpuinfo:
    if "avx512vl" in cpuinfo.read():
        os.environ.setdefault("ATEN_CPU_CAPABILITY", "avx512")

import torch
from torch import nn

import container
import spectral_statistics


class Network(nn.Module):
    """Frames in dB [clips, bands, frames] to logits [clips, labels]."""

    def __init__(self, plan, bands, offset, scale):
        super().__init__()
        self.offset, self.scale = offset, scale
        self.heard = bands
        self.level = 0
        self.norm0 = None
        self.statistics = []
        self.span = 0
        self.head_dropout = None
        self.texture = None  # The spectral statistics, by the name that files have for them.
        self.stride = self.reach = 1
        blocks = []
        rows, channels = bands, 1
        for line in plan.splitlines():
            words = line.split()
            if words[0] == "hear":
                self.heard = int(words[1])
            elif words[0] == "level":
                self.level = int(words[1])
            elif words == ["norm", "bands"]:
                self.norm0 = nn.BatchNorm1d(bands)
            elif words[0] == "conv":
                out = int(words[1])
                kernel = tuple(int(size) for size in words[2].split("x"))
                padding = 0 if "valid" in words else kernel[0] // 2
                number = len(blocks) + 1
                layers = [
                    nn.Conv2d(channels, out, kernel, padding=(padding, 0), bias=False),
                    nn.BatchNorm2d(out),
                    nn.ReLU(),
                ]
                setattr(self, f"conv{number}", layers[0])
                setattr(self, f"norm{number}", layers[1])
                rows = rows + 2 * padding - kernel[0] + 1
                pool = words[words.index("pool") + 1] if "pool" in words else "1x1"
                pool = tuple(int(size) for size in pool.split("x"))
                if "pool" in words:
                    layers.append(nn.MaxPool2d(pool))
                rows //= pool[0]
                self.reach += (kernel[1] + pool[1] - 2) * self.stride
                self.stride *= pool[1]
                if "dropout" in words:
                    layers.append(nn.Dropout(float(words[words.index("dropout") + 1])))
                blocks.append(layers)
                channels = out
            elif words[0] == "pool":
                self.statistics = [word for word in words[1:] if not word.isdigit()]
                self.span = int(words[-1]) if words[-1].isdigit() else 0
            elif words[0] == "dropout":
                self.head_dropout = nn.Dropout(float(words[1]))
            elif words[0] == "texture":
                self.texture = spectral_statistics.SpectralStatistics(int(words[1]), self.heard, offset)
                features, hidden = len(self.texture.mean), int(words[3])
                self.texture1, self.hidden = nn.Linear(features, hidden), hidden
                self.spectral_dropout = nn.Dropout(float(words[5]) if len(words) > 4 else 0.0)
            elif words[0] == "dense":
                self.dense = nn.Linear(channels * len(self.statistics), int(words[1]))
                if self.texture is not None:
                    self.texture2 = nn.Linear(self.hidden, int(words[1]))
        self.trunk = nn.Sequential(*(layer for layers in blocks for layer in layers))

    def forward(self, decibels):
        levelled = self.levelled(decibels)
        x = (levelled - self.offset) / self.scale
        if self.heard < x.shape[1]:
            x = torch.cat([x[:, : self.heard], torch.zeros_like(x[:, self.heard :])], 1)
        if self.norm0 is not None:
            x = self.norm0(x)
        # One channel: both memory formats are the same bytes, and PyTorch has to be told which.
        x = x.unsqueeze(1).contiguous(memory_format=torch.channels_last)
        x = self.trunk(x)
        pooled = {"mean": lambda: x.mean((2, 3)), "max": lambda: self.maxima(x)}
        x = torch.cat([pooled[name]() for name in self.statistics], 1)
        logits = self.dense(x if self.head_dropout is None else self.head_dropout(x))
        if self.texture is None:
            return logits
        both = logits + self.judge_spectral(levelled)
        return both + logits.logsumexp(1, keepdim=True) - both.logsumexp(1, keepdim=True)

    def judge_spectral(self, levelled):
        """Logits of the spectral statistics of the frames that columns do not share."""
        before = self.reach - self.stride - 1
        columns = (levelled.shape[2] - self.reach) // self.stride + 1
        own = levelled[:, : self.heard, before : before + 1 + columns * self.stride]
        x = self.spectral_dropout(self.texture(own))
        return self.texture2(self.spectral_dropout(torch.relu(self.texture1(x))))

    def levelled(self, decibels):
        """Frames without the running mean of their levels, at least -60 dB."""
        if self.level == 0:
            return decibels
        levels = 10 * torch.log10((10 ** (decibels[:, : self.heard] / 10)).mean(1))
        running, running_mean, heard = [], torch.zeros(len(decibels)), torch.zeros(len(decibels))
        for level in levels.unbind(1):
            counts = level > -99
            heard = torch.where(counts, (heard + 1).clamp(max=self.level), heard)
            step = (level - running_mean) / heard.clamp(min=1)
            running_mean = torch.where(counts, running_mean + step, running_mean)
            running.append(running_mean)
        return (decibels - torch.stack(running, 1).unsqueeze(1)).clamp(min=-60)

    def maxima(self, x):
        """Mean over evenly spread spans of time of each channel's maximum."""
        columns = x.shape[3]
        if not 0 < self.span < columns:
            return x.amax((2, 3))
        spans = -(-columns // self.span)
        starts = [s * (columns - self.span) // (spans - 1) for s in range(spans)]
        return sum(x[..., at : at + self.span].amax((2, 3)) for at in starts) / spans

    def fold(self):
        """Batch norm into the convolutions, as one does before inference."""
        layers = list(self.trunk)
        for i, layer in enumerate(layers):
            if isinstance(layer, nn.BatchNorm2d):
                layers[i - 1] = nn.utils.fusion.fuse_conv_bn_eval(layers[i - 1], layer)
        self.trunk = nn.Sequential(
            *(layer for layer in layers if not isinstance(layer, (nn.BatchNorm2d, nn.Dropout)))
        )


def load(path):
    """A network with the weights of a file, for inference."""
    metadata, tensors = container.load(path)
    offset, scale = (float(value) for value in metadata["normalisation"].split())
    network = Network(metadata["network"], int(metadata["mel_bands"]), offset, scale)
    state = {
        name: torch.tensor(values).reshape(shape) for name, (shape, values) in tensors.items()
    }
    missing, unknown = network.load_state_dict(state, strict=False)
    # The trunk holds the same layers by another name; PyTorch counts batches, we do not.
    missing = [
        name
        for name in missing
        if not name.startswith("trunk.") and not name.endswith("num_batches_tracked")
    ]
    if missing or unknown:
        raise ValueError(f"{path}: missing {missing}, unknown {unknown}")
    return network.eval()
