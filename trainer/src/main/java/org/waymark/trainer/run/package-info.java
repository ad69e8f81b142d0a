/** What a training run leaves on disk: settings, checkpoints, metrics, plots and models. */
@NullMarked
package org.waymark.trainer.run;

import org.jspecify.annotations.NullMarked;
