/// Shapes, tensors and random numbers: the ground that everything else stands on.
package dev.refrain.tensor;
