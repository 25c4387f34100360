/// Kernels for the vector units of the processor, the only user of the incubating Vector API. Loops
/// that vary with a program or a tile are generated as bytecode, so that each is one method without
/// calls; see [dev.refrain.kernel.vector.VectorCode].
package dev.refrain.kernel.vector;
