/**
 * Starting PyTorch: offline, with a chosen number of threads, and with errors that a person can act
 * on.
 */
@NullMarked
package org.waymark.descriptors.engine;

import org.jspecify.annotations.NullMarked;
