# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""Prints PyTorch's logits: agree.py WEIGHTS FRAMES, where FRAMES holds `frames` [frames, bands]."""

import sys

import container
import network
import torch

torch.set_num_threads(1)
shape, values = container.load(sys.argv[2])[1]["frames"]
frames = torch.tensor(values).reshape(shape).t().unsqueeze(0)
with torch.inference_mode():
    for logit in network.load(sys.argv[1])(frames)[0].tolist():
        print(repr(logit))
