/// Reverse-mode differentiation: a [dev.refrain.autodiff.Tape] owns one step, its values and their
/// buffers; each operation holds its forward and its backward in one file.
package dev.refrain.autodiff;
