/// What lectures on recurrent networks claim, each as an experiment of seconds to minutes with
/// several seeds: `docs/claims.md` tells the outcomes.
package dev.refrain.examples.claims;
