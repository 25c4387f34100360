package dev.refrain.train;

import dev.refrain.autodiff.Value;

/// The loss of one shard of one step.
///
/// @param sum the sum of the losses of all predictions in the shard, one number, in nats for
///     cross-entropy
/// @param count how many predictions there were (padding not counted); the trainer divides by the
///     total over all shards
public record ShardLoss(Value sum, long count) {}
