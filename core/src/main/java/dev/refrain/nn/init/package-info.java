/// The distributions that weights start from.
package dev.refrain.nn.init;
