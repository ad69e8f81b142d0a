/**
 * What bags and MCAP have in common: files of records, of which some are chunks of compressed
 * records.
 */
@NullMarked
package org.waymark.bridge.recording.chunk;

import org.jspecify.annotations.NullMarked;
