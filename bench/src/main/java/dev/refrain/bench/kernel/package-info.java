/// Benchmarks of single kernels, to be read in GFLOP/s and nanoseconds an element. Run them with
/// nothing else on the machine.
package dev.refrain.bench.kernel;
