/** Sending a recorded drive again. */
@NullMarked
package org.waymark.bridge.recording.replay;

import org.jspecify.annotations.NullMarked;
