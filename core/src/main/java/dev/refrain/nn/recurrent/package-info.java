/// Recurrent layers over padded batches of sequences: directions, stacks, depth, lengths and state.
///
/// Sequences are time-major, `[T, B, F]`. Within this package a batch is ordered by falling length,
/// so that the rows still running at any time are the first ones and no step needs a mask.
package dev.refrain.nn.recurrent;
