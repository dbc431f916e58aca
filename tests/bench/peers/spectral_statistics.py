# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""The features of spectral statistics, as engine/nn/spectral_statistics.h defines them."""

import math

import torch
from torch import nn
from torch.nn import functional


class SpectralStatistics(nn.Module):
    """Levelled frames in dB [clips, heard bands, 1 + frames] to scaled features."""

    def __init__(self, cepstra, heard, offset):
        super().__init__()
        angles = math.pi / heard * torch.arange(heard).unsqueeze(1) * (torch.arange(heard) + 0.5)
        self.basis = torch.cos(angles) * math.sqrt(2 / heard)
        self.cepstra = cepstra
        self.offset = offset
        traits = -(-(heard - 1) // 4) + 3 * -(-heard // 16)
        pairs = cepstra * (cepstra - 1) // 2
        features = 3 * cepstra + 2 * (2 * cepstra + pairs) + -(-(heard - cepstra) // 4)
        features += 2 * traits + 4 * -(-heard // 8)
        self.register_buffer("mean", torch.zeros(features))
        self.register_buffer("scale", torch.ones(features))

    def forward(self, frames):
        with torch.no_grad():
            every = self.basis @ (frames - self.offset)
            cepstra, differences = every[:, : self.cepstra], every.diff(dim=2)
            centred = cepstra[..., 1:] - cepstra[..., 1:].mean(2, keepdim=True)
            parts = [
                cepstra[..., 1:].mean(2),
                covariance(centred),
                (centred**3).mean(2) / ((centred**2).mean(2) + 0.1) ** 1.5,
                covariance(differences[:, : self.cepstra]),
                tails(differences[:, : self.cepstra]),
                energies(differences[:, self.cepstra :]),
                traits(frames),
                groups(frames),
            ]
            return ((torch.cat(parts, 1) - self.mean) * self.scale).clamp(-4, 4)


def covariance(series):
    """Log deviations, logs of the Cholesky factor's diagonal, the rest over each row's length."""
    rows = series.shape[1]
    products = (series @ series.transpose(1, 2) / series.shape[2]).double()
    factor = torch.linalg.cholesky(products + 3 * torch.eye(rows))
    diagonal = factor.diagonal(dim1=1, dim2=2)
    deviations = products.diagonal(dim1=1, dim2=2).clamp(min=0).sqrt()
    below = torch.tril_indices(rows, rows, -1)
    rest = (factor / factor.norm(dim=2, keepdim=True))[:, below[0], below[1]]
    return torch.cat([(deviations + 0.1).log(), diagonal.log(), rest], 1).float()


def tails(series):
    """Log kurtosis about 0."""
    return ((series**4).mean(2) / ((series**2).mean(2) + 0.1) ** 2 + 0.1).log()


def energies(series):
    """Log mean squares of every 4 rows."""
    return torch.stack([((rows**2).mean((1, 2)) + 0.1).log() for rows in series.split(4, 1)], 1)


def traits(frames):
    """Means and log deviations of steps between bands, and of contrast and movement."""
    steps = frames[..., 1:].diff(dim=1).abs()
    series = [group.mean(1) for group in steps.split(4, 1)]
    moves = frames.diff(dim=2).abs()
    for group, moved in zip(frames[..., 1:].split(16, 1), moves.split(16, 1)):
        mean = group.mean(1)
        series += [group.amax(1) - mean, mean - group.amin(1), moved.mean(1)]
    series = torch.stack(series, 1)
    deviations = series.var(2, unbiased=False).sqrt()
    return torch.cat([series.mean(2), (deviations + 0.1).log()], 1)


def groups(frames):
    """Stillness, skewness, log corners and onsets of every 8 bands."""
    own = frames[..., 1:]
    clips, bands, count = own.shape
    across = own.transpose(1, 2).reshape(clips * count, 1, bands)
    around = functional.avg_pool1d(functional.pad(across, (2, 2), mode="replicate"), 5, 1)
    relief = own - around.reshape(clips, count, bands).transpose(1, 2)
    steps = own.diff(dim=1).abs()
    steps = torch.cat([steps, steps[:, -1:]], 1)
    rises = frames.diff(dim=2)
    corners = torch.minimum(rises.abs(), steps)
    still, skew, log_corners, onsets = [], [], [], []
    for group, corner, rise in zip(relief.split(8, 1), corners.split(8, 1), rises.split(8, 1)):
        variance = (group**2).mean((1, 2)) + 0.1
        still.append((group.mean(2) ** 2).mean(1) / variance)
        skew.append((group**3).mean((1, 2)) / variance**1.5)
        log_corners.append((corner.mean((1, 2)) + 0.1).log())
        onsets.append((rise**3).mean((1, 2)) / ((rise**2).mean((1, 2)) + 0.1) ** 1.5)
    return torch.stack(still + skew + log_corners + onsets, 1)
