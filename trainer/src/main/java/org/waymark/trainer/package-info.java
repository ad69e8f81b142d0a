/** Training with graded similarity labels: {@link org.waymark.trainer.Trainer} is the way in. */
@NullMarked
package org.waymark.trainer;

import org.jspecify.annotations.NullMarked;
