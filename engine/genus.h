// SPDX-FileCopyrightText: 2026 The Genus authors
// SPDX-License-Identifier: ISC

/**
 * @file genus.h
 * The public door of libgenus: music in, genre out.
 *
 * A `genus_model` is what a weights file means: labels, front-end settings and a network. It is
 * immutable and shared. A `genus_listener` hears one stream of audio and forms a verdict:
 *
 *     genus_listener_write()   audio thread   copies a block of samples into a lock-free ring
 *     genus_listener_work()    worker thread  drains the ring, computes, publishes a verdict
 *     genus_listener_read()    any thread     copies the newest verdict
 *
 * genus_classify() does all three for a buffer that is already complete and gives the same numbers.
 *
 * Thread classes used below. "Audio thread": never allocates, locks or enters the kernel; one such
 * thread a listener. "Worker": one thread at a time a listener; may compute for milliseconds.
 * "Any": may be called from any thread at any time while the object lives.
 */

#ifndef GENUS_H
#define GENUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What a function gives back must be looked at; parameters, from 1, that must not be NULL. */
#ifdef __GNUC__
#define GENUS_CHECKED __attribute__((warn_unused_result))
#define GENUS_NONNULL(...) __attribute__((nonnull(__VA_ARGS__)))
#else
#define GENUS_CHECKED
#define GENUS_NONNULL(...)
#endif

/** clang knows the former of a type, too, and so finds functions that no header declares. */
#ifdef __clang__
#define GENUS_CHECKED_TYPE __attribute__((warn_unused_result))
#else
#define GENUS_CHECKED_TYPE
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The most classes that a model may have. */
#define GENUS_LABELS_MAX 64

/** The most channels that a listener averages. */
#define GENUS_CHANNELS_MAX 8

/** The lowest and highest sample rate that a listener takes, in Hz. */
#define GENUS_RATE_MIN 8000.0
#define GENUS_RATE_MAX 192000.0

/** The shortest and longest window, in seconds. */
#define GENUS_WINDOW_MIN 5.0
#define GENUS_WINDOW_MAX 30.0

/** Below this many seconds heard there is no verdict, only GENUS_LISTENING. */
#define GENUS_SECONDS_NEEDED 3.0

/** The level under which GENUS_SECONDS_NEEDED of audio count as silence, in dBFS (RMS). */
#define GENUS_SILENCE_DBFS (-75.0)

/** The shortest, the usual and the longest pause that ends a song, in seconds. */
#define GENUS_PAUSE_MIN 1.0
#define GENUS_PAUSE_DEFAULT 3.0
#define GENUS_PAUSE_MAX 30.0

/** What went wrong. Every value but GENUS_OK comes with a message in genus_error. */
typedef enum GENUS_CHECKED_TYPE genus_status {
    GENUS_OK = 0,
    GENUS_ERROR_MEMORY,         ///< An allocation failed.
    GENUS_ERROR_ARGUMENT,       ///< A parameter is outside of its documented range.
    GENUS_ERROR_OPEN,           ///< A file cannot be opened.
    GENUS_ERROR_READ,           ///< A file opened but could not be read.
    GENUS_ERROR_WRITE,          ///< A file could not be written (full disk, permissions).
    GENUS_ERROR_TRUNCATED,      ///< A file is shorter than its header says.
    GENUS_ERROR_HEADER_LENGTH,  ///< The header's length is impossible.
    GENUS_ERROR_HEADER_SYNTAX,  ///< The header is not the JSON that the format asks for.
    GENUS_ERROR_DUPLICATE_KEY,  ///< The header names something twice.
    GENUS_ERROR_DTYPE,          ///< A tensor has an unknown or an unexpected element type.
    GENUS_ERROR_SHAPE,          ///< A tensor's shape overflows or does not match its bytes.
    GENUS_ERROR_OFFSETS,        ///< Tensors overlap, leave a gap or lie outside of the file.
    GENUS_ERROR_NOT_FINITE,     ///< A weight is NaN or infinite.
    GENUS_ERROR_VERSION,        ///< The file's format version is not one that we read.
    GENUS_ERROR_METADATA,       ///< A metadata field is missing or malformed.
    GENUS_ERROR_LABELS,         ///< The labels are missing, empty, doubled or too many.
    GENUS_ERROR_FRONTEND,       ///< The front-end settings are impossible.
    GENUS_ERROR_NETWORK,        ///< The network description cannot be built.
    GENUS_ERROR_TENSOR_MISSING, ///< The network needs a tensor that the file lacks.
    GENUS_ERROR_TENSOR_SHAPE,   ///< A tensor's shape is not the one that the network needs.
    GENUS_ERROR_TENSOR_UNKNOWN, ///< The file holds a tensor that the network does not know.
    GENUS_ERROR_DATA,           ///< Training or test data are unusable; the message says which.
    GENUS_ERROR_INTERRUPTED,    ///< The user asked to stop.
} genus_status;

/** An error in words. Callers own it; functions that take one accept NULL. */
typedef struct genus_error {
    genus_status status;
    char message[512]; ///< One line, names file and field, no trailing newline.
} genus_error;

/** What a listener can say about what it hears. */
typedef enum genus_state {
    GENUS_LISTENING, ///< Less than GENUS_SECONDS_NEEDED heard: no genre yet.
    GENUS_SILENCE,   ///< The last GENUS_SECONDS_NEEDED were under GENUS_SILENCE_DBFS.
    GENUS_UNSURE,    ///< A genre leads, but under the model's threshold of confidence.
    GENUS_SURE,      ///< A genre leads, with the model's threshold of confidence or more.
    GENUS_NO_MUSIC,  ///< Where songs are told apart: noise, hum or speech, between songs.
} genus_state;

/** A verdict: a plain value, copied out by genus_listener_read(). */
typedef struct genus_verdict {
    uint64_t sequence;                       ///< Counts verdicts from 1; 0: none was made yet.
    genus_state state;                       ///< See genus_state.
    int32_t top;                             ///< Leading class of the window, -1 without any.
    int32_t track_top;                       ///< Leading class since the track began, or -1.
    float confidence;                        ///< posterior[top], or 0.
    float track_confidence;                  ///< track_posterior[track_top], or 0.
    float posterior[GENUS_LABELS_MAX];       ///< Over the window; sums to 1, or all 0.
    float track_posterior[GENUS_LABELS_MAX]; ///< Over the track; sums to 1, or all 0.
    float level_dbfs;                        ///< RMS of the last 0.3 s, floored at -120.
    double seconds_heard;                    ///< Audio in the window, in seconds.
    double track_seconds;                    ///< Audio heard since the track began, in seconds.
    double stream_seconds;                   ///< Audio heard since the stream began, in seconds.
    uint64_t dropped_samples;                ///< Sample frames lost because the ring was full.
    uint64_t invalid_samples;                ///< Samples that were NaN, infinite or absurd.
    uint64_t song;                           ///< Counts songs from 1; see options.songs.
    double track_sound_seconds;              ///< Sound, without silence, behind track_posterior.
    double song_start;                       ///< Where that song began, in stream_seconds.
    double song_end;                         ///< Its last sound, so far or in the end: the same.
    bool song_plays;                         ///< It goes on; false: no song does. See
                                             ///< genus_listener_set_songs().
} genus_verdict;

/** How a listener listens. Start from genus_listener_options_default(). */
typedef struct genus_listener_options {
    double sample_rate;      ///< Of what will be written, in Hz: 8,000 to 192,000.
    uint32_t channels;       ///< 1 to GENUS_CHANNELS_MAX; they are averaged, unless they cancel.
    bool songs;              ///< A new song begins a new track: see genus_listener_set_songs().
    double window_seconds;   ///< What a verdict looks back on: GENUS_WINDOW_MIN to _MAX.
    double interval_seconds; ///< Audio between two verdicts, up to an hour; 0: only the last one.
} genus_listener_options;

typedef struct genus_model genus_model;       ///< Opaque, immutable, reference-counted.
typedef struct genus_listener genus_listener; ///< Opaque: one stream of audio.

/** The library's version, such as "0.1.0". Thread: any. */
const char *genus_version(void);

/** A state in lower-case words, such as "unsure". Thread: any. */
const char *genus_state_name(genus_state state);

/**
 * Loads a weights file, or shares it if this process holds it already (same file, size and time of
 * change). Free every success with genus_model_free().
 *
 * @param path  A safetensors file written by genus-train.
 * @param model Receives the model; NULL on failure.
 * @return GENUS_OK, or the first fault found: every field is checked before use.
 * Thread: any but the audio thread.
 */
genus_status genus_model_load(const char *path, genus_model **model,
                              genus_error *error) GENUS_CHECKED;

/** One more reference to a model; returns the model. Thread: any but the audio thread. */
genus_model *genus_model_share(genus_model *model) GENUS_NONNULL(1);

/** Gives a reference back; the last one frees. NULL is fine. Thread: any but the audio thread. */
void genus_model_free(genus_model *model);

/** How many classes the model knows: 2 to GENUS_LABELS_MAX. Thread: any. */
uint32_t genus_model_label_count(const genus_model *model) GENUS_NONNULL(1);

/** The name of class `index` in UTF-8, owned by the model; NULL out of range. Thread: any. */
const char *genus_model_label(const genus_model *model, uint32_t index);

/** The confidence from which the model's verdicts are called sure, 0..1. Thread: any. */
float genus_model_sure_threshold(const genus_model *model) GENUS_NONNULL(1);

/** A metadata string of the weights file, owned by the model; NULL if absent. Thread: any. */
const char *genus_model_metadata(const genus_model *model, const char *key);

/** 48 kHz, 2 channels, a window of 30 s, a verdict every half second, no songs. Thread: any. */
genus_listener_options genus_listener_options_default(void);

/**
 * Makes a listener. All memory that listening needs is allocated here; only where audio begins anew
 * (a gap, a restart, the end) the worker makes the resampler's state again. The listener keeps a
 * reference to the model.
 *
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT or GENUS_ERROR_MEMORY.
 * Thread: any but the audio thread.
 */
genus_status genus_listener_new(genus_model *model, const genus_listener_options *options,
                                genus_listener **listener, genus_error *error) GENUS_CHECKED
    GENUS_NONNULL(1, 2, 3);

/** Frees a listener; neither audio thread nor worker may be inside of it. NULL is fine. */
void genus_listener_free(genus_listener *listener);

/**
 * Hands a block of audio to the listener: averages the channels into the ring and returns.
 *
 * @param channels One pointer a channel, each to `frames` samples in -1..1.
 * @return `frames`, or 0 if the ring had no room: then the block is lost whole, it is counted in
 *         dropped_samples, and no spectrum will span the gap.
 * Thread: audio; wait-free.
 */
size_t genus_listener_write(genus_listener *listener, const float *const *channels, size_t frames)
    GENUS_NONNULL(1);

/** The same for one buffer of interleaved samples. Thread: audio; wait-free. */
size_t genus_listener_write_interleaved(genus_listener *listener, const float *samples,
                                        size_t frames) GENUS_NONNULL(1);

/**
 * Audio is missing at this point of the stream, such as an overflow that the device reported: no
 * spectrum will span the gap. Thread: audio; wait-free.
 */
void genus_listener_gap(genus_listener *listener) GENUS_NONNULL(1);

/**
 * What follows is from elsewhere in the same recording, such as a loop that begins again: no
 * spectrum will span the place, but what was heard stands, and columns go on across it. A gap makes
 * columns begin anew, and a loop shorter than what one column sees would never have any.
 * Thread: audio; wait-free.
 */
void genus_listener_jump(genus_listener *listener) GENUS_NONNULL(1);

/** From where a listener starts afresh. */
typedef enum genus_restart {
    GENUS_RESTART_WINDOW, ///< Forget the window: what comes is other audio (a locate, a new song).
    GENUS_RESTART_TRACK,  ///< Forget the window and the track's tag.
} genus_restart;

/**
 * Starts afresh at this point of the stream: what was written before is still heard in its place.
 * Thread: audio; wait-free.
 */
void genus_listener_restart(genus_listener *listener, genus_restart what) GENUS_NONNULL(1);

/**
 * Which channel is listened to, from 0; -1: the mean of all, as nearly always. Where channels
 * cancel each other for a second (one is the other turned upside down), the loudest of them is
 * listened to until they do not any more: their mean would be silence. Thread: any; wait-free.
 */
int32_t genus_listener_channel(const genus_listener *listener) GENUS_NONNULL(1);

/**
 * Another window from now on, clamped to GENUS_WINDOW_MIN..GENUS_WINDOW_MAX. Past columns are kept,
 * so a longer window fills from what was heard. Thread: any; wait-free.
 */
void genus_listener_set_window(genus_listener *listener, double seconds) GENUS_NONNULL(1);

/**
 * Whether songs are told from each other, from now on. If so, window and track begin anew where
 * other music begins, and verdict.song counts. The newest 3.6, 4.9 and 7.4 s are compared with what
 * was heard of the song before, so a change is noticed some 4 s late; the verdict then rests on
 * what was heard since. Two songs that sound alike stay one.
 *
 * A song lasts from its first sound to its last: a pause ends it (see genus_listener_set_pause()),
 * and so do noise and speech, where the weights can tell these from music. While no song plays,
 * song_plays is false, `top` is -1, the state is GENUS_SILENCE, GENUS_NO_MUSIC, or GENUS_LISTENING
 * where something has begun; the track is that of the song which ended, whose number `song` is.
 * Restarts are not counted. Thread: any; wait-free.
 */
void genus_listener_set_songs(genus_listener *listener, bool songs) GENUS_NONNULL(1);

/**
 * How long a pause must be to end a song, from now on: GENUS_PAUSE_DEFAULT at first, clamped to
 * GENUS_PAUSE_MIN..GENUS_PAUSE_MAX. A pause is silence, or the even noise or hum of a room or a
 * record where it is far softer than the song. Thread: any; wait-free.
 */
void genus_listener_set_pause(genus_listener *listener, double seconds) GENUS_NONNULL(1);

/**
 * Hears everything that was written and makes a verdict for every interval of audio that is full.
 * What it computes depends on the samples alone, not on how they were cut into blocks.
 *
 * @return How many verdicts were made.
 * Thread: worker.
 */
size_t genus_listener_work(genus_listener *listener) GENUS_NONNULL(1);

/**
 * The stream has ended: hears what is left, down to the resampler's tail, makes a last verdict and
 * leaves the listener ready for another stream, with window and track forgotten.
 * Thread: worker, while nobody writes.
 */
void genus_listener_finish(genus_listener *listener) GENUS_NONNULL(1);

/** Copies the newest verdict; sequence is 0 before the first. Thread: any; wait-free. */
void genus_listener_read(const genus_listener *listener, genus_verdict *verdict)
    GENUS_NONNULL(1, 2);

/**
 * Classifies a whole buffer: the verdict is the last one of a listener with these options, made by
 * genus_listener_finish(). No others are made on the way: interval_seconds and songs are not used,
 * and the verdict's sequence is 1.
 *
 * @param samples Interleaved, `frames` x options->channels, in -1..1.
 * @return GENUS_OK, GENUS_ERROR_ARGUMENT or GENUS_ERROR_MEMORY.
 * Thread: any but the audio thread.
 */
genus_status genus_classify(genus_model *model, const genus_listener_options *options,
                            const float *samples, size_t frames, genus_verdict *verdict,
                            genus_error *error) GENUS_CHECKED GENUS_NONNULL(1, 2, 5);

#ifdef __cplusplus
}
#endif

#endif // GENUS_H
