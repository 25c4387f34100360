/// Recurrent cells, one a file: equations, the composition of tape operations that says what they
/// mean, and the pointwise programs that make them fast.
///
/// Letters: T time, B batch, I input, H hidden, G number of gates; `x[B,I]` is the input,
/// `h[B,H]` the output, `c[B,H]` the cell state, `Prev` marks the step before, `d` a gradient.
package dev.refrain.nn.cell;
