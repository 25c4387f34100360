/// What configurations share: checks that say which value is wrong and what is allowed, constants
/// by the names people write, and records read strictly from JSON.
package dev.refrain.config;
