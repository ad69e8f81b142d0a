/** What Kafka holds of a robot's drive as an MCAP file, for Foxglove and other players. */
@NullMarked
package org.waymark.bridge.recording.export;

import org.jspecify.annotations.NullMarked;
