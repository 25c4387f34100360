/// How gradients become better weights: optimizers, learning-rate schedules, clipping.
package dev.refrain.optim;
