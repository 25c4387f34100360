/// The character language model in libtorch: what Refrain's training speed and losses are measured
/// against.
package dev.refrain.bench.peer;
