/** From picture files to batches of network input, ahead of the network and on other threads. */
@NullMarked
package org.waymark.trainer.picture;

import org.jspecify.annotations.NullMarked;
