/** Which pictures are compared: labelled sites and the pairs drawn from them. */
@NullMarked
package org.waymark.trainer.pair;

import org.jspecify.annotations.NullMarked;
