/** Training with graded similarity labels. So far: the loss; the trainer itself comes later. */
@NullMarked
package org.waymark.trainer;

import org.jspecify.annotations.NullMarked;
