/**
 * The program for a robot's computer: it needs neither PyTorch nor Lucene nor a broker. It joins
 * live robots and Kafka, and replays recordings.
 */
@NullMarked
package org.waymark.bridge;

import org.jspecify.annotations.NullMarked;
