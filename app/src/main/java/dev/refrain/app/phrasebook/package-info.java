/// English–French pairs from a small grammar that knows which word translates which.
package dev.refrain.app.phrasebook;
