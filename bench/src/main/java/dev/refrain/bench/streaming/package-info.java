/// One step of a recurrence at a time, at batch 1: Refrain's session beside ONNX Runtime and
/// libtorch, all with the same weights.
package dev.refrain.bench.streaming;
