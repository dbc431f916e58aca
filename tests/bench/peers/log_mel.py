# SPDX-FileCopyrightText: 2026 The Genus authors
# SPDX-License-Identifier: ISC
"""Log-mel spectrogram of 30 s by torchaudio, with the settings of our front end, one thread."""

import time

import torch
import torchaudio
import turns

RUNS = 10

torch.set_num_threads(1)
samples = torch.rand(661794) * 2 - 1
mel = torchaudio.transforms.MelSpectrogram(
    sample_rate=22050,
    n_fft=2048,
    hop_length=1708,
    n_mels=128,
    center=False,
    norm="slaney",
    mel_scale="slaney",
)


def work():
    with torch.inference_mode():
        for _ in range(RUNS):
            torch.log10(mel(samples).clamp(min=1e-10)).mul_(10)
    return RUNS


turns.serve(work, time.process_time)
