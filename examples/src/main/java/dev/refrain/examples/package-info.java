/// Small programs that show how Refrain is used from Java. The build runs every one.
package dev.refrain.examples;
