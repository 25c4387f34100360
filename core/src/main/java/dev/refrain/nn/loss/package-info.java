/// What training makes small. Losses are sums over predictions, not means: shards of a batch add
/// theirs up, and the trainer divides once by the number of predictions.
package dev.refrain.nn.loss;
