/// Layers and the parameters they learn.
package dev.refrain.nn;
