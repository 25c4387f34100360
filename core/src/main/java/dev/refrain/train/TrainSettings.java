package dev.refrain.train;

import dev.refrain.kernel.Kernels;
import dev.refrain.optim.Clipping;
import dev.refrain.optim.OptimizerConfig;
import dev.refrain.optim.ScheduleConfig;
import java.util.OptionalInt;

/// How a run is to be done, all of it decided; see the methods of [Trainer] of the same names.
record TrainSettings(
    OptimizerConfig optimizer,
    ScheduleConfig schedule,
    Clipping clipping,
    double weightNoise,
    int epochs,
    long steps,
    double seconds,
    int validateEvery,
    OptionalInt patience,
    int shards,
    int threads,
    long seed,
    Kernels kernels,
    CheckpointPlan plan) {}
