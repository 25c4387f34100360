/// Writes the golden values that the tests of `refrain-core` are held against, computed by PyTorch
/// in double precision.
package dev.refrain.bench.golden;
