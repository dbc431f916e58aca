// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

// Genus in C++: one thread makes audio as a sound card would, one computes, one shows.
//
//     c++ -std=c++17 threads.cpp $(pkg-config --cflags --libs genus) -pthread -o threads
//     ./threads gtzan.safetensors

#include <genus.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <thread>

namespace {

constexpr double rate = 48000;
constexpr double seconds = 8;

using Model = std::unique_ptr<genus_model, decltype(&genus_model_free)>;
using Listener = std::unique_ptr<genus_listener, decltype(&genus_listener_free)>;

/// Stands for an audio callback: a chord, block by block, four times as fast as it would sound.
void play(genus_listener *listener) {
    std::array<float, 512> block{};
    std::size_t position = 0;
    while (static_cast<double>(position) < seconds * rate) {
        for (float &sample : block) {
            const double t = static_cast<double>(position++) / rate;
            sample = static_cast<float>(0.2 * std::sin(1382.3 * t) + 0.2 * std::sin(1741.6 * t));
        }
        genus_listener_write_interleaved(listener, block.data(), block.size());
        std::this_thread::sleep_for(
            std::chrono::duration<double>(static_cast<double>(block.size()) / rate / 4));
    }
}

} // namespace

int main(int argc, char **argv) {
    genus_error error{};
    genus_model *loaded = nullptr;
    if (argc != 2 || genus_model_load(argv[1], &loaded, &error) != GENUS_OK) {
        std::fprintf(stderr, "threads: %s\n", argc == 2 ? error.message : "usage: threads WEIGHTS");
        return 1;
    }
    const Model model(loaded, genus_model_free);

    genus_listener_options options = genus_listener_options_default();
    options.sample_rate = rate;
    options.channels = 1;
    genus_listener *made = nullptr;
    if (genus_listener_new(model.get(), &options, &made, &error) != GENUS_OK) {
        std::fprintf(stderr, "threads: %s\n", error.message);
        return 1;
    }
    const Listener listener(made, genus_listener_free);

    std::atomic<bool> playing{true};
    std::thread audio([&] {
        play(listener.get());
        playing = false;
    });
    std::thread worker([&] {
        while (playing) {
            genus_listener_work(listener.get());
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        genus_listener_finish(listener.get()); // Hears what is left; nobody writes any more.
    });
    audio.join();
    worker.join();

    // Any thread may read, at any time; here the last verdict is enough.
    genus_verdict verdict{};
    genus_listener_read(listener.get(), &verdict);
    if (verdict.top < 0) {
        std::printf("%s\n", genus_state_name(verdict.state));
    } else {
        std::printf("%s, %s\n", genus_model_label(model.get(), static_cast<uint32_t>(verdict.top)),
                    genus_state_name(verdict.state));
    }
    return 0;
}
