/** MCAP files, read and written. */
@NullMarked
package org.waymark.bridge.recording.mcap;

import org.jspecify.annotations.NullMarked;
