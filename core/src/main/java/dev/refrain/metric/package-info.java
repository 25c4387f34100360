/// What a model is judged by where several tasks count the same things.
package dev.refrain.metric;
