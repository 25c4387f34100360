/// Pictures of where a model looked: in the terminal, as a page and as an image.
package dev.refrain.app.attention;
