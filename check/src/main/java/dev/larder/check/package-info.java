/**
 * Proves the guarantees: several JVMs read and write through Larder while faults are injected, log what they saw, and a judge
 * compares the logs with what is promised.
 */
@NullMarked
package dev.larder.check;

import org.jspecify.annotations.NullMarked;
